"""A projection as files: one array a file, mapped into memory, so that it opens at once."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Final

from moneyloop.graph.folder import existing
from moneyloop.graph.projection.assemble import assemble
from moneyloop.graph.projection.collect import collect, of_store
from moneyloop.graph.projection.table import Names, Projection
from moneyloop.graph.store import open_part

FOLDER: Final = "projection"
_ABOUT: Final = "about.json"
_VERSION: Final = 1
_CONTENT: Final = frozenset({".sst", ".log"})


def write(projection: Projection, dataset: Path) -> None:
    """Write a projection beside the store that it was made from.

    Args:
        projection: of the deals in the store.
        dataset: the folder that holds ``store``, and no projection.

    Raises:
        OSError: the disk is full, or the place cannot be written.
    """
    import numpy as np

    folder = dataset / FOLDER
    folder.mkdir()
    for name, array in projection.arrays().items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    about = {"version": _VERSION, "store": _fingerprint(dataset / "store"), "names": asdict(projection.names)}
    text = json.dumps(about, indent=1, sort_keys=True)
    (folder / _ABOUT).write_text(text + "\n", encoding="utf-8")


def open_projection(dataset: Path) -> Projection:
    """Return the projection of a built dataset; where none fits the store, make it from the store.

    Args:
        dataset: the folder that ``moneyloop build`` wrote.

    Raises:
        DatasetError: the folder holds no dataset, or its store is damaged or may not be read.
    """
    path = existing(dataset, "store")
    return written(path.parent) or assemble(collect(of_store(open_part(path, dataset))))


def written(dataset: Path) -> Projection | None:
    """Return the projection beside a store as it was written, None if there is none that fits the store."""
    import numpy as np

    folder = dataset / FOLDER
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        if about["version"] != _VERSION or about["store"] != _fingerprint(dataset / "store"):
            return None
        names = about["names"]
        parents = [(below, above) for below, above in names.pop("parents")]
        arrays = {
            path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in folder.glob("*.npy")
        }
        return Projection.of_arrays(arrays, Names(parents=parents, **names))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _fingerprint(store: Path) -> str:
    """Return what tells the content of a store from any it had before: the files that hold it."""
    files = sorted((path.name, path.stat().st_size) for path in store.iterdir() if path.suffix in _CONTENT)
    return sha256(json.dumps(files).encode()).hexdigest()
