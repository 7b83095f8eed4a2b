"""Which paths that are uploaded have a file in them."""

import pytest

from relaudit.evidence.workflows.artifacts.declared import covers


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("junit.xml", "junit.xml"),
        ("./junit.xml", "junit.xml"),
        ("*.xml", "junit.xml"),
        ("reports/*.xml", "junit.xml"),
        ("reports/junit.xml", "junit.xml"),
        (".", "junit.xml"),
        ("**", "a/b"),
        ("dist", "dist/*"),
        ("dist/", "dist/*"),
        ("dist/*", "dist/*"),
        ("dist/*", "dist/a.whl"),
        ("dist/**/*.whl", "dist/a.whl"),
        ("out", "out/site/index.html"),
        ("o*", "out/site/index.html"),
        ("**/coverage*.xml", "coverage.xml"),
    ],
)
def test_a_path_has_a_file_in_it(path: str, file: str) -> None:
    assert covers(path, file)


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("dist/*", "junit.xml"),
        ("reports/", "junit.xml"),
        ("dist", "distance/a"),
        ("a.xml", "junit.xml"),
        ("dist/a.whl", "dist/*"),
        ("../x", "junit.xml"),
        ("[", "junit.xml"),
    ],
)
def test_a_path_has_not(path: str, file: str) -> None:
    assert not covers(path, file)
