from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moneyloop.graph.lines import Lines, mapped, merge

lines = st.sets(st.text("ab\u05d0", max_size=4).map(lambda text: text.encode() + b"\n"), max_size=12)


@given(lines, lines, lines)
def test_lines_are_merged_in_order(old: set[bytes], removed: set[bytes], added: set[bytes]) -> None:
    found = b"".join(Lines(b"".join(sorted(old))).merged(old & removed, added))
    assert found == b"".join(sorted(old - removed | added))


@given(lines, st.text("ab\u05d0", max_size=2).map(str.encode))
def test_lines_are_found_by_their_start(old: set[bytes], prefix: bytes) -> None:
    found = Lines(b"".join(sorted(old))).starting(prefix)
    assert found == [line for line in sorted(old) if line.startswith(prefix)]


def test_a_line_that_is_not_there_cannot_be_removed(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"a\nc\n")
    with pytest.raises(KeyError, match="b"):
        merge(tmp_path / "old", tmp_path / "new", [b"b\n"], [])


def test_files_may_be_empty(tmp_path: Path) -> None:
    (tmp_path / "old").touch()
    merge(tmp_path / "old", tmp_path / "new", [], [b"a\n"])
    merge(tmp_path / "new", tmp_path / "none", [b"a\n"], [])
    assert (tmp_path / "new").read_bytes() == b"a\n"
    with mapped(tmp_path / "none") as found:
        assert found.starting(b"") == []
