"""moneyloop: a knowledge graph of financing relations with a query interface."""

from moneyloop.dataset import Dataset, open

__version__ = "0.1.0"
__all__ = ["Dataset", "__version__", "open"]
