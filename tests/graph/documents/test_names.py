"""Names of documents."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from moneyloop.graph.documents import read_all

NEWS = "The bank lends the foundry two billion dollars, and the foundry buys its chips.\n"


def names(folder: Path, *files: str) -> dict[str, str]:
    """Return the names given to some files, by file."""
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NEWS)
    documents, errors = read_all([folder])
    assert not errors
    assert len({document.name.casefold() for document in documents}) == len(documents)
    return {document.path.relative_to(folder).as_posix(): document.name for document in documents}


def test_a_name_is_the_stem(tmp_path: Path) -> None:
    assert names(tmp_path, "a.txt", "b.c.txt", "של מי.md") == {
        "a.txt": "a",
        "b.c.txt": "b.c",
        "של מי.md": "של מי",
    }


def test_same_name_in_two_folders(tmp_path: Path) -> None:
    given = names(tmp_path, "a/x.txt", "b/x.txt", "b/y.txt", "b/deep/x.txt")
    assert given == {"a/x.txt": "a__x", "b/x.txt": "b__x", "b/y.txt": "y", "b/deep/x.txt": "b__deep__x"}


def test_same_name_in_one_folder(tmp_path: Path) -> None:
    given = names(tmp_path, "x.txt", "x.md", "X.html", "sub/x.txt")
    assert given == {"x.txt": "x__txt", "x.md": "x__md", "X.html": "X__html", "sub/x.txt": "sub__x"}


def test_a_name_made_is_never_one_taken(tmp_path: Path) -> None:
    given = names(tmp_path, "x.txt", "x.md", "x__txt.txt", "sub/x.txt", "sub__x.md")
    assert len(given) == 5


def test_same_id_in_json_lines(tmp_path: Path) -> None:
    line = json.dumps({"id": "n", "text": NEWS}) + "\n"
    (tmp_path / "one.jsonl").write_text(line * 2)
    (tmp_path / "two.jsonl").write_text(line)
    documents, errors = read_all([tmp_path])
    assert not errors
    assert [document.name for document in documents] == ["one__n__1", "one__n__2", "two__n"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("a/b\\c:d", "a_b_c_d"),
        ("../../etc/passwd", "___.._etc_passwd"),
        ("..", "__"),
        (".hidden", "_hidden"),
        ("tab\there", "tab here"),
        ("e\u0301", "é"),
        ("שלום\u202eעולם", "שלום עולם"),
        ("می‌شود", "می‌شود"),
    ],
)
def test_unsafe_characters_are_replaced(tmp_path: Path, label: str, name: str) -> None:
    (tmp_path / "feed.jsonl").write_text(json.dumps({"id": label, "text": NEWS}))
    ((document,), _) = read_all([tmp_path])
    assert document.name == name


def test_long_names_are_cut_and_stay_apart(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "ש" * 300 + end, "text": NEWS}) for end in "אב"]
    (tmp_path / "feed.jsonl").write_text("\n".join(lines))
    documents, _ = read_all([tmp_path])
    assert len({document.name for document in documents}) == 2
    assert all(len(document.name.encode()) <= 180 for document in documents)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such file names")
def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/loan-\xff.txt"))
    path.write_text(NEWS)
    empty = Path(os.fsdecode(os.fsencode(tmp_path) + b"/empty-\xff.txt"))
    empty.write_text("")
    ((document,), (error,)) = read_all([tmp_path])
    assert document.name == "loan-_"
    assert str(error).encode().decode().endswith("empty-\ufffd.txt: empty; leave it out, or fill it")
