"""Expressions made for GitHub's evaluator and ours, and the surroundings that they are evaluated in."""

from collections.abc import Mapping

from hypothesis import strategies as st

CONTEXTS: Mapping[str, object] = {
    "github": {
        "ref": "refs/heads/main", "ref_name": "main", "event_name": "push", "run_number": 7, "actor": "",
        "event": {"inputs": None, "release": {"draft": False, "tag_name": "v1.2.0"}, "labels": [{"name": "bug"}, {"name": "Release"}, {}]},
    },
    "inputs": {"dry-run": True, "name": "Main", "count": 3, "none": None},
    "matrix": {"os": "ubuntu-latest", "python": 3.1, "many": [1, "1", True, None, [2], {"a": "b"}], "Version": 1e21},
    "env": {"A": "1", "EMPTY": "", "JSON": '{"a": [1, {"b": "c"}], "2": 0, "1": -0.5}'},
    "needs": {"build": {"result": "success", "outputs": {"sha": "0x1F"}}, "test": {"result": "failure", "outputs": {}}},
}  # fmt: skip
NUMBERS = ("0", "1", "-1", "3.1", "3.10", "1e3", "0x1F", "0o17", ".5", "-0", "NaN", "Infinity", "-Infinity", "1e21", "1.23456789012345678", "1e-7")  # fmt: skip
TEXTS = ("", "a", "A", "main", "refs/heads/main", "refs/", "0", "1", "true", "TRUE", "false", "null", " 1 ", "0x10", "1e3", "bug", "success", "ı", "ß", "İ", "é", "𝒳", "\uffee", "it''s", "-", "1.", "b0", "0b11")  # fmt: skip
FORMATS = ("{0}", "{0}-{1}", "{{{0}}}", "x{1}y", "", "{", "}", "{0", "{0:x}", "{9}", "}}{{", "{00}")
DOCUMENTS = ("[]", "{}", "[1, 2]", "null", "true", "1.50", '"text"', '{"a": {"b": 1}}', '{"A": 1, "a": 2, "10": 3, "9": 4}', "", "[1", "NaN", "-0", "1e400", '["a", ["b"], {"c": null}]')  # fmt: skip
PATHS = (
    "github", "github.ref", "github.Event_Name", "github['ref']", "github.missing", "github.missing.more", "github.event.labels.*.name",
    "github.event.labels[1].name", "github.event.labels", "github.event.labels[9]", "github.event", "github.event.inputs.x", "github.event.labels.*", "github.*",
    "github.event.*.draft", "inputs.dry-run", "inputs.count", "inputs.none", "inputs[env.A]", "inputs['NAME']", "matrix", "matrix.python", "matrix.many", "matrix.many[0]",
    "matrix.many['1']", "matrix.many[1.9]", "matrix.many[-1]", "matrix.many.*", "matrix.many.*.a", "matrix.many.*[0]", "matrix.VERSION", "env.A", "env.EMPTY",
    "needs.*.result", "needs.build.outputs.sha", "needs.*.outputs.sha", "needs.test.outputs", "github.run_number", "needs.*", "(needs).build.result", "fromJSON(env.JSON).a[1].b",
    "fromJSON(env.JSON)", "github.actor", "matrix.many.*.*",
)  # fmt: skip
KINDS: Mapping[str, tuple[str, ...]] = {
    "text": ("'a'", "env.A", "''", "'0x1F'", "inputs.name", "github.ref"), "number": ("0", "3.1", "NaN", "inputs.count", "-1", "1e21"),
    "truth": ("true", "false", "inputs.dry-run", "!github"), "null": ("null", "inputs.none", "github.missing"),
    "list": ("matrix.many", "needs.*", "fromJSON('[]')", "github.event.labels"), "object": ("github", "needs.test.outputs", "fromJSON('{}')", "github.event"),
}  # fmt: skip
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
SPACES = ("", " ", "  ", "\n", "\t")

SOME: tuple[object, ...] = ("", "a", "Main", "0x1F", 0, 3.1, True, False, None, ["a", 1], {"a": "main"})
REFS = ("refs/heads/main", "refs/heads/", "refs/heads/Main/x")
OPEN = (
    "u.ref",
    "u.ref == 'refs/heads/main'",
    "u.ref != 'refs/tags/v1'",
    "startsWith(u.ref, 'refs/tags/')",
    "startsWith(u.ref, 'REFS/')",
    "startsWith(u.ref, 'refs/heads/m')",
    "u.a",
    "u.b",
    "u['a']",
    "u.a.a",
    "u.*",
    "u.known",
    "u.b.*",
    "u.b[0]",
    "u[u.a]",
    "fromJSON(u.a)",
    "u.*.a",
)

literals = st.one_of(
    st.sampled_from(NUMBERS), st.sampled_from(TEXTS).map(lambda text: f"'{text}'"), st.sampled_from(("true", "false", "null"))
)  # fmt: skip
leaves = st.one_of(
    literals, st.sampled_from(PATHS), st.sampled_from(DOCUMENTS).map(lambda text: f"fromJSON('{text}')")
)


@st.composite
def compared(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    space = draw(st.sampled_from(SPACES))
    return f"{draw(inner)}{space} {draw(st.sampled_from(COMPARISONS))} {draw(inner)}"


@st.composite
def of_kinds(draw: st.DrawFn) -> str:
    """Any two kinds, as often as any other two."""
    left, right = (draw(st.sampled_from(KINDS[draw(st.sampled_from(sorted(KINDS)))])) for _ in range(2))
    return f"{left} {draw(st.sampled_from(COMPARISONS))} {right}"


@st.composite
def called(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    name = draw(
        st.sampled_from(
            (
                "contains",
                "startsWith",
                "endsWith",
                "format",
                "join",
                "toJSON",
                "fromJSON",
                "case",
                "STARTSWITH",
            )
        )
    )
    if name == "format":
        arguments = [f"'{draw(st.sampled_from(FORMATS))}'", *draw(st.lists(inner, min_size=1, max_size=2))]
    elif name == "case":
        predicates = draw(
            st.lists(
                st.one_of(compared(inner), inner.map(lambda one: f"!{_in(one)}"), inner),
                min_size=1,
                max_size=2,
            )
        )
        arguments = [*(part for predicate in predicates for part in (predicate, draw(inner))), draw(inner)]
    elif name in ("toJSON", "fromJSON"):
        arguments = [draw(inner)]
    else:
        arguments = (
            [draw(inner), draw(inner)] if name != "join" else draw(st.lists(inner, min_size=1, max_size=2))
        )
    return f"{name}({draw(st.sampled_from((',', ', '))).join(arguments)})"


@st.composite
def joined(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    operator = draw(st.sampled_from(("&&", "||")))
    return f" {operator} ".join(_in(one) for one in draw(st.lists(inner, min_size=2, max_size=3)))


def _in(text: str) -> str:
    return f"({text})"


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        compared(inner), of_kinds(), of_kinds(), called(inner), called(leaves), joined(inner),
        inner.map(lambda one: f"!{_in(one)}"), st.tuples(inner, inner).map(" || ".join), st.tuples(inner, inner).map(" && ".join),
    )  # fmt: skip


expressions = st.recursive(leaves, _deeper, max_leaves=5)
half_known = st.recursive(
    st.one_of(st.sampled_from(OPEN), st.sampled_from(OPEN), literals), _deeper, max_leaves=4
).filter(lambda text: "u." in text or "u[" in text)
