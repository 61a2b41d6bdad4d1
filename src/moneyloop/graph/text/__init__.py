"""Text whose offsets never move: normalisation and sentences."""
