"""The dataset as an Oxigraph store: in memory while it is built, on disk to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import clear_frames
from typing import Final, TypeVar

import pyoxigraph as ox

from moneyloop import assets
from moneyloop.errors import AssetError, DatasetError
from moneyloop.graph.folder import existing
from moneyloop.settings import ONTOLOGY_GRAPH, PARTIES_GRAPH, RATES_GRAPH

Result = TypeVar("Result")
_PORTION: Final = 1 << 26


def open_store(folder: Path) -> ox.Store:
    """Open the store of a built dataset to read it; any number of readers may.

    Args:
        folder: the folder that ``moneyloop build`` wrote.

    Raises:
        DatasetError: the folder holds no dataset, or its store is damaged or may not be read.
    """
    return open_part(existing(folder, "store"), folder)


def open_part(path: Path, folder: Path) -> ox.Store:
    """Open the store at a path that ``existing`` gave; errors name the folder. See ``open_store``."""
    try:
        store = ox.Store.read_only(str(path))
        filled = next(store.quads_for_pattern(None, None, None), None) is not None
    except FileNotFoundError as error:
        raise DatasetError(f"{folder}: its store is incomplete; build the dataset again") from error
    except (OSError, RuntimeError) as error:
        raise DatasetError(f"{folder}: its store is damaged ({error}); build the dataset again") from error
    if not filled:
        raise DatasetError(f"{folder}: its store is empty; build the dataset again")
    return store


def base_quads() -> list[ox.Quad]:
    """Return the graphs that no document adds to: the modules of the ontology, the party file
    and the exchange rates.

    Blank nodes, which only the ontology has, are named canonically (RDFC-1.0), so that the quads are always
    the same.

    Raises:
        AssetError: a file is missing or malformed.
    """
    dataset = ox.Dataset()
    for path in assets.assets("ontology", "*.ttl"):
        _read(dataset, path, ox.NamedNode(ONTOLOGY_GRAPH))
    _read(dataset, assets.asset("graph", "parties.ttl"), ox.NamedNode(PARTIES_GRAPH))
    _read(dataset, assets.asset("graph", "rates.ttl"), ox.NamedNode(RATES_GRAPH))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def _read(dataset: ox.Dataset, path: Path, graph: ox.NamedNode) -> None:
    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            dataset.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    except SyntaxError as error:
        raise AssetError(f"{path}: {error}; correct the Turtle") from error


def canonical_lines(
    store: ox.Store, scratch: Path | None = None, *, portion: int = _PORTION
) -> Iterator[bytes]:
    """Yield the quads of a store as canonical N-Quads: lines in code point order, each with its end.

    Args:
        store: the store.
        scratch: where the lines lie meanwhile, so that memory need not hold them all; by default the folder
            of the system.
        portion: bytes of lines that are sorted at a time.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    with TemporaryDirectory(dir=scratch) as folder, ExitStack() as opened:
        dumped = Path(folder, "dump")
        store.dump(dumped, ox.RdfFormat.N_QUADS)
        runs: list[Iterable[bytes]] = []
        with dumped.open("rb") as file:
            while lines := sorted(file.readlines(portion)):
                if file.tell() == dumped.stat().st_size and not runs:
                    yield from lines
                    return
                run = Path(folder, f"{len(runs)}")
                with run.open("wb") as target:
                    target.writelines(lines)
                runs.append(opened.enter_context(run.open("rb")))
        dumped.unlink()
        yield from merge(*runs)


def nquads(quads: Iterable[ox.Quad]) -> list[bytes]:
    """Return quads as canonical N-Quads: lines in code point order, each with its end."""
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return sorted(line + b"\n" for line in text.split(b"\n") if line)


def change_store(former: Path, path: Path, change: Callable[[ox.Store], Result]) -> Result:
    """Copy a store on disk, change the copy, and return what the change returns.

    Files that stay the same are shared with the former store. As long as the copy is open for writing it may
    merge its files; so it is closed before it is looked at again, or given up.

    Raises:
        OSError: the disk is full, the place cannot be written, or the former store is damaged.
    """
    try:
        ox.Store.read_only(str(former)).backup(str(path))
        result = _changed(path, change)
        ox.Store.read_only(str(path))
    except RuntimeError as error:
        raise OSError(str(error)) from error
    return result


def _changed(path: Path, change: Callable[[ox.Store], Result]) -> Result:
    store = ox.Store(str(path))
    try:
        result = change(store)
        store.flush()
    except BaseException as error:
        del store
        clear_frames(error.__traceback__)
        raise
    return result


def write_store(quads: Iterable[ox.Quad], path: Path) -> None:
    """Write quads to a new store on disk, and see to it that they can be read there.

    Raises:
        OSError: the disk is full, or the place cannot be written.
    """
    try:
        store = ox.Store(str(path))
        store.bulk_extend(quads)
        store.flush()
        del store
        ox.Store.read_only(str(path))
    except RuntimeError as error:
        raise OSError(str(error)) from error
