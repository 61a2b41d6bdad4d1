"""SHACL validation of each document's graph, and what happens to what fails."""

from moneyloop.validation.dataset import validate_dataset
from moneyloop.validation.quarantine import Rejection, quarantine
from moneyloop.validation.summary import Summary, summarise
from moneyloop.validation.validator import Validator
from moneyloop.validation.violation import Violation

__all__ = [
    "Rejection",
    "Summary",
    "Validator",
    "Violation",
    "quarantine",
    "summarise",
    "validate_dataset",
]
