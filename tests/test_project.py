"""The documents, the lock and the Makefile say what is so."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from moneyloop.cli.app import app
from moneyloop.cli.reference import commands

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
NAME = re.compile(r"[A-Za-z0-9._-]+")


def normalised(requirement: str) -> str:
    found = NAME.match(requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def shell_lines() -> Iterator[tuple[str, str]]:
    for document in DOCUMENTS:
        for block in re.findall(r"```sh\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL):
            for line in block.splitlines():
                if line.strip():
                    yield document.name, line


def test_the_lock_pins_every_dependency_with_hashes_and_names_no_place() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    assert "://" not in text
    assert "--find-links" not in text
    assert all("==" in pin and pin.endswith("\\") for pin in pins)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert {normalised(name) for name in wanted} <= {normalised(pin) for pin in pins}


def test_the_lock_of_the_front_end_holds_every_platform_and_names_no_place() -> None:
    text = (ROOT / "src/moneyloop/web/explorer/front/package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    wanted = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    assert wanted
    assert {name for name in wanted if f"node_modules/{name}" not in packages} == set()
    assert '"resolved"' not in text
    assert all("integrity" in one or one.get("optional") for name, one in packages.items() if name)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


def test_every_make_target_that_a_document_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {line.split()[1] for _, line in shell_lines() if line.startswith("make ")}
    assert {"demo", "test"} <= named <= targets


def test_every_command_that_a_document_shows_can_be_called_so() -> None:
    known = commands()
    lines = [(name, line) for name, line in shell_lines() if line.startswith("moneyloop ")]
    assert lines
    for name, line in lines:
        words = shlex.split(line, comments=True)[1:]
        command = max((path for path in known if tuple(words[: len(path)]) == path), key=len)
        assert command, f"{name}: {line}: there is no such command"
        shown = CliRunner().invoke(app, [*command, "--help"]).stdout
        for word in words:
            assert not word.startswith("--") or word in shown, f"{name}: {line}: there is no option {word}"


def test_the_changelog_has_the_version() -> None:
    from moneyloop import __version__

    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
