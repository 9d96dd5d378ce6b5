"""The brief of a department or a region: one page that prints, with every figure, its interval and what it leaves open.

The page carries all it needs: no script, no request to any host, no address but those of sources to which we send
readers. Its sentences come from `conclusions`; nothing is judged here.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import floor, log10
from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.drawings.theme import LIGHT, SANS, SERIF
from analytics.evidence.links import linkable
from analytics.geography.levels import Level
from analytics.outputs import receipts
from analytics.record import manifest
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE, STATUSES, TIERS
from analytics.schema.measures import HEADLINE_MEASURES, MEASURES
from analytics.schema.version import DATA_DATE, DATA_VERSION, KNOWN_UNTIL
from analytics.selection.selection import Selection, accepted_tiers
from analytics.statistics import areas, burden, comparison, counts, periods, trends
from analytics.statistics import funnel as funnels
from analytics.words import conclusions, numbers, phrases
from analytics.words.text import Words

LEVELS: tuple[Level, ...] = ("department", "region")
PEOPLE_RATE = (col.RATE_PER_MILLION, col.RATE_LOW, col.RATE_HIGH)
BED_RATE = (col.BEDS_RATE, col.BEDS_RATE_LOW, col.BEDS_RATE_HIGH)


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


# --- what the pages share --------------------------------------------------------------------------------------


class _OfLevel(NamedTuple):
    """The results for all areas of a level."""

    table: pd.DataFrame  # index code: the columns of the public contract
    coverage: counts.Coverage
    by_people: pd.DataFrame
    by_beds: pd.DataFrame
    funnel: funnels.Funnel
    share: pd.DataFrame
    bed_days: burden.BedDays


@dataclass(frozen=True)
class _Findings:
    """Everything that the briefs of one selection share, each worked out once and when asked for."""

    atlas: Atlas
    published: pd.DataFrame
    selection: Selection  # without areas, and without the incident whose card is open
    address: Callable[[str, Level], str] | None = None  # of the page of an incident, seen from one of an area
    sources: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # of the incidents told so far

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The published incidents that count, in order of their start."""
        ids = areas.counted(self.published, self.selection)
        return self.published[self.published[col.INCIDENT_ID].isin(ids)].sort_values([col.STARTED_ON, col.INCIDENT_ID])

    @cached_property
    def over(self) -> periods.Period:
        return periods.period(self.selection, KNOWN_UNTIL)

    @cached_property
    def department(self) -> _OfLevel:
        return self._of("department")

    @cached_property
    def region(self) -> _OfLevel:
        return self._of("region")

    @cached_property
    def fingerprint(self) -> str:
        return manifest.fingerprint()

    @cached_property
    def tiers(self) -> dict[str, str]:
        """The tier of each source."""
        return dict(zip(self.atlas.sources[col.SOURCE_ID], self.atlas.sources[col.TIER], strict=True))

    @cached_property
    def french_sites(self) -> pd.DataFrame:
        return pd.DataFrame(self.atlas.sites[self.atlas.sites[col.COUNTRY] == FRANCE])

    def at(self, level: Level) -> _OfLevel:
        return self.department if level == col.DEPARTMENT else self.region

    def _of(self, level: Level) -> _OfLevel:
        ids = self.kept[col.INCIDENT_ID]
        table = areas.rate_table(self.atlas, self.published, self.selection, level).set_index(col.CODE)
        return _OfLevel(
            table,
            counts.coverage(self.atlas.sites, ids, level),
            comparison.observed_expected(table[col.INCIDENTS], table[col.PERSON_YEARS]),
            comparison.observed_expected(table[col.INCIDENTS], table[col.BED_YEARS]),
            funnels.funnel(table[col.INCIDENTS], table[col.PERSON_YEARS]),
            burden.share_of_beds_hit(self.atlas.sites, ids, areas.beds(self.atlas, level), level),
            burden.bed_days_by_area(self.kept, self.atlas.sites, table.index, level),
        )

    @cached_property
    def france(self) -> pd.Series:
        """The row of France in the table of countries."""
        table = areas.rate_table(self.atlas, self.published, self.selection, "country").set_index(col.CODE)
        return _row(table, FRANCE)

    @cached_property
    def france_share(self) -> pd.Series | None:
        beds = areas.beds(self.atlas, "country")
        table = burden.share_of_beds_hit(
            self.french_sites, self.kept[col.INCIDENT_ID], beds[beds[col.CODE] == FRANCE], col.COUNTRY
        )
        return _row(table, FRANCE) if FRANCE in table.index else None

    @cached_property
    def france_bed_days(self) -> pd.Series:
        codes = pd.Index([FRANCE], name=col.CODE)
        return _row(burden.bed_days_by_area(self.kept, self.french_sites, codes, col.COUNTRY).areas, FRANCE)


