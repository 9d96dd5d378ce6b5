"""Numbers and words to shapes."""
