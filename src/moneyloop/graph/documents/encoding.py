"""From bytes to text: byte order marks, UTF-8, declared and detected charsets."""

from __future__ import annotations

import codecs
import re
from typing import Final

from moneyloop.errors import DocumentError
from moneyloop.graph.documents.charset import detect

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
"""Longest first: the mark of UTF-32 begins with that of UTF-16."""
_CHARSET: Final = re.compile(
    r"(?:utf-?8|iso-?8859-\d+|windows-\d+|cp\d+|koi8-\w|shift_jis|euc-\w+|gb\w+|big5)", re.I
)
_LATIN: Final = re.compile(r"(?:iso-?8859-1|windows-1252|cp1252)", re.I)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES: Final = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x7f"
_MAX_CONTROL: Final = 0.01
_BLANK: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")

NOT_A_TEXT: Final = "not a text; leave it out, or save it as text in UTF-8"


def decode(data: bytes, declared: str | None = None) -> str:
    r"""Return the text in some bytes, without byte order mark and with ``\n`` as the only line end.

    Args:
        data: the whole file.
        declared: the charset that the file names for itself, used where the bytes are not UTF-8.

    Raises:
        DocumentError: the bytes are empty, blank, or no text; the message names no file.
    """
    text = _decode(data, declared)
    if is_blank(text):
        raise DocumentError("empty; leave it out, or fill it")
    if "\0" in text or _share(_CONTROL, text) > _MAX_CONTROL:
        raise DocumentError(NOT_A_TEXT)
    return unify_lines(text)


def is_blank(text: str) -> bool:
    """Say whether a text holds nothing but blanks and invisible marks."""
    match = _BLANK.match(text)
    return match is not None and match.end() == len(text)


def unify_lines(text: str) -> str:
    r"""Return a text with ``\r\n`` and ``\r`` as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decode(data: bytes, declared: str | None) -> str:
    for mark, charset in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(charset)
            except UnicodeDecodeError:
                raise DocumentError(NOT_A_TEXT) from None
    if b"\0" in data:
        return _unmarked_utf16(data)
    if len(data.translate(None, _CONTROL_BYTES)) < (1 - _MAX_CONTROL) * len(data):
        raise DocumentError(NOT_A_TEXT)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _declared(data, declared) or _detected(data)


def _unmarked_utf16(data: bytes) -> str:
    for zeros, charset in ((data[1::2], "utf-16-le"), (data[::2], "utf-16-be")):
        if zeros.count(0) == data.count(0) and len(data) % 2 == 0:
            try:
                text = data.decode(charset)
            except UnicodeDecodeError:
                continue
            if len(zeros) > 4 * len(set(zeros)):
                return text
    raise DocumentError(NOT_A_TEXT)


def _damaged_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    others = len(data) - len(data.translate(None, bytes(range(128, 256))))
    return text if others > 100 * damaged else None


def _declared(data: bytes, declared: str | None) -> str | None:
    if declared is None or not _CHARSET.fullmatch(declared):
        return None
    try:
        return data.decode("cp1252" if _LATIN.fullmatch(declared) else declared)
    except (UnicodeDecodeError, LookupError):
        return None


def _detected(data: bytes) -> str:
    for charset in detect(data):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    raise DocumentError("neither UTF-8 nor another encoding that can be told; save it as UTF-8")


def _share(pattern: re.Pattern[str], text: str) -> float:
    return sum(1 for _ in pattern.finditer(text)) / len(text)
