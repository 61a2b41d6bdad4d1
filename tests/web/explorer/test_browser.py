"""The explorer in a real browser: a person finds a cycle, how firm it is, and the sentences that say so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from tests.web.conftest import Serve, Served

from moneyloop.graph.build import build
from moneyloop.web.explorer.reader import Reader
from moneyloop.web.explorer.routes import STATIC

AXE = Path(STATIC).parent / "front" / "node_modules" / "axe-core" / "axe.min.js"
PARTY = "https://w3id.org/moneyloop/id/party/"
CYCLE = "4afb3ef8894e"
"""Nvidia, OpenAI, Oracle."""
PATIENCE = 30_000
"""Milliseconds: the machine may be busy."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("explorer"),
    pytest.mark.skipif(
        not AXE.is_file() or not (STATIC / "index.html").is_file(), reason="call `make front`"
    ),
]
Open = Callable[..., Page]


def chromium(playwright: Playwright) -> str | None:
    """Return where the system's Chromium is, else Playwright's own, None if there is neither."""
    own = playwright.chromium.executable_path
    return shutil.which("chromium") or (own if Path(own).is_file() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = chromium(playwright)
        if not found:
            pytest.skip("Chromium is not installed")
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS), timeout=2 * PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Open]:
    """Open an address of the explorer."""
    yield from visiting(browser, served)


def visiting(browser: Browser, served: Served) -> Iterator[Open]:
    """Open addresses of a server; nothing may be complained about, and nothing asked of others."""
    address = served.url.rstrip("/")
    said: list[str] = []
    contexts = []

    def opened(path: str = "/?lang=en", width: int = 1440) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "request",
            lambda one: None if one.url.startswith((address, "blob:", "data:")) else said.append(one.url),
        )
        page.goto(address + path)
        page.locator("#content :is(h1, h2, .card):visible").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def test_a_cycle_is_picked_from_the_drawing_and_read(visit: Open) -> None:
    page = visit()
    expect(page.get_by_role("status").filter(has_text="Money comes back along")).to_contain_text("10")
    page.locator(f"[data-cycle='{CYCLE}']").click()
    expect(page).to_have_url(re.compile(f"cycle={CYCLE}"))
    expect(page.get_by_role("table", name="How much of it is real")).to_contain_text("up to 100 billion USD")
    page.get_by_role("link", name=re.compile("OpenAI.* pays .*Oracle")).click()
    expect(page.locator(".claim mark").first).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Pick a hop")).to_be_visible()


def test_the_floor_draws_anew_what_is_firm(visit: Open) -> None:
    page = visit()
    cards = page.locator(".card")
    expect(cards).to_have_count(10)
    page.get_by_label("Count what is at least").fill("2")
    expect(cards).to_have_count(4)
    expect(page.locator(".coin")).to_have_count(4)
    expect(page).to_have_url(re.compile("status=committed"))
    page.get_by_label("What was known on").fill("0")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("Microsoft")
    page.get_by_label("Count what is at least").fill("3")
    page.get_by_label("In force on").fill("2001-01-01")
    expect(page).to_have_url(re.compile("asOf=2001-01-01"))


@pytest.mark.parametrize(
    ("hop", "language", "start"),
    [(1, "he", "אנבידיה נערכת"), (2, "ar", "وقّعت شركة")],
    ids=["Hebrew", "Arabic"],
)
def test_a_quote_stands_in_its_direction_and_is_marked_exactly(
    visit: Open, opened: Reader, hop: int, language: str, start: str
) -> None:
    page = visit(f"/?lang=en&cycle={CYCLE}&hop={hop}")
    quote = page.locator(f"blockquote[lang={language}]").first
    expect(quote).to_have_attribute("dir", "rtl")
    assert quote.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator("html").get_attribute("dir") == "ltr"
    marked = quote.locator("mark").inner_text()
    assert marked.startswith(start)
    page.locator(".claim").filter(has=page.locator(f"blockquote[lang={language}]")).first.get_by_role(
        "link", name="Read in the document"
    ).click()
    expect(page.locator(".text mark.now")).to_have_text(marked)
    name = page.evaluate("new URLSearchParams(location.search).get('name')")
    assert page.locator(".text").evaluate("one => one.textContent") == opened.text(name)


def test_a_party_is_found_by_its_hebrew_name(visit: Open) -> None:
    page = visit()
    search = page.get_by_role("combobox", name="Find a party")
    search.fill("אנבידיה")
    expect(page.locator("[role=option]:visible").first).to_contain_text("Nvidia")
    search.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nvidia")
    expect(page.locator(".network canvas").first).to_be_visible()


def test_the_interface_speaks_persian_from_right_to_left(visit: Open) -> None:
    page = visit()
    page.get_by_label("Language").select_option("fa")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("navigation").get_by_text("چرخه‌ها")).to_be_visible()
    expect(page.locator(".card").filter(has_text="انویدیا").first).to_be_visible()
    brand, tools = (page.locator(one).bounding_box() for one in (".brand", ".tools"))
    assert brand and tools
    assert brand["x"] > tools["x"]