class _Area(NamedTuple):
    """One area, and all that its page says."""

    level: Level
    code: str
    findings: _Findings
    words: Words

    @property
    def results(self) -> _OfLevel:
        return self.findings.at(self.level)

    @property
    def row(self) -> pd.Series:
        return _row(self.results.table, self.code)

    @property
    def heading(self) -> str:
        return self.words(f"brief.heading_{self.level}", name=self.name, code=self.code)

    @property
    def name(self) -> str:
        return _area_name(self.row, self.words)

    @property
    def incidents(self) -> pd.DataFrame:
        """The published incidents that touched the area."""
        sites = self.findings.atlas.sites
        touched = sites.loc[sites[self.level] == self.code, col.INCIDENT_ID]
        return self.findings.kept[self.findings.kept[col.INCIDENT_ID].isin(touched)]


def _row(table: pd.DataFrame, code: str) -> pd.Series:
    return table.loc[code]  # type: ignore[return-value]  # codes are unique: one row


def _area_name(row: pd.Series, words: Words) -> str:
    return str(row[words.column("name")]).replace("'", "’")


# --- for everyone ----------------------------------------------------------------------------------------------


def level_of(atlas: Atlas, code: str, level: str | None = None) -> Level:
    """The level of a code: the one asked for, else a department where the code is one, else a region.

    Raises
    ------
    ValueError
        Where no area of the level, or of either, has that code.
    """
    known: dict[Level, list[str]] = {
        "department": list(atlas.departments[col.CODE]),
        "region": list(atlas.regions[col.CODE]),
    }
    for one in LEVELS:
        if level in (None, one) and code in known[one]:
            return one
    asked = [one for one in LEVELS if level in (None, one)]
    allowed = "; ".join(f"{one}s {', '.join(known[one])}" for one in asked)
    raise ValueError(f"no {' or '.join(asked)} has the code “{code}”; allowed: {allowed}")


