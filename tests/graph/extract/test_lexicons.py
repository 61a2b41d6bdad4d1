"""Each frame of each lexicon is shown at work by its own examples."""

from functools import cache
from pathlib import Path

import pytest

from moneyloop.graph.documents import Document
from moneyloop.graph.extract import Extractor
from moneyloop.graph.extract import lexicon as lexicons
from moneyloop.ontology.model import load as load_model

FRAMES = [
    pytest.param(language, frame, id=f"{language}-{frame.iri.rsplit('/', 1)[1]}")
    for language in lexicons.languages()
    for frame in lexicons.load(language).frames
]


@cache
def extractor() -> Extractor:
    return Extractor()


def read(language: str, text: str) -> list[str]:
    document = Document("example", text, language, None, None, None, None, Path("example.txt"))
    return [claim.type for claim in extractor().extract(document)]


@pytest.mark.parametrize(("language", "frame"), FRAMES)
def test_examples_of_a_frame_say_what_it_evokes(language: str, frame: lexicons.Frame) -> None:
    assert frame.examples, "a frame needs an skos:example"
    for example in frame.examples:
        assert frame.type in read(language, example), example


@pytest.mark.parametrize("language", lexicons.languages())
def test_a_lexicon_has_a_frame_for_every_deal_and_figure(language: str) -> None:
    said = {frame.type for frame in lexicons.load(language).frames}
    assert said == set(load_model().types)


@pytest.mark.parametrize("language", lexicons.languages())
def test_a_lexicon_has_cues_for_every_status_but_what_is_done(language: str) -> None:
    uses = [use for uses in lexicons.load(language).words.values() for use in uses]
    cues = {use.code for use in uses if use.kind == "StatusCue"}
    assert cues >= {"considered", "announced", "committed", "cancelled"}
