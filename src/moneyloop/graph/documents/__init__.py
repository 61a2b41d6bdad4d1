"""Reading documents: formats, encodings, metadata, language."""
