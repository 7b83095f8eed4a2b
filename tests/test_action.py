"""The action's file keeps what it is given out of its scripts, and its page tells all that it can be given."""

from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent


def definition() -> dict[str, object]:
    loaded: dict[str, object] = YAML(typ="safe").load(ROOT / "action.yml")
    return loaded


def steps() -> list[dict[str, object]]:
    runs = definition()["runs"]
    assert isinstance(runs, dict)
    found = runs["steps"]
    assert isinstance(found, list)
    return found


def inputs() -> dict[str, object]:
    found = definition()["inputs"]
    assert isinstance(found, dict)
    return found


def test_every_input_goes_through_the_environment() -> None:
    scripts = [str(step["run"]) for step in steps()]
    variables = [step["env"] for step in steps()]
    values = [str(value) for named in variables if isinstance(named, dict) for value in named.values()]
    used = {name.partition(" ")[0] for value in values for name in value.split("inputs.")[1:]}

    assert not [script for script in scripts if "${{" in script]
    assert used == set(inputs())
    assert [step["shell"] for step in steps()] == ["bash", "bash"]


def test_every_input_is_documented() -> None:
    lines = (ROOT / "docs" / "action.md").read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("| `")]

    assert {name for cell in cells for name in cell.replace("`", " ").replace(",", " ").split()} == set(
        inputs()
    )
