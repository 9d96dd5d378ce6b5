"""Claims to a value with its range and its sources."""
