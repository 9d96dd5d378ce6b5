"""What the words and codes of an incident say, held against its own claims, events and sources."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, product

import pandas as pd

from analytics.atlas import cited
from analytics.atlas.atlas import Atlas
from analytics.record.cells import rows_of, split_list
from analytics.record.corrections import read_explained
from analytics.record.files import DATA, read_csv
from analytics.schema import col

MOST_KILOMETRES = 25  # from a point to the town that its place names
THIRD, NOT_READ = "third", "not-read"  # the reading of the whole record, and who is not in it yet
LEVELS = ((3, "high"), (2, "medium"), (0, "low"))  # direct publishers, and the confidence that they give

_SPACE = "[ \u00a0\u202f]"
_NUMBERS = {
    "fr": re.compile(rf"(?<![\w-])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:,\d+)?|(?<![\w-])\d+(?:,\d+)?"),
    "en": re.compile(r"(?<![\w-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w-])\d+(?:\.\d+)?"),
}
_SCALES = {
    "mille": 1e3,
    "thousand": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "milliard": 1e9,
    "milliards": 1e9,
    "billion": 1e9,
}
# times of day, and the day on which a night begins
_UNCOUNTED = re.compile(
    r"\b\d{1,2}(?:[.:]\d{2})?(?: to \d{1,2}(?:[.:]\d{2})?)? [ap]\.m\."
    r"|\b\d{1,2}(?::\d{2}|[ \u00a0\u202f]h(?:eures)?(?:[ \u00a0\u202f]\d{2})?\b)"
    r"|(?<=night of )\d+(?= to )|(?<=nuit du )\d+(?= au )",
    re.IGNORECASE,
)
_DATES = re.compile(
    r"\b\d{1,2}(?:er)? (?:jan|f[eé]v|feb|mar|apr|avr|ma[iy]|jun|juin|juil|jul|a[uo][gû]|sep|o[ck]t|nov|d[eé]c)\w*"
    r"(?: \d{4})?",
    re.IGNORECASE,
)
# the word that scales a number, also where it stands after another one: “2.4 or 2.3 million”, “2.3–2.4 million”
_SCALE = re.compile(
    rf"(?:(?:{_SPACE}(?:to|or|à|ou|and|et){_SPACE}|–)[\d.,]+)?{_SPACE}({'|'.join(_SCALES)})\b", re.IGNORECASE
)


def numbers_in(text: str, language: str, *, dates: bool = True) -> set[float]:
    """The numbers of a text, as its language writes them: 2.4 million is 2,400,000.

    Times of day are left out, and the first day of a night, which the record dates by its second; so are, on request,
    dates of a day.

    >>> sorted(numbers_in("On 3 May at 15:00 1,200 people, then 2.4 or 2.5 million", "en"))
    [3.0, 1200.0, 2400000.0, 2500000.0]
    """
    words = _UNCOUNTED.sub("", text if dates else _DATES.sub("", text))
    found = set()
    for match in _NUMBERS[language].finditer(words):
        plain = re.sub(_SPACE, "", match[0])
        value = float(plain.replace(",", ".") if language == "fr" else plain.replace(",", ""))
        scale = _SCALE.match(words[match.end() :])
        found.add(value * (_SCALES[scale[1].lower()] if scale else 1))
    return found


def plain_numbers(cell: object) -> set[float]:
    """The numbers of a value or of an ISO date, each of its parts."""
    return {float(part) for part in re.findall(r"\d+(?:\.\d+)?", str(cell))}


def _rounds(stated: float, told: float) -> bool:
    """Whether a number told is one that is stated, rounded to its own last digit."""
    step = 10.0 ** (len(f"{told:.0f}") - len(f"{told:.0f}".rstrip("0")))
    return step > 1 and abs(stated - told) < step


def unbacked_numbers(atlas: Atlas) -> Iterator[str]:
    """Numbers that nothing else of their incident has; a row of `explained.toml` may say why.

    Those of a summary are held against claims, events and places, those of an event, dates of a day apart, against the
    summary, the notes and what is said of disagreements as well.
    """
    known = explained("number")
    stated = _numbers_stated(
        (atlas.claims, (col.VALUE, col.LOW, col.HIGH, col.AS_OF), (col.VALUE, "note")),
        (atlas.events, (col.OCCURRED_ON,), ()),
        (atlas.sites, (col.BEDS,), ("name", "note")),
        (atlas.incidents, (col.STARTED_ON, col.DETECTED_ON, col.ENDED_ON), ("name",)),
    )
    by_events = _numbers_stated((atlas.events, (), ("text",)))
    elsewhere = _numbers_stated(
        (atlas.incidents, (), ("summary", "note", "end_meaning")), (atlas.disagreements, (), ("reason",))
    )
    for table, rows, key, text, others in (
        (col.INCIDENTS, atlas.incidents, col.INCIDENT_ID, "summary", by_events),
        (col.EVENTS, atlas.events, "event_id", "text", elsewhere),
    ):
        for row, language in product(rows_of(rows), _NUMBERS):
            incident = row[col.INCIDENT_ID]
            backed = stated[incident, language] | others[incident, language]
            for number in sorted(numbers_in(row[f"{text}_{language}"], language, dates=text == "summary")):
                if number in backed or (incident, f"{number:g}") in known or any(_rounds(n, number) for n in backed):
                    continue
                yield f"{table}.csv, {row[key]}, {text}_{language}: nothing else of {incident} says {number:,.10g}"


def _numbers_stated(
    *tables: tuple[pd.DataFrame, tuple[str, ...], tuple[str, ...]],
) -> dict[tuple[str, str], set[float]]:
    """By incident and language, the numbers of tables: of cells that are values, and of texts in each language."""
    stated: dict[tuple[str, str], set[float]] = defaultdict(set)
    for table, values, texts in tables:
        for row, language in product(rows_of(table), _NUMBERS):
            numbers = stated[row[col.INCIDENT_ID], language]
            for name in values:
                numbers |= plain_numbers(row[name])
            for name in texts:
                # the English words of a claim are its value
                told = col.VALUE if (name, language) == (col.VALUE, "en") else f"{name}_{language}"
                numbers |= numbers_in(str(row[told]), language)
    return stated


def events_out_of_order(atlas: Atlas) -> Iterator[str]:
    """Events that stand after a later one of their incident."""
    dated = atlas.events[atlas.events[col.OCCURRED_ON].notna()]
    for incident, rows in dated.groupby(col.INCIDENT_ID, sort=False):
        for (_, earlier), (event, later) in pairwise(zip(rows["event_id"], rows[col.OCCURRED_ON], strict=True)):
            shortest = min(len(earlier), len(later))
            if later[:shortest] < earlier[:shortest]:
                yield f"events.csv, {event}: {later} stands after {earlier} ({incident})"


def one_way_relations(atlas: Atlas) -> Iterator[str]:
    """Incidents that name one as related, which does not name them."""
    related = {row[col.INCIDENT_ID]: set(split_list(row[col.RELATED_IDS])) for row in rows_of(atlas.incidents)}
    for incident, others in related.items():
        for other in sorted(others):
            if incident not in related.get(other, set()):
                yield f"incidents.csv, {other}, related_ids: does not name {incident}, which names it"


def distant_points(atlas: Atlas) -> Iterator[str]:
    """French places whose point lies far from the town hall of the commune named; there is no other gazetteer."""
    towns = read_csv(DATA / "reference" / "communes.csv").set_index([col.INSEE, "name"])
    named = pd.MultiIndex.from_frame(atlas.sites[[col.INSEE, col.COMMUNE]]).isin(towns.index)
    for row in rows_of(atlas.sites[named & atlas.sites[col.LATITUDE].notna()]):
        town = towns.loc[(row[col.INSEE], row[col.COMMUNE])]
        north, east = float(town[col.LATITUDE]), float(town[col.LONGITUDE])
        across = (row[col.LONGITUDE] - east) * math.cos(math.radians(north))
        distance = 111.2 * math.hypot(row[col.LATITUDE] - north, across)
        if distance > MOST_KILOMETRES:
            yield f"sites.csv, {row[col.SITE_ID]}: its point lies {distance:.0f} km from {row[col.COMMUNE]}"


def unruled_confidence(atlas: Atlas) -> Iterator[str]:
    """Incidents whose confidence is not that of their direct publishers, where no row of `explained.toml` says why."""
    accepted, counts = explained(col.CONFIDENCE), cited.direct_publishers(atlas)
    for row in rows_of(atlas.incidents):
        incident, given = row[col.INCIDENT_ID], row[col.CONFIDENCE]
        count = counts[incident]
        ruled = next(level for least, level in LEVELS if count >= least)
        if given != ruled and (incident, given) not in accepted:
            yield f"incidents.csv, {incident}, {col.CONFIDENCE}: {count} direct publishers give {ruled}, found {given}"


def unsound_readings(atlas: Atlas) -> Iterator[str]:
    """Readings of what is in no table, and those that do not add up.

    A reading says how many statements it compared, and no more of them are wrong, or false; one that did not take place
    says nothing. An incident without a row was not read again.
    """
    readings = atlas.readings
    known = {*atlas.incidents[col.INCIDENT_ID], *atlas.revisions[col.INCIDENT_ID]}
    counts = [col.FACTS_COMPARED, col.WRONG, col.FALSE_OR_MISATTRIBUTED]
    for row in rows_of(readings):
        reading = f"readings.csv, {row[col.READING_ID]}"
        if row[col.INCIDENT_ID] not in known:
            yield f"{reading}: {row[col.INCIDENT_ID]} is neither an incident nor in revisions.csv"
        given = [row[name] for name in counts if not pd.isna(row[name])]
        if len(given) != (0 if row[col.HOW] == NOT_READ else len(counts)):
            yield f"{reading}: {len(given)} counts for an incident that is {row[col.HOW]}"
        elif given != sorted(given, reverse=True):
            yield f"{reading}: more statements in error than compared, or more false than in error"


def ransomware_on_hearsay(atlas: Atlas) -> Iterator[str]:
    """Incidents said to be ransomware of which the attacker or copies alone say so."""
    copies = atlas.sources.loc[atlas.sources[col.COPY] == "yes", col.SOURCE_ID]
    claims = atlas.claims[(atlas.claims[col.MEASURE] == col.ATTACK_TYPE) & (atlas.claims[col.PREFERRED] == "yes")]
    heard = claims[~claims[col.SOURCE_ID].isin(copies) & (claims[col.TIER] != "attacker")]
    spoken = claims[claims[col.TIER].isin(("official", "victim"))]
    known = set(heard[col.INCIDENT_ID]) | set(spoken[col.INCIDENT_ID])
    accepted = explained(col.ATTACK_TYPE)
    named = atlas.incidents[
        (atlas.incidents[col.ATTACK_TYPE] == "ransomware") & (atlas.incidents[col.STATUS] != "claimed")
    ]
    for incident in named[col.INCIDENT_ID]:
        if incident not in known and (incident, "ransomware") not in accepted:
            yield f"incidents.csv, {incident}, attack_type: nobody who may know says ransomware"


def explained(kind: str) -> set[tuple[str, str]]:
    """What is as it should be although a check says otherwise: incident and value, of one kind."""
    rows = rows_of(read_explained())
    return {
        (row[col.INCIDENT_ID], value) for row in rows if row[col.KIND] == kind for value in split_list(row[col.VALUE])
    }


CHECKS = (
    unbacked_numbers,
    events_out_of_order,
    one_way_relations,
    distant_points,
    unruled_confidence,
    ransomware_on_hearsay,
    unsound_readings,
)
