"""An address is text: it makes no link, no picture and no colour on a page, and a long one costs no minute."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from analytics.selection.address import LONGEST_QUERY

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

NAMES = (
    "[**URGENT: log in here**](https://evil.example/login)",
    "![pixel](https://evil.example/a.png)",
    "https://evil.example/",
    ":red[alarm]",
)


def hostile(reader) -> list[str]:
    """Whatever on the page leads to a foreign host, or shows something from there."""
    return reader.page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(a, img)')]"
        ".map((one) => one.href || one.src || '').filter((to) => new URL(to, location).host.includes('evil'))"
    )


def test_names_and_values_of_an_address_are_shown_as_they_are(reader):
    reader.open("/?lang=en&" + "&".join(f"{quote(name)}=1&department={quote(name)}" for name in NAMES))
    reader.drawn()

    assert reader.page.get_by_text("[**URGENT: log in here**](https").count()
    assert hostile(reader) == []


def test_a_search_is_shown_as_it_is(reader):
    for text in NAMES:
        reader.open(f"/?lang=en&q={quote(text)}")
        reader.drawn()
        assert hostile(reader) == []
        assert reader.page.locator("h1 :is(a[href*='//'], strong, img, span[class*=colored])").count() == 0
        assert reader.page.locator(".st-key-chips").get_by_text("URGENT" if "URGENT" in text else text[1:6]).count()


def test_an_address_of_thousands_of_words_is_not_read(reader):
    reader.open(f"/?lang=en&q={'+'.join(f'w{number}' for number in range(LONGEST_QUERY // 3))}")
    reader.drawn()

    assert reader.page.get_by_text(f"≤ {LONGEST_QUERY} bytes").count() == 1
    assert "we do not understand" in reader.page.locator("h1").inner_text()


def test_of_many_names_that_nobody_knows_a_few_are_told(reader):
    reader.open("/?lang=en&" + "&".join(f"unknown{number}=1" for number in range(300)))
    reader.drawn()

    assert reader.page.locator("[data-testid=stAlert]").count() == 11
    assert reader.page.get_by_text("290 more parts of the address are not understood.").count() == 1
