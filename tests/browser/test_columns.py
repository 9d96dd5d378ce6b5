"""The map and what stands beside it on Explore end near each other, however few incidents a choice has."""

from __future__ import annotations

import pytest

MOST = 200  # pixels that either may be longer
ENDS = """() => [...document.querySelectorAll(".st-key-front-map [data-testid=stColumn]")].slice(0, 2).map((column) => {
  const parts = [...column.querySelectorAll(":scope > * > *")].map((part) => part.getBoundingClientRect().bottom);
  return Math.min(Math.max(...parts), [...column.children].at(-1).getBoundingClientRect().bottom);
})"""


@pytest.mark.parametrize("query", ["region=53", "department=91", "q=Rennes&country=world", "country=SWE"])
def test_no_hole_stands_beside_the_map_of_a_few_incidents(reader, query):
    page = reader.open(f"/?lang=en&{query}")
    reader.drawn()

    reader.until(lambda: abs(float.__sub__(*map(float, page.evaluate(ENDS)))) <= MOST)
