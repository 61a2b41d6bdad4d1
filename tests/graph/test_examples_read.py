"""How well the examples are read, so that no change of lexicon or engine loses what was reached."""

from pathlib import Path

import pytest

from moneyloop import assets
from moneyloop.graph import score
from moneyloop.graph.claims import write
from moneyloop.graph.documents import read_all
from moneyloop.graph.extract import Extractor

GOLD = Path(__file__).parent / "examples_gold"


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("claims")
    documents, problems = read_all([assets.asset("graph", "examples")])
    assert not problems
    extractor = Extractor()
    for document in documents:
        write(extractor.extract(document), folder / f"{document.name}.jsonl")
    return folder


@pytest.mark.parametrize(
    ("measure", "precision", "f1"),
    [("edges", 0.88, 0.72), ("full", 0.8, 0.62), ("people", 0.85, 0.8), ("figures", 0.8, 0.7)],
)
def test_the_examples_are_read_as_well_as_before(
    claims: Path, measure: str, precision: float, f1: float
) -> None:
    rates = score.compare(score.load(claims), score.load(GOLD)).total(measure)
    assert rates.precision >= precision
    assert rates.f1 >= f1
