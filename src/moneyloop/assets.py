"""Finds the four asset folders: ontology, graph, queries, validation."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from moneyloop.errors import AssetError

FOLDERS: Final = ("ontology", "graph", "queries", "validation")
OVERRIDE: Final = "MONEYLOOP_ASSETS"


@cache
def root() -> Path:
    """Return the folder that holds the four asset folders.

    Looks at the environment variable ``MONEYLOOP_ASSETS``, then in the installed package, then in the
    checkout of an editable install.

    Raises:
        AssetError: none of the three holds them; the message names the folders tried.
    """
    override = os.environ.get(OVERRIDE)
    if override:
        return _checked(Path(override), f"set by {OVERRIDE}")
    packaged = Path(str(files("moneyloop"))) / "_assets"
    if packaged.is_dir():
        return _checked(packaged, "in the installed package")
    checkout = Path(__file__).parents[2]
    if (checkout / "pyproject.toml").is_file():
        return _checked(checkout, "in the checkout")
    raise AssetError(f"assets: neither {packaged} nor {checkout} holds them; install moneyloop again")


def _checked(folder: Path, where: str) -> Path:
    missing = [name for name in FOLDERS if not (folder / name).is_dir()]
    if missing:
        raise AssetError(f"assets: {folder} ({where}) lacks {', '.join(missing)}; install moneyloop again")
    return folder


def asset(*parts: str) -> Path:
    """Return the path of one asset, for example ``asset("ontology", "moneyloop.ttl")``.

    Raises:
        AssetError: there is no such file or folder.
    """
    path = root().joinpath(*parts)
    if not path.exists():
        raise AssetError(f"assets: {path} does not exist; install moneyloop again")
    return path


def assets(folder: str, pattern: str) -> list[Path]:
    """Return the assets in a folder whose names match a glob pattern, sorted by name.

    Raises:
        AssetError: nothing matches: an empty glob is never silent.
    """
    found = sorted(asset(*folder.split("/")).glob(pattern))
    if not found:
        raise AssetError(f"assets: no {pattern} in {root() / folder}; install moneyloop again")
    return found


def digest(folder: str, pattern: str) -> str:
    """Return a hash of the names and contents of the assets in a folder that match a glob pattern.

    Raises:
        AssetError: nothing matches.
    """
    told = sha256()
    for path in assets(folder, pattern):
        content = path.read_bytes()
        told.update(f"{path.name} {len(content)}\n".encode() + content)
    return told.hexdigest()
