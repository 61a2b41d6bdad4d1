"""The stored queries: catalogue, parameters, running them."""
