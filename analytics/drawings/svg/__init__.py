"""Pictures that stand alone, as SVG and as pixels."""
