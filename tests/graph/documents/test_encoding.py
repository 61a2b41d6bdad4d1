"""Encodings of text files."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from moneyloop.graph.documents import read_all


def read(tmp_path: Path, data: bytes, name: str = "a.txt") -> tuple[str | None, str | None]:
    """Return the text read from some bytes, or the error."""
    path = tmp_path / name
    path.write_bytes(data)
    documents, errors = read_all([path])
    assert len(documents) + len(errors) == 1
    return (documents[0].text, None) if documents else (None, str(errors[0]))


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_unicode_in_each_script(tmp_path: Path, spoken: tuple[str, str], mark: bytes, charset: str) -> None:
    _, text = spoken
    assert read(tmp_path, mark + text.encode(charset)) == (text, None)


@pytest.mark.parametrize(
    ("language", "charset"),
    [
        ("he", "cp1255"),
        ("ar", "cp1256"),
        ("fr", "latin-1"),
        ("fr", "cp1252"),
        ("de", "latin-1"),
        ("de", "cp1252"),
    ],
)
def test_one_byte_encodings_are_detected(
    tmp_path: Path, texts: dict[str, str], language: str, charset: str
) -> None:
    (tmp_path / "a.txt").write_bytes(texts[language].encode(charset))
    ((document,), errors) = read_all([tmp_path])
    assert not errors
    assert (document.text, document.language) == (texts[language], language)


def test_typographic_marks_of_windows(tmp_path: Path) -> None:
    text = "La société « Belair » a levé 15 milliards d’euros – un record – auprès d’investisseurs étrangers."
    assert read(tmp_path, text.encode("cp1252")) == (text, None)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(tmp_path: Path, charset: str) -> None:
    text = "The bank lends the foundry two billion dollars.\n"
    assert read(tmp_path, text.encode(charset)) == (text, None)


def test_a_text_cut_inside_a_letter_stays_utf8(tmp_path: Path, texts: dict[str, str]) -> None:
    read_text, error = read(tmp_path, (texts["he"] * 3).encode()[:-2])
    assert error is None
    assert read_text is not None
    assert read_text.startswith(texts["he"])


def test_a_charset_declared_by_a_page(tmp_path: Path, texts: dict[str, str]) -> None:
    page = f'<html><head><meta charset="windows-1255"></head><body><p>{texts["he"]}</p></body></html>'
    assert read(tmp_path, page.encode("cp1255"), "a.html") == (texts["he"], None)


def test_a_wrong_declaration_is_not_believed(tmp_path: Path, texts: dict[str, str]) -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{texts["ar"]}</p></body></html>'
    assert read(tmp_path, page.encode(), "a.html") == (texts["ar"], None)


@pytest.mark.parametrize(
    "data", [b"", b" \n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u200e\u200f\n".encode()]
)
def test_empty(tmp_path: Path, data: bytes) -> None:
    _, error = read(tmp_path, data)
    assert error == f"{tmp_path / 'a.txt'}: empty; leave it out, or fill it"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00 word/document.xml",
        b"\x7fELF\x02\x01\x01\x00\x00\x00",
        bytes(range(1, 32)) * 20,
        b"text with\x00a NUL in it",
        codecs.BOM_UTF16_LE + b"\x00\xd8\x00",
        codecs.BOM_UTF16_LE + b"a\x00\x00\x00b\x00",
    ],
)
def test_not_a_text(tmp_path: Path, data: bytes) -> None:
    _, error = read(tmp_path, data)
    assert error == f"{tmp_path / 'a.txt'}: not a text; leave it out, or save it as text in UTF-8"
