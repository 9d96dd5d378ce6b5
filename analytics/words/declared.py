"""The declaration of accessibility, in the form of the RGAA: what conforms, what does not, how it was checked."""

from __future__ import annotations

from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.words.method import Section, read_sections
from analytics.words.reporting import contact_said
from analytics.words.text import Words

TOPICS = ("state", "gaps", "checked", "ways", "contact", "appeal", "about")


def declaration(words: Words) -> list[Section]:
    """Its sections in the reader's language, the contact of the site and the version of the data filled in."""
    values = {
        "contact": contact_said(words),
        "version": DATA_VERSION,
        "date": words.when(DATA_DATE.isoformat()),
    }
    return read_sections("accessibility", TOPICS, values, words)
