"""What a note is made of, whatever its form: lines, tables and a picture, each text as pieces that may be links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from analytics.drawings.svg.canvas import Drawing
from analytics.evidence.links import linkable
from analytics.outputs.held import Held
from analytics.outputs.pictures import as_png
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import Selection
from analytics.words import citations, phrases
from analytics.words.sources import dated, speaking
from analytics.words.text import Words

Kind = Literal["department", "region", "country", "incident"]
KINDS: tuple[Kind, ...] = ("department", "region", "country", "incident")
FORMS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
# how many lines the longest lists of a note have: the most that fit a page are taken
ROOMS = (9, 7, 6, 5, 4, 3, 2, 1)


class About(NamedTuple):
    """What a note is about, and who asks: the choice gives the language and the sources that count."""

    kind: Kind
    code: str
    selection: Selection
    origin: str = ""  # where the dashboard is reached; empty where nobody said so


class Piece(NamedTuple):
    """A part of a text, perhaps a link."""

    text: str
    address: str = ""


Text = Sequence[Piece]


class Part(NamedTuple):
    """A section: its heading, lines or the rows of a table under its heads, and what stands below."""

    heading: str
    lines: Sequence[Text] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[Text]] = ()
    below: str = ""


class Picture(NamedTuple):
    """A picture as pixels (PNG), with its alternative text."""

    png: bytes
    alt: str


class Note(NamedTuple):
    """One note.

    Attributes
    ----------
    kicker, title, subject, claimed : above the text; `claimed` says so where the attacker alone does.
    lead : what it comes to, a paragraph each.
    beside : the sections that stand beside the picture.
    picture : made once, however many rooms are tried; None where there is nothing to draw.
    parts : the sections below it.
    credit : whose it is, of which version, and where the rest is.
    """

    words: Words
    kicker: str
    title: str
    subject: str
    claimed: str
    lead: Sequence[str]
    beside: Sequence[Part]
    picture: Picture | None
    parts: Sequence[Part]
    credit: Sequence[str]


def picture_of(drawing: Drawing | None, words: Words) -> Picture | None:
    """A drawing as the picture of a note."""
    return Picture(as_png(drawing, words), drawing.alt) if drawing else None


def filename(about: About, form: str) -> str:
    """What the file of a note is called, with the version and the language: no space, no accent."""
    words = Words(about.selection.lang)
    return f"{words(f'note.file_{about.kind}', code=about.code)}-{DATA_VERSION}-{words.language}.{form}"


def plain(text: str) -> Text:
    """A text without a link."""
    return (Piece(text),)


def source(row: Mapping[str, Any], words: Words) -> Piece:
    """A source by its name and its day, with a link where we send readers."""
    return Piece(dated(row, words), linkable(row) or "")


def who(row: Mapping[str, Any], tier: str, words: Words) -> Text:
    """A source, and who speaks in it."""
    return (source(row, words), Piece(f"{words('card.colon')}{speaking(row, tier, words)}"))


def cut(text: str, longest: int) -> str:
    """A text of a note: what is longer ends with a sentence, else at a word, and says so by three points."""
    if len(text) <= longest:
        return text
    sentences, _, _ = text[:longest].rpartition(". ")
    if len(sentences) > longest / 2:
        return f"{sentences}. (…)"
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + "…"


def more(left_out: int, words: Words) -> str:
    """How many lines of a list the note has no room for; empty where it has all."""
    return words("note.more", count=left_out) if left_out > 0 else ""


def credit(held: Held, address: str, words: Words) -> tuple[str, str]:
    """Whose the note is and of which version; then where the rest is, and the fingerprint of the facts."""
    version = words(
        "brief.version",
        version=DATA_VERSION,
        date=words.when(DATA_DATE.isoformat()),
        fingerprint=held.fingerprint[:16],
    )
    rest = words("note.rest", address=citations.address_said(address, words))
    return f"{citations.credit(words)} {rest}", version


def evidence(about: About, words: Words) -> str:
    """Which sources count, as a sentence."""
    return words("brief.evidence", evidence=phrases.evidence_line(about.selection.evidence, words))


def started(row: Mapping[str, Any], words: Words) -> str:
    """The day on which an incident began, in words."""
    return words.when(row[col.STARTED_ON])
