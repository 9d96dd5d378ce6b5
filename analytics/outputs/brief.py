"""The brief of a department or a region: one page that prints, with every figure, its interval and what it leaves open.

The page carries all it needs: no script, no request to any host, no address but those of sources to which we send
readers. What it says comes from `area_facts`; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analytics.atlas.atlas import Atlas
from analytics.drawings.leaflet.assets import page_css
from analytics.drawings.legends import SVG_NAMESPACE
from analytics.drawings.svg import rasters
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import OF_THE_PAGE, SANS, SERIF
from analytics.evidence.voices import attesting
from analytics.geography.levels import Level
from analytics.outputs import pictures
from analytics.outputs.area_facts import Area, Findings, answer, key_figures, limits, period
from analytics.outputs.held import Held
from analytics.outputs.html import cards
from analytics.outputs.html.speakers import source_link
from analytics.outputs.pictures import Choice
from analytics.outputs.templates import PAGES
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FINDINGS, STATUSES
from analytics.schema.measures import HEADLINE_MEASURES, MEASURES
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import Selection
from analytics.words import citations, phrases
from analytics.words.recovery import lasted
from analytics.words.sources import dated, standing, strongest_tier
from analytics.words.text import Words

LEVELS: tuple[Level, ...] = ("department", "region")
Address = Callable[[str, Level], str]  # of the page of an incident, seen from the page of an area


class Brief(NamedTuple):
    """One page, and the area that it is about."""

    level: Level
    code: str
    html: str


class Content(NamedTuple):
    """What a brief says, for a page that has a head, navigation and style of its own.

    Attributes
    ----------
    heading : the area, as its title says it.
    answer : what it comes to, in two or three sentences.
    html : the header with the only ``h1``, then one section after the other.
    """

    level: Level
    code: str
    heading: str
    answer: str
    html: str


def level_of(atlas: Atlas, code: str, level: str | None = None) -> Level:
    """The level of a code: the one asked for, else a department where the code is one, else a region.

    Raises
    ------
    ValueError
        Where no area of the level, or of either, has that code.
    """
    codes: dict[Level, list[str]] = {
        "department": list(atlas.departments[col.CODE]),
        "region": list(atlas.regions[col.CODE]),
    }
    asked = [name for name in LEVELS if level in (None, name)]
    for name in asked:
        if code in codes[name]:
            return name
    allowed = "; ".join(f"{name}s {', '.join(codes[name])}" for name in asked)
    raise ValueError(f"no {' or '.join(asked)} has the code “{code}”; allowed: {allowed}")


def brief_html(held: Held, code: str, selection: Selection, words: Words, level: str | None = None) -> str:
    """The page of one area, complete also where it has no incident.

    Parameters
    ----------
    held : Held
        The atlas, and what is worked out of it once.
    code : str
        INSEE code of a department or of a region; ``11`` is both.
    selection : Selection
        Its areas and its open incident do not matter; all else chooses the incidents that count.
    words : Words
    level : str, optional
        ``department`` or ``region``; a department where the code is one, unless said.

    Raises
    ------
    ValueError
        Where there is no such area.
    """
    return _page(Area(level_of(held.atlas, code, level), code, _findings(held, selection), words))


def briefs(held: Held, selection: Selection, words: Words) -> Iterator[Brief]:
    """The pages of all departments, then of all regions; what they share is worked out once."""
    for area in _every_area(_findings(held, selection), words):
        yield Brief(area.level, area.code, _page(area))


def contents(held: Held, selection: Selection, languages: Sequence[str], address: Address) -> dict[str, list[Content]]:
    """What the briefs of all departments, then of all regions say, by language; what they share is worked out once.

    Parameters
    ----------
    held, selection
        As for `brief_html`.
    languages : sequence of str
    address : function
        Of an incident and the level of the area: where the incident leads, seen from the page of the area.
    """
    findings = _findings(held, selection)
    return {
        language: [_content(area, address) for area in _every_area(findings, Words(language))] for language in languages
    }


def filename(code: str, level: str, words: Words) -> str:
    """What the file of a brief is called, with the version and the language: no space, no accent."""
    stem = words("brief.file_department" if level == col.DEPARTMENT else "brief.file_region", code=code)
    return f"{stem}-{DATA_VERSION}-{words.language}.html"


def _findings(held: Held, selection: Selection) -> Findings:
    return Findings(Choice(held, selection.everywhere()))


def _every_area(findings: Findings, words: Words) -> Iterator[Area]:
    for level in LEVELS:
        for code in findings.at(level).profiles.areas.index:
            yield Area(level, str(code), findings, words)


# --- the page ------------------------------------------------------------------------------------------------------


def _page(area: Area) -> str:
    content = _content(area)
    return PAGES.get_template("brief.html").render(
        words=area.words,
        content=content,
        body=Markup(content.html),  # noqa: S704 - from a template that escapes
        faces=Markup(rasters.rules()),  # noqa: S704 - our own
        colours=page_css("light"),
        sans=SANS,
        serif=SERIF,
    )


def _content(area: Area, address: Address | None = None) -> Content:
    sentences = answer(area)
    html = PAGES.get_template("brief_sections.html").render(
        words=area.words,
        kind=area.words(f"brief.kind_{area.level}"),
        heading=area.heading,
        covered=not area.findings.over.exposure.empty,
        period=period(area),
        choice=_choice(area),
        answer=sentences,
        compared=[place.name for place in (area, *area.beside)],
        figures=key_figures(area),
        drawing=_drawing(area),
        incidents=[_incident(row, area, address) for row in rows_of(area.incidents)],
        limits=limits(area),
        reference=_reference(area),
        credit=citations.credit(area.words),
        version=DATA_VERSION,
        date=area.words.when(DATA_DATE.isoformat()),
        fingerprint=area.findings.choice.held.fingerprint,
    )
    return Content(area.level, area.code, area.heading, " ".join(sentences), html.rstrip("\n"))


def _reference(area: Area) -> dict[str, int]:
    """The years of its population and of the last beds known; empty where one of them is not known."""
    years = {"population": area.row[col.POPULATION_YEAR], "beds": area.row[col.BEDS_YEAR]}
    return {} if pd.isna(list(years.values())).any() else {name: int(year) for name, year in years.items()}


def _choice(area: Area) -> str:
    """Which sources count, and what else narrows the choice."""
    words, atlas, selection = area.words, area.findings.choice.atlas, area.findings.choice.selection
    evidence = words("brief.evidence", evidence=phrases.evidence_line(selection.evidence, words))
    narrowed = phrases.narrowings(selection, atlas, words, phrases.EVERY_SIDE)
    return f"{evidence} {words('brief.narrowed', what=words('semicolon').join(narrowed))}" if narrowed else evidence


def _drawing(area: Area) -> Markup | None:
    """The area beside France, as the gallery draws it, in the colours of the page; None where it has no rate."""
    if pd.isna(area.row[col.RATE_PER_MILLION]):
        return None
    choice = area.findings.choice
    named = replace(choice, selection=replace(choice.selection, **{area.level: (area.code,)}))  # type: ignore[arg-type]
    drawing = pictures.draw(f"compare-{area.level}", named, Sheet(area.words, OF_THE_PAGE, "narrow"))
    # within HTML an SVG needs no name space; every word in it is escaped
    return Markup(drawing.svg.replace(f' xmlns="{SVG_NAMESPACE}"', ""))  # noqa: S704


# --- the incidents -------------------------------------------------------------------------------------------------


def _incident(row: dict[str, Any], area: Area, address: Address | None) -> dict[str, Any]:
    """What the page shows of an incident: date, name, what is special, what is known, and who says so."""
    words, incident = area.words, row[col.INCIDENT_ID]
    notes = [words.label(ATTACK_TYPES, row[col.ATTACK_TYPE])]
    if row[col.STATUS] == "claimed":
        notes.append(words.label(STATUSES, "claimed"))
    sources = area.findings.sources_of(incident)
    strongest = attesting(sources, row[col.STRONGEST_TIER])
    return {
        "date": words.when(row[col.STARTED_ON]),
        "name": row[words.column("name")],
        "address": address(incident, area.level) if address else "",
        "notes": ", ".join(notes),
        "others": words.listing(_others_touched(incident, area)),
        "facts": _facts(row, words),
        "tier": strongest_tier(row, words),
        "source": _source(strongest[0], words) if strongest else "",
        "voices": _by_voice(sources, words),
    }


def _others_touched(incident: str, area: Area) -> list[str]:
    """The other areas that an incident touched."""
    sites = area.findings.choice.atlas.sites
    touched = sites.loc[sites[col.INCIDENT_ID] == incident, area.level].dropna().unique()
    return [f"{area._replace(code=code).name} ({code})" for code in sorted(touched) if code != area.code]


def _facts(row: dict[str, Any], words: Words) -> list[str]:
    """The figures that we retain, or their range, and how long the recovery took."""
    colon, facts = words("card.colon"), []
    for measure in HEADLINE_MEASURES:
        figure = {
            col.VALUE: row[measure],
            **{name: row[f"{measure}_{name}"] for name in (col.LOW, col.HIGH, col.PARTIAL)},
        }
        if not pd.isna(figure[col.HIGH]):
            amount, span = cards.amount(measure, figure, words)
            amount += f" ({span})" if span else ""
            facts.append(f"{MEASURES[measure].label.in_language(words.language)}{colon}{amount}")
    if not pd.isna(row[col.RANSOM_PAID]):
        paid = words.label(FINDINGS, row[col.RANSOM_PAID])
        facts.append(f"{MEASURES[col.RANSOM_PAID].label.in_language(words.language)}{colon}{paid}")
    recovered = lasted(row, words) or words("card.end_unknown")
    return [*(facts or [words("card.none")]), f"{words('card.end')}{colon}{recovered}"]


def _by_voice(sources: list[dict[str, Any]], words: Words) -> list[tuple[str, Markup]]:
    """Sources as links, under each tier that speaks in them; statistics, which attest to no attack, apart."""
    voices: dict[str, list[Markup]] = {}
    for source in sources:
        statistics = source[col.STATISTICAL] == "yes"
        voice = words("brief.statistics") if statistics else standing(source, words, source["voice"])
        voices.setdefault(voice, []).append(_source(source, words))
    return [(voice + words("card.colon"), Markup(", ").join(links)) for voice, links in voices.items()]


def _source(source: Mapping[str, Any], words: Words) -> Markup:
    """Publisher and date, as a link where we send readers to the source."""
    return Markup(source_link(source, dated(source, words)))  # noqa: S704 - escaped there
