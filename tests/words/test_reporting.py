"""The text of a report, and the address that takes it."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from analytics import site
from analytics.outputs.html.reporting import part
from analytics.schema.version import DATA_VERSION
from analytics.words import method, reporting
from analytics.words.catalogue import LOCALE
from analytics.words.text import Words
from dashboard.frame import anchor

ADDRESS = "https://atlas.example/timeline?department=78&lang=fr"
FRENCH = Words("fr")


@pytest.fixture
def contact(monkeypatch):
    """Sets where readers can write to."""
    monkeypatch.delenv(site.CONTACT, raising=False)
    return lambda told: monkeypatch.setenv(site.CONTACT, told)


def test_the_text_holds_page_address_figure_and_version():
    text = reporting.report("Chronologie", ADDRESS, FRENCH, "Attaques : 2")

    for told in ("Chronologie", ADDRESS, "Attaques : 2", DATA_VERSION):
        assert told in text
    assert "Adresse" not in reporting.report("Chronologie", "", FRENCH)


@pytest.mark.usefixtures("contact")
def test_without_a_setting_the_page_says_so_and_opens_nothing():
    said = part("Chronologie", ADDRESS, FRENCH)

    assert "n’indique pas d’adresse" in said
    assert "href" not in said
    assert "n’en a pas réglé" in reporting.contact_said(FRENCH)


def test_a_mail_is_filled_in(contact):
    contact("atlas@example.org")
    sent = reporting.sent_to("Erreur & faute", reporting.report("Chronologie", ADDRESS, FRENCH))
    query = parse_qs(urlsplit(sent).query)

    assert sent.startswith("mailto:atlas@example.org?")
    assert query["subject"] == ["Erreur & faute"]
    assert ADDRESS in query["body"][0]
    assert "mailto:atlas@example.org" in reporting.contact_said(FRENCH)


def test_an_issue_is_filled_in(contact):
    contact("https://code.example/atlas/atlas/")
    sent = reporting.sent_to("Error", "one\ntwo & three")

    assert unquote(sent) == "https://code.example/atlas/atlas/issues/new?title=Error&body=one\ntwo & three"


@pytest.mark.parametrize(
    "told", ["javascript:alert(1)", "http://example.org/a", "somebody", "a@b", "a@b.org?cc=x", 'https://a.b/"><x>']
)
def test_anything_else_is_an_error(contact, told):
    contact(told)
    with pytest.raises(ValueError, match=site.CONTACT):
        site.contact()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_footer_leads_to_the_section_that_says_who(lang):
    words, headings = Words(lang), (LOCALE / f"method.{lang}.md").read_text(encoding="utf-8").split("\n")
    titles = [line[3:] for line in headings if line.startswith("## ")]

    assert titles[method.TOPICS.index("who")] == words("site.who")
    assert anchor(words("site.who")) in ("qui-nous-sommes", "who-we-are")
