"""How to cite the atlas, and what was seen of it: who, which version, of which day, at which address."""

from __future__ import annotations

import re

from analytics.schema.version import CURRENT, Version
from analytics.words.text import Words


def credit(words: Words) -> str:
    """The credit line: who, which version, of which day."""
    return words("receipt.credit", version=CURRENT.number, date=words.when(CURRENT.day.isoformat()))


def address_said(address: str, words: Words) -> str:
    """An address as a text gives it: whole, or told to be one from the root of the site where its host is not known.

    Every text that says where a choice is seen again asks here.
    """
    return address if "://" in address else words("receipt.from_root", address=address)


def at(text: str, address: str, words: Words) -> str:
    """A sentence to quote with the address at which what it says is seen again; alone without an address."""
    return f"{text} {address_said(address, words)}" if address else text


def citations(words: Words, version: Version = CURRENT, address: str = "") -> dict[str, str]:
    """How to cite the atlas, by form: a line for the press, APA, BibTeX.

    Parameters
    ----------
    words : Words
    version : Version
        With its day, that of the figures: the same version says the same at the same address.
    address : str
        Where the choice is seen again, whole or from the root of the site; empty for the whole atlas of a document.
    """
    year, when = version.day.year, words.when(version.day.isoformat())
    title = words("site.title")
    team = words("method.team", title=title)
    return {
        "press": at(words("method.press_credit", title=title, version=version.number, date=when), address, words),
        "apa": at(words("method.apa", team=team, title=title, version=version.number, year=str(year)), address, words),
        "bibtex": (
            f"@misc{{hospital_cyberattack_atlas_{year},\n"
            f"  author = {{{{{team}}}}}, title = {{{title}}},\n"
            f"  year = {{{year}}}, note = {{{words('method.bibtex_note', version=version.number, date=when)}}}"
            f"{_bibtex_address(address, words)}\n}}"
        ),
    }


def _bibtex_address(address: str, words: Words) -> str:
    """The field of an address: `url` is for whole ones, and takes them as they are."""
    if not address:
        return ""
    if "://" in address:
        return f",\n  url = {{{address}}}"
    escaped = re.sub("([%&#_])", r"\\\1", address_said(address, words))
    return f",\n  howpublished = {{{escaped}}}"


def named_citations(words: Words, address: str = "") -> list[tuple[str, str]]:
    """The same under the name of each form."""
    return [(words(f"method.cite_{form}"), text) for form, text in citations(words, address=address).items()]
