"""What is shipped works: the wheel and the sdist, from outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("ontology", "graph", "queries", "validation")

pytestmark = pytest.mark.slow


def run(arguments: Sequence[str], folder: Path, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "MONEYLOOP_ASSETS"}
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a wheel and an sdist built from the checkout, without network."""
    folder = tmp_path_factory.mktemp("dist")
    run(["-m", "hatchling", "build", "--directory", str(folder)], ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed in; its dependencies come from this environment."""
    target = tmp_path_factory.mktemp("installed")
    (wheel,) = distributions.glob("*.whl")
    run(
        ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)],
        target,
    )
    return target


def assets_of(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for name in FOLDERS
        for path in (folder / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_holds_every_asset_and_no_checkout(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    prefix = "moneyloop/_assets/"
    assert {name.removeprefix(prefix) for name in names if name.startswith(prefix)} == assets_of(ROOT)
    assert all(name.startswith(("moneyloop/", "moneyloop-0.1.0.dist-info/")) for name in names)
    assert "moneyloop/py.typed" in names
    assert "moneyloop-0.1.0.dist-info/licenses/LICENSE" in names


def test_sdist_holds_what_the_wheel_is_built_from(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "LICENSE", "README.md", "src/moneyloop/__init__.py"} <= names
    assert assets_of(ROOT) <= names


def test_installed_package_finds_its_assets(installed: Path, tmp_path: Path) -> None:
    code = "from moneyloop import assets; print(assets.root())"
    assert run(["-c", code], tmp_path, PYTHONPATH=str(installed)).strip() == str(
        installed / "moneyloop/_assets"
    )


def test_installed_command_lists_the_stored_queries(installed: Path, tmp_path: Path) -> None:
    listing = run(["-m", "moneyloop", "query"], tmp_path, PYTHONPATH=str(installed))
    assert {path.stem for path in (ROOT / "queries").glob("*.rq")} <= set(listing.split())


def test_version_is_said_once(installed: Path, tmp_path: Path) -> None:
    code = """
from importlib.metadata import version
import moneyloop
print(version("moneyloop"), moneyloop.__version__)
"""
    declared, imported = run(["-c", code], tmp_path, PYTHONPATH=str(installed)).split()
    assert declared == imported
