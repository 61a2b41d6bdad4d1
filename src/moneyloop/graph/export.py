"""A built dataset as linked data: in a serialisation of RDF, or as an rdflib dataset."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from moneyloop.errors import DatasetError, UsageError
from moneyloop.graph.folder import existing
from moneyloop.graph.whole import whole_file
from moneyloop.settings import PREFIXES

if TYPE_CHECKING:
    import rdflib

FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Names of the formats; Turtle and RDF/XML have no named graphs, and merge them."""
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(folder: Path, form: str, out: Path | None = None) -> None:
    """Write a built dataset in a serialisation of RDF; the same dataset gives the same bytes.

    Args:
        folder: the folder that a build wrote.
        form: a key of ``FORMATS``.
        out: the file, which is replaced when it is whole; standard output if None.

    Raises:
        UsageError: there is no such format.
        DatasetError: the folder holds no dataset, a text cannot be said in the format, or the file cannot
            be written.
    """
    export_file(existing(folder, "dataset.nq"), form, out)


def export_file(source: Path, form: str, out: Path | None = None) -> None:
    """Write canonical N-Quads in a serialisation of RDF; the same as ``export`` for a file of them.

    Raises:
        UsageError: there is no such format.
        DatasetError: the file is damaged, a text cannot be said in the format, or the result cannot
            be written.
    """
    if form not in FORMATS:
        raise UsageError(f"export: there is no format {form!r}; choose one of {', '.join(FORMATS)}")
    if out is None:
        serialise(source, FORMATS[form], sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with whole_file(out) as part, part.open("wb") as target:
        serialise(source, FORMATS[form], target)


def quads(source: Path) -> Iterator[ox.Quad]:
    """Yield the quads of a dataset file in their order.

    Raises:
        DatasetError: the file is damaged.
    """
    try:
        yield from ox.parse(path=source, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise DatasetError(f"{source}: is damaged ({error}); build the dataset again") from error


def load_dataset(folder: Path) -> rdflib.Dataset:
    """Return a built dataset for use with rdflib; its default graph is the union of the named graphs.

    Raises:
        DatasetError: the folder holds no dataset, or it is damaged.
    """
    import rdflib

    source = existing(folder, "dataset.nq")
    dataset = rdflib.Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    try:
        dataset.parse(source, format="nquads")
    except (rdflib.exceptions.ParserError, ValueError) as error:
        raise DatasetError(f"{source}: is damaged ({error}); build the dataset again") from error
    return dataset


def serialise(source: Path, form: ox.RdfFormat, target: IO[bytes]) -> None:
    """Write canonical N-Quads in a serialisation of RDF.

    Raises:
        DatasetError: the file is damaged, or a text cannot be said in the serialisation.
    """
    if form == ox.RdfFormat.N_QUADS:
        with source.open("rb") as stored:
            while block := stored.read(1 << 20):
                target.write(block)
        return
    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in ("mlid", "mlg")}
    if form.supports_datasets:
        ordered = sorted(quads(source), key=lambda quad: str(quad.graph_name))
        ox.serialize(ordered, target, form, prefixes=prefixes)
        return
    triples = _merged(quads(source))
    if form == ox.RdfFormat.RDF_XML:
        triples = _checked(triples)
    ox.serialize(triples, target, form, prefixes=prefixes)


def _merged(ordered: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield the triples of sorted quads, each once; a triple of two graphs stands in two lines in a row."""
    last = None
    for quad in ordered:
        if quad.triple != last:
            last = quad.triple
            yield last


def _checked(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for triple in triples:
        if isinstance(triple.object, ox.Literal):
            found = _NOT_XML.search(triple.object.value)
            if found:
                raise DatasetError(
                    f"{triple.subject}: XML cannot hold the character U+{ord(found[0]):04X} of "
                    f"{triple.predicate}; choose another format"
                )
        yield triple
