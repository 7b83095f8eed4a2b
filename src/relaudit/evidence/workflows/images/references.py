"""The references of images that a step pushes in one run."""

from collections.abc import Iterator

from relaudit.core.places import InFile
from relaudit.core.record import record
from relaudit.core.regex import regex
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.expressions.evaluate import Surroundings
from relaudit.evidence.workflows.expressions.values import Known, Truth
from relaudit.evidence.workflows.filled import as_text, filled
from relaudit.evidence.workflows.gates.steps import StepAt, inputs_of
from relaudit.evidence.workflows.images.metadata import ACTION, entries_of, flavor_of, images_of
from relaudit.evidence.workflows.images.metatags import Meeting, MetaTag, meta_tags
from relaudit.evidence.workflows.images.texts import UNTOLD, in_shell, marked
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.publishing.credentials import Tracing
from relaudit.evidence.workflows.publishing.model import Publication
from relaudit.evidence.workflows.publishing.words import Words
from relaudit.evidence.workflows.running.contexts import of_step
from relaudit.evidence.workflows.running.course import both
from relaudit.evidence.workflows.running.journey import JobRun

PUSHES = ("docker push", "docker image push", "podman push", "buildah push")
BUILDS = ("docker build", "docker buildx build", "docker buildx imagetools create")
_BUILD_ACTION = "docker/build-push-action"
_OUTPUT = regex(r"steps\.([\w-]+)\.outputs\.(tags|json)")
_JSON = "DOCKER_METADATA_OUTPUT_JSON"
_SEPARATOR = regex(r"[,\n]")
_BY_DIGEST = regex(r"push-by-digest=true")
_GIVEN = {"GITHUB_REF_NAME": "ref_name", "GITHUB_REF": "ref", "GITHUB_REPOSITORY": "repository", "GITHUB_REPOSITORY_OWNER": "repository_owner", "GITHUB_REF_TYPE": "ref_type", "GITHUB_SHA": "sha"}  # fmt: skip


@record
class Reference:
    """A reference that is pushed, with marks for what only the run knows; `truth` given that the step pushes."""

    text: str
    truth: Truth
    place: InFile

    @property
    def tag(self) -> str:
        """What follows the name."""
        return self.text.rpartition(":")[2]


class References:
    """What the step of a publication pushes; `is_open` tells that it may push more than can be told."""

    def __init__(self, publication: Publication, run: JobRun, meeting: Meeting) -> None:
        self._use, self._place = publication.use, publication.place
        self._around = Surroundings(of_step(publication.at, run.contexts))
        self._tracing = Tracing(publication.at, publication.route, frozenset())
        self._words = Words(publication.use, self._tracing, self._around)
        self._meeting = meeting
        self.every = tuple(dict.fromkeys(self._every()))
        self.is_open = any(one.text.startswith(UNTOLD) for one in self.every) or not (
            self.every or self._is_by_digest
        )

    def _every(self) -> Iterator[Reference]:
        how = self._use.how
        if how == _BUILD_ACTION:
            yield from self._of_input("tags")
        elif how in PUSHES:
            words = [one.source for one in self._words.positional()]
            yield from (self._written(word) for word in words[:1])
        elif how in BUILDS and _JSON in self._script:
            yield from self._of_last()
        elif how in BUILDS:
            yield from (self._written(one.source) for one in self._words.said(("-t", "--tag")))
        else:
            yield Reference(UNTOLD, Truth.MAYBE, self._place)

    @property
    def _is_by_digest(self) -> bool:
        """Whether it pushes content without a tag."""
        return _BY_DIGEST.search(inputs_of(self._use.at.step).text("outputs")) is not None

    @property
    def _script(self) -> str:
        run = self._use.at.step.script
        return run.value if run is not None else ""

    def _of_input(self, name: str) -> Iterator[Reference]:
        said = inputs_of(self._use.at.step).scalar(name)
        position = 0
        for line in _SEPARATOR.split(said.value) if said is not None else ():
            plain = line.strip()
            if said is not None and plain:
                start = position + line.index(plain)
                yield from self._of_line(plain, said, start)
            position += len(line) + 1

    def _of_line(self, line: str, said: Scalar, start: int) -> Iterator[Reference]:
        output = _OUTPUT.search(line)
        if output is not None:
            own = (one for one in self._use.at.beside if one.within is self._use.at.within)
            at = next((one for one in own if one.step.text("id") == output[1]), None)
            is_all = output[2] == "tags"
            for one in self._of_step(at) if at is not None and at.step.action == ACTION else ():
                yield one if is_all else Reference(one.text, Truth.MAYBE, one.place)
            if at is None or at.step.action != ACTION:
                yield Reference(UNTOLD, Truth.MAYBE, self._place)
            return
        place = place_of(self._use.at.file, said, start, start + len(line))
        for text in marked(line, self._around).split("\n"):
            if text.strip():
                yield Reference(_tagged(text.strip()), Truth.YES, place)

    def _of_last(self) -> Iterator[Reference]:
        """What the action has left in the environment."""
        for at in reversed(self._use.at.beside):
            if at.step.action == ACTION:
                yield from self._of_step(at)
                return
        yield Reference(UNTOLD, Truth.MAYBE, self._place)

    def _of_step(self, at: StepAt) -> Iterator[Reference]:
        given, around = inputs_of(at.step), Surroundings({**self._around.contexts})
        meeting = self._meeting if given.text("context") in ("", "workflow") else Meeting("", "", "")
        tags = list(meta_tags(entries_of(given, around), flavor_of(given, around), meeting))
        for name, enabled in images_of(given, around):
            sure = {"true": Truth.YES, "false": Truth.NO}.get(enabled, Truth.MAYBE)
            for tag in tags if sure is not Truth.NO else ():
                yield Reference(f"{name}:{tag.text}", both(sure, tag.truth), _place(at, tag))

    def _written(self, word: str) -> Reference:
        text = in_shell(marked(word, self._around), self._variable)
        return Reference(_tagged(text), Truth.YES, self._place)

    def _variable(self, name: str) -> str | None:
        said = self._tracing.variable(name)
        if said is None and name in _GIVEN:
            said = f"${{{{ github.{_GIVEN[name]} }}}}"
        value = filled(said, self._around) if said is not None else None
        return as_text(value) if isinstance(value, Known) else None


def _place(at: StepAt, tag: MetaTag) -> InFile:
    """The line of the entry; for what is made beside others the flavor, or the action."""
    given = inputs_of(at.step)
    said = given.scalar("tags")
    if tag.entry is not None and tag.entry.span is not None and said is not None:
        return place_of(at.file, said, *tag.entry.span)
    flavor = given.scalar("flavor") if tag.entry is None else None
    if flavor is not None:
        return place_of(at.file, flavor, 0, len(flavor.value.split("\n")[0]))
    return place_of(at.file, at.step.uses) if at.step.uses is not None else at.file.text.whole()


def _tagged(text: str) -> str:
    """A reference with the tag that it has where none is written."""
    name, _, digest = text.partition("@")
    if digest or UNTOLD in name.rpartition("/")[2] or ":" in name.rpartition("/")[2]:
        return name
    return f"{name}:latest"
