"""Documents in a JSON Lines file, one a line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.draft import Draft, Reading, shown
from moneyloop.graph.documents.encoding import decode, is_blank, unify_lines
from moneyloop.graph.documents.metadata import one_line

TEXT_KEYS: Final = ("text", "content", "body")
NAME_KEYS: Final = ("id", "name", "document")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def read_lines(path: Path, data: bytes) -> Reading:
    """Read one JSON Lines file: an object a line with ``text``, metadata, and ``id`` or ``name``.

    Metadata may stand beside the text or in an object ``metadata``. Blank lines are skipped. A malformed line
    is noted as a problem, and the others are read.

    Raises:
        DocumentError: the file is no text; the message names no file.
    """
    reading = Reading()
    for number, line in enumerate(decode(data).split("\n"), 1):
        if not is_blank(line):
            where = f"{shown(path)}:{number}"
            try:
                reading.drafts.append(_draft(path, number, line, where, reading))
            except DocumentError as error:
                reading.problems.append(DocumentError(f"{where}: {error}"))
    return reading


def _draft(path: Path, number: int, line: str, where: str, reading: Reading) -> Draft:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"malformed JSON ({error}); correct the line") from error
    if not isinstance(values, Mapping):
        raise DocumentError('no object; write {"text": …} in each line')
    inner = values.get("metadata")
    values = {**inner, **values} if isinstance(inner, Mapping) else values
    label = next((name for key in NAME_KEYS if (name := one_line(values.get(key)))), f"{path.stem}-{number}")
    metadata = reading.understand({key: _whole(value) for key, value in values.items()}, where)
    return Draft(path, label, _text(values), metadata, number)


def _text(values: Mapping[str, object]) -> str:
    text = next((value for key in TEXT_KEYS if (value := values.get(key)) is not None), None)
    if not isinstance(text, str):
        raise DocumentError(f"no text; give it under the key {TEXT_KEYS[0]}")
    if is_blank(text):
        raise DocumentError("the text is empty; leave the line out, or fill it")
    if "\0" in text:
        raise DocumentError("the text holds NUL characters; remove them")
    return unify_lines(str(_whole(text)).removeprefix("\ufeff"))


def _whole(value: object) -> object:
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
