"""What files of one choice are made of, and the lines that each of them repeats."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analytics.outputs.addresses import asked
from analytics.outputs.pictures import Choice
from analytics.schema.version import DATA_DATE, DATA_VERSION, KNOWN_UNTIL, LICENCE
from analytics.words import citations
from analytics.words.text import Words


class Contents(NamedTuple):
    """What all parts are made of, each worked out once.

    Attributes
    ----------
    choice : Choice
    tables : dict of str to DataFrame
    origin : str
        Scheme, host and base path under which the atlas is reached, without a final slash; empty where not known.
    """

    choice: Choice
    tables: dict[str, pd.DataFrame]
    origin: str = ""

    def address(self, words: Words) -> str:
        """Where the same choice is seen again in a language; from the root of the site where no origin is known."""
        return asked(f"{self.origin}/", replace(self.choice.selection, lang=words.language).to_page())


def version_line(words: Words) -> str:
    """Version and date of the data."""
    day, until = (words.when(one.isoformat()) for one in (DATA_DATE, KNOWN_UNTIL))
    return words("kit.version", version=DATA_VERSION, date=day, known_until=until)


def reopening_line(contents: Contents, words: Words) -> str:
    """The address at which the same choice is seen again, and the day of its figures."""
    address = citations.address_said(contents.address(words), words)
    return words("kit.reopen", address=address, date=words.when(DATA_DATE.isoformat()))


def licence_line(words: Words) -> str:
    """Under which licence the data may be reused."""
    return words("kit.licence_text", licence=LICENCE, date=words.when(DATA_DATE.isoformat()))


def limits(words: Words) -> list[str]:
    """What the figures do not mean."""
    return [
        words("kit.limit_public"),
        words("kit.limit_empty"),
        words("kit.limit_claims"),
        words("kit.limit_rates"),
        words("kit.limit_text"),
    ]
