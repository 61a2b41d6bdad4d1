"""How well the examples are read, so that no change of lexicon or engine loses what was reached."""

from pathlib import Path

import pytest

from moneyloop import assets
from moneyloop.graph import score
from moneyloop.graph.claims import write
from moneyloop.graph.documents import read_all
from moneyloop.graph.extract import Extractor


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> score.Score:
    """The score of what is extracted from the examples."""
    folder: Path = tmp_path_factory.mktemp("claims")
    documents, problems = read_all([assets.asset("graph", "examples")])
    assert not problems
    extractor = Extractor()
    for document in documents:
        write(extractor.extract(document), folder / f"{document.name}.jsonl")
    gold = score.load(assets.asset("graph", "gold"))
    return score.compare(score.load(folder), gold, documents=documents)


@pytest.mark.parametrize(
    ("measure", "precision", "f1"),
    [("edges", 0.88, 0.72), ("full", 0.8, 0.62), ("people", 0.85, 0.8), ("figures", 0.8, 0.7)],
)
def test_the_examples_are_read_as_well_as_before(
    reached: score.Score, measure: str, precision: float, f1: float
) -> None:
    rates = reached.total(measure)
    assert rates.precision >= precision
    assert rates.f1 >= f1


@pytest.mark.parametrize(
    ("language", "f1"), [("ar", 0.7), ("de", 0.85), ("en", 0.9), ("fa", 0.45), ("fr", 0.6), ("he", 0.8)]
)
def test_each_language_is_read_as_well_as_before(reached: score.Score, language: str, f1: float) -> None:
    assert reached.by_language("edges")[language].f1 >= f1


def test_hardly_an_edge_is_read_into_sentences_that_state_none(reached: score.Score) -> None:
    silence = reached.silence_by_language().values()
    assert sum(one.sentences for one in silence) >= 90
    assert sum(one.invented for one in silence) <= 1


def test_every_quote_stands_in_its_document(reached: score.Score) -> None:
    assert reached.unplaced == []
    assert reached.quotes is not None
    verbatim, count = reached.quotes
    assert verbatim == count > 0
