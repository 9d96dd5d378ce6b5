"""The part of a page that takes a report of an error: folded away, with a text that is filled in as far as we know."""

from __future__ import annotations

from analytics.words import reporting
from analytics.words.escape import safe
from analytics.words.text import Words


def part(title: str, address: str, words: Words, figure: str = "", copied: bool = False) -> str:
    """The text to send, and the link that sends it where the site has an address for that.

    Parameters
    ----------
    title, address : str
        Of the page.
    words : Words
    figure : str, optional
        What is said to be wrong, where that is known.
    copied : bool, optional
        Whether there is a script that copies the text.
    """
    text = reporting.report(title, address, words, figure)
    sent = reporting.sent_to(words("report.subject", page=title), text)
    how = words("report.how_sent" if sent else "report.how")
    link = f' <a href="{safe(sent)}">{safe(words("report.send"))}</a>' if sent else ""
    button = (
        f'<button type="button" class="action" data-copy="text">{safe(words("report.copy"))}</button>' if copied else ""
    )
    return (
        f'<details class="report"><summary>{safe(words("report.figure_wrong" if figure else "report.title"))}</summary>'
        f"<p>{safe(how)}{link}</p><pre>{safe(text)}</pre>{button}</details>"
    )
