"""What is wrong with the signs and spaces of a text, and what it leaves to be filled in."""

from __future__ import annotations

import re
import string

# A sign that stands alone or is named, as in "(;)", and Plotly's own "%{x}" are no punctuation.
_BEFORE = re.compile(r"(?<=[^\u202f(])[;:!?»]|(?<=[^\u202f])%(?!\{)")
_AFTER = re.compile(r"«(?!\u202f)")
_WRONG_SPACE = re.compile("[\u00a0\u2009]| (?=[;:!?%»])|(?<=«) ")


def misspaced(words: str) -> list[str]:
    """The places in a French text where the narrow space is missing, or is another space."""
    found = [*_BEFORE.finditer(words), *_AFTER.finditer(words), *_WRONG_SPACE.finditer(words)]
    return [words[max(0, hit.start() - 15) : hit.end() + 15] for hit in found]


def placeholders(words: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}
