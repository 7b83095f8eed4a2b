"""What GitHub cannot read of CODEOWNERS: told to who may read the repository."""

import pytest

from relaudit.core.model import Reason, Unknown
from relaudit.evidence.github.owners import OwnerError, OwnerErrors, owner_errors
from relaudit.evidence.github.service import GitHub
from relaudit.sources.recorded import Recorded
from rig import Asking, asking_of, serving
from server import Fake

fake = pytest.fixture(serving)
asking = pytest.fixture(asking_of)
ERROR = {
    "line": 3, "column": 7, "source": "*.py @gone\n", "kind": "Unknown owner", "path": "CODEOWNERS",
    "message": "Unknown owner on line 3: make sure @gone exists\n\n  *.py @gone\n       ^",
}  # fmt: skip


def asked(github: GitHub) -> OwnerErrors:
    found = owner_errors.function(github)
    assert isinstance(found, OwnerErrors)
    return found


def test_each_error_is_told_with_its_place(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].owners = [ERROR]
    message = "Unknown owner on line 3: make sure @gone exists"

    assert asked(asking(contents="read")).every == (
        OwnerError("CODEOWNERS", 3, 7, "Unknown owner", message, "*.py @gone"),
    )


def test_a_file_without_errors_has_none(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].owners = []

    assert asked(asking(contents="read")).every == ()


def test_a_repository_without_the_file_has_none(asking: Asking) -> None:
    assert asked(asking(contents="read", metadata="read")).every == ()


@pytest.mark.parametrize("refusal", [{"status": 404}, {"status": 404, "message": "Not Found"}])
def test_a_repository_that_is_hidden_is_unknown(refusal: object) -> None:
    """By GitHub's description a 404 has no body here, so the server of the tests cannot say that of any other path."""
    told = asked(Recorded({"/codeowners/errors": refusal})).every
    none = asked(Recorded({"": {"full_name": "acme/ferry"}, "/codeowners/errors": refusal})).every

    assert isinstance(told, Unknown)
    assert (told.reason, told.needs) == (Reason.HIDDEN, "contents:read on GitHub")
    assert none == ()


@pytest.mark.assumed
def test_a_token_that_may_not_read_files_is_told_so(fake: Fake, asking: Asking) -> None:
    fake.world.repositories["acme/ferry"].is_private = True
    told = asked(asking(metadata="read")).every

    assert isinstance(told, Unknown)
    assert (told.reason, told.needs) == (Reason.FORBIDDEN, "contents:read on GitHub")


@pytest.mark.parametrize("body", [{}, {"errors": None}, {"errors": ["junk"]}])
def test_what_is_left_out_is_no_answer(body: object) -> None:
    told = asked(Recorded({"": {"full_name": "acme/ferry"}, "/codeowners/errors": body})).every

    assert isinstance(told, Unknown)
    assert told.reason is Reason.OMITTED
