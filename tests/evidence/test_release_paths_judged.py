"""What follows from release paths: which publication waits for which, what is drafted, lenient, kept, silent."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Unknown, Verdict
from relaudit.core.occasion import Today
from relaudit.evidence.workflows.expressions.values import Truth
from relaudit.evidence.workflows.paths.answers import answers
from relaudit.evidence.workflows.paths.built import builds
from relaudit.evidence.workflows.paths.lenient import lenience_of
from relaudit.evidence.workflows.paths.model import ReleasePath, ReleasePaths
from relaudit.evidence.workflows.paths.order import PublishingRuns
from relaudit.evidence.workflows.paths.serial import cancelling, groups
from relaudit.evidence.workflows.paths.silent import AwaitedReleases, silences
from relaudit.evidence.workflows.paths.staging import stages_of
from relaudit.evidence.workflows.paths.visible import masks_of
from relaudit.evidence.workflows.publishing.releases import is_drafted, makes_release, new_tag
from relaudit.evidence.workflows.read import Workflows
from relaudit.process import Event
from relaudit.request import Request
from relaudit.sources.local import opened

T = TypeVar("T")
ON_TAG = "on: {push: {tags: ['v*']}}\n"
ON_MAIN = "on: {push: {branches: [main]}}\n"
RULES = (
    "publish-failures-are-visible", "production-upload-is-strict", "artifacts-are-checked", "artifacts-are-built-once", "release-order-is-safe",
    "staging-comes-first", "publishing-is-serialized", "release-triggers-fire",
)  # fmt: skip


def written(folder: Path, files: Mapping[str, str]) -> str:
    workflows = folder / ".github" / "workflows"
    workflows.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (workflows / name).write_text(text)
    return str(folder)


def had(folder: Path, kind: type[T], **files: str) -> T:
    place = written(folder, {f"{name}.yml": text for name, text in files.items()})
    with opened(place) as repository:
        found = Auditor(own(), Request(today=Today(date(2026, 1, 1)))).dossier(repository).get(kind)
    assert not isinstance(found, Unknown), found
    return found


def job(name: str, *steps: str, more: str = "") -> str:
    listed = "".join(f"      - {step}\n" for step in steps)
    return f"  {name}:\n    runs-on: ubuntu-latest\n{more}    steps:\n{listed}"


def paths(folder: Path, *jobs: str, on: str = ON_TAG) -> Sequence[ReleasePath]:
    return had(folder, ReleasePaths, publish=f"{on}jobs:\n{''.join(jobs)}").paths


def only(found: Sequence[ReleasePath]) -> ReleasePath:
    (path,) = found
    return path


UPLOAD = "uses: pypa/gh-action-pypi-publish@v1"
RELEASE = "uses: softprops/action-gh-release@v2"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("    needs: upload\n", Truth.YES),
        ("", Truth.NO),
        ("    needs: upload\n    if: always()\n", Truth.NO),
        ("    needs: upload\n    if: ${{ always() && needs.upload.result == 'success' }}\n", Truth.YES),
        ("    needs: upload\n    if: ${{ always() && needs.upload.outputs.done == 'yes' }}\n", Truth.MAYBE),
    ],
)
def test_a_job_waits_for_another_when_its_failure_keeps_it_from_running(
    tmp_path: Path, more: str, expected: Truth
) -> None:
    text = f"{ON_TAG}jobs:\n{job('upload', UPLOAD)}{job('announce', RELEASE, more=more)}"
    runs = had(tmp_path, PublishingRuns, publish=text)
    waits = [one.waits_for(other) for _, one, other in runs.pairs() if one.target == "github-release"]

    assert waits == [expected]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((UPLOAD, RELEASE), Truth.YES),
        ((RELEASE, UPLOAD), Truth.NO),
        ((UPLOAD, "{if: always(), uses: softprops/action-gh-release@v2}"), Truth.NO),
        ((UPLOAD, "{if: failure(), uses: softprops/action-gh-release@v2}"), None),
    ],
)
def test_a_step_waits_for_those_before_it(
    tmp_path: Path, steps: tuple[str, ...], expected: Truth | None
) -> None:
    runs = had(tmp_path, PublishingRuns, publish=f"{ON_TAG}jobs:\n{job('all', *steps)}")
    waits = [one.waits_for(other) for _, one, other in runs.pairs() if one.target == "github-release"]

    assert waits == ([] if expected is None else [expected])


def test_a_job_of_a_called_workflow_waits_where_its_caller_does(tmp_path: Path) -> None:
    caller = f"{ON_TAG}jobs:\n  upload: {{uses: ./.github/workflows/upload.yml}}\n{job('announce', RELEASE, more='    needs: upload')}"
    caller = caller.replace("needs: upload    steps", "needs: upload\n    steps")
    called = f"on: workflow_call\njobs:\n{job('inner', UPLOAD)}"
    runs = had(tmp_path, PublishingRuns, publish=caller, upload=called)

    assert {one.waits_for(other) for _, one, other in runs.pairs() if one.target == "github-release"} == {
        Truth.YES
    }


def test_what_excludes_each_other_is_no_pair(tmp_path: Path) -> None:
    jobs = (
        job("upload", UPLOAD, more="    if: vars.KIND == 'a'\n"),
        job("announce", RELEASE, more="    if: vars.KIND == 'b'\n"),
    )
    runs = had(tmp_path, PublishingRuns, publish=f"{ON_TAG}jobs:\n{''.join(jobs)}")

    assert list(runs.pairs()) == []


def test_jobs_that_need_jobs_which_exclude_each_other_are_no_pair(tmp_path: Path) -> None:
    jobs = (
        job("a", "run: 'true'", more="    if: vars.KIND == 'a'\n"),
        job("b", "run: 'true'", more="    if: vars.KIND == 'b'\n"),
        job("upload", UPLOAD, more="    needs: a\n"),
        job("announce", RELEASE, more="    needs: b\n"),
    )
    runs = had(tmp_path, PublishingRuns, publish=f"{ON_TAG}jobs:\n{''.join(jobs)}")

    assert list(runs.pairs()) == []


@pytest.mark.parametrize(
    ("step", "drafted", "made"),
    [
        (RELEASE, Truth.NO, Truth.YES),
        ("{uses: softprops/action-gh-release@v2, with: {draft: true}}", Truth.YES, Truth.NO),
        ("{uses: softprops/action-gh-release@v2, with: {draft: '${{ vars.DRAFT }}'}}", Truth.MAYBE, Truth.MAYBE),
        ("run: gh release create v1 --draft", Truth.YES, Truth.NO),
        ("run: gh release create v1 -d", Truth.YES, Truth.NO),
        ("run: gh release create v1 --draft=false", Truth.NO, Truth.YES),
        ("run: gh release edit v1 --draft=false", Truth.NO, Truth.YES),
        ("run: gh release edit v1 --notes x", Truth.NO, Truth.NO),
        ("run: gh release upload v1 dist/*", Truth.NO, Truth.NO),
        ("uses: release-drafter/release-drafter@v6", Truth.YES, Truth.NO),
        ("{uses: release-drafter/release-drafter@v6, with: {publish: true}}", Truth.NO, Truth.YES),
        ("{uses: goreleaser/goreleaser-action@v6, with: {args: release}}", Truth.MAYBE, Truth.MAYBE),
        ("{uses: actions/github-script@v7, with: {script: 'github.rest.repos.createRelease({draft: true})'}}", Truth.YES, Truth.NO),
        ("{uses: actions/github-script@v7, with: {script: 'github.rest.repos.createRelease({})'}}", Truth.NO, Truth.YES),
        (UPLOAD, Truth.NO, Truth.NO),
    ],
)  # fmt: skip
def test_drafts_are_told_from_releases(tmp_path: Path, step: str, drafted: Truth, made: Truth) -> None:
    publication = only(paths(tmp_path, job("one", step))).publication

    assert (is_drafted(publication), makes_release(publication)) == (drafted, made)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("run: gh release create v1.0.0", ("v1.0.0", True)),
        ('run: gh release create "v$(cat VERSION)"', ("v", False)),
        ('run: gh release create "$GITHUB_REF_NAME"', None),
        ("run: gh release create ${{ github.ref_name }}", None),
        (RELEASE, None),
        ("{uses: softprops/action-gh-release@v2, with: {tag_name: nightly}}", ("nightly", True)),
        ("run: git push --tags", ("", False)),
        ("run: git push origin refs/tags/$GITHUB_REF_NAME", ("", False)),
    ],
)
def test_a_new_tag_is_told_from_that_of_the_run(
    tmp_path: Path, step: str, expected: tuple[str, bool] | None
) -> None:
    tag = new_tag(only(paths(tmp_path, job("one", step), on=ON_MAIN)).publication)

    assert ((tag.name, tag.is_whole) if tag is not None else None) == expected


@pytest.mark.parametrize(
    ("step", "option"),
    [
        ("run: twine upload --skip-existing dist/*", "--skip-existing"),
        ("run: twine upload dist/*", None),
        ("run: uv publish --check-url=x", "--check-url"),
        ("{run: uv publish, env: {UV_PUBLISH_CHECK_URL: x}}", "UV_PUBLISH_CHECK_URL"),
        ("{uses: pypa/gh-action-pypi-publish@v1, with: {skip-existing: true}}", "skip-existing"),
        ("{uses: pypa/gh-action-pypi-publish@v1, with: {skip_existing: 'true'}}", "skip_existing"),
        ("{uses: pypa/gh-action-pypi-publish@v1, with: {skip-existing: false}}", None),
        ("{uses: pypa/gh-action-pypi-publish@v1, with: {skip-existing: '${{ inputs.again }}'}}", None),
        ("{uses: PyO3/maturin-action@v1, with: {command: upload, args: --skip-existing dist/*}}", "--skip-existing"),
        ("{uses: pypa/gh-action-pypi-publish@v1, with: [skip-existing]}", None),
    ],
)  # fmt: skip
def test_lenience_is_what_holds_in_every_run(tmp_path: Path, step: str, option: str | None) -> None:
    found = lenience_of(only(paths(tmp_path, job("one", step))).publication)

    assert (found.option if found is not None else None) == option


@pytest.mark.parametrize(
    ("first", "second", "repeats"),
    [
        ("python -m build", "uv build", True),
        ("python -m build --sdist", "python -m build --wheel", False),
        ("python -m build --sdist", "python setup.py sdist bdist_wheel", True),
        ("python setup.py bdist_wheel", "python -m build --sdist", False),
        ("python -m build core", "python -m build plugin", False),
        ("uv build --package core", "uv build --package plugin", False),
        ("uv build -o out", "uv build --out-dir dist", True),
        ('python -m build "$WHAT"', "python -m build", False),
        ("cargo build", "cargo build", False),
    ],
)
def test_builds_repeat_each_other_when_they_make_the_same_of_the_same(
    tmp_path: Path, first: str, second: str, *, repeats: bool
) -> None:
    jobs = (
        job("early", f"run: {first}".replace('"', "")),
        job("late", f"run: {second}", UPLOAD, more="    needs: early\n"),
    )
    earlier, late = builds(only(paths(tmp_path, *jobs)))

    assert any(one.repeats(other) for one in late for other in earlier) is repeats


@pytest.mark.parametrize(
    ("group", "on", "is_cancelled"),
    [
        ("{group: x, cancel-in-progress: true}", ON_MAIN, True),
        ("{group: x, cancel-in-progress: false}", ON_MAIN, False),
        ("{group: x}", ON_MAIN, False),
        ("x", ON_MAIN, False),
        ("{group: '${{ github.ref }}', cancel-in-progress: true}", ON_MAIN, True),
        ("{group: '${{ github.ref }}', cancel-in-progress: true}", ON_TAG, False),
        ("{group: '${{ github.run_id }}', cancel-in-progress: true}", ON_MAIN, False),
        ("{group: x, cancel-in-progress: \"${{ github.event_name == 'pull_request' }}\"}", ON_MAIN, False),
        ("{group: x, cancel-in-progress: '${{ vars.FAST }}'}", ON_MAIN, True),
        ("{group: x, cancel-in-progress: [true]}", ON_MAIN, False),
        ("[x]", ON_MAIN, False),
    ],
)
def test_a_group_cancels_where_two_runs_meet_in_it(
    tmp_path: Path, group: str, on: str, *, is_cancelled: bool
) -> None:
    path = only(paths(tmp_path, job("one", UPLOAD, more=f"    concurrency: {group}\n"), on=on))

    assert (cancelling(path) is not None) is is_cancelled


def test_the_groups_of_every_level_count(tmp_path: Path) -> None:
    caller = f"{ON_MAIN}concurrency: outer\njobs:\n  up:\n    uses: ./.github/workflows/upload.yml\n"
    called = f"on: workflow_call\njobs:\n{job('inner', UPLOAD, more='    concurrency: inner')}"
    called = called.replace("concurrency: inner    steps", "concurrency: inner\n    steps")
    path = only(had(tmp_path, ReleasePaths, publish=caller, upload=called).paths)

    assert [group.name for group in groups(path)] == ["outer", "inner"]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Event(on="push", branches=("main",)), True),
        (Event(on=("push", "release"), branches=("ma*",)), True),
        (Event(on="push"), True),
        (Event(on="push", branches=("develop",)), False),
        (Event(on="push", tags=("v*",)), False),
        (Event(on="release"), False),
        (Event(branches=("main",)), False),
        (Event(on="push", branches=("main",), workflow="publish.yml"), True),
        (Event(on="push", branches=("main",), workflow=("other.yml",)), False),
    ],
)
def test_a_path_answers_the_events_whose_filters_it_meets(
    tmp_path: Path, event: Event, *, expected: bool
) -> None:
    assert answers(only(paths(tmp_path, job("one", UPLOAD), on=ON_MAIN)), event) is expected


@pytest.mark.parametrize(
    ("event", "stage"),
    [
        (Event(after="testpypi"), "testpypi"),
        (Event(order=("testpypi", "pypi")), "testpypi"),
        (Event(order=("pypi", "testpypi")), ""),
        (Event(order=("tests", "pypi")), ""),
        (Event(after="pypi"), ""),
        (Event(), ""),
    ],
)
def test_the_stage_is_what_comes_after_or_before_in_the_order(event: Event, stage: str) -> None:
    assert stages_of(event, "pypi") == stage


@pytest.mark.parametrize(
    ("step", "is_masked"),
    [
        ("run: twine upload dist/*", False),
        ("run: twine upload dist/* || true", True),
        ("{continue-on-error: true, run: twine upload dist/*}", True),
        ("{id: up, continue-on-error: '${{ steps.up.outcome }}', run: twine upload dist/*}", False),
        ("{shell: sh, run: twine upload dist/* | tee log}", True),
        ("{shell: bash, run: twine upload dist/* | tee log}", False),
    ],
)
def test_a_masked_upload_is_one_whose_failure_no_run_shows(
    tmp_path: Path, step: str, *, is_masked: bool
) -> None:
    assert bool(masks_of(only(paths(tmp_path, job("one", step))).publication)) is is_masked


@pytest.mark.parametrize(
    ("maker", "waiter", "count"),
    [
        ("run: git push --tags", ON_TAG, 1),
        ("run: git push --tags", "on: release\n", 0),
        ("{uses: softprops/action-gh-release@v2, with: {tag_name: v1.0.0}}", "on: release\n", 1),
        ("{uses: softprops/action-gh-release@v2, with: {tag_name: v1.0.0}}", "on: {release: {types: [edited]}}\n", 0),
        ("{uses: softprops/action-gh-release@v2, with: {tag_name: v1.0.0}}", "on: {push: {tags: ['w*']}}\n", 0),
        ("{uses: softprops/action-gh-release@v2, with: {tag_name: v1.0.0, token: '${{ secrets.BOT }}'}}", ON_TAG, 0),
        ("{uses: softprops/action-gh-release@v2, with: {tag_name: v1.0.0, draft: true}}", ON_TAG, 0),
    ],
)  # fmt: skip
def test_what_the_token_makes_is_silent(tmp_path: Path, maker: str, waiter: str, count: int) -> None:
    files = {"make": f"{ON_MAIN}jobs:\n{job('make', maker)}", "wait": f"{waiter}jobs:\n{job('wait', UPLOAD)}"}
    awaited = had(tmp_path, AwaitedReleases, **files)
    found = had(tmp_path, ReleasePaths, **files)

    assert len(list(silences(awaited, found, had(tmp_path, Workflows, **files)))) == count


@pytest.mark.parametrize(
    ("on", "condition", "count"),
    [
        (ON_MAIN, "true", 1),
        (ON_TAG, "true", 0),
        ("on: release\n", "true", 0),
        ("on: workflow_dispatch\n", "true", 1),
        ("on: workflow_dispatch\n", "startsWith(github.ref, 'refs/tags/')", 0),
    ],
)
def test_a_tag_that_is_there_already_is_not_made(tmp_path: Path, on: str, condition: str, count: int) -> None:
    step = f'{{if: "{condition}", run: git push --tags}}'
    files = {"make": f"{on}jobs:\n{job('make', step)}", "wait": f"{ON_TAG}jobs:\n{job('wait', UPLOAD)}"}
    awaited = had(tmp_path, AwaitedReleases, **files)
    found = had(tmp_path, ReleasePaths, **files)

    assert len(list(silences(awaited, found, had(tmp_path, Workflows, **files)))) == count


HOSTILE = (
    "on: push\njobs: {a: {needs: a, steps: [{uses: pypa/gh-action-pypi-publish@v1}, {uses: softprops/action-gh-release@v2, with: 7}]}}\n",
    "on: {push: {tags: 3}}\njobs: {a: {needs: [b], concurrency: [], steps: [{run: git push --tags}]}, b: {needs: [a], uses: ./.github/workflows/x.yml}}\n",
    "on: {release: {types: {a: b}}, workflow_call: }\njobs: {a: {uses: ./.github/workflows/x.yml}, b: {needs: a, steps: [{run: twine upload x || twine upload}]}}\n",
    "on: [workflow_run, create]\njobs: {'': {strategy: {matrix: []}, steps: [{run: 'twine upload --skip-existing -r testpypi x; twine upload --skip-existing \"'}]}}\n",
    "on: push\nconcurrency: {group: [1], cancel-in-progress: {}}\njobs: {a: {steps: [{run: 'docker push x:latest'}, {run: npm publish}, 7]}}\n",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_files_crash_nothing(tmp_path: Path, text: str) -> None:
    place = written(tmp_path, {"x.yml": text, "y.yml": HOSTILE[0]})
    with opened(place) as repository:
        request = Request(today=Today(date(2026, 1, 1)), select=RULES)
        verdicts: Sequence[Verdict] = Auditor(own(), request).audit(repository).audit.verdicts

    assert not [one for verdict in verdicts for one in verdict.unknowns if one.reason == "crashed"]
