"""A line of a log is a command, or none, as it is for GitHub's runner."""

import pytest

from logcommands import Command, Log, command_in


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("::error::text", Command("error", {}, "text")),
        (" \t::ERROR::text", Command("error", {}, "text")),
        (
            "::error file=a,line=1 , col= 2::t",
            Command("error", {"file": "a", "line": "1 ", " col": " 2"}, "t"),
        ),
        (
            "::error file=a%3Ab%2Cc%25d,x::100%25 %3A%0D%0A",
            Command("error", {"file": "a:b,c%d"}, "100% %3A\r\n"),
        ),
        ("::error title=a=b::", Command("error", {"title": "a=b"}, "")),
        ("::error::a%250Ab", Command("error", {}, "a%0Ab")),
        ("::error::a::b", Command("error", {}, "a::b")),
        ("say ##[error file=x;line=2]it%5D%3B", Command("error", {"file": "x", "line": "2"}, "it];")),
        ("::debug::##[error]x", Command("debug", {}, "##[error]x")),
        ("::nonsense::##[warning]x", Command("warning", {}, "x")),
        ("say ::error::text", None),
        ("::error:text", None),
        (":: error::text", None),
        ("::error file=a", None),
        ("::unheard-of::text", None),
        ("##[unheard-of]text", None),
        ("##[error text", None),
        ("", None),
    ],
)
def test_a_line_is_this_command(line: str, command: Command | None) -> None:
    assert command_in(line) == command


def test_a_line_ends_with_a_line_feed_or_a_carriage_return_and_with_nothing_else() -> None:
    log = Log([])
    log.take("a\r\nb\rc\x0bd\u2028e\n\nf")

    assert log.lines == ["a", "b", "c\x0bd\u2028e", "", "f"]


def test_a_mask_of_several_lines_masks_each() -> None:
    log = Log([])
    log.take("::add-mask::one%0A%0Atwo\none and two, onetwo\n::add-mask:: \na\n")

    assert log.lines == ["*** and ***, ******", "a"]
