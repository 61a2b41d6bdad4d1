"""The server: SPARQL endpoint, linked data, stored queries and explorer."""
