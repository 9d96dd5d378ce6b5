"""The codes that cells may hold, and what each is called in French and in English: `codes.csv`, by list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analytics.schema.rows import FOLDER, Row, read_rows

FRANCE = "FRA"
ENGLISH = "en"  # the language of most sources
OVERSEAS_DEPARTMENTS = ("971", "972", "973", "974", "976")
# The overseas departments are regions too, under other codes.
OVERSEAS_REGIONS = {"971": "01", "972": "02", "973": "03", "974": "04", "976": "06"}


@dataclass(frozen=True)
class Label:
    """What a code is called on screen, in both languages."""

    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """The label in ``fr`` or ``en``; any other language is a programming error."""
        return {"fr": self.fr, "en": self.en}[language]


def label_of(row: Row, name: str = "label") -> Label:
    """What two cells of a row say, in ``NAME_fr`` and ``NAME_en``."""
    return Label(row.text(f"{name}_fr"), row.text(f"{name}_en"))


def read_codes(path: Path = FOLDER / "codes.csv") -> dict[str, dict[str, Label]]:
    """Every list of codes by its name, each in the order of the file; ValueError where a row is not whole.

    The code of no unit is empty, and is called nothing.
    """
    lists: dict[str, dict[str, Label]] = {}
    for row in read_rows(path, ("list", "code", "label_fr", "label_en"), unique=("list", "code")):
        code = row.cell("code")
        lists.setdefault(row.text("list"), {})[code] = label_of(row) if code else Label("", "")
    return lists


CODE_LISTS = read_codes()
PRECISIONS = CODE_LISTS["precisions"]
ATTACK_TYPES = CODE_LISTS["attack_types"]
STATUSES = CODE_LISTS["statuses"]
CONFIDENCES = CODE_LISTS["confidences"]
SECTORS = CODE_LISTS["sectors"]
ROLES = CODE_LISTS["roles"]
POINT_PRECISIONS = CODE_LISTS["point_precisions"]
EVENT_KINDS = CODE_LISTS["event_kinds"]
TIERS = CODE_LISTS["tiers"]  # strongest first
YES_NO = CODE_LISTS["yes_no"]
FINDINGS = CODE_LISTS["findings"]
SEVERITIES = CODE_LISTS["severities"]
COUNTRY_GROUPS = CODE_LISTS["country_groups"]
HOSPITAL_KINDS = CODE_LISTS["hospital_kinds"]
HOSPITAL_SIZES = CODE_LISTS["hospital_sizes"]
HOSPITAL_STATUSES = CODE_LISTS["hospital_statuses"]
HOSPITAL_POINTS = CODE_LISTS["hospital_points"]
UNFIT_REASONS = CODE_LISTS["unfit_reasons"]
SERVICE_CODES = CODE_LISTS["service_codes"]
RESPONSE_CODES = CODE_LISTS["response_codes"]
SOURCE_LANGUAGES = CODE_LISTS["source_languages"]
PUBLISHERS = CODE_LISTS["publishers"]  # those that stand for want of a name, written in both languages in one cell
RULES = CODE_LISTS[
    "rules"
]  # why one value is retained where sources state several, in the order in which they are tried
UNFIT_REASONS = CODE_LISTS["unfit_reasons"]  # why an estimate of people is not for a hospital
UNMATCHED_REASONS = CODE_LISTS["unmatched_reasons"]
RELIABILITIES = CODE_LISTS[
    "reliabilities"
]  # how far a rate can be relied on, by the number of incidents that it rests on
BATCHES = CODE_LISTS["batches"]
READING_KINDS = CODE_LISTS["reading_kinds"]
READING_WAYS = CODE_LISTS["reading_ways"]
MENDED_KINDS = CODE_LISTS["mended_kinds"]
UNITS = CODE_LISTS["units"]
# codes of ours beside those of countries: who reports for several of them
UNIONS = CODE_LISTS["unions"]
COMPARISONS = CODE_LISTS["comparisons"]
CURRENCIES = ("USD", "EUR", "GBP", "CAD", "CZK", "ZAR")  # the units that are money, each as the source states it
