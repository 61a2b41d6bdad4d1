"""The SPARQL 1.1 Protocol at ``/sparql`` and the Graph Store Protocol below it."""
