from __future__ import annotations

import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.errors import DatasetError, UsageError
from moneyloop.graph.build import build
from moneyloop.graph.export import FORMATS, export, load_dataset

TEXT = "Loan A B 5 committed\nPurchaseAgreement B A\nRevenue A 1000.5\n"


@pytest.fixture
def dataset(tmp_path: Path, tools: object) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    (source / "une é.txt").write_text(
        f'---\ntitle: "«é» \\"x\\" שלום"\nlanguage: fr\n---\n{TEXT}', encoding="utf-8"
    )
    (source / "b.txt").write_text(f"---\nlanguage: en\n---\n{TEXT}", encoding="utf-8")
    build([source], tmp_path / "out", make_tools=tools)  # type: ignore[arg-type]
    return tmp_path / "out"


def stored(dataset: Path) -> set[ox.Quad]:
    return set(ox.parse(path=dataset / "dataset.nq", format=ox.RdfFormat.N_QUADS))


def written(dataset: Path, form: str) -> Path:
    path = dataset.parent / f"export.{form}"
    export(dataset, form, path)
    return path


@pytest.mark.parametrize("form", ["trig", "nquads", "jsonld"])
def test_formats_with_graphs_hold_the_same_quads(dataset: Path, form: str) -> None:
    assert set(ox.parse(path=written(dataset, form), format=FORMATS[form])) == stored(dataset)


@pytest.mark.parametrize("form", ["turtle", "rdfxml"])
def test_formats_without_graphs_merge_them(dataset: Path, form: str) -> None:
    found = [quad.triple for quad in ox.parse(path=written(dataset, form), format=FORMATS[form])]
    assert len(found) == len(set(found))
    assert set(found) == {quad.triple for quad in stored(dataset)}


@pytest.mark.parametrize(
    ("form", "name"), [("turtle", "turtle"), ("rdfxml", "xml"), ("trig", "trig"), ("jsonld", "json-ld")]
)
def test_another_reader_finds_as_much(dataset: Path, form: str, name: str) -> None:
    import rdflib

    read = rdflib.Dataset() if FORMATS[form].supports_datasets else rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        read.parse(written(dataset, form), format=name)
        size = sum(1 for _ in (read.quads() if isinstance(read, rdflib.Dataset) else read))
    quads = stored(dataset)
    assert size == (len(quads) if FORMATS[form].supports_datasets else len({quad.triple for quad in quads}))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_dataset_gives_the_same_bytes(dataset: Path, form: str) -> None:
    assert written(dataset, form).read_bytes() == written(dataset, form).read_bytes()


def test_to_standard_output(dataset: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    export(dataset, "nquads")
    assert capfdbinary.readouterr().out == (dataset / "dataset.nq").read_bytes()


def test_a_dataset_for_rdflib(dataset: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        loaded = load_dataset(dataset)
        assert sum(1 for _ in loaded.quads()) == len(stored(dataset))
        rows = loaded.query("SELECT ?a { ?a <https://w3id.org/moneyloop/ns/flowsInLoop> ?b }")
        assert len(list(rows)) == 2


def test_an_unknown_format(dataset: Path) -> None:
    with pytest.raises(UsageError, match="choose one of turtle, trig"):
        export(dataset, "n3")


def test_a_failed_export_leaves_the_old_file(dataset: Path, tmp_path: Path) -> None:
    path = written(dataset, "turtle")
    before = path.read_bytes()
    nquads = (dataset / "dataset.nq").resolve()
    nquads.write_bytes(nquads.read_bytes() + b"damaged\n")
    with pytest.raises(DatasetError, match="is damaged"):
        export(dataset, "turtle", path)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".export*"))


def test_a_folder_that_cannot_be_written(dataset: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be written"):
        export(dataset, "turtle", dataset.parent / "no" / "file.ttl")


def test_damage_is_told_to_rdflib_too(dataset: Path) -> None:
    (dataset / "dataset.nq").resolve().write_text("damaged", encoding="utf-8")
    with pytest.raises(DatasetError, match="is damaged"):
        load_dataset(dataset)


def test_characters_that_xml_cannot_hold_are_told(dataset: Path) -> None:
    nquads = (dataset / "dataset.nq").resolve()
    nquads.write_text('<a:a> <a:b> "\\u000C" <a:g> .\n', encoding="utf-8")
    with pytest.raises(DatasetError, match=r"U\+000C"):
        export(dataset, "rdfxml", dataset.parent / "x.rdf")
    assert written(dataset, "turtle").stat().st_size
