"""What counts as the same word when readers search: accents, spellings, and the many names of a hospital."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analytics.record.cells import plain

# what is written in several ways and means one thing, in plain words
_WRITTEN_ALIKE = (
    (r"\bst\b", "saint"),
    (r"\bste\b", "sainte"),
    (r"\bc h (?:r u|u|r)\b", "chu"),
    (r"\bap hp\b", "aphp"),
    (r"\bap hm\b", "aphm"),
)
_IN_FULL = (
    (r"\bassistance publique hopitaux de paris\b", "aphp"),
    (r"\bassistance publique (?:hopitaux )?de marseille\b", "aphm"),
)
_ALIKE, _LONG = (
    tuple((re.compile(pattern), word) for pattern, word in written) for written in (_WRITTEN_ALIKE, _IN_FULL)
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LITTLE = _words("a and au aux d de des du en et for in l la le les of on s sous sur the")
"""Words that are no part of what is looked for, unless nothing else is asked."""
HOSPITALS = _words("ch chi chic chr chru chu hopital hopitaux hospital hospitalier hospitaliere hospitaliers hospitals")
"""The names of a hospital that stand for each other: centre hospitalier, hôpital, CH, CHU, CHRU…"""
GENERIC = HOSPITALS | _words(
    "attack attacks attaque attaques center centers centre centres clinic clinics clinique cliniques "
    "cyberattack cyberattacks cyberattaque cyberattaques etablissement etablissements general group groupe "
    "health healthcare medical medicale polyclinique regional regionale sante system systems universitaire "
    "university"
)
"""Words that any hospital or any attack may have: they are left out where with them nothing would be found."""

_KEPT = 1 << 12  # texts that were last compared


@lru_cache(_KEPT)
def spelled(text: str) -> str:
    """A text as it is compared: plain (`cells.plain`), and what has several spellings in one of them.

    >>> spelled("AP-HP, hôpital St-Louis")
    'aphp hopital saint louis'
    """
    text = plain(text)
    for pattern, word in (*_ALIKE, *_LONG):
        text = pattern.sub(word, text)
    return text


def looked_into(text: str) -> str:
    """The same of a text that is searched, where a name in full stays beside its short form.

    >>> looked_into("Assistance publique – Hôpitaux de Paris (St-Antoine)")
    'aphp assistance publique hopitaux de paris saint antoine'
    """
    text = plain(text)
    for pattern, word in _ALIKE:
        text = pattern.sub(word, text)
    for pattern, word in _LONG:
        text = pattern.sub(rf"{word} \g<0>", text)
    return text


def words_of(text: str) -> list[str]:
    """The words of a search, each once and in order, without the little ones where there are others.

    >>> words_of("Hôpital de Brest"), words_of("La")
    (['hopital', 'brest'], ['la'])
    """
    words = list(dict.fromkeys(spelled(text).split()))
    return [word for word in words if word not in LITTLE] or words


def readings(text: str) -> Iterator[list[frozenset[str]]]:
    """How a search may be meant, the strictest first: of each word those that stand for it, all words being wanted.

    As it is written; with any name of a hospital for another; without the words that any hospital may have.

    >>> [[sorted(word)[0] for word in reading] for reading in readings("CHRU Brest")]
    [['chru', 'brest'], ['ch', 'brest'], ['brest']]
    """
    words = words_of(text)
    yield [frozenset({word}) for word in words]
    yield [HOSPITALS if word in HOSPITALS else frozenset({word}) for word in words]
    if telling := [frozenset({word}) for word in words if word not in GENERIC]:
        yield telling
