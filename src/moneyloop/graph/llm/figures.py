"""Reads the amounts and shares in a document, to see whether those of a claim stand in its quote.

Where the language has a lexicon, its words are read. In every language, the names of magnitudes, currencies
and percent that the Unicode Common Locale Data Repository has are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from moneyloop.graph.claims import Amount
from moneyloop.graph.extract import quantities as q
from moneyloop.graph.extract.sentence import Sentence
from moneyloop.graph.text.matcher import Matcher
from moneyloop.graph.text.normalise import NormalText, fold

if TYPE_CHECKING:
    from babel import Locale

_TOLERANCE: Final = 0.01
_WIDTHS: Final = ("long", "short")
_ZEROS: Final = re.compile(r"0+")
_COMMON: Final = ("USD", "EUR", "GBP", "JPY", "CNY", "CHF", "INR", "KRW", "ILS", "AED", "SAR", "IRR")
_JOINT: Final = re.compile(r" (\w{1,3}) ")
_DOLLARS: Final = ("USD", "CAD", "AUD")
_COUNTS: Final = (1, 2, 5)

Span = tuple[int, int]


def stands(amount: Amount, read: Sequence[q.Quantity]) -> bool:
    """Whether each end of an amount is an end of a quantity in the same currency.

    What is open upwards («billions») bears out no figure that is exact.
    """
    same = [one for one in read if one.currency == amount.currency]
    ends = {end for one in same for end in (one.low, one.high) if one.high is not None or amount.max is None}
    return all(_among(end, ends) for end in (amount.min, amount.max) if end is not None)


def stands_as_share(share: float, read: Sequence[q.Quantity]) -> bool:
    """Whether a share is one that was read, or the middle of a range that was read."""
    shares = [one for one in read if one.currency is None]
    return _among(share, {end for one in shares for end in (one.low, one.high, one.share)})


def _among(number: float, ends: set[float | None]) -> bool:
    return any(end is not None and abs(number - end) <= _TOLERANCE * abs(end) for end in ends)


def read(normal: NormalText, sentences: Sequence[Sentence], language: str) -> list[q.Quantity]:
    """Return the quantities of some analysed sentences and those that the words of CLDR make up."""
    found = [one for sentence in sentences for one in (*sentence.quantities, *_unnumbered(sentence))]
    words = _words(language)
    if words is not None:
        found += [
            one for sentence in sentences for one in words.read(normal.text, sentence.start, sentence.end)
        ]
    return found


def _unnumbered(sentence: Sentence) -> Iterator[q.Quantity]:
    """Yield what is said as a magnitude and a currency alone: «billions of dollars»."""
    currencies = sentence.cues_of("CurrencyCue")
    for word in sentence.cues_of("MagnitudeCue"):
        if any(one.start <= word.start < one.end for one in sentence.quantities):
            continue
        for money in currencies:
            start = money.start - len(money.prefix)
            if start > word.start and not sentence.words_between(word.end, start):
                end = max(word.end, money.end)
                yield q.Quantity(word.start, end, word.value, None, money.code)


class _Words:
    """The words for magnitudes, currencies and percent of one language."""

    def __init__(self, pieces: dict[str, q.Piece], decimal_comma: bool) -> None:
        self._pieces = list(pieces.values())
        self._matcher = Matcher(list(pieces), frozenset(range(len(pieces))))
        self._decimal_comma = decimal_comma

    def read(self, text: str, start: int, end: int) -> list[q.Quantity]:
        """Return the quantities in a span of folded text, none without a currency or percent of its own."""
        pieces = q.number_pieces(text, start, end, self._decimal_comma)
        covered = start
        for hit in self._matcher.find(text[start:end], (), ()):
            if hit.start + start >= covered:
                covered = hit.end + start
                word = self._pieces[hit.word]
                pieces.append(q.Piece(hit.start + start, covered, word.kind, word.code, word.value))
        pieces.sort(key=_start)
        return q.quantities(text, sorted([*pieces, *_joints(text, pieces)], key=_start), lambda _: None)


def _start(piece: q.Piece) -> int:
    return piece.start


def _joints(text: str, pieces: Sequence[q.Piece]) -> Iterator[q.Piece]:
    """Yield the short words inside a quantity: «milliards de dollars», «70 et 72 milliards»."""
    for one, two in pairwise(pieces):
        joint = _JOINT.fullmatch(text, one.end, two.start)
        if joint and (one.kind, two.kind) == ("MagnitudeCue", "CurrencyCue"):
            yield q.Piece(*joint.span(1), "FillerCue")
        elif joint and one.kind == two.kind == "NumberCue":
            yield q.Piece(*joint.span(1), "RangeCue", "to")


@cache
def _words(language: str) -> _Words | None:
    """Return the words of a language, or None if CLDR does not have it or it is written without digits."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
    pieces = _magnitudes(locale) | _currencies(locale)
    pieces |= {word: q.Piece(0, 0, "PercentCue") for word in _percents(locale)}
    decimal = locale.number_symbols.get("latn", {}).get("decimal", ".")
    return _Words(pieces, decimal == ",")


def _percents(locale: Locale) -> set[str]:
    from babel.units import format_unit

    written = (format_unit(count, "percent", width, locale=locale) for count in _COUNTS for width in _WIDTHS)
    return {fold(re.sub(r"\d+", "", words)).strip() for words in written} - {""}


def _magnitudes(locale: Locale) -> dict[str, q.Piece]:
    found: dict[str, q.Piece] = {}
    formats = locale.compact_decimal_formats
    for width in _WIDTHS:
        for patterns in formats.get(width, {}).values():
            for size, pattern in patterns.items():
                zeros = _ZEROS.search(pattern.pattern)
                word = fold(_ZEROS.sub("", pattern.pattern).replace("'", "")).strip()
                if zeros and word and not word.isdigit():
                    value = int(size) / 10 ** (len(zeros[0]) - 1)
                    found.setdefault(word, q.Piece(0, 0, "MagnitudeCue", value=value))
    return found


def _currencies(locale: Locale) -> dict[str, q.Piece]:
    """Return the names and symbols of currencies, and the words that stand for a name («Dollar»)."""
    from babel.numbers import get_currency_name, get_currency_symbol

    found: dict[str, q.Piece] = {}
    for count in _COUNTS:
        names = {code: _name_words(get_currency_name(code, count, locale)) for code in (*_COMMON, *_DOLLARS)}
        dollars = [names[code] for code in _DOLLARS]
        head = next((at for at in (0, -1) if len({words[at] for words in dollars}) == 1), None)
        shared = set(dollars[0]).intersection(*dollars[1:])
        found |= {word: _currency(_DOLLARS[0]) for word in shared}
        for code in _COMMON:
            forms = {" ".join(names[code]), *([] if head is None else [names[code][head]])}
            forms |= {fold(get_currency_symbol(code, place)) for place in ("en", locale)} | {fold(code)}
            for form in forms:
                found.setdefault(form, _currency(code))
    return found


def _currency(code: str) -> q.Piece:
    return q.Piece(0, 0, "CurrencyCue", code)


def _name_words(name: str) -> list[str]:
    return re.split(r"[\s\-]+", fold(name))
