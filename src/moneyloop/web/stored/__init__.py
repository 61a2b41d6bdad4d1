"""The stored queries over HTTP: an address for each, answers in several forms, OpenAPI."""