def brief_html(
    atlas: Atlas, published: pd.DataFrame, code: str, selection: Selection, words: Words, level: str | None = None
) -> str:
    """The page of one area, complete also where it has no incident.

    Parameters
    ----------
    atlas : Atlas
    published : DataFrame
        Published incidents (`atlas.publish`) at the selection's level of evidence.
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
    return _page(_Area(level_of(atlas, code, level), code, _findings(atlas, published, selection), words))


def briefs(atlas: Atlas, published: pd.DataFrame, selection: Selection, words: Words) -> Iterator[Brief]:
    """The pages of all departments, then of all regions; what they share is worked out once."""
    findings = _findings(atlas, published, selection)
    for level in LEVELS:
        for code in findings.at(level).table.index:
            yield Brief(level, str(code), _page(_Area(level, str(code), findings, words)))


def contents(
    atlas: Atlas,
    published: pd.DataFrame,
    selection: Selection,
    languages: Sequence[str],
    address: Callable[[str, Level], str],
) -> dict[str, list[Content]]:
    """What the briefs of all departments, then of all regions say, by language; what they share is worked out once.

    Parameters
    ----------
    atlas, published, selection
        As for `brief_html`.
    languages : sequence of str
    address : function
        Of an incident and the level of the area: where the incident leads, seen from the page of the area.
    """
    findings = replace(_findings(atlas, published, selection), address=address)
    told: dict[str, list[Content]] = {}
    for language in languages:
        told[language] = []
        for level in LEVELS:
            for code in findings.at(level).table.index:
                area = _Area(level, str(code), findings, Words(language))
                answer = " ".join(_answer(area))
                told[language].append(Content(level, str(code), area.heading, answer, "\n".join(_parts(area))))
    return told


def filename(code: str, level: str, words: Words) -> str:
    """What the file of a brief is called, with the version and the language: no space, no accent."""
    stem = words("brief.file_department" if level == col.DEPARTMENT else "brief.file_region", code=code)
    return f"{stem}-{DATA_VERSION}-{words.language}.html"


def _findings(atlas: Atlas, published: pd.DataFrame, selection: Selection) -> _Findings:
    return _Findings(atlas, published, replace(selection, country=(), region=(), department=(), incident=""))


# --- the page --------------------------------------------------------------------------------------------------


def _parts(area: _Area) -> list[str]:
    """The header and the sections."""
    words = area.words
    return [
        _header(area),
        _section("answer", words("brief.answer"), "".join(_p(line, "lead") for line in _answer(area)), words),
        _section("figures", words("brief.figures"), _figures(area), words),
        _section("drawing", words("brief.drawing"), _drawing(area), words),
        _section("incidents", words("brief.incidents"), _incidents(area), words),
        _section("limits", words("brief.limits"), _list(_limits(area)), words),
        _section("sources", words("brief.sources"), _sources(area), words),
        _section("method", words("brief.method"), _method(area), words),
    ]


def _page(area: _Area) -> str:
    words = area.words
    title = f"{area.heading} – {words('site.title')}"
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{_safe(title)}</title>\n'
        f"<style>{_CSS}</style>\n</head>\n<body>\n<main>\n" + "\n".join(_parts(area)) + "\n</main>\n</body>\n</html>\n"
    )


def _safe(text: object) -> str:
    return html.escape(str(text), quote=True)


def _p(text: str, kind: str = "") -> str:
    marked = f' class="{kind}"' if kind else ""
    return f"<p{marked}>{_safe(text)}</p>"


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{_safe(line)}</li>' for line in lines)}</ul>"


def _section(name: str, title: str, body: str, words: Words) -> str:
    return f'<section id="{name}" lang="{words.language}"><h2>{_safe(title)}</h2>{body}</section>'


def _days(area: _Area) -> dict[str, str]:
    """First and last day of the period, in words."""
    over = area.findings.over
    return {"start": area.words.when(over.start.isoformat()), "end": area.words.when(over.end.isoformat())}


def _header(area: _Area) -> str:
    words, selection = area.words, area.findings.selection
    period = _days(area)
    covered = not area.findings.over.exposure.empty
    subject = words("brief.subject", start=period["start"], end=period["end"]) if covered else words("brief.no_period")
    kind = words(f"brief.kind_{area.level}")
    lines = [words("brief.evidence", evidence=phrases.evidence_line(selection.evidence, words))]
    narrowed = [
        phrases.narrowing(field, value, area.findings.atlas, words)
        for field, value in selection.narrowing
        if field != "evidence"
    ]
    if narrowed:
        lines.append(words("brief.narrowed", what=words("semicolon").join(narrowed)))
    return (
        f'<header><p class="kicker">{_safe(words("site.title"))} · {_safe(kind)}</p><h1>{_safe(area.heading)}</h1>'
        f'<p class="subject">{_safe(subject)}</p>{_p(" ".join(lines), "note")}</header>'
    )


def _answer(area: _Area) -> list[str]:
    """What the page comes to, in two or three sentences."""
    words, row, period = area.words, area.row, _days(area)
    if area.findings.over.exposure.empty:
        return [words("conclude.no_years")]
    people = conclusions.expectation_of(area.results.by_people, area.code)
    count = int(row[col.INCIDENTS])
    if not count:
        told = words("brief.answer_none", area=area.heading, start=period["start"], end=period["end"])
        return [told, conclusions.zero(float(row[col.RATE_HIGH]), people, area.level, words)]
    told = words("brief.answer_some", area=area.heading, start=period["start"], end=period["end"], count=count)
    said = [conclusions.expected(people, conclusions.PEOPLE, area.level, words)]
    said.append(conclusions.reliability(str(row[col.RELIABILITY]), words))
    return [told, " ".join(said)]


# --- key figures -----------------------------------------------------------------------------------------------


class _Figure(NamedTuple):
    """One line of the table of figures: its name, what it is, the area, France."""

    name: str
    what: list[str]
    here: str
    france: str


def _figures(area: _Area) -> str:
    words = area.words
    heads = (words("brief.figure"), area.name, words("brief.france"))
    rows = []
    for figure in _lines(area):
        notes = "".join(f'<span class="note">{_safe(line)}</span>' for line in figure.what)
        cells = "".join(
            f'<td data-label="{_safe(label)}">{_safe(value)}</td>'
            for label, value in zip(heads[1:], (figure.here, figure.france), strict=True)
        )
        rows.append(f'<tr><th scope="row">{_safe(figure.name)}{notes}</th>{cells}</tr>')
    head = "".join(f'<th scope="col">{_safe(label)}</th>' for label in heads)
    note = _p(words("brief.figures_note"), "note")
    return f'{note}<table class="figures"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _lines(area: _Area) -> list[_Figure]:
    words, row, france = area.words, area.row, area.findings.france
    counted = [words.number(float(one[name])) for name in (col.INCIDENTS, col.SITES) for one in (row, france)]
    return [
        _Figure(words("brief.name_incidents"), [words("brief.what_incidents")], *counted[:2]),
        _Figure(words("brief.name_sites"), [words("brief.what_sites")], *counted[2:]),
        _Figure(
            words("brief.name_people"),
            [_people_note(area)],
            *(_rate(one, PEOPLE_RATE, words) for one in (row, france)),
        ),
        _Figure(
            words("brief.name_beds"),
            [_beds_note(area)],
            *(_rate(one, BED_RATE, words) for one in (row, france)),
        ),
        *_expectations(area),
        _share_line(area),
        _bed_days_line(area),
    ]


def _rate(row: pd.Series, names: tuple[str, str, str], words: Words) -> str:
    rate, low, high = (float(row[name]) for name in names)
    if rate != rate:
        return words("brief.not_known")
    return words("brief.with_interval", value=numbers.rate(rate, words), interval=numbers.interval(low, high, words))


def _people_note(area: _Area) -> str:
    row, words = area.row, area.words
    if pd.isna(row[col.RATE_PER_MILLION]):
        return words("brief.what_people_none")
    return words(
        "brief.what_people",
        population=words.number(int(row[col.POPULATION])),
        year=_year(row[col.POPULATION_YEAR], words),
        years=words.number(area.findings.over.years, 1),
    )


def _beds_note(area: _Area) -> str:
    row, words = area.row, area.words
    if pd.isna(row[col.BEDS_RATE]):
        return words("brief.what_beds_none")
    return words(
        "brief.what_beds",
        bed_years=words.number(float(row[col.BED_YEARS])),
        beds=words.number(int(row[col.BEDS])),
        year=_year(row[col.BEDS_YEAR], words),
    )


def _year(year: object, words: Words) -> str:
    """A year is no quantity: it has no separators."""
    return words("brief.not_known") if pd.isna(year) else str(int(year))  # type: ignore[call-overload]


def _expectations(area: _Area) -> Iterator[_Figure]:
    words = area.words
    average = words(f"conclude.average_{area.level}")
    for name, what, table in (
        (words("brief.name_expected_people"), words("brief.what_expected_people", average=average), "people"),
        (words("brief.name_expected_beds"), words("brief.what_expected_beds"), "beds"),
    ):
        results = area.results.by_people if table == "people" else area.results.by_beds
        found = conclusions.expectation_of(results, area.code)
        here = words("brief.not_known")
        if found.known:
            value = words(
                "brief.value_expected",
                observed=words.number(found.observed),
                expected=numbers.rate(found.expected, words),
                ratio=numbers.rate(found.ratio, words),
            )
            here = words("brief.with_interval", value=value, interval=numbers.interval(found.low, found.high, words))
        yield _Figure(name, [what], here, words("brief.by_definition"))


def _share_line(area: _Area) -> _Figure:
    words, table = area.words, area.results.share
    row = _row(table, area.code) if area.code in table.index else None
    notes = [words("brief.what_share")]
    elsewhere = 0 if row is None else int(row[burden.IN_SEVERAL])
    if row is not None:
        if len(area.incidents) and not row[burden.HOSPITALS]:
            notes.append(words("brief.share_website"))
        if row[burden.IS_LOWER_BOUND]:
            notes.append(words("brief.share_bound", count=int(row[burden.WITHOUT_BEDS])))
        if row[burden.STATED_SHARE] > 1:
            notes.append(words("brief.share_cut", stated=words.percent(float(row[burden.STATED_SHARE]))))
        elif elsewhere:
            notes.append(words("brief.share_elsewhere", count=elsewhere))
    france = _share(area.findings.france_share, words, 0)
    return _Figure(words("brief.name_share"), notes, _share(row, words, elsewhere), france)


def _share(row: pd.Series | None, words: Words, elsewhere: int) -> str:
    """The share; only about that where beds outside the area may be in it, at least that where beds are missing."""
    if row is None or pd.isna(row[burden.SHARE]):
        return words("brief.not_known")
    share = words.percent(float(row[burden.SHARE]), 1)
    if elsewhere:
        return words("brief.share_about", share=share)
    return words("brief.share_at_least", share=share) if row[burden.IS_LOWER_BOUND] else share


def _bed_days_line(area: _Area) -> _Figure:
    words, results = area.words, area.results.bed_days
    row = _row(results.areas, area.code)
    shared = int(area.incidents[col.INCIDENT_ID].isin(results.several[col.INCIDENT_ID]).sum())
    notes = [words("brief.what_bed_days")]
    if row[burden.COMPLETE]:
        notes.append(words("brief.bed_days_complete", count=int(row[burden.COMPLETE])))
    if missing := int(row[burden.INCOMPLETE] + row[burden.BEDS_UNKNOWN]):
        notes.append(words("brief.bed_days_open", count=missing))
    if shared:
        notes.append(words("brief.bed_days_shared", count=shared))
    nothing = words("brief.none") if area.incidents.empty else words("brief.not_known")
    here = _span(row, words) or nothing
    return _Figure(
        words("brief.name_bed_days"), notes, here, _span(area.findings.france_bed_days, words) or words("brief.none")
    )


def _span(row: pd.Series, words: Words) -> str:
    """Low to high; empty where there is no sum."""
    if pd.isna(row[col.LOW]):
        return ""
    span = words.span(float(row[col.LOW]), float(row[col.HIGH]))
    return words("brief.incomplete", value=span) if row[burden.IS_LOWER_BOUND] else span


# --- the drawing -----------------------------------------------------------------------------------------------


class _Whisker(NamedTuple):
    """A rate with its interval, under the name of an area."""

    name: str
    rate: float
    low: float
    high: float


_WIDTH, _LEFT, _RIGHT, _STEP = 480, 12, 24, 46  # of the drawing, in its own units


def _whiskers(area: _Area) -> list[_Whisker]:
    """The rates of the area, of its region where that holds more than the area, and of France."""
    atlas, words, findings = area.findings.atlas, area.words, area.findings
    rows = [(area.heading, area.row)]
    if area.level == col.DEPARTMENT:
        regions = atlas.departments.set_index(col.CODE)[col.REGION]
        if (regions == regions[area.code]).sum() > 1:
            region = _row(findings.region.table, str(regions[area.code]))
            rows.append((_area_name(region, words), region))
    rows.append((words("brief.france"), findings.france))
    return [
        _Whisker(name, *(float(row[column]) for column in PEOPLE_RATE))
        for name, row in rows
        if not pd.isna(row[col.RATE_PER_MILLION])
    ]


def _drawing(area: _Area) -> str:
    """An inline picture of rates and intervals, with no script; a sentence where the area has no rate."""
    words = area.words
    lines = _whiskers(area)
    if pd.isna(area.row[col.RATE_PER_MILLION]):
        return _p(words("brief.drawing_none"))
    ticks = _ticks(max(line.high for line in lines))
    scale = (_WIDTH - _LEFT - _RIGHT) / ticks[-1]
    height = _STEP * len(lines) + 34
    told = [_told(line, words) for line in lines]
    parts = [_axis(ticks, scale, height, words)]
    national = [line.rate for line in lines if line.name == words("brief.france")]
    parts += [_vertical(_LEFT + rate * scale, height, "national") for rate in national]
    parts += [_whisker(line, at, scale, words) for at, line in enumerate(lines)]
    label = words("semicolon").join(told)
    note = _p(words("brief.drawing_note"), "note")
    return (
        f'<figure><figcaption>{_safe(words("brief.drawing_axis"))}</figcaption><svg viewBox="0 0 {_WIDTH} {height}" '
        f'role="img" aria-label="{_safe(label)}">{"".join(parts)}</svg>{note}</figure>'
    )


def _told(line: _Whisker, words: Words) -> str:
    value = words(
        "brief.with_interval_named",
        value=numbers.rate(line.rate, words),
        interval=numbers.interval(line.low, line.high, words),
    )
    return f"{line.name}{words('card.colon')}{value}"


def _ticks(highest: float) -> list[float]:
    """Round numbers from zero to the highest or beyond: four to six of them."""
    rough = highest / 5
    power = 10 ** floor(log10(rough))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough)
    count = 1
    while count * step < highest:
        count += 1
    return [step * number for number in range(count + 1)]


def _axis(ticks: list[float], scale: float, height: int, words: Words) -> str:
    base = height - 20
    parts = []
    for tick in ticks:
        x = _LEFT + tick * scale
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{base}"/>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{height - 5}">{_safe(numbers.rate(tick, words))}</text>')
    return "".join(parts)


def _vertical(x: float, height: int, kind: str) -> str:
    return f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{height - 20}"/>'


def _whisker(line: _Whisker, at: int, scale: float, words: Words) -> str:
    y = _STEP * at + 32
    low, rate, high = (_LEFT + value * scale for value in (line.low, line.rate, line.high))
    kind = "dot hollow" if line.rate == 0 else "dot"
    return (
        f'<text class="name" x="{_LEFT}" y="{y - 13}">{_safe(_told(line, words))}</text>'
        f'<line class="whisker" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>'
        f'<circle class="{kind}" cx="{rate:.1f}" cy="{y}" r="5"/>'
    )


# --- the incidents ---------------------------------------------------------------------------------------------


def _incidents(area: _Area) -> str:
    words = area.words
    rows = rows_of(area.incidents)
    if not rows:
        return _p(words("brief.no_incidents"))
    heads = [words("brief.date"), words("brief.incident"), words("brief.known"), words("brief.source")]
    lines = []
    for row in rows:
        cells = (_safe(words.when(row[col.STARTED_ON])), _named(row, area), _known(row, words), _strongest(row, area))
        told = "".join(
            f'<{tag} data-label="{_safe(label)}">{cell}</{tag[:2]}>'
            for tag, label, cell in zip(("td", 'th scope="row"', "td", "td"), heads, cells, strict=True)
        )
        lines.append(f"<tr>{told}</tr>")
    head = "".join(f'<th scope="col">{_safe(label)}</th>' for label in heads)
    return f'<table class="incidents"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def _named(row: dict[str, Any], area: _Area) -> str:
    """Name and type, and the other areas that the incident touched."""
    words = area.words
    notes = [words.label(ATTACK_TYPES, row[col.ATTACK_TYPE])]
    if row[col.STATUS] == "claimed":
        notes.append(words.label(STATUSES, "claimed"))
    sites = area.findings.atlas.sites
    touched = sites.loc[sites[col.INCIDENT_ID] == row[col.INCIDENT_ID], area.level].dropna().unique()
    table = area.results.table
    others = [f"{_area_name(_row(table, code), words)} ({code})" for code in sorted(touched) if code != area.code]
    name = _safe(row[words.column("name")])
    if area.findings.address:
        name = f'<a href="{_safe(area.findings.address(row[col.INCIDENT_ID], area.level))}">{name}</a>'
    told = f"{name}<span class='note'>{_safe(', '.join(notes))}</span>"
    if others:
        told += f"<span class='note also'>{_safe(words('brief.also', areas=words.listing(others)))}</span>"
    return told


def _known(row: dict[str, Any], words: Words) -> str:
    """The figures that we retain, or their range, and how long the recovery took."""
    lines = []
    for measure in HEADLINE_MEASURES:
        value, low, high = (row[f"{measure}{suffix}"] for suffix in ("", "_low", "_high"))
        if pd.isna(high):
            continue
        span = words.span(float(low), float(high), 1)
        if pd.isna(value):
            said = words("card.not_retained", span=span)
        else:
            said = words.measured(float(value), MEASURES[measure].unit)
            said += f" ({words('card.span', span=span)})" if low != high else ""
        lines.append(f"{MEASURES[measure].label.in_language(words.language)}{words('card.colon')}{said}")
    low, high = row[f"{col.DAYS_TO_RECOVER}_low"], row[f"{col.DAYS_TO_RECOVER}_high"]
    recovered = words("card.end_unknown") if pd.isna(low) else words.days(float(low), float(high))
    lines = lines or [words("card.none")]
    lines.append(f"{words('card.end')}{words('card.colon')}{recovered}")
    return "".join(f'<span class="fact">{_safe(line)}</span>' for line in lines)


def _strongest(row: dict[str, Any], area: _Area) -> str:
    """The strongest tier that attests to the attack, and a source of it: one that we link to, where there is one."""
    words = area.words
    tier = row[col.STRONGEST_TIER]
    sources = _sources_of(row[col.INCIDENT_ID], area.findings)
    best = [source for source in sources if source["voice"] == tier and source[col.STATISTICAL] != "yes"]
    best = sorted(best, key=lambda source: (linkable(source) is None, source[col.COPY] == "yes"))
    told = _safe(words.label(TIERS, tier))
    return told + (f'<span class="note">{_source(best[0], words)}</span>' if best else "")


# --- what cannot be concluded, sources, method -----------------------------------------------------------------


def _limits(area: _Area) -> list[str]:
    words, results = area.words, area.results
    found = _trend(area)
    coverage = results.coverage
    lines = [
        words("brief.limit_public", end=words.when(KNOWN_UNTIL.isoformat())),
        *_limit_of_rank(area),
        words(
            "brief.limit_trend_found" if found.code in ("rising", "falling") else "brief.limit_trend",
            trend=conclusions.trend(found, words),
        ),
    ]
    place = conclusions.funnel_place(results.funnel, area.code, words)
    told = f"{conclusions.funnel(results.funnel, area.level, words)} {place}".strip()
    lines.append(words("brief.limit_chance", funnel=told))
    if several := len(coverage.several):
        lines.append(
            words(
                "brief.limit_sum",
                count=several,
                summed=words.number(coverage.summed),
                distinct=words.number(coverage.distinct),
                repeats=words.number(coverage.repeats),
            )
        )
    if unplaced := len(coverage.unplaced):
        lines.append(words("brief.limit_unplaced", count=unplaced))
    return [*lines, words("brief.limit_people")]


def _limit_of_rank(area: _Area) -> list[str]:
    """That the rate makes no rank; nothing where it rests on enough to be compared."""
    relied_on = str(area.row[col.RELIABILITY])
    if relied_on == "stable":
        return []
    return [area.words("brief.limit_rank", reliability=conclusions.reliability(relied_on, area.words))]


def _trend(area: _Area) -> trends.Trend:
    """The trend of the area's attacks by year of start, over the years that have been searched."""
    exposure = area.findings.over.exposure
    years = area.incidents[col.STARTED_ON].str[:4].astype(int).value_counts()
    return trends.yearly_trend(years[years.index.isin(exposure.index)], exposure)


