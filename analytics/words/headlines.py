"""What a page, a picture or a frame finds, in one sentence that names every narrowing of its choice.

A number in a headline is quoted without what stands below it: it must be true of exactly what its sentence names.
"""

from __future__ import annotations

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.atlas.published import number_in_france
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES
from analytics.selection.selection import DEFAULT_EVIDENCE, Selection
from analytics.words import incidents, periods
from analytics.words.phrases import EVERY_SIDE, busiest_year, narrowings, service_hit_most
from analytics.words.text import Words


def framed(sentence: str, selection: Selection, atlas: Atlas, words: Words) -> str:
    """A finding, or the name of a picture, behind all that narrows its choice: "Rhône (69), in 2022 – …".

    Parameters
    ----------
    sentence : str
    selection : Selection
        The incident that it names is taken for a narrowing: leave it out where it is merely open.
    """
    return behind(everything_said(selection, atlas, words), sentence, words)


def everything_said(selection: Selection, atlas: Atlas, words: Words) -> str:
    """All that narrows a choice (as for `framed`), whose word counts included; empty where nothing does."""
    said = [*_incident(selection, atlas, words), *narrowings(selection, atlas, words, EVERY_SIDE)]
    return ", ".join([*said, *_believed(selection, words)])


def behind(choice: str, sentence: str, words: Words) -> str:
    """A sentence behind what narrows it; alone where nothing does."""
    if not choice:
        return sentence
    return words("headline.of", choice=choice[:1].upper() + choice[1:], sentence=sentence)


def count_sentence(kept: pd.DataFrame, selection: Selection, atlas: Atlas, words: Words) -> str:
    """How many attacks are known, of exactly the choice: "Rhône (69), ransomware – 4 publicly documented attacks, …".

    Where no period is chosen, the years of the incidents kept are told. Those that may have begun in the period are
    a number of their own (`phrases.possible_sentence`).

    Parameters
    ----------
    kept : DataFrame
        What the selection keeps for certain.
    selection : Selection
        As for `framed`.
    """
    told = [
        count_of(kept, words, in_an_area=names_an_area(selection)),
        periods.within(selection.start, selection.end, words) or _years(kept, words),
        *([] if incidents.claimed_among(kept) else _believed(selection, words)),
    ]
    said = [*_incident(selection, atlas, words), *narrowings(selection, atlas, words)]
    sentence = ", ".join(part for part in told if part)
    # it goes on after a dash: "Germany – no publicly documented attack"
    return behind(", ".join(said), words.within(sentence) if said else sentence, words)


def count_of(kept: pd.DataFrame, words: Words, *, in_an_area: bool = False) -> str:
    """How many attacks there are, claims apart from what is known; how many in France, unless an area says where."""
    claimed = incidents.claimed_among(kept)
    told = words("headline.counted", count=len(kept) - claimed)
    if claimed:
        told = words("headline.with_claimed", count=claimed, known=told)
    french = number_in_france(kept)
    if in_an_area or kept.empty:
        return told
    if french in (0, len(kept)):
        return words(f"headline.{'all_in' if french else 'all_out_of'}_france", count=len(kept), counted=told)
    part = (
        words("headline.part_of_all", part=words.number(french), count=len(kept)) if claimed else words.number(french)
    )
    return words("headline.part_in_france", counted=told, part=part)


def count_finding(kept: pd.DataFrame, words: Words) -> str:
    """The same without the choice: how many are in France is told where some are not."""
    return count_of(kept, words, in_an_area=kept[col.COUNTRY].nunique() < 2)


def names_an_area(selection: Selection) -> bool:
    """Whether the choice itself says where: in one country, or in areas of France."""
    return len(selection.country) == 1 or bool(selection.region or selection.department)


def year_sentence(kept: pd.DataFrame, selection: Selection, atlas: Atlas, words: Words) -> str:
    """The finding of the timeline; the plain sentence where no year comes first."""
    finding = _busiest_year(kept, words)
    return framed(finding, selection, atlas, words) if finding else count_sentence(kept, selection, atlas, words)


def year_finding(kept: pd.DataFrame, words: Words) -> str:
    """The busiest year, without the choice; how many there are, where none comes first."""
    return _busiest_year(kept, words) or count_finding(kept, words)


def _busiest_year(kept: pd.DataFrame, words: Words) -> str:
    """The same; empty where no year comes first."""
    busiest = busiest_year(kept)
    return words("headline.timeline", count=busiest[1], year=busiest[0], of=words.number(len(kept))) if busiest else ""


def service_sentence(kept: pd.DataFrame, selection: Selection, atlas: Atlas, words: Words) -> str:
    """The finding of the impact page; the plain sentence where no service comes first."""
    finding = _service_hit_most(kept, words)
    return framed(finding, selection, atlas, words) if finding else count_sentence(kept, selection, atlas, words)


def service_finding(kept: pd.DataFrame, words: Words) -> str:
    """The service hit most, without the choice; how many incidents there are, where none comes first."""
    return _service_hit_most(kept, words) or count_finding(kept, words)


def _service_hit_most(kept: pd.DataFrame, words: Words) -> str:
    """The same; empty where no service comes first."""
    hit_most = service_hit_most(kept)
    if hit_most is None:
        return ""
    named = words.number(int(kept[col.SERVICES].notna().sum()))
    return words("headline.impact", count=hit_most[1], service=words.label(SERVICE_CODES, hit_most[0]), of=named)


def _believed(selection: Selection, words: Words) -> list[str]:
    """Whose word counts, where it is not the usual."""
    return [] if selection.evidence == DEFAULT_EVIDENCE else [words(f"headline.evidence_{selection.evidence}")]


def _incident(selection: Selection, atlas: Atlas, words: Words) -> list[str]:
    """The incident that is taken alone."""
    if not selection.incident:
        return []
    row = atlas.incidents[atlas.incidents[col.INCIDENT_ID] == selection.incident]
    return [str(name) for name in incidents.names(row, words)]


def _years(kept: pd.DataFrame, words: Words) -> str:
    """The years in which incidents began, from the first to the last."""
    years = kept[col.STARTED_ON].str[:4]
    return "" if kept.empty else periods.within(years.min(), years.max(), words)
