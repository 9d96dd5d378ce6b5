"""Numbers without words: counts, rates, intervals, trends, totals."""