def _sources_of(incident: str, findings: _Findings) -> list[dict[str, Any]]:
    """The sources of one incident (`_spoken_of`), worked out once for all areas that it touched."""
    if incident not in findings.sources:
        findings.sources[incident] = _spoken_of(incident, findings)
    return findings.sources[incident]


def _spoken_of(incident: str, findings: _Findings) -> list[dict[str, Any]]:
    """The sources of one incident, strongest voice first, each with the accepted tier that speaks in it (``voice``).

    A claim has the tier of who speaks, which may be stronger than the paper that quotes them; a line of the timeline
    has that of its source.
    """
    atlas = findings.atlas
    order = {tier: rank for rank, tier in enumerate(accepted_tiers(findings.selection.evidence))}
    claims = atlas.claims[atlas.claims[col.INCIDENT_ID] == incident]
    spoken = list(zip(claims[col.SOURCE_ID], claims[col.TIER], strict=True))
    tiers = findings.tiers
    for cell in atlas.events.loc[atlas.events[col.INCIDENT_ID] == incident, col.SOURCE_IDS]:
        spoken += [(code, tiers[code]) for code in split_list(cell)]
    voices: dict[str, str] = {}
    for code, tier in spoken:
        if tier in order and order[tier] <= order.get(voices.get(code, ""), len(order)):
            voices[code] = tier
    rows = atlas.sources[atlas.sources[col.SOURCE_ID].isin(voices)]
    rows = rows.assign(voice=rows[col.SOURCE_ID].map(voices))
    rows = rows.assign(rank=rows["voice"].map(order)).sort_values(["rank", col.PUBLISHED_ON, col.SOURCE_ID])
    return rows_of(rows)


