"""Title, publisher, date, address and language: from front matter and from sidecars."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moneyloop.graph.documents import Document, read_all

NEWS = "The bank lends the foundry two billion dollars, and the foundry buys its chips.\n"


def only(path: Path) -> Document:
    documents, errors = read_all([path])
    assert not errors, errors
    assert len(documents) == 1
    return documents[0]


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_front_matter(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    front = (
        "---\r\n# about\r\ntitle: 'מלווה: שני מיליארד'\r\nPublisher: The Ledger\r\ndate: 2025-11-10\r\n"
        "url: https://example.org/a?b=1\r\nlanguage: he-IL\r\ntags: [loan, chips]\r\n---\r\n"
    )
    path.write_text(front + "\nFirst.\n---\nLast.\n", encoding="utf-8", newline="")
    document = only(path)
    assert document.text == "\nFirst.\n---\nLast.\n"
    assert document.title == "מלווה: שני מיליארד"
    assert (document.publisher, document.published) == ("The Ledger", "2025-11-10")
    assert (document.address, document.language) == ("https://example.org/a?b=1", "he")


@pytest.mark.parametrize(
    "text",
    [
        "---\nTwo billion dollars\n---\nwere lent.\n",
        "---\nA remark: the loan is not closed by another rule.\n",
        "--- a dash\ntitle: no\n---\n",
        "Loan\n---\ntitle: no\n---\n",
        "---\n\n---\nNews.\n",
    ],
)
def test_rules_of_dashes_are_no_front_matter(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    document = only(path)
    assert (document.text, document.title) == (text, None)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (f"---\ntitle: [open\n---\n{NEWS}", "malformed front matter"),
        (f"---\ntitle: a\n  bad: b\n---\n{NEWS}", "malformed front matter"),
        (f"---\ntitle: {'[' * 5000}\n---\n{NEWS}", "malformed front matter"),
        (f"---\ntitle: a\n{NEWS}", "close it"),
        ("---\ntitle: a\n---\n \n", "empty below its front matter"),
    ],
)
def test_malformed_front_matter(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text)
    documents, (error,) = read_all([path])
    assert not documents
    assert str(error).startswith(f"{path}: ")
    assert part in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize("name", ["a.txt.json", "a.json", "a.yaml", "a.yml"])
def test_a_sidecar_wins(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(f"---\ntitle: Old\npublisher: The Ledger\n---\n{NEWS}")
    (tmp_path / name).write_text(json.dumps({"title": "New", "date": "2025-01-02T23:00:00-05:00"}))
    for paths in ([tmp_path], [tmp_path / "a.txt"], [tmp_path / "a.txt", tmp_path / name]):
        documents, errors = read_all(paths)
        assert not errors
        assert [(d.title, d.publisher, d.published) for d in documents] == [
            ("New", "The Ledger", "2025-01-02")
        ]


def test_a_sidecar_of_json_lines_fills_what_the_lines_leave(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": NEWS, "title": "Own"}) + "\n" + json.dumps({"text": NEWS})
    )
    (tmp_path / "a.yaml").write_text("title: All\npublisher: The Ledger\n")
    documents, errors = read_all([tmp_path])
    assert not errors
    assert [(d.title, d.publisher) for d in documents] == [("Own", "The Ledger"), ("All", "The Ledger")]


@pytest.mark.parametrize("content", ["{", "[1, 2]", "", '{"title": ' + "[" * 100_000, "\0\0\0", "text"])
def test_a_malformed_sidecar(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(NEWS)
    (tmp_path / "a.json").write_text(content)
    documents, (error,) = read_all([tmp_path])
    assert not documents
    assert str(error).startswith(f"{tmp_path / 'a.json'}: ")


def test_json_that_belongs_to_no_document_is_no_sidecar(tmp_path: Path) -> None:
    path = tmp_path / "alone.json"
    path.write_text("{}")
    assert read_all([tmp_path]) == ([], [])
    (_, errors) = read_all([path])
    assert len(errors) == 1


def described(tmp_path: Path, **values: object) -> tuple[Document, list[str]]:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": NEWS, **values}))
    ((document,), errors) = read_all([tmp_path])
    return document, [str(error) for error in errors]


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2025-11-10", "2025-11-10"),
        ("2025-11-10T23:59:00Z", "2025-11-10"),
        ("2025-11-10 08:00", "2025-11-10"),
        ("2025/1/2", "2025-01-02"),
        ("20251110", "2025-11-10"),
        (20251110, "2025-11-10"),
        ("10.11.2025", "2025-11-10"),
        ("Mon, 10 Nov 2025 07:00:00 +0200", "2025-11-10"),
        ("٢٠٢٥-١١-١٠", "2025-11-10"),
        ("", None),
        (None, None),
    ],
)
def test_dates(tmp_path: Path, written: object, published: str | None) -> None:
    document, problems = described(tmp_path, date=written)
    assert (document.published, problems) == (published, [])


@pytest.mark.parametrize(
    "written", ["2025-13-01", "2025-02-30", "1404-08-19", "last week", "2025-11", "11/10/2025"]
)
def test_what_is_no_date_is_left_out_and_told(tmp_path: Path, written: str) -> None:
    document, (problem,) = described(tmp_path, date=written)
    assert document.published is None
    assert problem.startswith(f"{tmp_path / 'a.jsonl'}:1: date '{written}' is not a date")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org/a b", "http://example.org/a%20b"),
        ("https://example.org/הלוואה", "https://example.org/הלוואה"),
        ("https://example.org/<x>", "https://example.org/%3Cx%3E"),
    ],
)
def test_addresses(tmp_path: Path, written: str, address: str) -> None:
    for key in ("address", "url", "source"):
        document, problems = described(tmp_path, **{key: written})
        assert (document.address, document.publisher, problems) == (address, None, [])


@pytest.mark.parametrize(
    "written", ["example.org/a", "ftp://example.org", "javascript:x", "https://", "http://[::1"]
)
def test_what_is_no_address_is_left_out_and_told(tmp_path: Path, written: str) -> None:
    document, (problem,) = described(tmp_path, url=written)
    assert document.address is None
    assert "is not an http or https address" in problem


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("he_IL.UTF-8", "he"),
        ("iw", "he"),
        ("fas", "fa"),
        ("Arabic", "ar"),
        ("no", "no"),
    ],
)
def test_languages(tmp_path: Path, written: str, language: str) -> None:
    document, problems = described(tmp_path, language=written)
    assert (document.language, problems) == (language, [])


@pytest.mark.parametrize("written", ["und", "mul", "", None])
def test_a_language_unsaid_is_told_from_the_text(tmp_path: Path, written: str | None) -> None:
    document, problems = described(tmp_path, language=written)
    assert (document.language, problems) == ("en", [])


def test_what_is_no_language_is_left_out_and_told(tmp_path: Path) -> None:
    document, (problem,) = described(tmp_path, language="english (US)")
    assert document.language == "en"
    assert "is not a language code" in problem


def test_names_in_objects_and_lists(tmp_path: Path) -> None:
    document, problems = described(
        tmp_path, title=["A\n  loan", "b"], publisher={"name": "The Ledger"}, lang=True
    )
    assert (document.title, document.publisher, problems) == ("A loan", "The Ledger", [])
