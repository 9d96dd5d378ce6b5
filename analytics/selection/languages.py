"""The language that a browser asks for, where an address says none."""

from __future__ import annotations

from analytics.selection.selection import DEFAULT_LANGUAGE, LANGUAGES


def preferred(accepted: str) -> str:
    """Of the languages that we speak, the one that a reader likes best; French where none of them is asked for.

    Parameters
    ----------
    accepted : str
        The header ``Accept-Language`` (RFC 9110, 12.5.4), or nothing.
    """
    weighed = []
    for asked in accepted.split(","):
        tag, *parameters = (part.strip().lower() for part in asked.split(";"))
        weight = next((_weight(part[2:]) for part in parameters if part.startswith("q=")), 1.0)
        language = tag.partition("-")[0]
        if language in LANGUAGES and weight > 0:
            weighed.append((weight, language))
    return max(weighed, key=lambda pair: pair[0], default=(1.0, DEFAULT_LANGUAGE))[1]


def _weight(text: str) -> float:
    """How much a language is liked, from 0 to 1; nothing is made of what is no number between them."""
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
