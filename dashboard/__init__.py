"""What a reader sees: the server's front, the pages, their controls and the only cache."""
