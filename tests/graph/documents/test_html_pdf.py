"""Pages and PDFs."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from subprocess import run

import pytest
from pypdf import PdfReader, PdfWriter

from moneyloop.graph.documents import Document, read_all

PARAGRAPH = (
    "The bank lends the foundry two billion dollars, and the foundry buys its chips from the bank's own firm."
)


def page(body: str, head: str = "", attributes: str = 'lang="en-GB"') -> str:
    return f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>"


def read(tmp_path: Path, name: str, data: bytes) -> tuple[list[Document], list[str]]:
    path = tmp_path / name
    path.write_bytes(data)
    documents, errors = read_all([path])
    return documents, [str(error) for error in errors]


def pdf(*lines: str, title: str | None = None, password: str | None = None) -> bytes:
    """Return a PDF of one page with some lines of Latin text."""
    content = b"BT /F1 10 Tf 12 TL 40 780 Td " + b" ".join(
        b"(" + line.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*"
        for line in lines
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(en-US)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s ET\nendstream" % (len(content) + 3, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    data, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    if title is None and password is None:
        return bytes(data)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    if title is not None:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("suffix", ["html", "htm"])
def test_a_page_with_json_ld(tmp_path: Path, suffix: str) -> None:
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "A loan",
        "datePublished": "2025-11-10T08:00:00Z",
        "publisher": {"@type": "Organization", "name": "The Ledger"},
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(about)}</script>'
        '<link rel="canonical" href="https://example.org/loan">'
    )
    body = f"<nav>Home | Markets</nav><article><h1>A loan</h1><p>{PARAGRAPH}</p><p>Second.</p></article>"
    (document,), errors = read(tmp_path, f"a.{suffix}", page(body, head).encode())
    assert not errors
    assert document.text == f"A loan\n{PARAGRAPH}\nSecond."
    assert (document.title, document.publisher, document.published) == ("A loan", "The Ledger", "2025-11-10")
    assert (document.address, document.language) == ("https://example.org/loan", "en")


def test_a_page_with_meta_elements_and_a_sidecar(tmp_path: Path) -> None:
    head = (
        '<title>Loan</title><meta property="og:site_name" content="The Ledger">'
        '<meta property="article:published_time" content="2031-01-02T00:00:00Z">'
    )
    (tmp_path / "a.yaml").write_text("publisher: The Other\n")
    (document,), errors = read(tmp_path, "a.html", page(f"<p>{PARAGRAPH}</p>", head, "").encode())
    assert not errors
    assert (document.title, document.publisher, document.published) == ("Loan", "The Other", "2031-01-02")
    assert document.language == "en"


def test_lines_of_the_source_are_no_lines_of_the_text(tmp_path: Path) -> None:
    body = (
        f"<p>{PARAGRAPH.replace(' ', chr(10) + '   ')}</p><p>One <b>and\n two</b>\n three.</p><pre>a\nb</pre>"
    )
    (document,), errors = read(tmp_path, "a.html", page(body).encode())
    assert not errors
    assert document.text.split("\n")[:2] == [PARAGRAPH, "One and two three."]


def test_a_page_in_each_language(tmp_path: Path, spoken: tuple[str, str]) -> None:
    language, text = spoken
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    (document,), errors = read(
        tmp_path, "a.html", (declaration + page(f"<p>{text}</p>", attributes="")).encode()
    )
    assert not errors
    assert (document.text, document.language) == (text, language)


def test_a_fragment(tmp_path: Path) -> None:
    (document,), errors = read(tmp_path, "a.html", f"<p>{PARAGRAPH}</p>".encode())
    assert not errors
    assert document.text == PARAGRAPH


@pytest.mark.parametrize("body", ["", "<script>var loan = 2;</script>", "<div><img src='a.png'></div>"])
def test_a_page_without_main_text(tmp_path: Path, body: str) -> None:
    documents, errors = read(tmp_path, "a.html", page(body).encode())
    assert not documents
    assert errors == [f"{tmp_path / 'a.html'}: has no main text; save the article itself as .txt"]


def test_a_pdf(tmp_path: Path) -> None:
    lines = [
        "A loan",
        "The bank lends the foundry two billion dol-",
        "lars, and the foundry (of Maple) buys its chips",
        "from it. So the same money",
        "comes round.",
    ]
    (document,), errors = read(tmp_path, "a.pdf", pdf(*lines, title="On loans"))
    assert not errors
    assert document.text == (
        "A loan\nThe bank lends the foundry two billion dollars, and the foundry (of Maple) buys its chips "
        "from it. So the same money\ncomes round."
    )
    assert (document.name, document.title, document.language) == ("a", "On loans", "en")


def test_a_locked_pdf(tmp_path: Path) -> None:
    documents, errors = read(tmp_path, "a.pdf", pdf("A loan", password="secret"))
    assert not documents
    assert errors == [f"{tmp_path / 'a.pdf'}: is encrypted; save it without a password"]


def test_a_pdf_that_opens_without_password(tmp_path: Path) -> None:
    (document,), errors = read(tmp_path, "a.pdf", pdf("A loan of two billion", password=""))
    assert not errors
    assert document.text == "A loan of two billion"


def test_a_pdf_without_text(tmp_path: Path) -> None:
    documents, errors = read(tmp_path, "a.pdf", pdf())
    assert not documents
    assert "OCR" in errors[0]


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"no pdf at all", pdf("A loan")[:200], b"\x00" * 50])
def test_a_broken_pdf(tmp_path: Path, data: bytes) -> None:
    documents, errors = read(tmp_path, "a.pdf", data)
    assert not documents
    assert len(errors) == 1
    assert errors[0].startswith(f"{tmp_path / 'a.pdf'}: is a broken PDF")


def test_an_empty_pdf(tmp_path: Path) -> None:
    assert read(tmp_path, "a.pdf", b"")[1] == [f"{tmp_path / 'a.pdf'}: empty; leave it out, or fill it"]


def test_importing_loads_no_slow_library() -> None:
    slow = "{'trafilatura', 'pypdf', 'py3langid', 'charset_normalizer', 'lxml', 'numpy', 'yaml'}"
    code = f"import sys, moneyloop.graph.documents; print(sorted({slow} & set(sys.modules)))"
    result = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
