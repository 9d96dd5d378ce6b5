"""Where: outlines of areas, sites placed in them, neighbours, tiles."""
