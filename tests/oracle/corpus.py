"""`make corpus`: the workflows of real repositories, and mutations of them, read as GitHub's own parser reads them.

`python tests/oracle/corpus.py FOLDER`, where FOLDER holds git directories.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from completions import completions
from mutations import mutated
from oracle import Answer, GitHub
from relaudit.core.model import Unknown
from relaudit.evidence.files import Text
from relaudit.evidence.nodes import Scalar
from relaudit.evidence.workflows.embedded import segments
from relaudit.evidence.workflows.expressions.evaluate import Surroundings, evaluated
from relaudit.evidence.workflows.expressions.functions import Failed
from relaudit.evidence.workflows.expressions.parser import parsed
from relaudit.evidence.workflows.expressions.syntax import Node
from relaudit.evidence.workflows.expressions.tokens import Malformed
from relaudit.evidence.workflows.expressions.values import Known, Truth, known
from relaudit.evidence.workflows.grammar.verdict import rejected
from relaudit.evidence.workflows.model import Workflow
from relaudit.evidence.workflows.scalars import text_of
from relaudit.evidence.yaml import Yaml, parse_yaml
from relaudit.sources.local import opened, repositories
from said import plain, shown, truth

MUTATIONS = 2_000
LEAST_TOLD = 0.05
ITS_OWN = (
    "is not a function",
    "Cannot read properties",
    "Unexpected value type",
    "toUpperCase",
)  # it fell over


def main() -> int:
    """Print the figures; 1 when something is read otherwise."""
    files = list(workflows(sys.argv[1]))
    texts = [text for _, text in files]
    random = Random(0)  # noqa: S311 - the same mutations every time
    changed = [mutated(random.choice(texts), random) for _ in range(MUTATIONS)]
    github = GitHub()
    wrong = compared(github, files, "files") + compared(github, changed, "mutations")
    wrong += evaluated_alike(github, sorted(expressions(texts)), random)
    github.close()
    return int(bool(wrong))


def workflows(folder: str) -> Iterator[tuple[str, str]]:
    """Every workflow once, with where it was found."""
    seen: set[str] = set()
    for name, path in repositories(folder):
        with opened(path) as one:
            paths = one.tree.paths()
            for file in () if isinstance(paths, Unknown) else paths:
                is_workflow = ".github/workflows/" in file or name.endswith("starter-workflows")
                text = one.tree.read(file) if is_workflow and file.endswith((".yml", ".yaml")) else None
                if isinstance(text, Text) and text.text not in seen:
                    seen.add(text.text)
                    yield f"{name}: {file}", text.text


def compared(github: GitHub, files: Sequence[tuple[str, str]], what: str) -> int:
    """How many are read otherwise than GitHub's parser reads them."""
    answers = github.ask({"ask": "read", "content": text} for _, text in files)
    tally: Counter[str] = Counter()
    for (name, text), answer in zip(files, answers, strict=True):
        verdict = judged(text, answer)
        tally[verdict] += 1
        if verdict.startswith("otherwise"):
            print(f"{verdict}: {name}: {reasons(text)[:2]} against {theirs(answer)[:2]}")
    print(f"{sum(tally.values())} {what}: {dict(sorted(tally.items()))}")
    return sum(number for verdict, number in tally.items() if verdict.startswith("otherwise"))


def judged(text: str, answer: Answer) -> str:
    """How our reading stands to GitHub's."""
    errors, ours = theirs(answer), reasons(text)
    if any(word in error for error in errors for word in ITS_OWN):
        return "its parser falls over"
    if bool(errors) != bool(ours):
        return "otherwise: taken" if errors else "otherwise: refused"
    if errors:
        return "refused by both"
    return (
        "taken by both" if jobs(text) == [job(one) for one in listed(answer["jobs"])] else "otherwise: jobs"
    )


def reasons(text: str) -> list[str]:
    """Why we say that GitHub does not take a file."""
    file = parse_yaml(Text("workflow.yml", text))
    return [file.detail] if isinstance(file, Unknown) else [one.reason for one in rejected(Workflow(file))]