def _source(source: dict[str, Any], words: Words) -> str:
    """Publisher and date, as a link where we send readers to the source."""
    when = "" if pd.isna(source[col.PUBLISHED_ON]) else f" ({words.when(source[col.PUBLISHED_ON])})"
    text = _safe(f"{source[col.PUBLISHER]}{when}")
    address = linkable(source)
    return text if address is None else f'<a href="{_safe(address)}" rel="noopener noreferrer">{text}</a>'


def _sources(area: _Area) -> str:
    words = area.words
    parts = [_p(words("brief.sources_note"), "note")] if len(area.incidents) else []
    for row in rows_of(area.incidents):
        parts.append(f"<h3>{_safe(row[words.column('name')])}</h3>{_by_voice(row[col.INCIDENT_ID], area)}")
    here = area.row
    if pd.isna(here[col.POPULATION_YEAR]) or pd.isna(here[col.BEDS_YEAR]):
        parts.append(_p(words("brief.sources_reference_none"), "note"))
    else:
        years = {"population": str(int(here[col.POPULATION_YEAR])), "beds": str(int(here[col.BEDS_YEAR]))}
        parts.append(_p(words("brief.sources_reference", population=years["population"], beds=years["beds"]), "note"))
    return "".join(parts)


def _by_voice(incident: str, area: _Area) -> str:
    """The sources of one incident, a line for each tier that speaks in them."""
    words = area.words
    told: dict[str, list[str]] = {}
    for source in _sources_of(incident, area.findings):
        speaks = words.label(TIERS, source["voice"])
        if source[col.STATISTICAL] == "yes":
            speaks = words("brief.statistics")
        told.setdefault(speaks, []).append(_source(source, words))
    colon = words("card.colon")
    lines = [
        f'<li><span class="said">{_safe(speaks + colon)}</span>{", ".join(named)}</li>'
        for speaks, named in told.items()
    ]
    return f'<ul class="sources">{"".join(lines)}</ul>'


