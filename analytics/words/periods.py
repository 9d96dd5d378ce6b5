"""A period in words, as it was chosen: "in 2022", "since March 2022", "from 3 March 2022 to 5 June 2023"."""

from __future__ import annotations

from analytics.words.text import Words

_DAY = len("2022-03-03")


def within(start: str, end: str, words: Words) -> str:
    """The period between two dates, both included; empty where both ends are open.

    Parameters
    ----------
    start, end : str
        Year, month or day (ISO); an end that is open is empty.
    words : Words
    """
    if start and start == end:
        return words("period.on" if len(start) == _DAY else "period.in", value=words.when(start))
    if start and end:
        return f"{_first(start, words)} {_last(end, words)}"
    if start:
        return words("period.since_day" if len(start) == _DAY else "period.since", value=words.when(start))
    if end:
        return words("period.until_day" if len(end) == _DAY else "period.until", value=words.when(end))
    return ""


def _first(start: str, words: Words) -> str:
    written = words.when(start)
    if len(start) == _DAY:
        return words("period.from_day", value=written)
    # French elides before a vowel: "d’avril", "d’octobre"
    return words("period.from_vowel" if written[0].lower() in "aeiou" else "period.from", value=written)


def _last(end: str, words: Words) -> str:
    return words("period.to_day" if len(end) == _DAY else "period.to", value=words.when(end))
