"""Holds the parties that a model gives against the names that stand in the document."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from moneyloop.graph.claims import Participant
from moneyloop.graph.parties import unlisted
from moneyloop.graph.text.normalise import fold

if TYPE_CHECKING:
    from moneyloop.graph.extract.lexicon import Lexicon
    from moneyloop.graph.llm.answer import Filling
    from moneyloop.graph.llm.seen import Seen, Span

_NO_CONSONANT: Final = re.compile(r"[^b-df-gj-np-tvxz]|(.)(?=\1)")
_ALIKE: Final = str.maketrans("cqgjvpz", "kkkkfbs")
_SAME_SOUND: Final = 0.6


def party(filling: Filling, seen: Seen, quote: Span) -> Participant | None:
    """Return the party that fills a role, or None if neither the quote nor what stands before it names it.

    A party of the party file may be named in any of its forms. Any other is kept under the English name that
    the model gives if the document bears it out, and otherwise under the name that the document gives.
    """
    window = seen.window(*quote)
    known = seen.known(filling.text, filling.name)
    if known:
        form = seen.form_like(filling.text, window) if seen.known(filling.text, "") == known else None
        form = form or seen.form_of(known, window) or seen.anaphor_of(known, quote)
        return Participant(name=known.name, text=form, iri=known.iri) if form else None
    for words in (filling.text, filling.name):
        form = seen.form_like(words, window)
        if form and is_name(form, seen.lexicon):
            whole = (0, len(seen.document.text))
            english = filling.name.strip()
            if not (seen.form_like(english, whole) or sound_alike(english, form)):
                english = form
            return Participant(name=english, text=form, iri=unlisted(english).iri)
    return None


def is_group(filling: Filling, seen: Seen, quote: Span) -> bool:
    """Whether what should fill a role is only described, by the document («several banks») and in English."""
    form = seen.form_like(filling.text, seen.window(*quote))
    return form is not None and not is_name(form, seen.lexicon) and not is_name(filling.name, None)


def description(filling: Filling, seen: Seen, quote: Span) -> Participant | None:
    """Return what fills a role in words, or None if they stand neither in the quote nor shortly before."""
    window = seen.window(*quote)
    form = next(filter(None, (seen.form_like(words, window) for words in (filling.text, filling.name))), None)
    return Participant(name=filling.name.strip() or form, text=form) if form else None


def is_name(form: str, lexicon: Lexicon | None) -> bool:
    """Whether words can name a party: not «the company», and with a capital letter if the script has any."""
    folded = " ".join(fold(form).split())
    if lexicon and (folded in lexicon.words or lexicon.is_no_name(folded)):
        return False
    cased = [letter for letter in form if letter.lower() != letter.upper()]
    return any(letter.isalnum() for letter in form) and (not cased or any(map(str.isupper, cased)))


def sound_alike(name: str, other: str) -> bool:
    """Whether two names, in any script, have about the same consonants."""
    one, two = _consonants(name), _consonants(other)
    return bool(one) and SequenceMatcher(None, one, two, autojunk=False).ratio() >= _SAME_SOUND


def _consonants(name: str) -> str:
    from anyascii import anyascii

    return _NO_CONSONANT.sub("", anyascii(name).lower().translate(_ALIKE))