def test_a_question_is_asked_by_its_form(visit: Open) -> None:
    page = visit("/?lang=en&view=ask")
    page.get_by_role("link", name="Who loses, directly or through others, if this party fails?").click()
    page.get_by_label("the party that fails").fill("OpenAI")
    page.locator("[role=option]:visible").first.click()
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".sentences li").first).to_have_text(re.compile("Oracle.* would lose"))
    page.get_by_role("button", name="As a table").click()
    expect(page.get_by_role("table").get_by_role("link", name="party/oracle").first).to_be_visible()


def test_sparql_is_run_in_the_editor(visit: Open) -> None:
    page = visit("/?lang=en&view=sparql")
    page.get_by_label("Begin with a stored query").select_option("loop-members")
    expect(page.locator(".CodeMirror")).to_contain_text("inLoop")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("table")).to_contain_text("Nvidia")
    page.reload()
    expect(page.locator(".CodeMirror")).to_contain_text("inLoop")


def test_who_falls_with_a_party_is_told_by_steps(visit: Open) -> None:
    page = visit(f"/?lang=en&view=chains&iri={PARTY}openai")
    expect(page.get_by_role("heading", name="Directly")).to_be_visible()
    expect(page.get_by_role("heading", name="After 2 hops")).to_be_visible()
    expect(page.locator(".network canvas").first).to_be_visible()
    page.goto(page.url.partition("?")[0] + "?lang=en&view=chains")
    page.get_by_role("link", name="Nvidia").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who falls if")


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize(
    "path", ["/?lang=en&draw=network", f"/?lang=en&cycle={CYCLE}"], ids=["network", "circle"]
)
def test_a_drawing_is_saved(visit: Open, path: str, kind: str) -> None:
    page = visit(path)
    page.locator(".network canvas, svg.ring").first.wait_for()
    with page.expect_download() as download:
        page.locator(f"[data-save={kind}]").click()
    content = Path(download.value.path()).read_bytes()
    if kind == "png":
        assert content.startswith(b"\x89PNG")
    else:
        assert all(name in content.decode() for name in ("Nvidia", "OpenAI", "Oracle", "<svg"))


def test_a_hop_shows_what_contradicts_it_and_leads_to_its_deal(visit: Open) -> None:
    page = visit(f"/?lang=en&cycle={CYCLE}&hop=1")
    against = page.locator(".against").first
    expect(against).to_contain_text("They differ on")
    expect(against.locator("blockquote[lang=he] mark").first).to_be_visible()
    page.locator(".deal h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("equity investment")
    expect(page.locator(".facts")).to_contain_text("up to 100 billion USD")
    expect(page.locator(".claim mark").first).to_be_visible()


def test_without_dates_no_day_is_offered(browser: Browser, serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("Nvidia invested $5 billion in OpenAI.\n", encoding="utf-8")
    build([tmp_path / "undated.txt"], tmp_path / "graph")
    with serve(tmp_path / "graph") as served:
        for visit in visiting(browser, served):
            page = visit()
            expect(page.get_by_text("No document here has a date.")).to_be_visible()
            expect(page.get_by_label("What was known on")).to_have_count(0)
            expect(page.get_by_text("No money comes back")).to_be_visible()


def test_hundreds_of_parties_are_arranged_while_the_page_stays_at_hand(visit: Open) -> None:
    ids = [f"{PARTY}p{number}" for number in range(300)]
    pair = {"status": "announced", "amount": None, "deals": 1, "loop": True}
    many = {
        "total": {"parties": 300, "flows": 300},
        "parties": [{"iri": iri, "name": iri.rpartition("/")[2]} for iri in ids],
        "flows": [
            {"from": one, "to": other, **pair} for one, other in zip(ids, [*ids[1:], ids[0]], strict=True)
        ],
    }
    page = visit()
    page.route("**/explorer/api/drawing*", lambda route: route.fulfill(json=many))
    page.get_by_role("button", name="Network").click()
    expect(page.locator(".network[data-arranged]")).to_have_attribute("data-parties", "300")


VIEWS = [
    f"/?cycle={CYCLE}&hop=1",
    "/",
    "/?draw=network",
    f"/?view=party&iri={PARTY}openai",
    "/?view=document&name=he-nvidia-openai",
    f"/?view=chains&iri={PARTY}openai",
    "/?view=ask&query=exposure&party=openai&asked=1&shape=table",
    "/?view=sparql",
]


@pytest.mark.parametrize(
    ("path", "width", "language"),
    [
        *((path, 1440, "en") for path in VIEWS),
        *((path, 1440, "ar") for path in VIEWS[1::2]),
        *((path, 390, "he") for path in VIEWS[::2]),
    ],
)
def test_everybody_can_use_it(visit: Open, path: str, width: int, language: str) -> None:
    page = visit(f"{path}{'&' if '?' in path else '?'}lang={language}", width)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        serious = [
            (one["id"], [node["html"][:120] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], theme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_reaches_a_cycle_and_its_sentences(visit: Open) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.locator(".card").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).filter(has_text="AMD")).to_be_focused()
    page.locator(".hops a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".claim").first).to_be_visible()


def test_dark_colours_are_kept(visit: Open) -> None:
    page = visit()
    page.get_by_label("Colours").select_option("dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
