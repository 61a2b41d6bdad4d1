"""Review: what people decide about claims, kept in a file, and applied when a dataset is built."""
