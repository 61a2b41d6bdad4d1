"""A report of a dataset: one HTML file that needs nothing else, and the same as PDF."""
