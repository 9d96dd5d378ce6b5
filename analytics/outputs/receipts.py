"""The receipt of a figure: what it is worked out from, how, and whether a figure quoted earlier still holds.

A page, the command line and a test all ask here for what `receipt_figures` works out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from analytics.atlas.atlas import Atlas
from analytics.atlas.published import in_france
from analytics.outputs import hospital_figures
from analytics.outputs.formats import to_csv
from analytics.outputs.held import Held
from analytics.outputs.receipt_basis import FigureBasis, Result
from analytics.outputs.receipt_figures import FIGURES
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES, TIERS
from analytics.schema.measures import MEASURES
from analytics.schema.version import DATA_VERSION, order_of
from analytics.selection.address import Misread, did_you_mean, from_query
from analytics.selection.selection import Selection
from analytics.words import around, phrases, totals
from analytics.words.citations import credit
from analytics.words.incidents import claimed_among, known_and_claimed
from analytics.words.recovery import estimated
from analytics.words.text import UNKNOWN, Words

RECEIPT, STATED, VERSION = "receipt", "stated", "version"
# names of a page's address that say how it is shown; no figure depends on them
SHOWN_BY = ("view", "shade", "level", "measure", "smooth", "drawn", "panels")
UNKNOWN_VALUE = "unknown"
_DIGEST = 12  # hexadecimal digits of a drawing's data that a link carries


def work_out(name: str, held: Held, selection: Selection) -> Result:
    """Work one figure out.

    Parameters
    ----------
    name : str
        A name of `FIGURES`.
    held : Held
    selection : Selection

    Raises
    ------
    ValueError
        Where there is no such figure, or that of an incident or of a hospital is asked for without it.
    """
    if name not in FIGURES:
        raise ValueError(f"there is no figure “{name}”; the figures are {', '.join(FIGURES)}")
    needs = FIGURES[name].needs
    if needs and not getattr(selection, needs):
        of = "incident" if FIGURES[name].of_incident else "hospital"
        raise ValueError(f"{name} is a figure of one {of}: the address must name it ({needs}=…)")
    figure, basis = FIGURES[name], FigureBasis(held, selection)
    result = figure.work(basis)
    if not (figure.needs or figure.independent or figure.counts):
        claimed = _claimed(result, basis, figure.french)
        result = result._replace(base=(*result.base, ("claims_counted", claimed))) if claimed else result
    possible = in_france(basis.possible) if figure.french else basis.possible
    if figure.needs or figure.independent or possible.empty:
        return result
    return result._replace(base=(*result.base, ("possible", len(possible))))


def _claimed(result: Result, basis: FigureBasis, french: bool) -> int:
    """How many of the incidents behind a figure the attacker alone claims; of all kept, where its rows name none."""
    kept = in_france(basis.kept) if french else basis.kept
    if col.INCIDENT_ID in result.rows:
        kept = basis.published[basis.published[col.INCIDENT_ID].isin(result.rows[col.INCIDENT_ID])]
    return claimed_among(kept)


def by_evidence(name: str, held: Held, selection: Selection) -> dict[str, Result]:
    """The same figure at each level of evidence, the strictest first: how much it depends on who is believed."""
    return {tier: work_out(name, held, selection.at(tier)) for tier in TIERS}


def token(name: str, result: Result) -> str:
    """What a link states of a figure: its value as plain digits; of a drawing, the beginning of its checksum."""
    if FIGURES[name].drawing:
        return checksum(result)[:_DIGEST]
    if result.value is None:
        return UNKNOWN_VALUE
    value = f"{result.value:.10g}"
    return f"{result.code}:{value}" if result.code else value


def checksum(result: Result) -> str:
    """SHA-256 of the rows behind a figure, written as the CSV that the receipt offers."""
    return hashlib.sha256(to_csv(result.rows)).hexdigest()


# --- addresses --------------------------------------------------------------------------------------------


class Quoted(NamedTuple):
    """What the address of a receipt asks for.

    `origin` is empty where the address begins at the root of the site, `stated` and `version` where it quotes nothing.
    """

    origin: str
    path: str
    name: str
    selection: Selection
    stated: str
    version: str


def address(path: str, name: str, selection: Selection, result: Result) -> str:
    """The address that opens a page with this receipt, and says what was quoted from which version."""
    query = [*selection.to_query(), (RECEIPT, name), (STATED, token(name, result)), (VERSION, DATA_VERSION)]
    return f"{path}?{urlencode(query)}"


def read_address(text: str, atlas: Atlas) -> Quoted:
    """Read the address of a receipt: whole, or from its path on.

    Raises
    ------
    ValueError
        Where it names no figure, or holds a name or a value that the vocabulary does not have.
    """
    parts = urlsplit(text)
    query = parse_qs(parts.query, keep_blank_values=True)
    own = {name: query.pop(name, [""])[-1] for name in (RECEIPT, STATED, VERSION)}
    for name in SHOWN_BY:
        query.pop(name, None)
    if not own[RECEIPT]:
        raise ValueError(f"the address names no figure: it needs receipt=NAME; the figures are {', '.join(FIGURES)}")
    selection, problems = from_query(query, atlas.vocabulary)
    if problems:
        raise ValueError(refusal(problems))
    stated = read_stated(own[STATED], selection.lang)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
    return Quoted(origin, parts.path or "/", own[RECEIPT], selection, stated, own[VERSION])


def read_stated(text: str, language: str) -> str:
    """The figure that a link quotes in plain notation, also where it is written as a page of the language writes it."""
    figure = "".join(text.split())  # also the narrow spaces between thousands
    return figure.replace(",", ".") if language == "fr" else re.sub(r"(?<=\d),(?=\d{3})", "", figure)


def refusal(problems: list[Misread], mark: str = "") -> str:
    """What of an address was not understood, in one line."""
    return "; ".join(
        f"{mark}{each.name} “{each.value}” is not known{did_you_mean(each.nearest)}; allowed: {each.allowed}"
        for each in problems
    )


# --- words ------------------------------------------------------------------------------------------------


def label(name: str, words: Words) -> str:
    """What a figure is called."""
    if name.startswith("total-"):
        return totals.label(name.removeprefix("total-"), words)
    if name.removeprefix("incident-") in MEASURES:
        return MEASURES[name.removeprefix("incident-")].label.in_language(words.language)
    if name in FIGURES and FIGURES[name].around:
        return words(f"receipt.name_around_{_column(name)}")
    return words(f"receipt.name_{name.replace('-', '_')}")


def _column(name: str) -> str:
    """The column that a figure of an incident or of a hospital is of."""
    return name.partition("-")[2]


def said(name: str, result: Result, words: Words) -> str:
    """The value as a page shows it, with its range where sources disagree."""
    if FIGURES[name].drawing:
        return words("receipt.drawn", count=len(result.rows))
    if FIGURES[name].around:
        rows = rows_of(result.rows)
        return around.figure(_column(name), rows[0], words) if rows else words("around.no_row")
    if FIGURES[name].estimated:
        return estimated(result.value, result.low, result.high, words)
    if result.row is not None:
        return _total_said(result.row, words)
    decimals = 1 if result.unit in ("GB", "days") else 0
    if result.value is None:
        if result.high is None:
            return words("receipt.unknown")  # nobody states it, or nothing comes first
        if result.low is None:
            return words("front.at_most", high=words.number(result.high, decimals))
        return words("card.not_retained", span=words.span(result.low, result.high, decimals))
    # a year is no quantity: it has no separators
    value = f"{result.value:.0f}" if result.unit == "year" else words.measured(result.value, result.unit, decimals)
    value = totals.floor(value, result.partial, words)
    if FIGURES[name].counts and len(result.rows):
        value = known_and_claimed(result.rows, words) if claimed_among(result.rows) else value
    if result.code:
        what = words.label(SERVICE_CODES, result.code) if result.code in SERVICE_CODES else result.code
        return f"{what}{words('card.colon')}{value}"
    if result.low is None or result.high is None or result.low == result.high:
        return value
    return f"{value} ({words('receipt.between', span=words.span(result.low, result.high, decimals))})"


def _total_said(row: Mapping[str, Any], words: Words) -> str:
    """A line of the totals as its card says it; that nobody states it where nobody does."""
    told = totals.told(row, words)
    beside = words("semicolon").join(part for part in (told.span, *told.notes) if part)
    if told.value == UNKNOWN:
        return beside or words("receipt.unknown")
    return f"{told.value} ({beside})" if beside else told.value


def base_line(result: Result, words: Words) -> str:
    """On how many incidents a figure rests, and for how many nobody states it."""
    return words("semicolon").join(words(f"front.{name}", count=count) for name, count in result.base)


def changed(asked: tuple[str, str], found: str, result: Result, atlas: Atlas, words: Words) -> str:
    """That a figure quoted is another one now, and what came to the incidents behind it since.

    Parameters
    ----------
    asked : tuple of str
        The figure quoted, and the version that it was quoted from.
    found : str
        The figure as it is now.
    """
    stated, version = asked
    behind = result.rows if col.INCIDENT_ID in result.rows else result.claims
    named = atlas.revisions[col.INCIDENT_ID].isin(behind.get(col.INCIDENT_ID, ()))
    since = atlas.revisions[named & (atlas.revisions[col.VERSION].map(order_of) > order_of(version))]
    counts = {kind: since.loc[since[col.CHANGE] == kind, col.INCIDENT_ID].nunique() for kind in ("added", "corrected")}
    parts = [words(f"receipt.since_{kind}", count=count) for kind, count in counts.items() if count]
    if not parts:
        return words("receipt.changed", stated=stated, found=found, version=version or "?")
    return words("receipt.changed_since", stated=stated, found=found, version=version, since=", ".join(parts))


def quotation(name: str, result: Result, atlas: Atlas, selection: Selection, words: Words) -> str:
    """The sentence to quote: the figure, what it covers, the credit and the version."""
    base = base_line(result, words)
    subject = label(name, words)
    if FIGURES[name].of_incident:
        incident = atlas.incidents.set_index(col.INCIDENT_ID).loc[selection.incident]
        subject = f"{incident[words.column('name')]}, {words.when(incident[col.STARTED_ON])} – {subject}"
        covered = phrases.evidence_line(selection.evidence, words)
        if FIGURES[name].around:  # which no source states
            covered = around.scope(rows_of(result.rows), words)
    elif FIGURES[name].of_hospital:
        subject = f"{hospital_figures.name_of(selection.finess, atlas)} – {subject}"
        rows = rows_of(result.rows)
        covered = around.scope(rows, words) if FIGURES[name].around else words("hospital.beds_source")
    else:
        covered = phrases.scope(selection, atlas, words)
    return words(
        "receipt.quotation",
        label=subject,
        value=said(name, result, words),
        base=f", {base}" if base else "",
        scope=covered,
        credit=credit(words),
    )


def formula(name: str, words: Words) -> str:
    """How the figure is worked out, in words."""
    return words(f"receipt.formula_{FIGURES[name].formula}")
