"""What stands side by side, for programs."""

from __future__ import annotations

import pytest

from analytics.outputs.addresses import COMPARE
from analytics.selection.selection import LANGUAGES
from tests.helpers.api import get, problem, strictly
from tests.helpers.small_world import TWO_TOWNS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_api_answers_what_stands_side_by_side(app, lang):
    answer = strictly(get(app, f"{COMPARE}?compare={TWO_TOWNS}&compare=region-84&lang={lang}").body)

    assert answer["meta"]["compare"] == [TWO_TOWNS, "region-84"]
    assert {row["thing"] for row in answer["data"]} == {TWO_TOWNS, "region-84"}
    assert problem(get(app, COMPARE))["errors"][0]["name"] == "compare"
