"""Reading claims out of sentences with the lexicon of each language."""
