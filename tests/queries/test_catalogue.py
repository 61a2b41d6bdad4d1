"""The catalogue: what is in it, and what a malformed file is refused for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from moneyloop.errors import AssetError
from moneyloop.queries.catalogue import catalogue, load
from moneyloop.queries.header import LANGUAGES
from moneyloop.queries.parameters import bound, terms
from moneyloop.queries.reference import reference
from moneyloop.queries.run import run
from moneyloop.queries.source import Embedded
from moneyloop.queries.stored import COLUMN_TYPES

NAMES: Final = [
    "attributions",
    "capital-structure",
    "chains",
    "changes",
    "collateral",
    "commitment-funnel",
    "concentration",
    "contradictions",
    "coverage",
    "cycle-breakers",
    "cycle-evidence",
    "cycle-parties",
    "cycles",
    "deals",
    "exposure",
    "figures",
    "guarantees",
    "largest-deals",
    "longest-chains",
    "loop-members",
    "maturity-wall",
    "mutual-payments",
    "off-balance",
    "party",
    "people",
    "relations",
    "relied-on",
    "round-trips",
    "self-financed",
    "single-source",
    "sources",
    "three-roles",
    "timeline",
    "unresolved-parties",
    "vendor-financing",
]

GOOD: Final = """\
#+ title: {en: Loans, fr: Prêts, he: הלוואות, fa: وام‌ها, ar: قروض}
#+ question: {en: Who lends?, fr: Qui prête ?, he: מי מלווה?, fa: چه کسی وام می‌دهد؟, ar: من يقرض؟}
#+ description: Every loan.
#+ row: {en: "{deal}.", fr: "{deal}.", he: "{deal}.", fa: "{deal}.", ar: "{deal}."}
#+ parameters:
#+   - name: status
#+     type: status
#+     default: considered
#+     allowed: [considered, announced]
#+     description: {en: floor, fr: seuil, he: סף, fa: کف, ar: حد}
#+ columns:
#+   - {name: deal, type: deal, meaning: The loan.}
#+ tags: [deals]

PREFIX ml: <https://w3id.org/moneyloop/ns/>

SELECT ?deal WHERE { VALUES ?_status { ml:considered } ?deal a ml:Loan ; ml:status ?_status }
"""


def test_the_documentation_lists_them() -> None:
    document = Path(__file__).parents[2] / "docs" / "catalogue.md"
    assert document.read_text(encoding="utf-8") == reference(), "docs/catalogue.md: run `make generate`"


def test_the_stored_queries() -> None:
    assert list(catalogue()) == NAMES
    assert len(NAMES) >= 30
    assert all(name == query.name for name, query in catalogue().items())


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_questions_are_in_the_script_of_their_language(name: str) -> None:
    scripts = {"he": "[א-ת]", "fa": "[ء-ی]", "ar": "[ء-ي]"}
    query = catalogue()[name]
    for texts in (query.title, query.question, *(p.description for p in query.parameters)):
        assert tuple(texts) == LANGUAGES
        assert all(re.search(scripts.get(language, "[A-Za-zÀ-ÿ]"), text) for language, text in texts.items())
    assert query.question["en"].endswith("?")
    assert query.question["ar"].endswith("؟")


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"sources"}))
def test_every_query_about_deals_takes_a_status_floor(name: str) -> None:
    floors = [parameter for parameter in catalogue()[name].parameters if parameter.name == "status"]
    assert [(floor.type, floor.default, floor.allowed) for floor in floors] == [
        ("status", ("considered",), ("considered", "announced", "committed", "completed"))
    ]


def test_the_columns_that_scripts_rely_on() -> None:
    columns = {name: " ".join(column.name for column in query.columns) for name, query in catalogue().items()}
    assert columns["cycles"] == "cycle length parties status amountMin amountMax currency claims"
    assert columns["cycle-evidence"] == (
        "hop payer payee deal type status amountMin amountMax currency quote start end document language"
    )


@pytest.mark.parametrize("name", NAMES)
def test_values_have_the_type_of_their_column(name: str, store: ox.Store) -> None:
    given = {"cycle": "86e886b8fef8", "party": "birch"}
    query = catalogue()[name]
    required = {p.name: given[p.name] for p in query.parameters if p.required}
    rows = run(query, store, required).rows
    assert rows
    for row in rows:
        for column, term in zip(query.columns, row, strict=True):
            if isinstance(term, ox.Literal):
                datatype = term.datatype.value.rpartition("#")[2]
                fitting = {COLUMN_TYPES[column.type], *(["langString"] if column.type == "text" else [])}
                assert datatype in fitting, column.name
            elif term is not None:
                assert COLUMN_TYPES[column.type] == "iri"


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_the_query_with_its_defaults(name: str, store: ox.Store) -> None:
    query = catalogue()[name]
    if not any(parameter.required for parameter in query.parameters):
        alone = store.query(query.text, use_default_graph_as_union=True)
        bound_ = store.query(bound(query, terms(query, Embedded(store), {})), use_default_graph_as_union=True)
        assert isinstance(alone, ox.QuerySolutions)
        assert isinstance(bound_, ox.QuerySolutions)
        assert [list(row) for row in alone] == [list(row) for row in bound_]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "loans.rq"
    path.write_text(GOOD, encoding="utf-8")
    query = load(path)
    assert (query.name, query.title["fr"], query.limit) == ("loans", "Prêts", None)
    assert [parameter.name for parameter in query.parameters] == ["status"]


def test_the_keys_of_grlc_stand_beside_ours(tmp_path: Path) -> None:
    path = tmp_path / "loans.rq"
    grlc = """\
