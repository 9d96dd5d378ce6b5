"""Words in French and English, and numbers, dates and plurals as each language writes them.

Every sentence on screen comes from `locale/fr.toml` and `locale/en.toml`, by key; a test gives both the same keys
and the same placeholders. Number and date forms come from CLDR, through Babel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal

from analytics.schema.codes import CURRENCIES, UNITS, Label
from analytics.words.catalogue import LOCALE, read_catalogue

NARROW_SPACE = "\u202f"
UNKNOWN = "—"
BROUGHT = "brought"  # begins the keys of words of whatever a reader brought
KEPT = 1 << 14  # numbers and dates as they are written: the library takes far longer than a page has


@cache
def catalogue(language: str) -> dict[str, Any]:
    """The words of one language, by dotted key; ValueError where there is no such file, or it holds something else."""
    return read_catalogue(LOCALE / f"{language}.toml")


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


@dataclass(frozen=True)
class Words:
    """One language: its words, its numbers, its dates.

    Attributes
    ----------
    language : str
    voice : str
        Of whose incidents they speak: empty for the record, else the side of what a reader brought, of which some
        words are others (``alone``, ``both``; and ``brought`` for what is the same in both).
    """

    language: str
    voice: str = ""

    def __call__(self, key: str, count: float | None = None, **values: object) -> str:
        """The words for a key, with values filled in; the plural form follows `count`.

        For zero there may be words of their own (``none``): French counts it among the singular.

        Raises
        ------
        KeyError
            Where the language has no such key, or a placeholder gets no value.
        """
        entry = self._entry(key)
        if isinstance(entry, dict):
            if count is None:
                raise KeyError(f"{key} has plural forms: say how many")
            form = _locale(self.language).plural_form(abs(count))
            entry = entry["none"] if not count and "none" in entry else entry.get(form, entry["other"])
        if count is not None:
            values = {"count": self.number(count), **values}
        return str(entry).format(**values) if values else str(entry)

    def _entry(self, key: str) -> Any:  # noqa: ANN401 - a text, or one for each plural form
        """The words of the voice for a key, where it has its own; else those of the record."""
        known = catalogue(self.language)
        own = (f"{voice}.{key}" for voice in (self.voice, BROUGHT)) if self.voice else ()
        return next((known[name] for name in own if name in known), None) or known[key]

    def label(self, labels: dict[str, Label], code: object) -> str:
        """What a code is called; KeyError for a code that the list does not have."""
        return labels[str(code)].in_language(self.language)

    def number(self, value: float | None, decimals: int = 0) -> str:
        r"""A number with at most so many decimals; a dash where it is not known.

        >>> Words("fr").number(1234.5, 1)
        '1\u202f234,5'
        >>> Words("en").number(-3)
        '−3'
        """
        if value is None or value != value:
            return UNKNOWN
        return _number(value + 0, decimals, self.language)  # zero has no sign

    def measured(self, value: float | None, unit: str, decimals: int = 0) -> str:
        """A number with its unit where the unit must be said: money and volumes; others stand in the label.

        >>> Words("en").measured(10000000, "USD")
        '$10,000,000'
        """
        if value is None or value != value:
            return UNKNOWN
        if unit in CURRENCIES:
            pattern = f"#,##0{NARROW_SPACE}¤" if self.language == "fr" else "¤#,##0"
            return str(format_currency(value, unit, format=pattern, locale=self.language, currency_digits=False))
        if unit == "GB":
            return f"{self.number(value, 1)}{NARROW_SPACE}{UNITS[unit].in_language(self.language)}"
        return self.number(value, decimals)

    def span(self, low: float, high: float, decimals: int = 0) -> str:
        """A range with an en dash, or the one number where both ends are the same."""
        return self.range(self.number(low, decimals), self.number(high, decimals))

    def range(self, low: str, high: str) -> str:
        """The same of numbers that are written already."""
        space = NARROW_SPACE if self.language == "fr" else ""
        return low if low == high else f"{low}{space}–{space}{high}"

    def days(self, low: float, high: float, decimals: int = 0) -> str:
        """A duration in days, or its range."""
        return self("days", count=high, days=self.span(low, high, decimals))

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share between 0 and 1 as a percentage."""
        space = NARROW_SPACE if self.language == "fr" else ""
        return f"{self.number(100 * share, decimals)}{space}%"

    def when(self, when: object) -> str:
        """A year, a month or a day as the language writes it; a dash where it is not known.

        >>> Words("fr").when("2022-12-01"), Words("en").when("2022-12")
        ('1er décembre 2022', 'December 2022')
        """
        if when is None or when != when or not str(when):
            return UNKNOWN
        return _date(str(when), self.language)

    def month(self, number: int) -> str:
        """The short name of a month of the year, from 1 to 12.

        >>> Words("fr").month(1), Words("en").month(1)
        ('janv.', 'Jan')
        """
        return str(format_skeleton("MMM", date(2000, number, 1), locale=self.language))

    def listing(self, items: list[str]) -> str:
        """Items in a sentence: commas and a final "and"."""
        return _joined(items, self("and"))

    def either(self, items: list[str]) -> str:
        """The same with a final "or"."""
        return _joined(items, self("or"))

    def within(self, label: str) -> str:
        """A label within a sentence: with a small letter, unless it begins with an acronym.

        >>> Words("fr").within("Plainte"), Words("fr").within("ANSSI")
        ('plainte', 'ANSSI')
        """
        return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"

    def column(self, stem: str) -> str:
        """The name of the column that holds this language: name -> name_fr or name_en."""
        return f"{stem}_{self.language}"


@lru_cache(KEPT)
def _number(value: float, decimals: int, language: str) -> str:
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=language)).replace("-", "−")  # a minus sign, no hyphen


@lru_cache(KEPT)
def _date(text: str, language: str) -> str:
    if len(text) == 4:
        return text
    if len(text) == 7:
        month = date(int(text[:4]), int(text[5:]), 1)
        return str(format_skeleton("yMMMM", month, locale=language))
    day = date.fromisoformat(text[:10])
    written = str(format_date(day, "d MMMM y", locale=language))
    return written.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else written


def _joined(items: list[str], last: str) -> str:
    if len(items) < 2:
        return "".join(items)
    # a name with the word in it ("data or website only") would run into the next without a comma
    comma = "," if any(f" {last} " in item for item in items) else ""
    return f"{', '.join(items[:-1])}{comma} {last} {items[-1]}"
