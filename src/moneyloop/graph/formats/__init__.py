"""A dataset in the formats of other tools: network files, tables, entities, nanopublications."""
