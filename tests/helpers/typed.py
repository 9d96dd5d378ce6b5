"""What readers type when they look for an incident: made by rule from the record, some of it misspelled."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.search_words import GENERIC, LITTLE, spelled

SEED = 13
LONG = 5  # letters of a word that is misspelled
HOSPITALS = (
    "CH {}",
    "CHU {}",
    "CHRU {}",
    "hôpital de {}",
    "hopital {}",
    "centre hospitalier {}",
    "Centre Hospitalier de {}",
)


class Typed(NamedTuple):
    """What was typed, by which rule, and the incidents any of which is what was looked for."""

    text: str
    rule: str
    meant: frozenset[str]


def bare(text: str, _: random.Random) -> str:
    """Without accents, in small letters."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).lower()


def unjoined(text: str, _: random.Random) -> str:
    """With spaces for hyphens and apostrophes."""
    return text.replace("-", " ").replace("’", " ").replace("'", " ")


def joined(text: str) -> str:
    """Without hyphens and apostrophes."""
    return text.replace("-", "").replace("’", "").replace("'", "")


def swapped(text: str, chance: random.Random) -> str:
    """Two neighbouring letters of its longest telling word, not the first, have changed places."""
    word = longest(text)
    at = chance.randrange(1, len(word) - 1)
    return text.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def missing(text: str, chance: random.Random) -> str:
    """A letter of its longest telling word, not the first, is left out."""
    word = longest(text)
    at = chance.randrange(1, len(word))
    return text.replace(word, word[:at] + word[at + 1 :], 1)


def longest(text: str) -> str:
    """The longest word that tells one name from another; empty where none is long."""
    words = [word for word in joined(text).split() if word.isalpha()]
    telling = [word for word in words if spelled(word) not in GENERIC | LITTLE and len(word) >= LONG and word in text]
    return max(telling, key=len, default="")


RULES: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda text, _: text,
    "without accents": bare,
    "without hyphens": unjoined,
    "a letter missing": missing,
    "two letters swapped": swapped,
}


def typed(atlas: Atlas, count: int) -> list[Typed]:
    """As many searches as wanted: names and towns by each rule in turn, then towns of France as hospitals.

    A name means its incident, and any other that is called the same; a town means any incident there.
    """
    chance = random.Random(SEED)  # noqa: S311 - a choice that is the same each time
    incidents = atlas.incidents
    places = pd.DataFrame(atlas.sites)[[col.INCIDENT_ID, col.COMMUNE, col.COUNTRY, col.POINT_PRECISION]].dropna()
    places = places[places[col.POINT_PRECISION] != "symbolic"]
    french = sorted(places.loc[places[col.COUNTRY] == FRANCE, col.COMMUNE].unique())
    names = [(name, column) for column in (col.NAME_FR, col.NAME_EN) for name in incidents[column]]
    made: dict[str, Typed] = {}
    while len(made) < count:
        rule = list(RULES)[len(made) % len(RULES)]
        of = ("name", "town", "hospital")[len(made) // len(RULES) % 3]
        if of == "name":
            text, column = chance.choice(names)
            meant = incidents.loc[incidents[column] == text, col.INCIDENT_ID]
        else:
            text = chance.choice(french if of == "hospital" else sorted(places[col.COMMUNE].unique()))
            meant = places.loc[places[col.COMMUNE] == text, col.INCIDENT_ID]
        if rule in ("a letter missing", "two letters swapped") and not longest(text):
            continue
        text = RULES[rule](text, chance)
        text = chance.choice(HOSPITALS).format(text) if of == "hospital" else text
        made.setdefault(text, Typed(text, f"{of} {rule}", frozenset(meant)))
    return list(made.values())
