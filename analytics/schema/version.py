"""The version of the data, its date and its licence, as every export and page states them."""

from __future__ import annotations

from datetime import date

DATA_VERSION = "1.1.0"
DATA_DATE = date(2026, 11, 25)  # last change of a fact table
KNOWN_UNTIL = date(2026, 8, 6)  # nothing after this day has been searched for
LICENCE = "Licence Ouverte 2.0 / Open Licence 2.0 (etalab-2.0)"
