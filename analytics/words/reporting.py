"""An error reported on a page: a text that says where, and the address that takes it where the site has one."""

from __future__ import annotations

from urllib.parse import quote

from analytics import site
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.words.text import Words


def report(title: str, address: str, words: Words, figure: str = "") -> str:
    """The text to send: page, address and figure, what is to be filled in, and the version of the data.

    Parameters
    ----------
    title, address : str
        Of the page; a page of an edition whose public address nobody said has none.
    words : Words
    figure : str, optional
        What is said to be wrong, where that is known.
    """
    told = {"page": title, "address": address, "figure": figure, "wrong": "", "source": ""}
    lines = [words(f"report.{name}", told=text or "…") for name, text in told.items() if text or name != "address"]
    return "\n".join([*lines, words("report.version", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat()))])


def sent_to(subject: str, text: str) -> str:
    """The address that opens a mail or a ticket with the text in it; empty where the site names none.

    Of a repository it is the one that GitHub, Forgejo and Gitea take.
    """
    contact = site.contact()
    if not contact:
        return ""
    if "@" in contact and "//" not in contact:
        return f"mailto:{contact}?subject={quote(subject, safe='')}&body={quote(text, safe='')}"
    return f"{contact}/issues/new?title={quote(subject, safe='')}&body={quote(text, safe='')}"


def contact_said(words: Words) -> str:
    """Where to write to, as a sentence in Markdown; where there is nowhere, that."""
    contact = site.contact()
    if not contact:
        return words("report.contact_none")
    if "//" in contact:
        return words("report.contact_repository", contact=f"[{contact}]({contact})")
    return words("report.contact_mail", contact=f"[{contact}](mailto:{contact})")