#+ summary: Loans
#+ endpoint: http://localhost/sparql
#+ endpoint_in_url: false
#+ endpoint-method: POST
#+ method: GET
#+ pagination: 100
#+ defaults: [{kind: "new"}]
#+ enumerate: [{kind: ["new", "old"]}, status]
#+ transform: {deal: "?deal"}
#+ parameters:
#+   - {name: kind, type: choice, description: {en: x, fr: x, he: x, fa: x, ar: x}}
"""
    changed = GOOD.replace("#+ parameters:\n", grlc).replace("WHERE {", 'WHERE { VALUES ?_kind { "new" }')
    path.write_text(changed, encoding="utf-8")
    query = load(path)
    assert (query.parameters[0].default, query.parameters[0].allowed) == (("new",), ("new", "old"))
    assert query.others["pagination"] == 100
    assert set(query.others) == {
        "summary",
        "endpoint",
        "endpoint_in_url",
        "endpoint-method",
        "method",
        "pagination",
        "transform",
    }


def test_what_a_header_leaves_out_the_shared_parameters_say(tmp_path: Path) -> None:
    long = "   - name: status" + GOOD.partition("- name: status")[2].partition("\n#+ columns")[0]
    short, own = tmp_path / "short.rq", tmp_path / "own.rq"
    short.write_text(GOOD.replace(long, "   - status"), encoding="utf-8")
    five = "{en: x, fr: x, he: x, fa: x, ar: x}"
    own.write_text(GOOD.replace(long, f"   - {{name: status, description: {five}}}"), encoding="utf-8")
    assert load(short).parameters == catalogue()["cycles"].parameters[:1]
    (parameter,) = load(own).parameters
    assert (parameter.default, parameter.description["he"]) == (("considered",), "x")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ tags: [deals]", "#+ tag: [deals]", r"loans.rq:13: tag is an unknown key"),
        ("name: deal, type", "nam: deal, type", r"loans.rq:12: nam of columns is an unknown key"),
        (", ar: قروض", "", r"loans.rq:1: title needs exactly .*; see ar"),
        ("he: הלוואות", "he: ''", r"title needs exactly .*; see he"),
        ("ar: قروض", "ar: قروض, de: Kredite", r"title needs exactly .*; see de"),
        ("#+ description: Every loan.\n", "", "description must be a text"),
        ("type: status", "type: floor", "'floor' is not one of status, party"),
        ("type: deal", "type: link", "'link' is not one of string, text"),
        ("default: considered", "default: announced", "expected VALUES \\?_status { ml:announced }"),
        ("default: considered", "required: maybe", "required of parameters must be true or false"),
        ("default: considered", "default: x\n#+     required: true", "default of parameters is of no use"),
        ("type: status\n", "type: choice\n", "found .*ml:considered"),
        ("[considered, announced]", "[]\n#+     required: true", "default of parameters is of no use"),
        (
            "type: status\n#+     default: considered\n#+     allowed: [considered, announced]",
            "type: choice",
            "what",
        ),
        ("[considered, announced]", "[a]", "must be one of the allowed values"),
        ("[considered, announced]", "a", "allowed of parameters must be a list of texts"),
        ("name: status", "name: asOf", "declares asOf"),
        ("VALUES ?_status { ml:considered }", "VALUES ?_floor { ml:considered }", "declares status"),
        ("SELECT ?deal WHERE {", "SELECT ?deal WHERE { VALUES ?_x { 1 }", "does not declare x"),
        (
            "{name: deal, type: deal, meaning: The loan.}",
            "{name: loan, type: deal, meaning: x}\n#+   - {name: deal, type: deal, meaning: x}",
            r"selects \['deal'\], the header declares \['loan', 'deal'\]",
        ),
        ("name: deal, type", "name: the deal, type", "is no lowerCamel name"),
        ("#+ tags: [deals]", "#+ limits: {rows: 5}", "limits says 5 rows, the query has LIMIT nowhere"),
        ("#+ tags: [deals]", "#+ limits: {rows: many}", "rows of limits must be a whole number from 1 on"),
        ("#+ tags: [deals]", "#+ limits: {row: 5}", "loans.rq:13: row of limits is an unknown key"),
        ("#+ tags: [deals]", "#+ tags: [deals", r"loans.rq:\d+: the header is no YAML"),
        ("#+ tags: [deals]", "#+ title: x", r"loans.rq:13: title is given twice"),
        ('ar: "{deal}."', 'ar: ""', "row needs exactly .*; see ar"),
        ('fr: "{deal}."', 'fr: "{loan}."', r"loans.rq:4: row \(fr\) has a place \{loan\}"),
        ('fr: "{deal}."', 'fr: "[{deal}."', r"row \(fr\) is no template: a \[ is not closed"),
        ('fr: "{deal}."', 'fr: "[x] {deal}."', r"row \(fr\) is no template at '\] "),
        (", fa: کف", "", "loans.rq:10: description of parameters needs exactly .*; see fa"),
        ("#+ parameters:\n", "#+ parameters:\n#+   - state\n", "names 'state'"),
        ("default: considered", "default: [considered, completed]", "the parameter does not take many"),
        ("default: considered", "many: maybe", "many of parameters must be true or false"),
        ("default: considered", "pattern: 5", "pattern of parameters must be a regular expression"),
        ("#+ tags: [deals]", "#+ method: PUT", "method must be one of GET, POST"),
        ("#+ tags: [deals]", "#+ pagination: 0", "pagination must be a whole number from 1 on"),
        ("#+ tags: [deals]", "#+ endpoint_in_url: maybe", "endpoint_in_url must be true or false"),
        ("#+ tags: [deals]", "#+ summary: []", "summary must be a text"),
        ("#+ tags: [deals]", "#+ transform: x", "transform must be a mapping"),
        ("#+ tags: [deals]", "#+ defaults: [{status: announced}]", "defaults differs from default of status"),
        ("#+ tags: [deals]", "#+ defaults: [{floor: x}]", "defaults names floor, which is no parameter"),
        ("#+ tags: [deals]", "#+ enumerate: [{status: [x, considered]}]", "enumerate differs from allowed"),
        ("#+ tags: [deals]", "#+ enumerate: [5]", "enumerate must list names of parameters"),
        ("SELECT ?deal WHERE", "SELECT ?deal WHICH", "no SPARQL 1.1"),
        ("SELECT ?deal WHERE", "ASK WHERE", "is no SELECT query"),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    path = tmp_path / "loans.rq"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(AssetError, match=message):
        load(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"SELECT * WHERE { ?s ?p ?o }", "no header"),
        (b"#+ only words\n", "is no YAML mapping"),
        (b"\xff\xfe\xff", "cannot be read"),
    ],
)
def test_a_file_without_a_header_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x.rq"
    path.write_bytes(content)
    with pytest.raises(AssetError, match=message):
        load(path)
