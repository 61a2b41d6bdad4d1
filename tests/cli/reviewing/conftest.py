"""A built dataset and its screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from moneyloop.cli.bidi import Bidi
from moneyloop.cli.claims import read_claims
from moneyloop.cli.reviewing.app import ReviewApp
from moneyloop.graph import parties, texts
from moneyloop.graph.build import build
from moneyloop.graph.review.check import Checker
from moneyloop.graph.review.log import Log
from moneyloop.graph.review.sameness import Names
from moneyloop.graph.review.session import Session, Wanted
from moneyloop.ontology.model import load

TEXTS = {
    "en": "Nvidia invested 5 billion dollars in OpenAI. Oracle borrowed 38 billion dollars from JPMorgan.",
    "he": "אנבידיה השקיעה 5 מיליארד דולר ב-OpenAI.",
}
NAMES = Names(load(), parties.listed())
Script = Callable[[ReviewApp, "Pilot[None]"], Awaitable[None]]
Play = Callable[..., None]


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "in").mkdir()
    for name, text in TEXTS.items():
        (folder / "in" / f"{name}.txt").write_text(f"---\nlanguage: {name}\n---\n{text}\n", encoding="utf-8")
    build([folder / "in"], folder / "graph")
    return folder / "graph"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reviewed.jsonl"


@pytest.fixture
def play(dataset: Path, file: Path) -> Iterator[Play]:
    """Run a script of keys on the screen of a session."""
    with Log(file) as log:

        def played(script: Script, bidi: Bidi = Bidi.TERMINAL, wanted: Wanted | None = None) -> None:
            session = Session(texts.read(dataset), read_claims(dataset), log, "Ann", NAMES)
            app = ReviewApp(session, Checker(NAMES), title="review", bidi=bidi, wanted=wanted)

            async def run() -> None:
                async with app.run_test(size=(100, 40)) as pilot:
                    await pilot.pause()
                    await script(app, pilot)

            asyncio.run(run())

        yield played
