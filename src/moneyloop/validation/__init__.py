"""SHACL validation of each document's graph, and what happens to what fails."""
