"""Maps that stand alone, as SVG."""
