"""The projection of a dataset: its deals as columns of numbers, kept beside the store."""

from moneyloop.graph.projection.assemble import assemble
from moneyloop.graph.projection.change import changed
from moneyloop.graph.projection.collect import collect, of_store
from moneyloop.graph.projection.files import FOLDER, open_projection, write, written
from moneyloop.graph.projection.select import Filters, Selected, select
from moneyloop.graph.projection.table import KINDS, Projection

__all__ = [
    "FOLDER",
    "KINDS",
    "Filters",
    "Projection",
    "Selected",
    "assemble",
    "changed",
    "collect",
    "of_store",
    "open_projection",
    "select",
    "write",
    "written",
]
