"""A page on paper says what was chosen, which sources count, where it stands and of which day it is."""

from __future__ import annotations

import pytest

from analytics.schema.version import DATA_VERSION
from tests.helpers.pages import opened

pytestmark = pytest.mark.shipped


@pytest.mark.parametrize("page", ["explore", "timeline", "impact", "regions", "world", "method"])
def test_a_page_on_paper_begins_with_its_choice(page):
    app = opened(page, department="69", evidence="official", q="lyon", lang="en")

    (sheet,) = [part.proto.body for part in app.get("html") if 'class="printed"' in part.proto.body]
    for told in ("Rhône", "lyon", "official", "department=69", "evidence=official", DATA_VERSION):
        assert told in sheet, told
