"""The stored queries in the forms of others: files for grlc, RDF with SHACL, an OpenAPI document."""
