"""The note of a department, a region or a country."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analytics.drawings.svg.canvas import Drawing, Sheet
from analytics.evidence.voices import attesting
from analytics.outputs import pictures
from analytics.outputs.addresses import asked
from analytics.outputs.area_facts import Area, Findings, answer, key_figures, limits, period
from analytics.outputs.held import Held
from analytics.outputs.notes.note import (
    About,
    Note,
    Part,
    Text,
    credit,
    cut,
    evidence,
    more,
    picture_of,
    plain,
    started,
    who,
)
from analytics.outputs.pictures import Choice
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import totals
from analytics.words import phrases
from analytics.words import totals as total_words
from analytics.words.incidents import called
from analytics.words.recovery import lasted
from analytics.words.text import Words

FIGURES = 7  # of an area: what comes after them is for the page
LIMIT = 330  # characters of a sentence that says what one cannot conclude
OF_COUNTRIES = ("people_affected", "data_leaked_gb", "patients_transferred", "operations_cancelled")


def area_notes(held: Held, about: About) -> Callable[[int], Note]:
    """What makes the note of an area with room for so many incidents; what is worked out for one room serves all."""
    words = Words(about.selection.lang)
    country = about.kind == col.COUNTRY
    findings = Findings(Choice(held, about.selection.everywhere()))
    area = Area(about.kind, about.code, findings, words)  # type: ignore[arg-type]  # no incident comes here
    note = Note(
        words=words,
        kicker=f"{words('site.title')} · {words(f'note.kind_{about.kind}')}",
        title=area.name if country else area.heading,
        subject=f"{_subject(area)}. {_counted(area, about)}",
        claimed="",
        lead=_told(area) if country else answer(area),
        beside=[_limits(area)],
        picture=picture_of(_picture(area), words),
        parts=_figures(area),
        credit=credit(held, about.origin + address(about), words),
    )
    return lambda room: note._replace(parts=[*note.parts, _incidents(area, room)])


def address(about: About) -> str:
    """Where the page of the area is, from the root of the site."""
    chosen = replace(about.selection.everywhere(), **{about.kind: (about.code,)})  # type: ignore[arg-type]
    level = [("level", about.kind)] if about.kind == col.REGION else []
    return asked("/world" if about.kind == col.COUNTRY else "/regions", [*chosen.to_query(), *level])


def _subject(area: Area) -> str:
    """What is counted and over which days; of a country, where no rate divides by days, until when was searched."""
    words = area.words
    if area.level == col.COUNTRY:
        return words("note.subject_country", end=words.when(KNOWN_UNTIL.isoformat()))
    days, covered = period(area), not area.findings.over.exposure.empty
    return words("brief.subject", start=days["start"], end=days["end"]) if covered else words("brief.no_period")


def _counted(area: Area, about: About) -> str:
    """Which sources count, and what else narrows the choice."""
    words, choice = area.words, area.findings.choice
    narrowed = phrases.narrowings(choice.selection, choice.atlas, words, phrases.EVERY_SIDE)
    more_said = words("brief.narrowed", what=words("semicolon").join(narrowed)) if narrowed else ""
    return f"{evidence(about, words)} {more_said}".rstrip()


def _told(area: Area) -> list[str]:
    """What is known of a country, as a sentence: how many attacks, and how many of them the attacker alone claims."""
    row, words = area.row, area.words
    told = f"{area.name}{words('card.colon')}{phrases.area_told(row, 'incidents', words)}."
    return [f"{told} {phrases.possible_sentence(int(row[col.INCIDENTS_POSSIBLE]), words)}".rstrip()]


def _picture(area: Area) -> Drawing | None:
    """The area beside France, of a country its attacks by year; None where there is nothing to compare or to count."""
    choice, words = area.findings.choice, area.words
    named = replace(choice, selection=replace(choice.selection, **{area.level: (area.code,)}))  # type: ignore[arg-type]
    if area.level == col.COUNTRY:
        return pictures.draw("by-year", named, Sheet(words, size="narrow")) if len(area.incidents) else None
    if pd.isna(area.row[col.RATE_PER_MILLION]):
        return None
    return pictures.draw(f"compare-{area.level}", named, Sheet(words, size="narrow"))


def _figures(area: Area) -> list[Part]:
    """The key figures of an area beside those that it is compared with; of a country what its incidents come to."""
    words = area.words
    if area.level == col.COUNTRY:
        return _of_country(area)
    heads = [words("brief.figure"), *(place.name for place in (area, *area.beside))]
    rows = [[plain(figure.name), *map(plain, figure.values)] for figure in key_figures(area)[:FIGURES]]
    return [Part(words("brief.figures"), heads=heads, rows=rows, below=words("brief.figures_note"))]


def _of_country(area: Area) -> list[Part]:
    words, incidents = area.words, area.incidents
    if incidents.empty:
        return []
    kinds = incidents[col.ATTACK_TYPE].value_counts()
    by_kind = [
        f"{words.within(words.label(ATTACK_TYPES, kind))} {words.number(int(kinds[kind]))}" for kind in kinds.index
    ]
    rows = [[plain(words("note.types")), plain(words.listing(by_kind))]]
    for row in totals.totals(incidents, OF_COUNTRIES):
        said = total_words.told(row, words)
        base = words("semicolon").join(words(f"front.{name}", count=count) for name, count in total_words.base(row))
        rest = words("semicolon").join(filter(None, (said.span, base)))
        rows.append([plain(total_words.label(row[col.MEASURE], words)), plain(f"{said.value} ({rest})")])
    return [Part(words("brief.figures"), heads=[words("brief.figure"), area.name], rows=rows)]


def _incidents(area: Area, room: int) -> Part:
    """The latest incidents that there is room for: when, which, what is known, who says so."""
    words = area.words
    latest = rows_of(area.incidents)[::-1]
    if not latest:
        return Part(words("brief.incidents"), lines=[plain(words("brief.no_incidents"))])
    heads = [words(f"brief.{name}") for name in ("date", "incident", "known", "source")]
    return Part(
        words("note.incidents", count=len(latest)),
        heads=heads,
        rows=[_row(row, area) for row in latest[:room]],
        below=more(len(latest) - room, words),
    )


def _row(row: dict[str, Any], area: Area) -> Sequence[Text]:
    words = area.words
    known = [words.label(ATTACK_TYPES, row[col.ATTACK_TYPE])]
    if recovered := lasted(row, words):
        known.append(recovered)
    there = attesting(area.findings.sources_of(row[col.INCIDENT_ID]), row[col.STRONGEST_TIER])
    says = who(there[0], row[col.STRONGEST_TIER], words) if there else ()
    return plain(started(row, words)), plain(cut(called(row, words), 90)), plain(words("semicolon").join(known)), says


def _limits(area: Area) -> Part:
    """What one cannot conclude: all that the page says of an area, shortened; of a country that this is no census."""
    words = area.words
    if area.level == col.COUNTRY:
        profiles = area.results.profiles
        counts = {"french": words.number(int(profiles.areas[col.INCIDENTS][FRANCE]))}
        said = [words("world.warning", **counts, count=int(profiles.coverage.distinct))]
        said.append(words("brief.limit_public", end=words.when(KNOWN_UNTIL.isoformat())))
    else:
        every = limits(area)
        said = [*every[:3], every[-1]]
    return Part(words("brief.limits"), lines=[plain(cut(line, LIMIT)) for line in said])