def jobs(text: str) -> list[object]:
    """The jobs, their needs and their steps."""
    file = parse_yaml(Text("workflow.yml", text))
    assert isinstance(file, Yaml)
    return [
        (
            job.id,
            [text_of(need) for need in job.needs],
            text_of(job.calls) if job.calls else None,
            [
                (isinstance(step.value("run"), Scalar), text_of(step.uses) if step.uses else None)
                for step in job.steps
            ],
        )
        for job in Workflow(file).jobs
    ]


def job(said: Mapping[str, object]) -> object:
    """The same in GitHub's words."""
    steps = [(step["runs"], step["uses"]) for step in listed(said["steps"])]
    return said["id"], said["needs"], said["uses"], steps


def theirs(answer: Answer) -> list[str]:
    """Why GitHub's parser does not take a file."""
    return (
        [str(answer["thrown"])]
        if "thrown" in answer
        else [str(one["message"]) for one in listed(answer["errors"])]
    )


def listed(value: object) -> list[Mapping[str, object]]:
    """A list of objects."""
    assert isinstance(value, list)
    return value


def expressions(texts: Iterable[str]) -> set[str]:
    """Every expression that stands in these files, conditions without marks included."""
    found: set[str] = set()
    for text in texts:
        file = parse_yaml(Text("workflow.yml", text))
        if isinstance(file, Yaml):
            workflow = Workflow(file)
            conditions = [
                condition
                for job in workflow.jobs
                for condition in (job.condition, *(step.condition for step in job.steps))
            ]
            found |= {one.value.strip() for one in conditions if one is not None and "${{" not in one.value}
            found |= {one.text.strip() for one in segments(text).expressions}
    return {text for text in found if parsed(text) is not None and not isinstance(parsed(text), Malformed)}


def evaluated_alike(github: GitHub, texts: Sequence[str], random: Random) -> int:
    """Hold every expression to GitHub's evaluator: its value where all is known, what is claimed where nothing is."""
    tally: Counter[str] = Counter()
    for text in texts:
        node = parsed(text)
        assert node is not None
        assert not isinstance(node, Malformed)
        around = completions(node, random)
        names = set().union(*around)
        contexts = [{**dict.fromkeys(names), **one} for one in around] or [{}]
        answers = github.ask(
            {"ask": "evaluate", "text": text, "contexts": contexts, "status": status}
            for status in (True, False)
        )
        said = [plain(value) for answer in answers for value in listed(answer["values"])]
        known_ones = [
            with_all_known(node, one, status=status) for status in (True, False) for one in contexts
        ]
        tally["evaluations"] += len(said)
        tally["otherwise"] += known_ones != said
        verdict = claimed(node, [value for value in said if value != "failed"])
        tally[verdict] += 1
        if verdict in ("refuted", "could have been told") or known_ones != said:
            print(f"{verdict}: {text[:200]!r}")
    told = tally["could have been told"] / max(1, len(texts))
    print(f"{len(texts)} expressions: {dict(sorted(tally.items()))}; {told:.1%} could have been told")
    return tally["otherwise"] + tally["refuted"] + (told > LEAST_TOLD)


def with_all_known(node: Node, contexts: Mapping[str, object], *, status: bool) -> object:
    """What we make of an expression under these contexts."""
    functions = dict.fromkeys(
        ("always", "success", "failure", "cancelled", "hashfiles"), lambda _: Known(status)
    )
    try:
        return shown(
            evaluated(
                node,
                Surroundings({name.lower(): known(value) for name, value in contexts.items()}, functions),
            )
        )
    except Failed:
        return "failed"


def claimed(node: Node, values: list[object]) -> str:
    """How a claim without any knowledge of the contexts stands to every value that GitHub gives."""
    try:
        said = evaluated(node, Surroundings())
    except Failed:
        return "refuted" if values else "never has a value"
    truths = {truth(value) for value in values}
    if isinstance(said, Known):
        return "told" if truths <= {said.truth} else "refuted"
    if said.truth is Truth.MAYBE:
        return "open" if len(truths) > 1 or not values else "could have been told"
    return "told" if truths <= {said.truth} else "refuted"


if __name__ == "__main__":
    sys.exit(main())
