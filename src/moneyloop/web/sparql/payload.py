"""Reads the RDF that a request to the Graph Store Protocol carries."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Final

from moneyloop.errors import RequestError
from moneyloop.web.sparql.formats import GRAPHS

_OF_DATASETS: Final = ("application/trig", "application/n-quads")
READABLE: Final = tuple(media for media in GRAPHS if media not in _OF_DATASETS)
"""The media types that a graph is read in."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A document of RDF, and the media type that it is in."""

    body: bytes
    media: str


def payloads(content_type: str | None, body: bytes) -> list[Payload]:
    """Return the documents of a request: one, or those of a form with files.

    Raises:
        RequestError: they are in a form that is not read here.
    """
    header = Message()
    header["Content-Type"] = content_type or "application/octet-stream"
    if header.get_content_type() != "multipart/form-data":
        return [_payload(header, body)]
    whole = message_from_bytes(f"Content-Type: {header['Content-Type']}\r\n\r\n".encode() + body)
    parts = whole.get_payload() if whole.is_multipart() else []
    found = [one for one in parts if isinstance(one, Message)] if isinstance(parts, list) else []
    return [_payload(part, _bytes(part)) for part in found]


def _bytes(part: Message) -> bytes:
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _payload(header: Message, body: bytes) -> Payload:
    media = header.get_content_type()
    if media not in READABLE:
        raise RequestError(415, f"a graph is read as {', '.join(READABLE)}, not as {media}")
    if header.get_content_charset() not in (None, "utf-8", "us-ascii"):
        raise RequestError(415, f"a graph is read in UTF-8, not in {header.get_content_charset()}")
    return Payload(body, media)
