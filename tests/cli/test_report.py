"""Tests of ``moneyloop report``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from moneyloop.graph.build import build

Run = Callable[..., tuple[int, str, str]]
EXAMPLES = Path(__file__).parents[2] / "graph" / "examples"
DOCUMENTS = ("he-nvidia-openai.md", "en-amd-warrants.md", "fr-oracle-nvidia.md")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "graph"
    build([EXAMPLES / name for name in DOCUMENTS], folder)
    return folder


def test_report_in_a_language(run: Run, dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("report", dataset, "--out", out, "--language", "he") == (0, f"{out}\n", "")
    text = out.read_text(encoding="utf-8")
    assert '<html lang="he" dir="rtl">' in text
    assert "אנבידיה" in text
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.browser
@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="needs Chromium")
def test_report_as_pdf(run: Run, dataset: Path, tmp_path: Path) -> None:
    out, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    assert run("report", dataset, "--out", out, "--pdf", pdf) == (0, f"{out}\n{pdf}\n", "")
    printed = pypdf.PdfReader(pdf)
    assert len(printed.pages) > 3
    assert [round(float(size)) for size in printed.pages[0].mediabox[2:]] == [595, 842]
    assert "Where the money goes round" in printed.pages[0].extract_text()
    assert "Method and limits" in "".join(page.extract_text() for page in printed.pages)
    assert sorted(tmp_path.iterdir()) == [out, pdf]


def test_no_browser(run: Run, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, out, err = run("report", dataset, "--out", tmp_path / "a.html", "--pdf", tmp_path / "a.pdf")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "needs Chromium or Chrome" in err
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_fails(
    run: Run, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho it broke >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    code, out, err = run("report", dataset, "--out", tmp_path / "a.html", "--pdf", tmp_path / "a.pdf")
    assert (code, out) == (1, "")
    assert err == f"moneyloop: {broken}: does not print the page: it broke\n"
    assert list(tmp_path.iterdir()) == [broken]


def test_one_file_for_both(run: Run, dataset: Path, tmp_path: Path) -> None:
    code, _, err = run("report", dataset, "--out", tmp_path / "a", "--pdf", tmp_path / "a")
    assert (code, "are both" in err) == (2, True)


def test_no_dataset(run: Run, tmp_path: Path) -> None:
    code, out, err = run("report", tmp_path / "none", "--out", tmp_path / "a.html")
    assert (code, out, "does not exist" in err) == (1, "", True)
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_is_none(run: Run, dataset: Path, tmp_path: Path) -> None:
    code, _, _ = run("report", dataset, "--out", tmp_path / "a.html", "--language", "xx")
    assert code == 2
