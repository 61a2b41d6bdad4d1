"""The whole dataset as files to download, with checksums."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from moneyloop.graph.export import serialise
from moneyloop.graph.folder import existing
from moneyloop.queries.source import open_dataset
from moneyloop.settings import BASE
from moneyloop.web.linked.describe import describe, serialised

SUMS: Final = "SHA256SUMS"
NAMES: Final = {
    "dataset.nq.gz": "application/n-quads",
    "dataset.ttl.gz": "text/turtle",
    "ontology.ttl": "text/turtle",
}
_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class Dump:
    """A file to download; ``size`` in bytes."""

    name: str
    media: str
    size: int
    sha256: str


def write_dumps(build: Path, folder: Path) -> list[Dump]:
    """Write all dumps and the file of their checksums into a folder; the same dataset gives the same bytes.

    Args:
        build: the folder of a build.
        folder: an existing folder.

    Raises:
        DatasetError: there is no dataset.
    """
    dataset = existing(build, "dataset.nq")
    _compressed(dataset, ox.RdfFormat.N_QUADS, folder / "dataset.nq.gz")
    _compressed(dataset, ox.RdfFormat.TURTLE, folder / "dataset.ttl.gz")
    ontology = describe(open_dataset(build).store, BASE + "ontology")
    (folder / "ontology.ttl").write_bytes(serialised(ontology.own if ontology else [], "ttl"))
    made = [_dump(folder / name, media) for name, media in NAMES.items()]
    sums = "".join(f"{dump.sha256}  {dump.name}\n" for dump in made)
    (folder / SUMS).write_text(sums, encoding="ascii")
    return made


def _compressed(source: Path, form: ox.RdfFormat, path: Path) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as target:
        serialise(source, form, cast(IO[bytes], target))


def _dump(path: Path, media: str) -> Dump:
    told = sha256()
    with path.open("rb") as stored:
        while block := stored.read(1 << 20):
            told.update(block)
    return Dump(path.name, media, path.stat().st_size, told.hexdigest())
