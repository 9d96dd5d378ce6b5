"""The hospitals of each department in the static edition: each a section with its number as anchor."""

from __future__ import annotations

import pytest

from tests.helpers.small_hospitals import REFERENCE_ROWS

pytestmark = pytest.mark.slow


def test_each_hospital_of_a_department_is_a_section_that_says_what_is_known(small_pages):
    page = small_pages["en/hospitals/01.html"]
    own = [row["finess_et"] for row in REFERENCE_ROWS["hospitals"] if row["department"] == "01"]

    assert {number for number in own if number in page.ids} == set(own)
    assert page.text.count("up to 6 August 2026.") == len(own)
    assert "no known attack" in page.text.lower()


def test_the_page_of_the_area_and_the_list_of_areas_lead_there(small_pages):
    assert ("a", "../hospitals/01.html") in small_pages["fr/departments/01.html"].addresses
    assert ("a", "../hospitals/01.html") in small_pages["fr/areas/index.html"].addresses
