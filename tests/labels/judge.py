"""The labels: what git says of ten repositories, written down without sight of relaudit, against what relaudit says.

`python tests/labels/judge.py FOLDER`; FOLDER holds git directories as `OWNER+NAME/repo`. Recall and precision for each kind
of label, with counts, and every difference.
"""

import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from relaudit.audit import Auditor
from relaudit.builtin import own
from relaudit.core.model import Unknown
from relaudit.core.occasion import Today
from relaudit.evidence.changelogs.changelog import Changelog
from relaudit.evidence.schemes import same
from relaudit.evidence.tagged import TaggedVersion, TaggedVersions
from relaudit.evidence.versions import VersionFiles
from relaudit.request import Request
from relaudit.sources.local import opened

HERE = Path(__file__).parent
TODAY = Today(date(2026, 11, 21))
AGREE, DISAGREE, NOT_COMPARABLE, NO_RELEASE = "agree", "disagree", "not comparable", "no release"
Said = Mapping[str, str]


def labels() -> Iterator[tuple[str, Mapping[str, object]]]:
    """Each repository's `OWNER+NAME` with what its file says."""
    for path in sorted(HERE.glob("*.toml")):
        yield path.stem, tomllib.loads(path.read_text(encoding="utf-8"))


def word(label: object) -> str:
    """The class of a tag's label."""
    return DISAGREE if isinstance(label, dict) else str(label)


def said_of(tagged: TaggedVersion) -> tuple[str, Said]:
    """The class that relaudit puts a tag in, and the files that say another version."""
    wrong = {file.path: file.version for file in tagged.files if not same(file.version, tagged.tag.version)}
    return (DISAGREE if wrong else AGREE if tagged.files else NOT_COMPARABLE), wrong


def judge(name: str, label: Mapping[str, object], folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """`(kind, label, answer, detail)` of everything that was labelled."""
    auditor = Auditor(own(), Request(today=TODAY))
    with opened(folder / name / "repo", str(label["head"])) as one:
        dossier = auditor.dossier(one)
        tagged, files, changelog = (dossier.get(kind) for kind in (TaggedVersions, VersionFiles, Changelog))
        known = (
            {one.tag.name: said_of(one) for one in tagged.tags} if isinstance(tagged, TaggedVersions) else {}
        )
        for tag, said in table(label, "tags").items():
            answer, wrong = known.get(tag, (NO_RELEASE, {}))
            yield "tag", word(said), answer, f"{name} {tag}: labelled {said}, found {answer} {wrong or ''}"
        found = {file.path: file.version for file in files.files} if isinstance(files, VersionFiles) else {}
        wanted = table(label, "version-files")
        for path in {*found, *wanted}:
            yield "version file", str(wanted.get(path, "")), found.get(path, ""), f"{name} {path}"
        entry = table(label, "changelog")
        has = _has_entry(changelog, str(entry["newest-tag"]), tagged)
        yield (
            "changelog entry",
            str(entry["has-entry"]),
            str(has),
            f"{name}: {entry['newest-tag']} in {entry['path']}",
        )


def _has_entry(changelog: object, tag: str, tagged: object) -> bool:
    if (
        not isinstance(changelog, Changelog)
        or isinstance(tagged, Unknown)
        or not isinstance(tagged, TaggedVersions)
    ):
        return False
    versions = [one.tag.version for one in tagged.tags if one.tag.name == tag] or [tag.removeprefix("v")]
    return changelog.of(versions[0]) is not None


def table(label: Mapping[str, object], key: str) -> Mapping[str, object]:
    """A table of a label; empty when there is none."""
    value = label.get(key)
    return value if isinstance(value, dict) else {}


def main(folder: Path) -> int:
    """Print the counts and the differences; the number of these."""
    told: Counter[tuple[str, str, str]] = Counter()
    differences = 0
    for name, label in labels():
        if not (folder / name / "repo").is_dir():
            print(f"{name}: not in {folder}")
            differences += 1
            continue
        for kind, wanted, answer, detail in judge(name, label, folder):
            shown = kind if kind != "version file" else f"{kind}"
            told[
                shown, "" if kind == "version file" else wanted, "right" if wanted == answer else "wrong"
            ] += 1
            if wanted != answer:
                differences += 1
                print(f"{kind}: {detail}: labelled {wanted!r}, found {answer!r}")
            if kind == "tag" and DISAGREE in (wanted, answer):
                told["mis-tagged", "labelled", "yes"] += wanted == DISAGREE
                told["mis-tagged", "found", "yes"] += answer == DISAGREE
                told["mis-tagged", "both", "yes"] += wanted == answer
    for key, number in sorted(told.items()):
        print(f"{number:5} {' '.join(part for part in key if part)}")
    return differences


if __name__ == "__main__":
    place = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("RELAUDIT_CORPUS", "")
    if not place:
        sys.exit("name the folder of git directories")
    sys.exit(min(1, main(Path(place))))
