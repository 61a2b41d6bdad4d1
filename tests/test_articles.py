"""The first real input: five articles beside the checkout in development, with what two readers found."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from moneyloop.graph import score
from moneyloop.graph.build import build
from moneyloop.graph.documents import read_all
from moneyloop.queries.catalogue import catalogue
from moneyloop.queries.run import run

SHARED = Path(__file__).parents[1] / ".." / "shared"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the five articles are not at hand"),
]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("articles") / "graph"
    build([SHARED / "documents"], out)
    return out


def answer(dataset: Path, name: str, **parameters: str) -> list[dict[str, object]]:
    store = ox.Store.read_only(str(dataset / "store"))
    found = run(catalogue()[name], store, parameters)
    return [dict(zip(found.columns, row, strict=True)) for row in found.values()]


def test_claims_are_as_good_as_promised(dataset: Path) -> None:
    texts, _ = read_all([SHARED / "documents"])
    found = score.compare(score.load(dataset / "claims"), score.load(SHARED / "gold"), documents=texts)
    edges, full, figures = (found.total(name) for name in ("edges", "full", "figures"))
    assert edges.precision >= 0.75
    assert edges.f1 >= 0.60
    assert full.f1 >= 0.45
    assert figures.f1 >= 0.50
    assert found.quotes is not None
    verbatim, count = found.quotes
    assert verbatim == count > 0


def test_the_money_goes_round(dataset: Path) -> None:
    cycles = {str(row["parties"]) for row in answer(dataset, "cycles")}
    assert {"Nvidia → OpenAI", "Nvidia → OpenAI → Oracle"} <= cycles


def test_every_hop_of_every_cycle_opens_its_quote(dataset: Path) -> None:
    for cycle in answer(dataset, "cycles"):
        rows = answer(dataset, "cycle-evidence", cycle=str(cycle["cycle"]))
        assert {row["hop"] for row in rows} == set(range(1, int(str(cycle["length"])) + 1))
        for row in rows:
            text = (SHARED / "documents" / f"{row['document']}.txt").read_text(encoding="utf-8")
            assert text[int(str(row["start"])) : int(str(row["end"]))] == row["quote"]


def test_exposure_reaches_the_lenders_of_those_who_sell_to_a_party(dataset: Path) -> None:
    hops = {row["name"]: row["hops"] for row in answer(dataset, "exposure", party="OpenAI")}
    assert hops["Oracle"] == 1
    assert hops["JPMorgan Chase"] == hops["MUFG"] == 2
