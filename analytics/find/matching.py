"""Which entries a reader means by what was typed: words as they stand, begun, or misspelled, the likeliest first.

How alike two words are is measured by RapidFuzz (optimal string alignment: a letter too few, too many, another one,
two that changed places). Generic words and places weigh less than a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from analytics.find.entries import Entry
from analytics.record.cells import plain
from analytics.selection.search_words import GENERIC, HOSPITALS, looked_into, spelled, words_of

_NAME, _AROUND = 1.0, 0.7  # what a word counts in a name, and around it
_SPECIFIC, _GENERIC = 1.0, 0.15  # what a word of the search counts
_BEGUN, _HOSPITAL = 0.9, 0.8  # of a word that is only begun, and of another name of a hospital
_WHOLE = 0.25  # more for a name that has no other words than those asked
_LIKELIER = {"incident": 0.12, "town": 0.06, "department": 0.08, "region": 0.09, "country": 0.09, "actor": 0.06}
_UNTOUCHED = 0.05  # less for a town or a hospital without a known attack
_SHORTEST = 4  # letters of a word that may be misspelled
_NEARLY = {4: 0.75, 5: 0.75}  # how alike two words are at least, by the length of what was typed
_NEARLY_LONG = 0.7
_MISSPELLED = 0.9  # of how alike they are
_KEPT = 0.66  # of the score of the best
_MOST_UNTOUCHED = {"town": 2, "hospital": 5}  # without a known attack in an answer that has something else
_MOST_ALIKE = 12  # words that one word may have been

Scores = npt.NDArray[np.float32]


class Found(NamedTuple):
    """An entry, how well it fits, and the words that were taken for others."""

    entry: Entry
    score: float


class Finding(NamedTuple):
    """What was found, the likeliest first, and how the search would be written if a word of it was misspelled."""

    found: list[Found]
    meant: str


class Matcher:
    """An index of entries by their words; made once and read by all."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.by_code = {(each.kind, each.code): each for each in self.entries}
        postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._written: dict[str, str] = {}
        names: list[list[frozenset[str]]] = []
        for place, each in enumerate(self.entries):
            names_and_also = " ".join([*dict.fromkeys(each.names), each.also])
            for text, counts in ((each.around, _AROUND), (names_and_also, _NAME)):
                for word in looked_into(text).split():
                    postings[word][place] = counts
            for name in dict.fromkeys(each.names):
                if not each.untouched:
                    postings[spelled(name).replace(" ", "")][place] = _NAME
                for word in re.split(r"[\W_]+", name):
                    self._written.setdefault(plain(word), word)
            names.append([frozenset(words_of(name)) - GENERIC for name in dict.fromkeys(each.names)])
        self._names = names
        self._words = sorted(postings)
        self._postings = {
            word: (np.fromiter(found, np.int32), np.fromiter(found.values(), np.float32))
            for word, found in postings.items()
        }
        untouched = np.array([each.untouched for each in self.entries])
        self._likely = [word for word in self._words if not untouched[self._postings[word][0]].all()]
        prior = [_LIKELIER.get(each.kind, 0.0) for each in self.entries]
        self._prior = np.array(prior, np.float32) - _UNTOUCHED * untouched
        self._others = ~untouched

    def find(self, text: str, most: int, kinds: Sequence[str] = ()) -> Finding:
        """The entries that a text means.

        Parameters
        ----------
        text : str
            As it was typed, whole or begun.
        most : int
            How many are given at most.
        kinds : sequence of str
            Of `entries.KINDS`; all where none is given.
        """
        words = words_of(text)
        if not words:
            return Finding([], "")
        scores, meant = self._scored(words)
        if kinds:
            scores = np.where([each.kind in kinds for each in self.entries], scores, 0)
        best = float(scores.max())
        if best < 0.5:
            return Finding([], "")
        likely = np.flatnonzero(scores >= best * _KEPT)
        ranked = likely[np.argsort(-(scores[likely] + self._prior[likely]), kind="stable")][: 20 * most]
        asked = frozenset(words)
        found = [Found(self.entries[at], float(scores[at] + self._prior[at]) + self._whole(at, asked)) for at in ranked]
        found.sort(key=lambda each: -each.score)
        return Finding(_fewer(found)[:most], meant)

    def _scored(self, words: Sequence[str]) -> tuple[Scores, str]:
        """What share of the words each entry has, and the words put right."""
        total = np.zeros(len(self.entries), np.float32)
        weights, meant = 0.0, []
        for word in words:
            weight = _GENERIC if word in GENERIC and len(words) > 1 else _SPECIFIC
            alike = self._alike(word)
            of_word = np.zeros(len(self.entries), np.float32)
            for other, likeness in alike.items():
                places, counts = self._postings[other]
                of_word[places] = np.maximum(of_word[places], counts * likeness)
            total += weight * of_word
            weights += weight
            nearest = max(alike, key=alike.__getitem__, default=word)
            right = nearest.startswith(word) or word in GENERIC
            meant.append(word if right else self._written.get(nearest, nearest))
        put_right = " ".join(meant)
        return total / np.float32(weights), "" if put_right == " ".join(words) else put_right

    def _alike(self, word: str) -> dict[str, float]:
        """The words of the index that may be meant by one that was typed, and how alike each is."""
        alike = dict.fromkeys(self._begun_by(word), _BEGUN)
        if word in HOSPITALS:
            alike |= dict.fromkeys((each for each in HOSPITALS if each in self._postings), _HOSPITAL)
        if len(word) >= _SHORTEST and word not in GENERIC and not word.isdigit():
            for among in (self._likely, self._words):
                least = _NEARLY.get(len(word), _NEARLY_LONG)
                near = process.extract(
                    word, among, scorer=OSA.normalized_similarity, score_cutoff=least, limit=_MOST_ALIKE
                )
                for other, likeness, _ in near:
                    alike[other] = max(alike.get(other, 0.0), likeness * _MISSPELLED)
                if alike:
                    break
        if word in self._postings:
            alike[word] = 1.0
        return alike

    def _begun_by(self, word: str) -> list[str]:
        if len(word) == 1:
            return []
        first = bisect_left(self._words, word)
        return self._words[first : bisect_left(self._words, word + "\uffff")]

    def _whole(self, place: int, asked: frozenset[str]) -> float:
        """More for a name whose words are all asked for; as much of it as its words are."""
        return _WHOLE * max((len(name & asked) / len(name) for name in self._names[place] if name), default=0.0)


def _fewer(found: list[Found]) -> list[Found]:
    """What was found, with few of the towns and hospitals without a known attack where there is something else."""
    left = dict(_MOST_UNTOUCHED)
    fewer = []
    for each in found:
        if each.entry.untouched:
            left[each.entry.kind] -= 1
        if not each.entry.untouched or left[each.entry.kind] >= 0:
            fewer.append(each)
    return fewer if any(not each.entry.untouched for each in found) else found
