"""The reader’s choice, and how an address writes it."""
