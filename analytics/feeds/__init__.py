"""Public feeds of incidents, read into one table: nothing is lost, nothing is guessed in silence."""