def _method(area: _Area) -> str:
    words = area.words
    version = words(
        "brief.version",
        version=DATA_VERSION,
        date=words.when(DATA_DATE.isoformat()),
        fingerprint=area.findings.fingerprint,
    )
    lines = [words("brief.method_count"), words("brief.method_interval"), words("brief.method_disagree")]
    return _list(lines) + _p(receipts.credit(words), "credit") + _p(version, "note print")


# --- how it looks ----------------------------------------------------------------------------------------------

_CSS = f"""
@page {{ size: A4; margin: 15mm 16mm; }}
* {{ box-sizing: border-box; }}
html {{ font-size: 15px; }}
body {{ margin: 0; background: #fff; color: {LIGHT.text}; font: 1rem/1.45 {SANS}; }}
main {{ max-width: 46rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }}
h1, h2, h3, .lead, .subject {{ font-family: {SERIF}; text-wrap: pretty; }}
h1 {{ font-size: 2.1rem; line-height: 1.15; margin: .1rem 0 .3rem; }}
h2 {{ font-size: 1.2rem; margin: 1.7rem 0 .5rem; padding-top: .5rem; border-top: 1px solid {LIGHT.line};
  break-after: avoid; }}
h3 {{ font-size: .95rem; margin: .8rem 0 .15rem; break-after: avoid; }}
p {{ margin: 0 0 .5rem; }}
.kicker, .note, .said {{ color: {LIGHT.muted}; font-size: .82rem; }}
.subject {{ font-size: 1.1rem; }}
.lead {{ font-size: 1.06rem; }}
.lead:first-of-type {{ font-weight: 600; }}
span.note, .fact {{ display: block; font-weight: 400; }}
.also {{ color: {LIGHT.text}; font-style: italic; }}
table {{ width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid {LIGHT.line}; }}
tr > :last-child {{ padding-right: 0; }}
thead th {{ color: {LIGHT.muted}; font-size: .82rem; font-weight: 600; border-bottom-color: {LIGHT.muted}; }}
tbody th {{ font-weight: 600; }}
tr {{ break-inside: avoid; }}
thead {{ display: table-header-group; }}
.figures td, .figures thead th + th {{ width: 25%; }}
.incidents td:first-child {{ width: 17%; }}
.incidents tbody th {{ width: 29%; }}
.incidents td:last-child {{ width: 21%; }}
.incidents td {{ font-size: .88rem; }}
ul {{ margin: 0 0 .6rem; padding-left: 1.1rem; }}
li {{ margin-bottom: .3rem; break-inside: avoid; }}
.sources {{ font-size: .82rem; }}
.sources li {{ margin-bottom: .1rem; }}
a {{ color: {LIGHT.accent}; }}
figure {{ margin: 0; break-inside: avoid; }}
figcaption {{ color: {LIGHT.muted}; font-size: .82rem; }}
svg {{ width: 100%; height: auto; display: block; margin: .3rem 0; }}
svg text {{ font: 12px {SANS}; fill: {LIGHT.text}; paint-order: stroke; stroke: #fff; stroke-width: 4px; }}
svg .tick {{ fill: {LIGHT.muted}; text-anchor: middle; font-size: 11px; }}
svg .grid {{ stroke: {LIGHT.line}; }}
svg .national {{ stroke: {LIGHT.text}; stroke-dasharray: 3 3; }}
svg .whisker {{ stroke: {LIGHT.text}; stroke-width: 2; }}
svg .dot {{ fill: {LIGHT.text}; stroke: {LIGHT.text}; stroke-width: 2; }}
svg .hollow {{ fill: #fff; }}
.credit {{ font-weight: 600; }}
.print {{ overflow-wrap: anywhere; }}
@media (max-width: 560px) {{
  thead {{ position: absolute; left: -9999px; }}
  table, tbody, tr, th, td {{ display: block; width: auto !important; }}
  tr {{ border-bottom: 1px solid {LIGHT.line}; padding: .4rem 0; }}
  th, td {{ border: 0; padding: .1rem 0; }}
  td::before {{ content: attr(data-label) "\\202f: "; color: {LIGHT.muted}; font-size: .82rem; }}
}}
@media print {{
  html {{ font-size: 9.2pt; }}
  body {{ line-height: 1.35; }}
  th, td {{ padding-top: .2rem; padding-bottom: .2rem; }}
  svg {{ width: 75%; }}
  h2 {{ margin-top: 1.1rem; }}
  main {{ max-width: none; padding: 0; }}
  a {{ color: inherit; }}
}}
"""
