"""Whatever bytes a file holds, reading it gives documents or errors, and never raises."""

from __future__ import annotations

import codecs
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moneyloop.graph.documents import read_all

SUFFIXES = (".txt", ".md", ".html", ".pdf", ".jsonl")
STARTS = (
    b"",
    b"---\n",
    b"---\ntitle: ",
    b"%PDF-1.4\n",
    b"<html>",
    b"<html><body><p>",
    b'{"text": "',
    codecs.BOM_UTF16_LE,
)
CHARSETS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-be")

contents = st.one_of(
    st.builds(bytes.__add__, st.sampled_from(STARTS), st.binary(max_size=200)),
    st.builds(
        lambda start, text, charset: start + text.encode(charset),
        st.sampled_from(STARTS),
        st.text(max_size=100),
        st.sampled_from(CHARSETS),
    ),
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=contents, sidecar=st.one_of(st.none(), st.binary(max_size=50)))
def test_any_bytes(suffix: str, content: bytes, sidecar: bytes | None) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"a{suffix}").write_bytes(content)
        if sidecar is not None:
            (folder / "a.yaml").write_bytes(sidecar)
        documents, errors = read_all([folder])
        assert documents or errors
        for document in documents:
            assert document.text.strip()
            assert "\r" not in document.text
            assert "\0" not in document.text
            document.text.encode()
            document.name.encode()
            assert document.language.islower()
        for error in errors:
            assert str(error).startswith(str(folder))
            assert "; " in str(error)


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_plain_text_comes_back_as_it_stands(text: str) -> None:
    with TemporaryDirectory() as name:
        path = Path(name, "a.txt")
        path.write_bytes(text.encode())
        documents, errors = read_all([path])
        assert len(documents) + len(errors) == 1
        if documents:
            assert documents[0].text == text.removeprefix("\ufeff")
        else:
            assert "empty" in str(errors[0])
