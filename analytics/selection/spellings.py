"""What readers write where a code is wanted: its name, another code, a code without its zero; and what is near it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import pandas as pd

from analytics.record.cells import plain
from analytics.schema import col
from analytics.schema.codes import Label

# names that mailings, networks and search engines hang on any address
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|at_\w+|mc_\w+|_g[al]|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid"
    r"|li_fat_id|mkt_tok|xtor|ref_src",
    re.ASCII,
)
# collectivities with a code of three digits that are no department: countries of ISO 3166-1
# (INSEE, Code officiel géographique, collectivités d'outre-mer)
_COLLECTIVITIES = {"975": "SPM", "977": "BLM", "978": "MAF", "986": "WLF", "987": "PYF", "988": "NCL"}
_MOST = 3
_NEARLY = 0.75  # how alike two spellings are, by difflib: 69M and 69, not 99 and 9
_LONGEST = 60  # signs of a value that are compared


def is_tracking(name: str) -> bool:
    """Whether a name of an address is a mark of those who spread it, and no part of a choice."""
    return _TRACKING.fullmatch(name) is not None


def of_places(places: pd.DataFrame) -> dict[str, str]:
    """The code of each spelling of the places of a reference table, spellings plain and in small letters.

    Parameters
    ----------
    places : DataFrame
        code, name_fr, name_en; countries also iso_a2.
    """
    columns = [name for name in (col.CODE, col.NAME_FR, col.NAME_EN, "iso_a2") if name in places]
    codes = [str(code) for code in places[col.CODE]]
    spelled = [(code, str(text)) for name in columns for code, text in zip(codes, places[name], strict=True)]
    return _alone([*spelled, *((code, code.lstrip("0")) for code in codes)])


def of_codes(codes: Mapping[str, Label]) -> dict[str, str]:
    """The same of fixed codes: the code and its label in both languages."""
    spelled = [(code, text) for code, label in codes.items() for text in (code, label.fr, label.en)]
    return _alone(spelled)


def _alone(spelled: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spellings that stand for one code alone."""
    codes: dict[str, set[str]] = {}
    for code, text in spelled:
        codes.setdefault(plain(text), set()).add(code)
    return {text: next(iter(of)) for text, of in codes.items() if text and len(of) == 1}


def nearest(name: str, value: str, spelled: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What may have been meant by a value of a filter: pairs of name and value of an address, the likeliest first."""
    code = value.strip()
    if name in (col.DEPARTMENT, col.REGION) and code in _COLLECTIVITIES:
        return ((col.COUNTRY, _COLLECTIVITIES[code]),)
    texts = get_close_matches(plain(code[:_LONGEST]), spelled, n=2 * _MOST, cutoff=_NEARLY)
    return tuple((name, near) for near in dict.fromkeys(spelled[text] for text in texts))[:_MOST]
