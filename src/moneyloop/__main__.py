"""Runs the command line: ``python -m moneyloop``."""

from moneyloop.cli import main

main()
