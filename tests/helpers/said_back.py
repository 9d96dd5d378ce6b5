"""Reads a headline back: what it names, and how many incidents that is, counted without the program's filters."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pandas as pd
from hypothesis import strategies as st

from analytics.record.files import DATA
from analytics.schema.codes import ATTACK_TYPES, SECTORS, SERVICE_CODES, SEVERITIES, TIERS
from analytics.selection.selection import Selection

MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
}
DATE = {lang: rf"(?:(?:\d+|1er) )?(?:(?:{'|'.join(names)}) )?\d{{4}}" for lang, names in MONTHS.items()}
PERIODS = {
    "fr": [
        (rf"(?:de |d’|du )({DATE['fr']}) (?:à|au) ({DATE['fr']})", "both"),
        (rf"depuis (?:le )?({DATE['fr']})", "start"),
        (rf"(?:jusqu’en|jusqu’au) ({DATE['fr']})", "end"),
        (rf"(?:en|le) ({DATE['fr']})", "one"),
    ],
    "en": [
        (rf"from ({DATE['en']}) to ({DATE['en']})", "both"),
        (rf"since ({DATE['en']})", "start"),
        (rf"(?:to the end of|until) ({DATE['en']})", "end"),
        (rf"(?:in|on) ({DATE['en']})", "one"),
    ],
}
BELIEVED = {
    "fr": {
        "d’après les seules sources officielles et les établissements touchés": "victim",
        "d’après les seules sources officielles": "official",
        "d’après les sources officielles, les établissements touchés et la presse": "press",
        "revendications d’attaquants comprises": "attacker",
    },
    "en": {
        "going by official sources and victims alone": "victim",
        "going by official sources alone": "official",
        "going by official sources, victims and the press": "press",
        "attackers’ claims included": "attacker",
    },
}
COUNTED = {
    "fr": re.compile(
        r"(?P<known>\d+|[Uu]ne|[Aa]ucune) attaques? connues? publiquement"
        r"(?: et (?P<claimed>\d+|une) que l’attaquant est seul à revendiquer)?"
        r"(?:, (?:dont (?P<french>\d+)(?: des \d+)? en France|"
        r"(?P<all>(?:toutes )?en France)|(?P<out>(?:toutes )?hors de France)))?"
    ),
    "en": re.compile(
        r"(?P<known>\d+|[Oo]ne|[Nn]o) publicly documented attacks?"
        r"(?: and (?P<claimed>\d+|one) that the attacker alone claims)?"
        r"(?:, (?:(?P<french>\d+)(?: of the \d+)? in France|"
        r"(?P<all>(?:all )?in France)|(?P<out>(?:all )?outside France)))?"
    ),
}
NUMBERS = {"une": 1, "aucune": 0, "one": 1, "no": 0}


def number(text: str | None) -> int:
    return int(NUMBERS.get(text.lower(), text)) if text else 0


def day(text: str, lang: str) -> str:
    """A date of a sentence as ISO, as far as it is said."""
    *before, year = text.split()
    month = f"-{MONTHS[lang].index(before[-1]) + 1:02}" if before else ""
    return year + month + (f"-{int(before[0].removesuffix('er')):02}" if len(before) > 1 else "")


@cache
def vocabulary(lang: str) -> dict[str, tuple[str, str]]:
    """What a sentence may name, as it is written there: the column that it is of, and the code."""
    said = {}
    for level in ("countries", "regions", "departments"):
        table = pd.read_csv(DATA / "reference" / f"{level}.csv", dtype=str, keep_default_na=False)
        for code, name in zip(table["code"], table[f"name_{lang}"].str.replace("'", "’"), strict=True):
            said[f"{name} ({code})" if level == "departments" else name] = (level, code)
    for column, labels in (
        ("attack_type", ATTACK_TYPES), ("service", SERVICE_CODES), ("sector", SECTORS), ("severity", SEVERITIES)
    ):  # fmt: skip
        said |= {label.in_language(lang).lower(): (column, code) for code, label in labels.items()}
    return said


class Said(NamedTuple):
    """What a sentence names: codes by column, words searched for, both ends of its period, whose word counts."""

    named: dict[str, set[str]]
    searched: str
    start: str
    end: str
    evidence: str


def read(sentence: str, finding: re.Pattern[str], lang: str) -> Said:
    """What a sentence names beside its finding; a word of it that is not understood is an error."""
    rest = finding.sub("", sentence, count=1)
    searched = " ".join(re.findall(r"[«“]\s?([^»”]*?)\s?[»”]", rest))
    rest = re.sub(r"[«“][^»”]*[»”]", "", rest).lower()
    evidence = "specialist"
    for phrase, tier in BELIEVED[lang].items():
        if phrase in rest:
            rest, evidence = rest.replace(phrase, ""), tier
    start = end = ""
    for pattern, ends in PERIODS[lang]:
        if found := re.search(pattern.lower().replace("\\D", "\\d"), rest):
            dates = [day(each, lang) for each in found.groups()]
            start = dates[0] if ends != "end" else ""
            end = dates[-1] if ends != "start" else ""
            rest = rest.replace(found[0], "")
            break
    known = {name.lower(): what for name, what in vocabulary(lang).items()}
    named: dict[str, set[str]] = {}
    for name in sorted(known, key=len, reverse=True):
        rest, times = re.subn(rf"(?<![\w’-]){re.escape(name)}(?![\w’-])", "", rest)
        if times:
            column, code = known[name]
            named.setdefault(column, set()).add(code)
    left = re.sub(r"service touché|service affected|touché|hit|\bou\b|\bor\b|[\s,:–]", "", rest)
    assert not left, (sentence, left)
    return Said(named, searched, start, end, evidence)


def count_again(published: pd.DataFrame, sites: pd.DataFrame, said: Said) -> pd.DataFrame:
    """The incidents that a sentence speaks of, found from its words alone."""
    named, searched, start, end, evidence = said
    kept = published
    if evidence != "attacker":
        accepted = list(TIERS)[: list(TIERS).index(evidence) + 1]
        kept = kept[(kept["status"] != "claimed") & kept["strongest_tier"].isin(accepted)]
    for column, codes in named.items():
        if column in ("regions", "departments"):
            inside = sites[sites[column.removesuffix("s")].isin(codes)]
            kept = kept[kept["incident_id"].isin(inside["incident_id"])]
        elif column == "service":
            listed = kept["services"].fillna("").astype("str").str.split("; ")
            kept = kept[pd.Series([bool(codes & set(each)) for each in listed], kept.index, dtype=bool)]
        else:
            kept = kept[kept["country" if column == "countries" else column].isin(codes)]
    for word in searched.split():
        kept = kept[(" " + kept["search_text"]).str.contains(f" {word}", regex=False)]
    first = pd.to_datetime(kept["started_on"].map(lambda text: f"{text}-01-01"[:10]))
    last = pd.Series([last_day(text) for text in kept["started_on"]], kept.index, dtype="datetime64[ns]")
    inside = pd.Series(True, kept.index)
    if start:
        inside &= first >= pd.Timestamp(f"{start}-01-01"[:10])
    if end:
        inside &= last <= pd.Timestamp(last_day(end))
    return kept[inside]


def last_day(text: str) -> pd.Timestamp:
    if len(text) == 10:
        return pd.Timestamp(text)
    return pd.Timestamp(f"{text}-12-31" if len(text) == 4 else text) + pd.offsets.MonthEnd(0)


DATES = ("2019", "2021", "2021-04", "2022", "2022-08", "2022-12-03", "2023", "2024-10", "2025")
SEVERAL = {
    "country": ("FRA", "USA", "DEU", "GBR", "TCD", "DZA", "CIV"),
    "region": ("11", "84", "93", "76", "53", "94"),
    "department": ("69", "75", "78", "91", "2A", "21", "06", "48"),
    "type": tuple(ATTACK_TYPES),
    "service": tuple(SERVICE_CODES),
    "sector": tuple(SECTORS),
    "severity": tuple(SEVERITIES),
}


@st.composite
def choices(draw: st.DrawFn) -> Selection:
    """A choice of one filter to four, some of values that no incident has."""
    fields: dict[str, object] = {}
    for name in draw(st.lists(st.sampled_from([*SEVERAL, "period", "evidence", "q"]), min_size=1, max_size=4)):
        if name in SEVERAL:
            fields[name] = tuple(draw(st.lists(st.sampled_from(SEVERAL[name]), min_size=1, max_size=3, unique=True)))
        elif name == "period":
            start, end = sorted(draw(st.tuples(*[st.sampled_from(DATES)] * 2)))
            left_open = draw(st.sampled_from(["", "start", "end"]))
            end = start if end.startswith(start) else end
            fields |= {"start": start, "end": end} | ({left_open: ""} if left_open else {})
        elif name == "q":
            fields["q"] = draw(st.sampled_from(["versailles", "ransom", "clinique", "saint", "lockbit"]))
        else:
            fields["evidence"] = draw(st.sampled_from(list(TIERS)))
    return Selection(**fields)  # type: ignore[arg-type]
