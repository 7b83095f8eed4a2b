"""Which references the conditions of a ruleset are for: the answers are those of Ruby's `File.fnmatch?(pattern, name, File::FNM_PATHNAME)`."""

import pytest

from relaudit.evidence.github.refnames import covers


@pytest.mark.parametrize(
    ("pattern", "name", "is_taken"),
    [
        ("refs/tags/v*", "refs/tags/v1.2.0", True),
        ("refs/tags/v*", "refs/tags/v1/2", False),
        ("refs/tags/v*", "refs/tags/1.2.0", False),
        ("refs/tags/*", "refs/tags/core/v1", False),
        ("refs/tags/**", "refs/tags/core/v1", False),
        ("refs/tags/**/*", "refs/tags/core/v1", True),
        ("refs/tags/**/*", "refs/tags/v1", True),
        ("refs/tags/**/v*", "refs/tags/a/b/v1", True),
        ("refs/heads/release/**/*", "refs/heads/release/1/x", True),
        ("refs/heads/release/*", "refs/heads/release/1.x", True),
        ("refs/heads/release?", "refs/heads/release1", True),
        ("refs/heads/release?", "refs/heads/release/", False),
        ("refs/heads/[a-c]x", "refs/heads/bx", True),
        ("refs/heads/[!a-c]x", "refs/heads/bx", False),
        ("refs/heads/[!a-c]x", "refs/heads/dx", True),
        ("refs/heads/[^a-c]x", "refs/heads/dx", True),
        ("refs/heads/a[!b]c", "refs/heads/a/c", False),
        ("refs/heads/a\\*", "refs/heads/a*", True),
        ("refs/heads/a\\*", "refs/heads/ab", False),
        ("refs/heads/{main,next}", "refs/heads/main", False),
        ("refs/heads/a.b", "refs/heads/axb", False),
        ("refs/heads/a+", "refs/heads/a+", True),
        ("refs/heads/MAIN", "refs/heads/main", False),
        ("**/v1", "refs/tags/v1", True),
        ("refs/heads/**.x", "refs/heads/1.x", True),
        ("refs/heads/[", "refs/heads/[", False),
        ("refs/heads/[]a]", "refs/heads/a", False),
        ("refs/heads/[a\\]b]", "refs/heads/]", True),
        ("refs/heads/[b-a]", "refs/heads/a", False),
        ("refs/heads/**/**/x", "refs/heads/x", True),
    ],
)
def test_a_pattern_takes_what_ruby_takes(pattern: str, name: str, is_taken: bool) -> None:  # noqa: FBT001 - a parameter
    assert covers([pattern], [], name, "main") == is_taken


@pytest.mark.parametrize(
    ("include", "exclude", "is_taken"),
    [
        (["~ALL"], [], True),
        (["~ALL"], ["refs/tags/v*"], False),
        (["~DEFAULT_BRANCH"], [], False),
        ([], ["refs/tags/nightly-*"], True),
        ([], ["refs/tags/v*"], False),
        ([], [], False),
    ],
)
def test_nothing_included_takes_all_that_is_not_excluded(
    include: list[str],
    exclude: list[str],
    is_taken: bool,  # noqa: FBT001 - a parameter
) -> None:
    assert covers(include, exclude, "refs/tags/v1", "main") == is_taken


def test_the_default_branch_has_a_name_of_its_own() -> None:
    assert covers(["~DEFAULT_BRANCH"], [], "refs/heads/trunk", "trunk")
    assert not covers(["~DEFAULT_BRANCH"], [], "refs/heads/main", "trunk")


def test_stars_are_not_tried_in_every_way() -> None:
    """Which takes hours where each is given up for the next."""
    assert not covers(["refs/tags/" + "*a" * 40 + "*b"], [], "refs/tags/" + "a" * 200, "main")
    assert not covers(["**/a/" * 20 + "x"], [], "a/" * 100 + "y", "main")
