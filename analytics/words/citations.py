"""How to cite the atlas and its sources."""

from __future__ import annotations

from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.words.text import Words


def citations(words: Words) -> dict[str, str]:
    """How to cite the whole atlas, by form: a line for the press, APA, BibTeX."""
    year, when = DATA_DATE.year, words.when(DATA_DATE.isoformat())
    title = words("site.title")
    team = words("method.team", title=title)
    return {
        "press": words("method.press_credit", title=title, version=DATA_VERSION, date=when),
        "apa": words("method.apa", team=team, title=title, version=DATA_VERSION, year=str(year)),
        "bibtex": (
            f"@misc{{hospital_cyberattack_atlas_{year},\n"
            f"  author = {{{{{team}}}}}, title = {{{title}}},\n"
            f"  year = {{{year}}}, note = {{{words('method.bibtex_note', version=DATA_VERSION, date=when)}}}\n}}"
        ),
    }


def named_citations(words: Words) -> list[tuple[str, str]]:
    """The same under the name of each form."""
    return [(words(f"method.cite_{form}"), text) for form, text in citations(words).items()]
