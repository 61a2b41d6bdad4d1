"""Files and folders as documents."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from moneyloop.graph.documents import Document, read_all

SHARED = Path(__file__).parents[3] / ".." / "shared" / "documents"
NEWS = "The bank lends the foundry two billion dollars, and the foundry buys its chips.\n"


def only(path: Path) -> Document:
    documents, errors = read_all([path])
    assert not errors, errors
    assert len(documents) == 1
    return documents[0]


def complaints(*paths: Path) -> list[str]:
    documents, errors = read_all(paths)
    assert not documents
    return [str(error) for error in errors]


def test_each_language_is_read_and_told(tmp_path: Path, spoken: tuple[str, str]) -> None:
    language, text = spoken
    (tmp_path / "news.txt").write_text(text, encoding="utf-8")
    document = only(tmp_path)
    assert (document.name, document.text, document.language) == ("news", text, language)
    assert document.title is document.publisher is document.published is document.address is None
    assert document.path == tmp_path / "news.txt"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the five articles are not beside the checkout")
def test_the_five_articles() -> None:
    documents, errors = read_all([SHARED])
    assert not errors
    assert [document.language for document in documents] == ["he", "he", "fr", "fa", "ar"]
    for document in documents:
        assert document.text == document.path.read_text(encoding="utf-8")


def test_folders_are_walked_without_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("b/x.md", "a/deep/y.txt", "z.TXT", ".hidden.txt", ".git/h.txt", "picture.png", "notes.docx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NEWS)
    documents, errors = read_all([tmp_path])
    assert not errors
    assert [document.name for document in documents] == ["x", "y", "z"]


def test_a_hidden_file_is_read_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / ".draft.txt"
    path.write_text(NEWS)
    assert only(path).name == "_draft"


def test_a_file_met_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS)
    (tmp_path / "link.txt").symlink_to(path)
    documents, errors = read_all([tmp_path, path, tmp_path / "sub" / ".." / "a.txt", path])
    assert [document.name for document in documents] == ["a"]
    assert len(errors) == 1  # there is no folder sub


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(NEWS)
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    documents, errors = read_all([tmp_path])
    assert [document.name for document in documents] == ["a"]
    assert [str(error).split(":")[0] for error in errors] == [str(tmp_path / "self.txt")]


def test_one_bad_file_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(NEWS)
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.md").write_text(" \n\t\u200f\n")
    documents, errors = read_all([tmp_path, tmp_path / "missing"])
    assert [document.name for document in documents] == ["good"]
    messages = "\n".join(map(str, errors))
    assert len(errors) == 4
    for part in ("bad.txt: not a text", "empty.txt: empty", "blank.md: empty", "missing: does not exist"):
        assert part in messages


def test_a_file_of_another_kind_that_is_named_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text(NEWS)
    (message,) = complaints(path)
    assert message.startswith(f"{path}: ")
    assert all(suffix in message for suffix in (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl"))


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert read_all([tmp_path]) == ([], [])
    assert read_all([]) == ([], [])


@pytest.mark.parametrize("name", ["bad\0name.txt", "x" * 300 + ".txt"])
def test_impossible_paths(name: str) -> None:
    (message,) = complaints(Path(name))
    assert "check" in message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (message,) = complaints(tmp_path)
    assert "no regular file" in message


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(NEWS)
    (tmp_path / "open.txt").write_text(NEWS)
    real = Path.read_bytes

    def denied(self: Path) -> bytes:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", denied)
    documents, errors = read_all([tmp_path])
    assert [document.name for document in documents] == ["open"]
    assert [str(error) for error in errors] == [f"{path}: permission denied; allow reading it"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything"
)
def test_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        (message,) = complaints(tmp_path)
    finally:
        closed.chmod(0o700)
    assert message == f"{closed}: permission denied; allow reading it"


def test_line_ends_are_unified_and_nothing_else_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("# Loan\r\n\r\n*Two*  billion\u00a0dollars\r– [today](https://example.org)\n".encode())
    assert only(path).text == "# Loan\n\n*Two*  billion\u00a0dollars\n– [today](https://example.org)\n"


def test_json_lines(tmp_path: Path, texts: dict[str, str]) -> None:
    path = tmp_path / "feed.jsonl"
    lines = [
        {
            "id": 7,
            "text": texts["he"],
            "title": "הלוואה",
            "url": "https://example.org/7",
            "published": "2025-11-10",
        },
        {"name": "a/b", "content": texts["fr"], "metadata": {"publisher": "Le Carnet", "lang": "fr-CA"}},
        {"text": "One\r\ntwo \ud800 and more words in English, so that the language can be told.\u2028Three"},
    ]
    path.write_text("\n\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    documents, errors = read_all([path])
    assert not errors
    assert [(d.name, d.language) for d in documents] == [("7", "he"), ("a_b", "fr"), ("feed-5", "en")]
    first, second, third = documents
    assert (first.title, first.address, first.published) == ("הלוואה", "https://example.org/7", "2025-11-10")
    assert second.publisher == "Le Carnet"
    assert third.text.startswith("One\ntwo \ufffd and")


def test_a_malformed_line_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    deep = "[" * 100_000
    bad = [
        "{",
        "[1]",
        '{"text": ""}',
        '{"text": 5}',
        '{"title": "x"}',
        deep,
        '{"text": "a\\u0000b"}',
        "1" * 5000,
    ]
    path.write_text("\n".join([*bad, json.dumps({"text": NEWS})]))
    documents, errors = read_all([path])
    assert [document.name for document in documents] == [f"feed-{len(bad) + 1}"]
    assert {str(error).split(": ")[0] for error in errors} == {f"{path}:{n}" for n in range(1, len(bad) + 1)}


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path) -> None:
    for name in ("a/x.txt", "b/x.txt", "b/y.md", "x.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(NEWS)
    paths = [tmp_path / "a", tmp_path / "b", tmp_path / "x.html", tmp_path / "missing"]
    documents, errors = read_all(paths)
    again, errors_again = read_all(paths[::-1])
    assert documents == again
    assert list(map(str, errors)) == list(map(str, errors_again))
