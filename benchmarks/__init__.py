"""Measurements of moneyloop, run by ``make bench``; figures of one machine, nothing is asserted."""
