"""Which imported rows are the same event as one of ours, or as each other: with a probability, never merged."""
