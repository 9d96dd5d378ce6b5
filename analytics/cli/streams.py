"""What a console that does not know our letters shows in their place."""

from __future__ import annotations

import codecs
import unicodedata

PLAINLY = "plainly"  # the name of the handler of errors, as `open` and the like take it
_ALIKE = {
    **dict.fromkeys("\u202f\u00a0\u2009", " "),
    **dict.fromkeys("\u2019\u2018", "'"),
    **dict.fromkeys("\u201c\u201d", '"'),
    "\u00ab": "<<",
    "\u00bb": ">>",
    "\u2013": "-",
    "\u2014": "-",
    "\u2026": "...",
    "\u0153": "oe",
    "\u2265": ">=",
    "\u2264": "<=",
    "\u20ac": "EUR",
    "\u00b7": "-",
    "\u00d7": "x",
}


def plainly(error: UnicodeError) -> tuple[str, int]:
    """The nearest letters of ASCII for what a stream cannot hold: no accent, a straight quotation mark, else "?".

    Raises
    ------
    UnicodeError
        Where it was not about writing.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_near, error.object[error.start : error.end])), error.end


def _near(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return _ALIKE.get(letter) or bare or "?"


codecs.register_error(PLAINLY, plainly)
