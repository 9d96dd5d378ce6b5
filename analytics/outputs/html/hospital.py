"""The parts of a hospital's page as HTML: the attacks known, what it is, its beds, what lies near.

Every word from the data is escaped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.outputs.html import cards, catchment
from analytics.outputs.html.cards import Mark
from analytics.outputs.html.dossier import Section
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import (
    ATTACK_TYPES,
    FRANCE,
    HOSPITAL_KINDS,
    HOSPITAL_POINTS,
    HOSPITAL_STATUSES,
    ROLES,
)
from analytics.selection.selection import Selection, accepted_tiers
from analytics.statistics import near
from analytics.words import citations, hospitals
from analytics.words.escape import safe
from analytics.words.sources import strongest_tier
from analytics.words.text import UNKNOWN, Words

NEAREST_HOSPITALS, NEAREST_INCIDENTS = 6, 4
SITES = "sites"

Address = Callable[[str], str]  # of a page, by the code of what it is about


class Touched(NamedTuple):
    """The incidents that touched a hospital: those of which a place stands for it alone, and those that it shares."""

    own: tuple[str, ...]
    shared: tuple[str, ...]


NOT_TOUCHED = Touched((), ())


def touched(atlas: Atlas, counted: Collection[str]) -> dict[str, Touched]:
    """The incidents among some that touched each hospital, by its FINESS number; those without one are absent."""
    named = _named(atlas)
    named = named[named[col.INCIDENT_ID].isin(list(counted))]
    own: dict[str, dict[str, bool]] = defaultdict(dict)
    for number, incident, sites in named[[col.FINESS_ET, col.INCIDENT_ID, SITES]].itertuples(index=False):
        own[number][incident] = own[number].get(incident, False) or sites == 1
    return {
        number: Touched(
            tuple(incident for incident, alone in incidents.items() if alone),
            tuple(incident for incident, alone in incidents.items() if not alone),
        )
        for number, incidents in own.items()
    }


def _named(atlas: Atlas) -> pd.DataFrame:
    """`Atlas.incidents_of_hospitals`, and how many hospitals each of its places stands for (`SITES`)."""
    every = atlas.incidents_of_hospitals
    return every.assign(**{SITES: every[col.SITE_ID].map(every[col.SITE_ID].value_counts())})


@dataclass(frozen=True)
class HospitalFile:
    """What the atlas holds on one hospital of the register, each part worked out once.

    Attributes
    ----------
    number : its FINESS number.
    published : DataFrame
        All incidents at the level of evidence (`atlas.publish`).
    evidence : str
        The weakest tier whose claims count.
    """

    number: str
    atlas: Atlas
    published: pd.DataFrame
    evidence: str

    @cached_property
    def row(self) -> dict[str, Any]:
        """The hospital as the register has it."""
        rows = self.atlas.hospitals
        (row,) = rows_of(rows[rows[col.FINESS_ET] == self.number])
        return row

    @cached_property
    def last_year(self) -> int:
        """The year of the latest survey."""
        return int(self.atlas.hospital_beds[col.YEAR].max())

    @cached_property
    def beds(self) -> pd.DataFrame:
        """Its beds by discipline, one row a year of the survey; missing where it had none or was not there."""
        return near.beds_by_year(self.number, self.atlas.hospital_beds)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The incidents that count at the level of evidence, the latest first."""
        kept = Selection(evidence=self.evidence).keep(self.published)
        return kept.sort_values([col.STARTED_ON, col.INCIDENT_ID], ascending=False)

    @cached_property
    def named(self) -> pd.DataFrame:
        """What names it in an incident that counts, and how many hospitals each such place stands for (`SITES`)."""
        every = _named(self.atlas)
        own = every[every[col.FINESS_ET] == self.number]
        return own[own[col.INCIDENT_ID].isin(self.counted[col.INCIDENT_ID])]

    @cached_property
    def touched(self) -> Touched:
        """The identifiers of those incidents."""
        return touched(self.atlas, frozenset(self.counted[col.INCIDENT_ID])).get(self.number, NOT_TOUCHED)

    def _rows(self, incidents: Collection[str]) -> list[dict[str, Any]]:
        return rows_of(self.counted[self.counted[col.INCIDENT_ID].isin(list(incidents))])

    @property
    def shown(self) -> bool:
        """Whether it has a point, and so a map and distances."""
        return near.point_of(self.number, self.atlas.hospitals) is not None

    def place(self, words: Words) -> str:
        """Its town and its department."""
        return hospitals.place(self.row, self.atlas.place_names[col.DEPARTMENT, words.column("name")])

    def known(self, words: Words) -> str:
        """The sentence that every reader asks for."""
        return hospitals.known(len(self.touched.own), len(self.touched.shared), self.evidence, words)

    def sections(
        self, words: Words, mark: Mark, *, incident: Address, hospital: Address, department: str
    ) -> dict[str, Section]:
        """Each section of its page, by its name; one that has nothing to say is absent.

        Parameters
        ----------
        words, mark
            As for `cards.short_list`.
        incident, hospital : function
            The address of the page of each, by its code.
        department : str
            The address of the page of its department.
        """
        whole = {
            "attacks": self.attacks(words, mark, incident),
            "facts": self.facts(words, department),
            "beds": Section(words("hospital.beds_title"), self.beds_table(words)),
            "around": self.around(words),
            "exercise": self.exercise(words),
            "near": self.nearest(words, hospital),
            "incidents": self.incidents_near(words, mark, incident),
        }
        return {name: section for name, section in whole.items() if section.html}

    def attacks(self, words: Words, mark: Mark, address: Address) -> Section:
        """Each incident that touched it, or what it is part of: day, type, who says so, in which role."""
        rows = [*self._rows(self.touched.own), *self._rows(self.touched.shared)]
        parts = [] if rows else [f"<p>{safe(words('hospital.not_spared'))}</p>"]
        for row in rows:
            told = [
                f"{words.label(ATTACK_TYPES, row[col.ATTACK_TYPE])}.",
                words("hospital.evidence", tier=words.within(strongest_tier(row, words))),
                *self._touched(row[col.INCIDENT_ID], words),
            ]
            parts.append(cards.short_list([row], self.atlas, words, mark, address))
            parts.append(f'<p class="said">{safe(" ".join(told))}</p>')
        return Section(words("hospital.attacks_title"), "\n".join(parts))

    def _touched(self, incident: str, words: Words) -> list[str]:
        """How an incident touched it: alone, or with others of which nobody tells it apart."""
        own = self.named[self.named[col.INCIDENT_ID] == incident].sort_values(SITES).drop_duplicates([col.ROLE, SITES])
        alone = own[own[SITES] == 1]
        if len(alone):
            return [words(f"hospital.role_{role}") for role in alone[col.ROLE]]
        return [
            words("hospital.role_shared", count=int(row[SITES]), role=words.label(ROLES, row[col.ROLE]))
            for row in rows_of(own)
        ]

    def facts(self, words: Words, department: str) -> Section:
        """What it is: place, kind, status, size, numbers, its point; `department` is the address of its area."""
        row = self.row
        own = words("hospital.numbers_told", number=self.number, entity=row[col.FINESS_EJ])
        closed = hospitals.stays(row, self.last_year, words)
        point = row[col.POINT]
        lines = {
            "kind": kind_and_status(row, words),
            "size_label": hospitals.size(row, words),
            "numbers": own,
            "survey_name": row["survey_name"],
            "point": words("hospital.no_point") if pd.isna(point) else words.label(HOSPITAL_POINTS, point),
        }
        where = f'<a href="{safe(department)}" target="_self">{safe(self._department(words))}</a>'
        parts = [f'<p class="line">{safe(row[col.TOWN])}, {where}</p>']
        parts += [f'<p class="line"><strong>{safe(closed)}</strong></p>'] if closed else []
        colon = words("card.colon")
        parts += [
            f'<p class="line"><span class="label">{safe(words(f"hospital.{name}") + colon)}</span>{safe(text)}</p>'
            for name, text in lines.items()
        ]
        return Section(words("hospital.facts"), "\n".join(parts))

    def _department(self, words: Words) -> str:
        code = self.row[col.DEPARTMENT]
        return f"{self.atlas.place_names[col.DEPARTMENT, words.column('name')][code]} ({code})"

    def beds_table(self, words: Words) -> str:
        """Its beds, a row a year, of the disciplines that it has; a year without it has a dash and not a zero."""
        names = {name: f"hospital.{name}_beds" for name in near.DISCIPLINES if self.beds[name].any()}
        names |= {col.BEDS: "hospital.all_beds"}
        heads = [words("hospital.year"), *(words(key) for key in names.values())]
        rows = [
            [str(year), *(UNKNOWN if pd.isna(cell) else words.number(int(cell)) for cell in row)]
            for year, row in zip(self.beds.index, self.beds[[*names]].to_numpy(object).tolist(), strict=True)
        ]
        return _table(heads, [[safe(cell) for cell in row] for row in rows], words("hospital.beds_subtitle"), words)

    def nearest(self, words: Words, address: Address) -> Section:
        """The hospitals with beds nearest to it."""
        found = rows_of(near.hospitals_near(self.number, self.atlas.hospitals, NEAREST_HOSPITALS))
        heads = [words(f"hospital.{name}") for name in ("name", "distance", "beds", "acute")]
        rows = [
            [
                f'<a href="{safe(address(row[col.FINESS_ET]))}" target="_self">{safe(row["name"])}</a><br>'
                f"<span class='said'>{safe(row[col.TOWN])} ({safe(row[col.DEPARTMENT])})</span>",
                safe(hospitals.away(row[near.KM], words)),
                safe(words.number(int(row[col.BEDS]))),
                safe(words.number(int(row[col.ACUTE]))),
            ]
            for row in found
        ]
        note = words("hospital.near_note", year=str(self.last_year))
        table = _table(heads, rows, words("hospital.near_title"), words) if rows else ""
        told = note if rows else words("hospital.no_map")
        return Section(words("hospital.near_title"), f'{table}<p class="said">{safe(told)}</p>')

    def incidents_near(self, words: Words, mark: Mark, address: Address) -> Section:
        """The incidents nearest to it that do not name it."""
        found = self.near_incidents
        rows = {row[col.INCIDENT_ID]: row for row in rows_of(self.counted)}
        parts = [
            f"{cards.short_list([rows[each[col.INCIDENT_ID]]], self.atlas, words, mark, address)}"
            f'<p class="said">{safe(hospitals.away(each[near.KM], words))}</p>'
            for each in rows_of(found)
        ]
        told = "near_incidents_note" if parts else "no_incident_near" if self.shown else "no_map"
        return Section(
            words("hospital.near_incidents"),
            "\n".join([*parts, f"<p class='said'>{safe(words(f'hospital.{told}'))}</p>"]),
        )

    @cached_property
    def geography(self) -> dict[str, Any] | None:
        """Who lives near and where they would go (`catchment.of_hospital`)."""
        return catchment.of_hospital(self.number, self.atlas)

    def around(self, words: Words) -> Section:
        """Who lives near, where they would go, and what sources state."""
        if self.geography is None:
            return Section(words("catchment.title"), f"<p>{safe(words('catchment.none'))}</p>")
        told = self._stated(self.touched.own) or self._stated(self.touched.shared, whole=True)
        return Section(words("catchment.title"), catchment.facts(self.geography, told, self.atlas, words))

    def _stated(self, incidents: Collection[str], *, whole: bool = False) -> catchment.Stated | None:
        """The people served that accepted claims on some incidents state."""
        claims = self.atlas.claims[self.atlas.claims[col.INCIDENT_ID].isin(list(incidents))]
        return catchment.stated(claims[claims[col.TIER].isin(accepted_tiers(self.evidence))], whole=whole)

    def exercise(self, words: Words) -> Section:
        """Were its systems down: the same figures, and what they do not say; nothing where there are none."""
        html = "" if self.geography is None else catchment.exercise(self.geography, self._acute, self.atlas, words)
        return Section(words("catchment.exercise"), html)

    @property
    def _acute(self) -> int:
        """Its acute beds in the year of its geography."""
        assert self.geography is not None  # noqa: S101 - only asked where there is one
        return int(self.beds[col.ACUTE][self.geography[col.YEAR]])

    @cached_property
    def near_incidents(self) -> pd.DataFrame:
        """The same as a table: incident_id and km."""
        sites = pd.DataFrame(self.atlas.sites)
        french = sites[sites[col.COUNTRY].eq(FRANCE) & sites[col.INCIDENT_ID].isin(self.counted[col.INCIDENT_ID])]
        without = frozenset(self.named[col.INCIDENT_ID])
        return near.incidents_near(self.number, self.atlas.hospitals, french, NEAREST_INCIDENTS, without)

    def citation(self, words: Words, address: str) -> str:
        """How to quote what is said of it, as plain text."""
        quoted = words(
            "hospital.citation",
            name=self.row["name"],
            place=self.place(words),
            number=self.number,
            known=self.known(words),
            credit=citations.credit(words),
        )
        return citations.at(quoted, address, words)


def kind_and_status(row: cards.Row, words: Words) -> str:
    """Of which kind it is, and its legal status."""
    status = row[col.STATUS]
    known = not pd.isna(status)
    told = words.label(HOSPITAL_STATUSES, status) if known else words("hospital.status_unknown")
    return words("hospital.kind_told", kind=words.label(HOSPITAL_KINDS, row[col.KIND]), status=told)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str, words: Words) -> str:
    """A table whose first column names its rows; the others are numbers. Cells are HTML. It scrolls in its frame."""
    head = "".join(f'<th scope="col">{safe(each)}</th>' for each in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in more) + "</tr>"
        for first, *more in rows
    )
    return (
        f'<div class="frame" tabindex="0"><table class="numbers" lang="{words.language}" aria-label="{safe(caption)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
