"""The package and the help of its command line stay light."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"numpy", "scipy", "rdflib", "pyshacl", "networkx", "owlready2", "trafilatura", "pypdf", "py3langid"}
HEAVY |= {
    "SPARQLWrapper",
    "lxml",
    "yaml",
    "textual",
    "bidi",
    "arabic_reshaper",
    "openai",
    "babel",
    "anyascii",
}


def loaded(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after running the code."""
    report = "import sys; sys.stderr.write('\\n'.join({name.partition('.')[0] for name in sys.modules}))"
    script = f"try:\n    {code}\nexcept SystemExit:\n    pass\n{report}"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(result.stderr.split())


def test_import_loads_nothing_heavy() -> None:
    assert loaded("import moneyloop").isdisjoint(HEAVY | {"rich", "typer", "pydantic", "pyoxigraph"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["build", "--help"],
        ["query", "--help"],
        ["sparql", "--help"],
        ["review", "--help"],
    ],
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    modules = loaded(f"from moneyloop.cli import main; main({arguments!r})")
    assert "typer" in modules
    assert modules.isdisjoint(HEAVY | {"pyoxigraph"})


def test_the_probe_sees_what_is_loaded() -> None:
    assert "numpy" in loaded("import numpy")
