"""Commands on a SPARQL endpoint say what they say on the folder that was published to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
from tests.servers import Server, StartOxigraph

from moneyloop import assets
from moneyloop.graph.build import build
from moneyloop.graph.publish import publish
from moneyloop.graph.store import open_store
from moneyloop.graph.writers import Updates
from moneyloop.queries.remote import Endpoint

Run = Callable[..., tuple[int, str, str]]
EXAMPLES: Final = ("en-private-credit", "he-oracle-lenders", "fa-xai-nvidia")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = [path for name in EXAMPLES for path in assets.asset("graph", "examples").glob(f"{name}.*")]
    assert len(found) >= len(EXAMPLES)
    out = tmp_path_factory.mktemp("served") / "graph"
    build(found, out)
    return out


@pytest.fixture(scope="module")
def served(start_oxigraph: StartOxigraph, folder: Path) -> Server:
    server = start_oxigraph()
    publish(open_store(folder), Endpoint(server.query), Updates(Endpoint(server.update)))
    return server


@pytest.mark.parametrize(
    "options",
    [
        ("deals", "--format", "csv"),
        ("party", "--party", "Nvidia", "--format", "json"),
        ("sources", "--format", "sentences", "--lang", "fr"),
    ],
    ids=lambda options: options[0],
)
def test_query(run: Run, folder: Path, served: Server, options: tuple[str, ...]) -> None:
    found = run("query", *options, "--endpoint", served.query)
    assert found == run("query", *options, "--data", folder)
    assert found[0] == 0
    assert len(found[1].splitlines()) > 1 or options[-1] == "json"


def test_claims(run: Run, folder: Path, served: Server) -> None:
    code, out, _ = run("claims", "--format", "jsonl", "--endpoint", served.query)
    assert code == 0
    assert _comparable(out) == _comparable(run("claims", folder, "--format", "jsonl")[1])
    assert len(out.splitlines()) > 5


def _comparable(text: str) -> list[dict[str, Any]]:
    """Return claims by document and id, without the forms and order in which documents name participants."""
    claims = [json.loads(line) for line in text.splitlines()]
    for claim in claims:
        for role, filling in claim["roles"].items():
            fillings = filling if isinstance(filling, list) else [filling]
            claim["roles"][role] = sorted(one["name"] for one in fillings)
    return sorted(claims, key=lambda claim: (claim["document"], claim["id"]))


def test_claims_are_filtered(run: Run, folder: Path, served: Server) -> None:
    options = ("--document", "he-oracle-lenders", "--party", "Oracle")
    code, out, _ = run("claims", *options, "--endpoint", served.query)
    assert code == 0
    assert out.count("he-oracle-lenders") == run("claims", folder, *options)[1].count("he-oracle-lenders") > 0


def test_export(run: Run, folder: Path, served: Server, tmp_path: Path) -> None:
    out = tmp_path / "out.nq"
    assert run("export", "--endpoint", served.query, "-f", "nquads", "-o", out)[0] == 0
    assert _canonical(out) == _canonical(folder / "dataset.nq")


@pytest.mark.parametrize("form", ["followthemoney", "graphml"])
def test_export_for_other_tools(run: Run, folder: Path, served: Server, tmp_path: Path, form: str) -> None:
    assert run("export", "--endpoint", served.query, "-f", form, "-o", tmp_path / "served") == (0, "", "")
    assert run("export", folder, "-f", form, "-o", tmp_path / "built") == (0, "", "")
    assert (tmp_path / "served").read_bytes() == (tmp_path / "built").read_bytes()
    assert (tmp_path / "built").stat().st_size > 1000


def test_export_for_other_tools_needs_a_place(run: Run, folder: Path) -> None:
    code, out, err = run("export", folder, "-f", "csv")
    assert (code, out) == (2, "")
    assert "csv is not written to standard output" in err


def _canonical(path: Path) -> set[str]:
    dataset = ox.Dataset(ox.parse(path=path, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def test_validate(run: Run, served: Server) -> None:
    assert run("validate", "--endpoint", served.query) == (0, "valid\n", "")


def test_publish(run: Run, folder: Path, start_oxigraph: StartOxigraph) -> None:
    server = start_oxigraph("--union-default-graph")
    code, out, err = run("publish", folder, "--endpoint", server.query)
    assert (code, err) == (0, "")
    assert out.startswith(f"{server.query}: 8 graphs written, 0 unchanged, 0 removed; ")
    for option, address in (("--update-endpoint", server.update), ("--graph-store", server.graphs)):
        out = run("publish", folder, "--endpoint", server.query, option, address)[1]
        assert ": 0 graphs written, 8 unchanged, 0 removed; " in out
    out = run("publish", folder, "--endpoint", server.query, "--graph-store", server.graphs, "--all")[1]
    assert ": 8 graphs written, 0 unchanged, 0 removed; " in out


@pytest.mark.parametrize("command", ["claims", "export", "validate"])
def test_one_dataset_is_needed(run: Run, command: str) -> None:
    code, _, err = run(command)
    assert (code, err) == (
        2,
        f"moneyloop: {command}: say which dataset: moneyloop {command} DIR (or --endpoint URL)\n",
    )
    code, _, err = run(command, "graph", "--endpoint", "http://localhost/")
    assert (code, err) == (
        2,
        f"moneyloop: {command}: give one dataset: a folder or --endpoint URL, not both\n",
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--endpoint", "localhost"], "--endpoint 'localhost' is no http or https URL"),
        (["--endpoint", "http://a:b@localhost/"], "--endpoint must hold no credentials"),
        (["--update-endpoint", "x"], "--update-endpoint 'x' is no http or https URL"),
        (["--graph-store", "x"], "--graph-store 'x' is no http or https URL"),
        (["--graph-store", "http://x/", "--update-endpoint", "http://x/"], "or --graph-store, not both"),
    ],
)
def test_a_wrong_call_of_publish(run: Run, folder: Path, options: list[str], message: str) -> None:
    endpoint = [] if "--endpoint" in options else ["--endpoint", "http://127.0.0.1:9/query"]
    code, out, err = run("publish", folder, *endpoint, *options)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_folder_without_a_dataset_is_not_published(run: Run, tmp_path: Path) -> None:
    code, _, err = run("publish", tmp_path, "--endpoint", "http://127.0.0.1:9/query")
    assert (code, err.startswith(f"moneyloop: {tmp_path}: holds no dataset")) == (1, True)
