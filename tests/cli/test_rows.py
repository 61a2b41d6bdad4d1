import json

from moneyloop.cli.rows import readable
from moneyloop.queries.answer import Answer


def answer(row: dict[str, str]) -> Answer:
    cells = {name: {"type": "literal", "value": value} for name, value in row.items()}
    said = {"head": {"vars": list(row)}, "results": {"bindings": [cells]}}
    return Answer(json.dumps(said).encode())


def test_the_ends_of_an_amount_and_its_currency_become_one_column() -> None:
    columns, rows = readable(
        answer({"party": "Oracle", "amountMin": "15000000000", "amountMax": "25000000000", "currency": "USD"})
    )
    assert (columns, rows) == (["party", "amount"], [["Oracle", "15–25 bn USD"]])


def test_several_amounts_of_one_row_are_told_apart() -> None:
    columns, rows = readable(
        answer(
            {
                "amountMinForth": "5000000",
                "amountMaxForth": "5000000",
                "currencyForth": "USD",
                "amountMinBack": "2000000",
                "amountMaxBack": "2000000",
                "currencyBack": "EUR",
            }
        )
    )
    assert (columns, rows) == (["amountForth", "amountBack"], [["5 m USD", "2 m EUR"]])


def test_an_end_without_its_currency_stays_as_it_is() -> None:
    assert readable(answer({"amountMin": "5"})) == (["amountMin"], [["5"]])


def test_shares_are_percentages() -> None:
    assert readable(answer({"share": "0.667"})) == (["share"], [["66.7 %"]])
