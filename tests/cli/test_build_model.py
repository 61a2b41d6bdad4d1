"""Tests of ``moneyloop build`` with a language model: what a person sees, and what the dataset says."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from moneyloop.cli.progress import progress

if TYPE_CHECKING:
    from tests.conftest import Json, Replies, Reply, Serve

Run = Callable[..., tuple[int, str, str]]

TEXTS = {
    "a": "Nvidia has invested 30 billion dollars in OpenAI. The sun shone.",
    "b": "SoftBank ha investito 2 miliardi di dollari in Oracle. Il tempo era bello, come dicono tutti.",
}


def invested(quote: str, investor: str, investee: str, amount: float) -> dict[str, object]:
    roles = [
        {"role": role, "text": name, "name": name}
        for role, name in (("investor", investor), ("investee", investee))
    ]
    money = {"min": amount, "max": amount, "currency": "USD"}
    rest = {"share": None, "period": None, "attributed_to": None, "amount": money}
    return {"quote": quote, "type": "EquityInvestment", "status": "completed", "roles": roles, **rest}


SAID = [
    invested("Nvidia has invested 30 billion dollars in OpenAI", "Nvidia", "OpenAI", 3e10),
    invested("SoftBank ha investito 2 miliardi di dollari in Oracle", "SoftBank", "Oracle", 2e9),
    invested("The sun shone", "Nvidia", "Oracle", 1e9),
]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def answer(replies: type[Replies]) -> Callable[[Json], Reply]:
    def reply(request: Json) -> Reply:
        text = request["messages"][1]["content"]
        return replies.claims(*(one for one in SAID if str(one["quote"]) in text))

    return reply


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_model_builds_a_dataset_in_any_language(
    run: Run, serve: Serve, answer: Callable[[Json], Reply], papers: Path, tmp_path: Path
) -> None:
    out, server = tmp_path / "graph", serve(answer)
    call = ("build", papers, "--out", out, "--extractor", "llm", "--model", "org/model: 1%")
    prices = ("--price-in", "2", "--price-out", "10")
    code, shown, err = run(*call, "--base-url", server.url, *prices)
    assert (code, err) == (0, "")
    assert "claims     2, rejected 1" in shown
    cost = "200 tokens in, 40 out, cost 0.0008"
    assert f"model      org/model: 1%: 2 requests, 0 from the cache, {cost}" in shown
    assert "found      2 by llm:org/model: 1%" in shown
    claims = [claim for name in TEXTS for claim in lines(out / "claims" / f"{name}.jsonl")]
    assert [claim["amount"]["min"] for claim in claims] == [3e10, 2e9]
    assert {claim["found_by"][0] for claim in claims} == {"llm:org/model: 1%"}
    (refused,) = lines(out / "rejected.jsonl")
    assert (refused["kind"], refused["document"]) == ("claim", "a")
    assert refused["extractor"] == "llm:org/model: 1%"
    assert refused["reasons"] == [
        {
            "path": "roles.investee",
            "message": "neither the quote nor the sentences before it name 'Oracle'",
        }
    ]
    report = json.loads((out / "report.json").read_text())
    assert report["model"]["cost"] == pytest.approx(0.0008)
    assert report["foundBy"] == {"llm:org/model: 1%": 2}
    first = (out / "dataset.nq").read_bytes()
    assert b"activity/extraction-0.1.0/llm%3Aorg%2Fmodel%3A%201%25>" in first
    assert run("validate", out)[0] == 0

    code, shown, err = run(*call, "--base-url", server.url, "--concurrency", "1")
    assert "0 requests, 2 from the cache" in shown
    assert (out / "dataset.nq").read_bytes() == first


def test_both_say_who_found_what(
    run: Run, serve: Serve, answer: Callable[[Json], Reply], papers: Path, tmp_path: Path
) -> None:
    (papers / "b.txt").write_text("Meta has bought chips from AMD.", encoding="utf-8")
    out = tmp_path / "graph"
    options = ("--extractor", "both", "--model", "m", "--base-url", serve(answer).url)
    code, shown, _ = run("build", papers, "--out", out, *options)
    assert code == 0
    assert "found      1 by lexicon, 1 by lexicon + llm:m" in shown
    claims = [json.loads(line) for line in run("claims", out, "--format", "jsonl")[1].splitlines()]
    assert [claim["found_by"] for claim in claims] == [["lexicon", "llm:m"], ["lexicon"]]
    ids = [claim["id"] for claim in claims]
    assert ids == ["a-01", "b-01"]


def test_a_document_that_fails_is_reported_and_the_others_are_built(
    run: Run, serve: Serve, answer: Callable[[Json], Reply], papers: Path, tmp_path: Path
) -> None:
    def fail(request: Json) -> Reply:
        if "SoftBank" in request["messages"][1]["content"]:
            return 503, {}
        return answer(request)

    out = tmp_path / "graph"
    options = ("--extractor", "llm", "--model", "m", "--base-url", serve(fail).url)
    code, shown, err = run("build", papers, "--out", out, *options)
    assert code == 0
    assert "claims     1, rejected 1" in shown
    assert err.startswith("moneyloop: b: characters 0 to ")
    assert [line["document"] for line in lines(out / "rejected.jsonl")] == ["a", "b"]


def test_if_no_document_can_be_read_the_old_dataset_stays(
    run: Run, serve: Serve, replies: type[Replies], papers: Path, tmp_path: Path
) -> None:
    out = tmp_path / "graph"
    assert run("build", papers, "--out", out)[0] == 0
    before = (out / "dataset.nq").read_bytes()
    server = serve(lambda _: replies.completion("No."))
    code, shown, err = run(
        "build", papers, "--out", out, "--extractor", "llm", "--model", "m", "--base-url", server.url
    )
    assert (code, shown) == (1, "")
    assert err.count("\n") == 1
    assert "no document could be read: a: characters" in err
    assert (out / "dataset.nq").read_bytes() == before


@pytest.mark.parametrize(("status", "told"), [(401, "refuses the key"), (404, "knows no model 'm'")])
def test_a_refusal_is_one_line(
    run: Run, serve: Serve, replies: type[Replies], papers: Path, tmp_path: Path, *, status: int, told: str
) -> None:
    server = serve(lambda _: replies.failure(status, "no"))
    options = ("--extractor", "llm", "--model", "m", "--base-url", server.url)
    code, out, err = run("build", papers, "--out", tmp_path / "graph", *options)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert told in err
    assert not (tmp_path / "graph" / "dataset.nq").exists()


def test_a_server_that_is_down_is_one_line(
    run: Run, serve: Serve, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    options = ("--extractor", "llm", "--model", "m", "--base-url", url)
    code, out, err = run("build", papers, "--out", tmp_path / "graph", *options)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "cannot be reached" in err


def test_a_dry_run_needs_no_server_and_no_key(run: Run, serve: Serve, papers: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    options = ("--extractor", "llm", "--model", "m", "--dry-run", "--price-in", "1")
    code, shown, err = run("build", papers, "--out", out, *options)
    assert (code, err) == (0, "")
    assert "m: nothing was sent" in shown
    assert "documents  2" in shown
    assert "requests   2, of which the cache answers 0" in shown
    assert "cost       about 0.00" in shown
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--extractor", "llm"), "needs --model NAME"),
        (("--model", "m"), "add --extractor llm"),
        (("--dry-run",), "add --extractor llm"),
        (("--extractor", "llm", "--reviewed-only", "--reviewed", "f"), "leave --extractor out"),
    ],
)
def test_options_that_do_not_fit(run: Run, papers: Path, options: tuple[str, ...], told: str) -> None:
    code, _, err = run("build", papers, "--out", "graph", *options)
    assert code == 2
    assert told in err


def test_the_note_stands_beside_the_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    drawn = threading.Event()

    def note() -> str:
        drawn.set()
        return "7 requests, cost 0.1"

    with progress(note) as told:
        assert told is not None
        told("extract", 0, 2)
        assert drawn.wait(10)
    assert "7 requests, cost 0.1" in capsys.readouterr().err
