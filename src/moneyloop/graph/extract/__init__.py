"""Reading claims out of sentences with the lexicon of each language."""

from moneyloop.graph.extract.engine import Extractor

__all__ = ["Extractor"]
