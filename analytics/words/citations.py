"""How to cite the atlas and its sources."""

from __future__ import annotations

from analytics.schema.version import CURRENT, Version
from analytics.words.text import Words


def credit(words: Words) -> str:
    """The credit line: who, which version, of which day."""
    return words("receipt.credit", version=CURRENT.number, date=words.when(CURRENT.day.isoformat()))


def citations(words: Words, version: Version = CURRENT) -> dict[str, str]:
    """How to cite the whole atlas, by form: a line for the press, APA, BibTeX."""
    year, when = version.day.year, words.when(version.day.isoformat())
    title = words("site.title")
    team = words("method.team", title=title)
    return {
        "press": words("method.press_credit", title=title, version=version.number, date=when),
        "apa": words("method.apa", team=team, title=title, version=version.number, year=str(year)),
        "bibtex": (
            f"@misc{{hospital_cyberattack_atlas_{year},\n"
            f"  author = {{{{{team}}}}}, title = {{{title}}},\n"
            f"  year = {{{year}}}, note = {{{words('method.bibtex_note', version=version.number, date=when)}}}\n}}"
        ),
    }


def named_citations(words: Words) -> list[tuple[str, str]]:
    """The same under the name of each form."""
    return [(words(f"method.cite_{form}"), text) for form, text in citations(words).items()]
