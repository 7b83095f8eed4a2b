"""A script of plain commands is read without a parser, and read the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relaudit.evidence.workflows.scripts import script as full
from relaudit.evidence.workflows.scripts.commands import Script
from relaudit.evidence.workflows.scripts.options import Options, Switch
from relaudit.evidence.workflows.scripts.plain import plain_script
from relaudit.evidence.workflows.scripts.shells import Shell

ERREXIT = Shell(Options(errexit=Switch.ON))
words = st.sampled_from(
    ["pytest", "python", "-m", "build", "--cov=src", "a/b.py", ".[test]", '".[test]"', "'it is'", '"two words"', "A=1", "x=y=z", "==", "@v1", "#", "# note", "50%", "a:b",
     "if", "fi", "set", "-e", "exit", "1", "{a,b}", "*", "~", "$X", "|", ">", "&&", ";", "!", "[", "é", "", '""', "a\\", "\\", "time", "{", "}", "(", "$(", "'a${{ x }}b'", "`", "a#b", "\t"]
)  # fmt: skip
lines = st.lists(words, max_size=4).map(" ".join)


@settings(max_examples=1_500, deadline=None)
@given(st.lists(lines, min_size=1, max_size=3).map("\n".join))
def test_what_is_read_without_a_parser_is_what_the_parser_reads(text: str) -> None:
    found, wanted = plain_script(text), full._read(text, ERREXIT)  # noqa: SLF001 - the way that it spares

    assert (
        found is None or found == wanted or not wanted.is_whole
    )  # its grammar stumbles over a digit before `%`


@pytest.mark.parametrize(
    "text",
    ["pytest", "pip install -e .\n\n# now\npytest --cov=src tests/a.py\n", 'pip install ".[test]"  # all\n'],
)
def test_most_scripts_are_plain(text: str) -> None:
    assert isinstance(plain_script(text), Script)
