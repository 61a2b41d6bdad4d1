"""What a report says and shows, and that it needs nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from tests.web.report.conftest import EVIL_NAME, Parsed, Show

from moneyloop.queries.header import LANGUAGES
from moneyloop.web.explorer import cycles
from moneyloop.web.explorer.asked import Asked
from moneyloop.web.explorer.reader import Reader
from moneyloop.web.report.content import content
from moneyloop.web.report.words import interface

RIGHT_TO_LEFT = {"he", "fa", "ar"}
SECTIONS = ["drawing", "cycles", "evidence", "chains", "contradictions", "single", "read", "method"]
FETCHING = {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "source", "form", "base"}


@pytest.fixture(scope="module")
def found(opened: Reader) -> dict[str, Any]:
    return content(opened, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_whole_in_every_language(show: Show, language: str) -> None:
    parsed = show(language)
    (root,) = parsed.all("html")
    assert root.attributes["lang"] == language
    assert root.attributes["dir"] == ("rtl" if language in RIGHT_TO_LEFT else "ltr")
    words = interface(language)
    assert [one.attributes["id"] for one in parsed.all("section")] == SECTIONS
    assert [one.text for one in parsed.all("h2")] == [words[name] for name in SECTIONS]
    assert words["title"] in parsed.all("title")[0].text


def test_every_word_is_there_in_every_language() -> None:
    places = {name: set(re.findall(r"{\w+}", said)) for name, said in interface("en").items()}
    for language in LANGUAGES:
        assert {name: set(re.findall(r"{\w+}", said)) for name, said in interface(language).items()} == places


def test_cycles_come_by_bottleneck_with_their_amounts(
    show: Show, opened: Reader, found: dict[str, Any]
) -> None:
    listed = cycles.view(opened, Asked({"lang": "en", "limit": "12"}))
    assert [one["id"] for one in found["cycles"]] == [one["id"] for one in listed["cycles"]]
    articles = show("en").all("article", "cycle")
    assert len(articles) == len(listed["cycles"]) > 2
    for article, cycle in zip(articles, listed["cycles"], strict=True):
        assert all(hop["payerName"] in article.text for hop in cycle["hops"])
        assert (cycle["amount"]["text"] if cycle["amount"] else "not stated") in article.text


@pytest.mark.parametrize("language", ["en", "he"])
def test_quotes_are_exact_in_their_own_direction(show: Show, opened: Reader, language: str) -> None:
    parsed = show(language)
    quotes = [one for one in parsed.all("blockquote") if one.attributes["dir"] == "rtl"]
    assert {one.attributes["lang"] for one in quotes} >= {"he", "ar"}
    texts = [path.read_bytes().decode() for path in (opened.folder / "documents").glob("*.txt")]
    for one in parsed.all("blockquote"):
        assert any(one.text in text for text in texts)
        right = one.attributes["lang"] in RIGHT_TO_LEFT
        assert one.attributes["dir"] == ("rtl" if right else "ltr")


def test_the_claim_is_marked_in_its_sentence(show: Show, found: dict[str, Any]) -> None:
    marks = {one.text for one in show("en").all("mark")}
    claims = [claim for flow in found["flows"] for claim in flow["claims"]]
    assert {claim["quote"] for claim in claims} == marks
    sentences = {one.text for one in show("en").all("blockquote")}
    assert {claim["before"] + claim["quote"] + claim["after"] for claim in claims} <= sentences


def test_sources_are_named_and_linked(show: Show) -> None:
    parsed = show("en")
    links = {one.attributes["href"] for one in parsed.all("a") if "rel" in one.attributes}
    assert "https://example.org/he/nvidia-openai" in links
    captions = " ".join(one.text for one in parsed.all("figcaption"))
    assert "היומן הכלכלי לדוגמה" in captions
    assert "September 23, 2025" in captions


def test_links_inside_lead_somewhere(show: Show) -> None:
    parsed = show("en")
    inside = {one.attributes["href"][1:] for one in parsed.all("a") if one.attributes["href"][0] == "#"}
    assert inside <= {one.attributes.get("id") for one in parsed.elements}
    assert any(one.startswith("flow-") for one in inside)


def test_flows_that_one_document_states_are_warned_of(show: Show, found: dict[str, Any]) -> None:
    alone = [flow for flow in found["flows"] if len({one["document"] for one in flow["claims"]}) == 1]
    assert 0 < len(found["single"]) < len(found["flows"])
    assert [one["number"] for one in found["single"]] == [one["number"] for one in alone]
    section = next(one for one in show("en").all("section") if one.attributes["id"] == "single")
    assert all(one["payerName"] in section.text for one in alone)


def test_chains_and_contradictions(show: Show, found: dict[str, Any]) -> None:
    assert found["chains"][0]["steps"][0]["hops"] == 1
    assert f"If {found['chains'][0]['name']} cannot pay" in show("en").all("article", "chain")[0].text
    assert found["contradictions"]["total"] == len(show("en").all("article", "against")) > 0


def _policy(parsed: Parsed) -> str:
    metas = [one.attributes for one in parsed.all("meta")]
    return next(one["content"] for one in metas if one.get("http-equiv") == "Content-Security-Policy")


def test_nothing_is_fetched_and_nothing_runs(show: Show) -> None:
    parsed = show("fa")
    assert not FETCHING & {one.tag for one in parsed.elements}
    assert not [
        one for one in parsed.elements for name in one.attributes if name[:2] == "on" or name == "style"
    ]
    (style,) = parsed.all("style")
    assert not re.search(r"url\(|@import", style.text)
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    expected = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert _policy(parsed) == expected


def test_hostile_names_quotes_and_addresses_stay_text(hostile: str) -> None:
    parsed = Parsed(hostile)
    assert EVIL_NAME in parsed.all("h3")[0].text or EVIL_NAME in parsed.all("section")[1].text
    assert '<script src="https://evil.example/x.js"></script>' in "".join(
        one.text for one in parsed.all("blockquote")
    )
    assert not FETCHING & {one.tag for one in parsed.elements}
    assert len(parsed.all("style")) == 1
    assert not [one for one in parsed.elements for name in one.attributes if name.startswith("on")]
    addresses = {one.attributes["href"] for one in parsed.all("a") if one.attributes["href"][0] != "#"}
    assert addresses
    assert all(one.startswith(("http://", "https://")) for one in addresses)
