"""How the annual survey of hospitals (DREES, SAE) codes what it says: categories, statuses, communes, disciplines."""

from __future__ import annotations

import re
from collections.abc import Mapping

KINDS = {
    "101": "university",
    "355": "hospital",
    "106": "hospital",
    "114": "hospital",
    "292": "psychiatric",
    "161": "psychiatric",
    "430": "psychiatric",
    "131": "cancer",
    "122": "acute",
    "128": "acute",
    "129": "acute",
    "365": "acute",
    "109": "rehabilitation",
    "362": "long-stay",
}  # by FINESS category; all others are `OTHER`
OTHER = "other"
STATUSES = {"1": "public", "2": "for-profit", "3": "non-profit"}
DISCIPLINES = {
    "acute": "lits_mco",
    "psychiatric": "lits_psy",
    "rehabilitation": "lits_smr",
    "long_term": "lits_usld",
    "beds": "lits_total",
}  # our column, and that of the survey

_OVERSEAS = re.compile(r"9[A-F](\d{3})")
_DISTRICT = re.compile(r"(?:PARIS|LYON|MARSEILLE) 0?(\d+)E")
_FIRST_DISTRICTS = {"75056": 75100, "69123": 69380, "13055": 13200}  # the code before that of the first district
# Saint-Barthélemy and Saint-Martin left Guadeloupe in 2007, and are no communes of a department
COLLECTIVITIES: Mapping[str, str] = {"97123": "Saint-Barthélemy", "97127": "Saint-Martin"}

# communes of the survey that are a part of another one since
MERGED: Mapping[str, str] = {
    "01091": "01033",
    "34330": "34246",
    "50516": "50025",
    "62549": "62447",
    "69152": "69149",
    "85166": "85194",
    "93059": "93066",
}


def commune_of(code: str, town: str) -> str:
    """The Insee code of a commune as the survey writes it, of Paris, Lyon and Marseille that of the district.

    The survey writes 9D411 for 97411; of the three cities the district is in the name of the town alone.

    >>> commune_of("9D411", "SAINT DENIS"), commune_of("69123", "LYON 8E ARRONDISSEMENT"), commune_of("01034", "BELLEY")
    ('97411', '69388', '01034')
    """
    if overseas := _OVERSEAS.fullmatch(code):
        return f"97{overseas[1]}"
    district = _DISTRICT.match(town)
    return str(_FIRST_DISTRICTS[code] + int(district[1])) if district and code in _FIRST_DISTRICTS else code
