"""Reading documents: formats, encodings, metadata, language."""

from moneyloop.graph.documents.document import Document
from moneyloop.graph.documents.read import read_all

__all__ = ["Document", "read_all"]
