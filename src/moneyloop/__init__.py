"""moneyloop: a knowledge graph of financing relations with a query interface."""

__version__ = "0.1.0"
