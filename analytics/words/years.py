"""Incidents of several areas by year in words: what is found, one value read aloud, what does not add up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import pandas as pd

from analytics.schema import col
from analytics.schema.codes import COUNTRY_GROUPS, FRANCE
from analytics.statistics.periods import FIRST_YEAR_FRANCE
from analytics.statistics.years import Years
from analytics.words.incidents import with_claims
from analytics.words.text import Words

Kind = Literal["department", "region", "country", "group"]
MOST_DRAWN = 24  # panels: more of them would be wallpaper
_MOST_NAMED = 3  # areas that have most at the same time
_CLASSIFICATION = "who-"  # the groups that a finding compares: a country is in one of them at most


class Panels(NamedTuple):
    """Some areas by year, a panel each.

    Attributes
    ----------
    kind : str
        What the areas are: those of a level, or groups of countries.
    years : Years
        Their counts, in the order in which they are drawn.
    names : mapping of str to str
    of : int
        How many areas there are, those that are not among them too.
    within : str
        In which regions, or in which groups of countries, they lie; empty where the choice does not say.
    """

    kind: Kind
    years: Years
    names: Mapping[str, str]
    of: int
    within: str = ""

    @property
    def drawn(self) -> list[str]:
        """The areas that have a panel."""
        return [str(code) for code in self.years.counts.index[:MOST_DRAWN]]

    @property
    def totals(self) -> pd.Series:
        """The incidents of each area, of all years."""
        return self.years.counts.sum(axis=1).astype(int)

    @property
    def each(self) -> list[int]:
        """The years, from the first to the last."""
        return [int(str(year)) for year in self.years.counts.columns]

    def seen(self, code: str) -> list[int]:
        """The incidents of an area in each year."""
        return [int(count) for count in list(self.years.counts.loc[code])]

    def claimed(self, code: str) -> list[int]:
        """Those of them that the attacker alone claims."""
        return [int(count) for count in list(self.years.claimed.loc[code])]


def group_name(code: str, words: Words) -> str:
    """The name of a group of countries; of income, without whose classification it is, which the subtitle says."""
    return words(f"years.group_{code}") if code.startswith("income-") else words.label(COUNTRY_GROUPS, code)


def finding(panels: Panels, words: Words) -> str:
    """In how many areas an attack is known, and where most are; of groups, those of WHO."""
    totals, of = panels.totals, panels.of
    if panels.kind == "group":
        totals = totals[totals.index.str.startswith(_CLASSIFICATION)]
        of = len(totals)
    touched = int((totals > 0).sum())
    if panels.kind == "country":
        found = words("years.finding_country", count=touched)
    else:
        found = words(f"years.finding_{panels.kind}", count=touched, of=words.number(of))
    highest = int(totals.max()) if touched else 0
    first = [panels.names[str(code)] for code in totals.index[totals == highest]]
    if not highest or len(first) > _MOST_NAMED:
        return found
    alone = "only" if touched == 1 else "most" if len(first) == 1 else "tied"
    most = words(f"years.{alone}", names=words.listing(first), number=words.number(highest))
    return f"{found}{words('card.colon' if touched == 1 else 'semicolon')}{most}"


def subtitle(panels: Panels, words: Words) -> str:
    """What is drawn, in which order."""
    order = "" if panels.kind == "group" else f" {words('years.order')}"
    if panels.kind == "department":
        what = words("years.subtitle_department", within=panels.within)
    else:
        what = words(f"years.subtitle_{panels.kind}")
    return f"{what} {words('years.scale')}{order}"


def known(code: str, panels: Panels, words: Words) -> str:
    """How many attacks are known in an area, and how many the attacker alone claims: what stands at its name."""
    claimed = sum(panels.claimed(code))
    told = words("years.known", count=sum(panels.seen(code)) - claimed)
    return words("years.and_claimed", count=claimed, known=told) if claimed else told


def each_year(code: str, panels: Panels, words: Words) -> list[str]:
    """The incidents of an area in each year, claims apart."""
    pairs = zip(panels.seen(code), panels.claimed(code), strict=True)
    return [with_claims(words("chart.incidents", count), claimed, words) for count, claimed in pairs]


def reading(panels: Panels, words: Words) -> str:
    """One value read aloud: of the area with most incidents its busiest year, the earliest of several."""
    years, totals = panels.each, panels.totals
    if not totals.any():
        return ""
    code = str(totals.idxmax())
    seen = panels.seen(code)
    place = seen.index(max(seen))
    name, said, year = panels.names[code], each_year(code, panels, words)[place], str(years[place])
    if len(years) == 1:
        return words("years.reading_one", name=name, told=said, year=year)
    total, first, last = words.number(sum(seen)), str(years[0]), str(years[-1])
    return words("years.reading", name=name, told=said, year=year, total=total, first=first, last=last)


def notes(panels: Panels, words: Words) -> list[str]:
    """What the panels do not say: claims among them, incidents of several areas or of none, areas without room."""
    years, kind = panels.years, panels.kind
    summed, left_out = int(panels.totals.sum()), panels.totals[len(panels.drawn) :]
    said = [words("years.hollow")] if years.claimed.to_numpy().any() else []
    if kind == "group":
        said.append(words("years.overlap", count=years.unplaced))
    elif summed != years.distinct:
        said.append(words(f"years.added_{kind}", count=years.distinct, summed=words.number(summed)))
    if kind in (col.DEPARTMENT, col.REGION) and years.unplaced:
        said.append(words(f"years.unplaced_{kind}", count=years.unplaced))
    of_record = words.voice != "alone"
    if (
        of_record
        and (kind == "group" or FRANCE in panels.drawn)
        and min(panels.each, default=FIRST_YEAR_FRANCE) < FIRST_YEAR_FRANCE
    ):
        said.append(words("years.france_since", year=str(FIRST_YEAR_FRANCE)))
    if len(left_out):
        most = words("chart.incidents", int(left_out.max()))
        said.append(words(f"years.left_out_{kind}", count=len(left_out), room=words.number(MOST_DRAWN), most=most))
    return said


def table(panels: Panels, words: Words) -> pd.DataFrame:
    """All areas under headings in the reader's language, those without a panel too: a column a year, then all years."""
    counts, claimed = panels.years.counts, panels.years.claimed
    shown = counts.set_axis([str(year) for year in panels.each], axis="columns")
    shown.insert(0, words(f"years.{panels.kind}"), [panels.names[str(code)] for code in counts.index])
    shown[words("years.all")] = panels.totals
    if claimed.to_numpy().any():
        shown[words("groups.claimed")] = claimed.sum(axis=1).astype(int)
    return shown
