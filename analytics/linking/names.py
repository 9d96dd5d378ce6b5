"""What an organisation is called, in words that can be compared, and how much each of them tells.

A word is worth its inverse document frequency, squared as in the cosine of tf-idf: “hospital” says little, “Kettering”
nearly all. How often words stand in names is counted once, over whole registers, and kept with the model.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analytics.find.misspelled import meant_by
from analytics.record.cells import split_list
from analytics.selection.search_words import LITTLE, spelled

Name = dict[str, Any]
_FORMS = frozenset(
    [
        "inc",
        "incorporated",
        "llc",
        "ltd",
        "limited",
        "llp",
        "lp",
        "pllc",
        "pc",
        "pa",
        "corp",
        "corporation",
        "corporations",
        "co",
        "company",
        "plc",
        "gmbh",
        "ag",
        "spa",
        "sa",
        "sarl",
        "asbl",
        "dba",
        "doing",
        "business",
        "as",
        "its",
        "including",
    ]
)
_BUSINESS = re.compile(r"\s/\s|\b(?:d\s*/\s*b\s*/\s*a|dba|doing business as|aka|a/k/a)\b\.?", re.IGNORECASE)
_BRACKETS = re.compile(r"\((.*?)(?:\)|$)")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # HealthAlliance, CentraState
_WRITTEN = (("healthcare", "health care"), ("centre", "center"), ("krankenhaus", " hospital"))
_SHORT = 4  # letters of a word that is left as it stands
_USUAL, _LONG = 50, 7  # in how many names a word is usual; letters of one that may be misspelled
_TELLS, _KEYS = 0.3, 2  # from which worth on a word makes two names worth comparing; and how many of a name at least


def aliases(text: str | None) -> list[str]:
    """The names that a cell holds: as it stands, each side of “d/b/a” or a stroke, without brackets, what is in them.

    >>> aliases("Florida Health Sciences Center (Tampa General Hospital)")[1:]
    ['Florida Health Sciences Center', 'Tampa General Hospital']
    """
    found: list[str] = []
    for whole in split_list(text):
        parts = [" ".join(_BUSINESS.split(whole)), *_BUSINESS.split(whole)]
        found += [each for part in parts for each in (part, *bare(part), *_BRACKETS.findall(part))]
    return _each_once(found)


def bare(text: str) -> list[str]:
    """A name without what is in brackets, and without what follows a comma: towns and states, mostly.

    >>> bare("Hollywood Presbyterian Medical Center, Los Angeles (California)")
    ['Hollywood Presbyterian Medical Center, Los Angeles', 'Hollywood Presbyterian Medical Center']
    """
    without = _BRACKETS.sub(" ", text)
    return _each_once([without, without.partition(",")[0]])


def _each_once(texts: Iterable[str]) -> list[str]:
    cleaned = (" ".join(text.split()).strip(" ,.;") for text in texts)
    return list(dict.fromkeys(text for text in cleaned if text))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in their order, each once and in the singular; without articles and legal forms.

    >>> words_of("St. Joseph's/Candler HealthSystems, Inc.")
    ('saint', 'joseph', 'candler', 'health', 'system')
    """
    text = spelled(_INNER_CAPITAL.sub(" ", name))
    for written, usual in _WRITTEN:
        text = text.replace(written, usual)
    found = (_singular(word) for word in text.split() if word not in LITTLE and word not in _FORMS)
    return tuple(dict.fromkeys(found))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss") else word


def counted(names: Iterable[str]) -> dict[str, int]:
    """In how many names each word stands, the empty word for all names; without what stands in one or two."""
    total, found = 0, Counter[str]()
    for name in names:
        total += 1
        found.update(words_of(name))
    return {"": total, **{word: count for word, count in sorted(found.items()) if count > 2}}


class Weights:
    """How much words tell.

    Parameters
    ----------
    counts : mapping of str to int
        As `counted` gives them.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts, self._all = counts, math.log(counts[""])
        self._usual = [word for word, count in counts.items() if count >= _USUAL and len(word) >= _LONG]
        self._read: dict[str, str] = {}

    def of(self, word: str) -> float:
        """From 0 (in every name) to nearly 1 (in none of those that were counted)."""
        share = math.log(1 + self._counts.get(word, 1)) / self._all
        return round(max(0.0, 1 - share) ** 2, 4)

    def name(self, text: str) -> Name | None:
        """A name as it is compared; None where no word of it tells anything."""
        parts = tuple(dict.fromkeys(self._as_meant(part) for part in words_of(text)))
        worth = [self.of(part) for part in parts]
        return {"words": list(parts), "worth": worth, "total": round(sum(worth), 4)} if sum(worth) else None

    def _as_meant(self, word: str) -> str:
        """A word, or the usual one of which it has one letter wrong: “Hosptial”; a rare one would tell too much."""
        if word in self._counts or len(word) < _LONG:
            return word
        if word not in self._read:
            self._read[word] = meant_by(word, self._usual)
        return self._read[word]

    def names(self, texts: Iterable[str]) -> list[Name]:
        """The names of one record, each set of words once."""
        found: dict[frozenset[str], Name] = {}
        for text in texts:
            name = self.name(text)
            if name:
                found.setdefault(frozenset(name["words"]), name)
        return list(found.values())


def telling(names: Iterable[Name]) -> set[str]:
    """The words of names that tell much."""
    return {word for name in names for word, worth in zip(name["words"], name["worth"], strict=True) if worth >= _TELLS}


def keys(names: Sequence[Name]) -> list[str]:
    """The words by which records are brought together: those that tell much, and two of each name in any case."""
    found = telling(names)
    for name in names:
        ranked = sorted(zip(name["worth"], name["words"], strict=True), reverse=True)
        found.update(word for _, word in ranked[:_KEYS])
    return sorted(found)
