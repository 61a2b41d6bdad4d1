"""The command line. Only this package knows typer and rich; each command imports its own work when called."""

from moneyloop.cli.app import main

__all__ = ["main"]
