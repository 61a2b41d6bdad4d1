"""CSV tables and their data package, as frictionless checks them."""

from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from moneyloop.errors import DatasetError
from moneyloop.graph.formats.sheets import write_sheets
from moneyloop.graph.formats.tables import tables


@pytest.fixture(scope="module")
def package(store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sheets") / "out"
    write_sheets(store, out)
    return out


def report(package: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        return Package(str(package / "datapackage.json")).validate()


def read(package: Path, name: str) -> list[dict[str, str]]:
    with (package / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_frictionless_finds_the_package_valid(package: Path) -> None:
    found = report(package)
    assert found.valid, found.flatten(["title", "message"])
    assert {task.name for task in found.tasks} == set(tables())
    assert all(read(package, name) for name in tables())


def test_frictionless_finds_what_is_wrong(package: Path, tmp_path: Path) -> None:
    for path in package.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.stem == "roles":
            text = text.replace("/id/deal/Loan-", "/id/deal/Lone-")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    assert "ForeignKey Error" in {title for (title,) in report(tmp_path).flatten(["title"])}


def test_each_row_of_a_claim_holds_its_quote(package: Path, folder: Path) -> None:
    names = {row["document"]: row["name"] for row in read(package, "documents")}
    claims = read(package, "claims")
    for row in claims:
        text = (folder / "documents" / f"{names[row['document']]}.txt").read_bytes().decode()
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    assert any('"the <b>Gazette</b>"' in row["quote"] for row in claims)


def test_a_former_export_is_replaced_and_nothing_else(store: ox.Store, tmp_path: Path) -> None:
    write_sheets(store, tmp_path / "out")
    (tmp_path / "out" / "old.csv").write_text("x")
    write_sheets(store, tmp_path / "out")
    assert not (tmp_path / "out" / "old.csv").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(DatasetError, match="holds something else"):
        write_sheets(store, tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out"]


def test_the_descriptor_says_what_was_written(package: Path) -> None:
    said = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for resource in said["resources"]:
        header = (package / resource["path"]).read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
        assert (package / resource["path"]).stat().st_size == resource["bytes"]
