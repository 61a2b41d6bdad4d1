"""The ontology in code: loading it, its rules, its consistency."""
