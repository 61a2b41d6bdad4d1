"""From documents to the dataset: reading, claims, parties, deals, store, export."""
