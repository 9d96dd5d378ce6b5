"""Which hospital of the register a name written by somebody else means, where it means one alone.

Names are compared by the words that tell one hospital from another, within the place that is known. How alike two of
them are is measured by RapidFuzz, as in the search; but a search may offer five answers, and here a doubt is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from analytics.record.cells import plain, rows_of
from analytics.schema import col
from analytics.selection.search_words import GENERIC, words_of

_ALIKE, _BEHIND = 90.0, 8.0  # of 100: how alike a name is at least, and by how much the next is less so
_SHORT = {"chu", "chru", "chr", "chi", "chic"}
_LONG = (
    "centre hospitalier universitaire",
    "centre hospitalier regional universitaire",
    "centre hospitalier regional",
    "centre hospitalier intercommunal",
    "centre hospitalier",
)
_SHORTEST = 4  # letters of the telling words that may be compared by likeness


class Site(NamedTuple):
    """A hospital of the register: its numbers, its place and its point.

    Where a name means several sites of one entity in one town, the number of the site is empty.
    """

    finess_et: str
    finess_ej: str
    department: str
    insee: str
    town: str
    latitude: float
    longitude: float


class Registered:
    """The register of hospitals, by their names and places.

    Parameters
    ----------
    hospitals : DataFrame
        finess_et, finess_ej, name, survey_name, department, insee, town, latitude, longitude.
    """

    def __init__(self, hospitals: pd.DataFrame) -> None:
        self.by_number: dict[str, Site] = {}
        self._names: list[tuple[frozenset[str], str]] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for row in rows_of(hospitals):
            numbers = str(row[col.FINESS_ET]), str(row[col.FINESS_EJ])
            department, insee, town = (str(row[name]) for name in (col.DEPARTMENT, col.INSEE, col.TOWN))
            point = float(row[col.LATITUDE]), float(row[col.LONGITUDE])
            site = Site(*numbers, department, insee, town, *point)
            self.by_number[site.finess_et] = site
            for words in {_compared(row[name]) for name in ("name", "survey_name") if isinstance(row[name], str)}:
                for word in words:
                    self._with_word[word].append(len(self._names))
                self._names.append((words, site.finess_et))

    def site(self, name: str, town: str = "", department: str = "") -> Site | None:
        """The one hospital that a name means; None where there is none, or more than one.

        Parameters
        ----------
        name : str
            As somebody wrote it.
        town, department : str
            Where it is, if that is known: the name of the commune, the code of the department.

        Notes
        -----
        The same words come first. Then a name that has all the words, if the place is known or named: “CH Arles” is
        “CH Joseph Imbert d’Arles”, at Arles. Then, with a department, a name nearly the same, if no other is nearly as
        alike. Sites of two entities, or in two towns, are a doubt.
        """
        words = _compared(name)
        telling = words - GENERIC
        if not telling:
            return None
        rarest = min(telling, key=lambda word: len(self._with_word.get(word, ())))
        near = [
            (other, self.by_number[number])
            for other, number in map(self._names.__getitem__, self._with_word.get(rarest, ()))
        ]
        near = [(other, site) for other, site in near if _is_there(site, town, department)]
        same = [site for other, site in near if other == words]
        if same:
            return _one(same)
        known = bool(town or department)
        hospital = bool(words & GENERIC)  # “Saint-Paul” alone may be anything there
        wider = [site for other, site in near if words <= other and (known or _compared(site.town) <= words)]
        if wider and hospital:
            return _one(wider)
        return self._nearly(words, town, department) if department else None

    def _nearly(self, words: frozenset[str], town: str, department: str) -> Site | None:
        if len("".join(words - GENERIC)) < _SHORTEST:
            return None
        among = [
            (_joined(other), number)
            for other, number in self._names
            if other - GENERIC and _is_there(self.by_number[number], town, department)
        ]
        scores = process.cdist([_joined(words)], [other for other, _ in among], scorer=fuzz.ratio)[0] if among else []
        best: dict[str, float] = {}
        for (_, number), score in zip(among, scores, strict=True):
            best[number] = max(best.get(number, 0.0), float(score))
        ranked = sorted(best.items(), key=lambda each: -each[1])
        likely = [self.by_number[number] for number, score in ranked if score >= ranked[0][1] - _BEHIND]
        return _one(likely) if likely and ranked[0][1] >= _ALIKE else None


def _one(sites: Sequence[Site]) -> Site | None:
    """The site that they all are, or their entity in the one town where they are; None where they are neither."""
    first = sites[0]
    if len({(site.finess_ej, site.insee) for site in sites}) > 1:
        return None
    return first if len({site.finess_et for site in sites}) == 1 else first._replace(finess_et="")


def _compared(name: str) -> frozenset[str]:
    """The words of a name, all names of a public hospital being one.

    >>> _compared("Centre Hospitalier d'Arles") == _compared("CH Arles")
    True
    """
    text = f" {' '.join(words_of(name))} "
    for long in _LONG:
        text = text.replace(f" {long} ", " ch ")
    return frozenset("ch" if word in _SHORT else word for word in text.split())


def _joined(words: frozenset[str]) -> str:
    return " ".join(sorted(words))


def _is_there(site: Site, town: str, department: str) -> bool:
    return (not department or site.department == department) and (not town or plain(site.town) == plain(town))
