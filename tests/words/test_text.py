"""Words in both languages, typography to the sign, and every key used and known."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from jinja2 import Environment, nodes

from analytics.atlas import brought, related
from analytics.drawings import legends
from analytics.drawings.leaflet import maps
from analytics.geography.levels import Level
from analytics.outputs.formats import FORMATS
from analytics.outputs.html.glossary import OF_CODES
from analytics.outputs.html.third_parties import PARTS
from analytics.outputs.labelled import NAMED
from analytics.outputs.notes.note import FORMS as NOTE_FORMS
from analytics.outputs.notes.note import KINDS as NOTE_KINDS
from analytics.outputs.quoting import CLAUSES
from analytics.outputs.receipt_figures import FIGURES
from analytics.schema.codes import ATTACK_TYPES, COUNTRY_GROUPS, RELIABILITIES, ROLES, TIERS
from analytics.selection.filters import FILTERS
from analytics.selection.selection import DEFAULT_EVIDENCE, LANGUAGES, LIST_NAMES
from analytics.site import MY_DATA, PAGES
from analytics.statistics import totals, trends
from analytics.statistics.area_measures import MEASURES
from analytics.statistics.standing import TRAITS
from analytics.words import around, text
from analytics.words.text import BROUGHT, UNKNOWN, Words, catalogue
from analytics.words.totals import PAID_MORE
from dashboard import areas
from dashboard.controls import DRAWN_AS, LEVELS
from tests.helpers.typography import placeholders

THIN = "\u202f"
FRENCH, ENGLISH = Words("fr"), Words("en")
ROOT = Path(text.__file__).resolve().parents[2]

# --- numbers and dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (1234.5, 1, f"1{THIN}234,5", "1,234.5"),
        (1234.5, 0, f"1{THIN}234", "1,234"),
        (10_000_000, 0, f"10{THIN}000{THIN}000", "10,000,000"),
        (0, 2, "0", "0"),
        (2.0, 2, "2", "2"),
        (-61.5, 1, "−61,5", "−61.5"),
        (None, 0, UNKNOWN, UNKNOWN),
        (float("nan"), 0, UNKNOWN, UNKNOWN),
    ],
)
def test_a_number_is_written_as_each_language_writes_it(value, decimals, french, english):
    assert FRENCH.number(value, decimals) == french
    assert ENGLISH.number(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (10_000_000, "USD", f"10{THIN}000{THIN}000{THIN}$US", "$10,000,000"),
        (1500, "EUR", f"1{THIN}500{THIN}€", "€1,500"),
        (11.7, "GB", f"11,7{THIN}Go", f"11.7{THIN}GB"),
        (700, "beds", "700", "700"),
        (None, "EUR", UNKNOWN, UNKNOWN),
    ],
)
def test_money_and_volumes_carry_their_unit(value, unit, french, english):
    assert FRENCH.measured(value, unit) == french
    assert ENGLISH.measured(value, unit) == english


def test_a_range_has_an_en_dash_and_one_number_stands_alone():
    assert FRENCH.span(600, 1800) == f"600{THIN}–{THIN}1{THIN}800"
    assert ENGLISH.span(600, 1800) == "600–1,800"
    assert FRENCH.span(700, 700) == ENGLISH.span(700, 700) == "700"


def test_a_percentage_has_its_sign_with_a_narrow_space_in_french():
    assert (FRENCH.percent(0.125, 1), ENGLISH.percent(0.125, 1)) == (f"12,5{THIN}%", "12.5%")


@pytest.mark.parametrize(
    ("when", "french", "english"),
    [
        ("2022-12-01", "1er décembre 2022", "1 December 2022"),
        ("2022-12-11", "11 décembre 2022", "11 December 2022"),
        ("2022-08-21", "21 août 2022", "21 August 2022"),
        ("2022-12", "décembre 2022", "December 2022"),
        ("2022", "2022", "2022"),
        ("", UNKNOWN, UNKNOWN),
        (None, UNKNOWN, UNKNOWN),
        (float("nan"), UNKNOWN, UNKNOWN),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(when, french, english):
    assert FRENCH.when(when) == french
    assert ENGLISH.when(when) == english


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0 incident sans", "0 incidents without"),
        (1, "1 incident sans", "1 incident without"),
        (1.5, "2 incident sans", "2 incidents without"),
        (2, "2 incidents sans", "2 incidents without"),
        (1_000_000, f"1{THIN}000{THIN}000 incidents sans", "1,000,000 incidents without"),
    ],
)
def test_the_plural_is_that_of_the_language(count, french, english, monkeypatch):
    entries = {
        "fr": {"k": {"one": "{count} incident sans", "other": "{count} incidents sans"}},
        "en": {"k": {"one": "{count} incident without", "other": "{count} incidents without"}},
    }
    monkeypatch.setattr(text, "catalogue", entries.__getitem__)

    assert FRENCH("k", count) == french
    assert ENGLISH("k", count) == english


def test_zero_may_have_words_of_its_own():
    for words in (Words("fr"), Words("en")):
        told = {count: words("regions.finding_region", count=count, of="18", verdict="x") for count in (0, 1, 2)}
        assert len(set(told.values())) == 3
        assert not re.search(r"\d", told[0].replace("18", ""))


def test_zero_is_singular_in_french_and_plural_in_english():
    assert FRENCH("front.based_on", count=0) == "sur 0 incident"
    assert ENGLISH("front.based_on", count=0) == "from 0 incidents"
    assert FRENCH("front.based_on", count=2) == "sur 2 incidents"
    assert ENGLISH("front.based_on", count=1) == "from 1 incident"


def test_a_listing_ends_with_and_or_with_or():
    assert FRENCH.either(["a", "b", "c"]) == "a, b ou c"
    assert ENGLISH.either(["a"]) == "a"
    assert FRENCH.listing(["a", "b", "c"]) == "a, b et c"
    assert ENGLISH.listing(["a", "b"]) == "a and b"
    assert FRENCH.listing(["a"]) == "a"
    assert FRENCH.listing([]) == ""


def test_a_column_is_named_after_the_language():
    assert (FRENCH.column("name"), ENGLISH.column("name")) == ("name_fr", "name_en")


def test_a_key_a_code_or_a_language_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        FRENCH("no.such.key")
    with pytest.raises(KeyError):
        FRENCH.label(ATTACK_TYPES, "virus")
    with pytest.raises(FileNotFoundError):
        Words("de")("and")


def test_a_placeholder_without_a_value_and_a_plural_without_a_count_are_errors():
    with pytest.raises(KeyError, match="choice"):
        FRENCH("headline.of", sentence="x")
    with pytest.raises(KeyError, match="say how many"):
        FRENCH("front.based_on")


# --- every key is known, and every key is used -------------------------------------------------------------


class Call(NamedTuple):
    """One call for words: where it stands, its keys (one, or those of a condition), and what it passes."""

    where: str
    keys: tuple[str, ...]
    pattern: str
    names: frozenset[str] | None


# Keys put together while running: the pattern as it stands in the code, and the codes that come from elsewhere.
# What is not listed here has to stand as a string in the file of the call.
CIRCLES = [name for name, measure in MEASURES.items() if measure.kind == "count"]
FAMILIES = {
    "registers.scope_*": ("hhs-ocr", "veris", "eurepoc"),
    "registers.short_*": ("hhs-ocr", "veris", "eurepoc"),
    "registers.*": ("year", "country", "rows", "known", "unknown", "ours", "lacking"),
    "licences.part_*": PARTS,
    "licences.*": ("part", "does", "comes_in", "holder", "licence"),
    "source.cites_*": TIERS,
    "*.subtitle": [page.name for page in PAGES],
    "evidence.*": TIERS,
    "front.*": (
        "based_on",
        "partial",
        "repeated",
        "not_retained",
        "without",
        *totals.ANSWERS.values(),
        totals.UNTOLD,
        PAID_MORE,
    ),
    "table.*": totals.SHOWN,
    "download.*": ("labelled", "rfc4180"),
    "filters.*": LIST_NAMES,
    "filters.chip_*": [each.field for each in FILTERS.values() if each.framed],
    "headline.evidence_*": [tier for tier in TIERS if tier != DEFAULT_EVIDENCE],
    "take.in_*": LANGUAGES,
    "receipt.evidence_*": TIERS,
    "quoting.by_*": [tier for tier in TIERS if tier != "press"],
    "quoting.of_*": CLAUSES.values(),
    "glossary.*": ("beds", "retained", "confidence", *OF_CODES.values()),
    "receipt.formula_*": [figure.formula for figure in FIGURES.values()],
    "receipt.name_*": [name.replace("-", "_") for name, figure in FIGURES.items() if not figure.around],
    "receipt.name_around_*": around.FIGURES,
    "hospital.role_*": ROLES,
    "incident.related_*": (related.CAMPAIGN, related.DEPARTMENT, related.ACTOR, related.PERIOD),
    "standing.trait_*": TRAITS,
    "method.cite_*": ("press", "apa", "bibtex"),
    "area.*": MEASURES,
    "area.none_*": MEASURES,
    "area.told_*": MEASURES,
    "area.circles_*": CIRCLES,
    "area.definition_*": MEASURES,
    "column.*": [name for level in get_args(Level) for name in areas.columns(level, ENGLISH)],
    "compare.*": ("department", "region", "country"),
    "groups.*": ("group", "members", "touched", "incidents", "claimed"),
    "regions.level_*": LEVELS,
    "regions.drawn_*": DRAWN_AS,
    "regions.finding_*": LEVELS,
    "regions.ranked_*": LEVELS,
    "regions.none_ranked_*": LEVELS,
    "regions.coverage_*": LEVELS,
    "regions.several_*": LEVELS,
    "regions.unplaced_*": LEVELS,
    "regions.unplaced_row_*": LEVELS,
    "regions.compare_*": LEVELS,
    "regions.average_*": LEVELS,
    "unseen.*": ["different_values", "different_words", "computed", "not_fitting"],
    "brief.heading_*": ("department", "region"),
    "brief.kind_*": ("department", "region"),
    "note.kind_*": NOTE_KINDS,
    "note.file_*": NOTE_KINDS,
    "note.form_*": NOTE_FORMS,
    "kit.name_*": ("by-year", "map-incidents"),
    "edition.form_*": FORMATS,
    "header.*": NAMED,
    "api.link_*": ("feed", "api", "dictionary", "package"),
    "conclude.areas_*": ("department", "region"),
    "conclude.average_*": ("department", "region"),
    "conclude.by_*": ("people", "beds"),
    "conclude.differ_counted_*": ("department", "region"),
    "conclude.differ_*": [
        f"{code}_{level}" for code in ("chance", "beyond-chance") for level in ("department", "region")
    ],
    "conclude.rate_*": ("people", "beds"),
    "conclude.expected_*": [f"{way}_{why}" for way in ("more", "fewer", "as") for why in ("beyond", "chance")],
    "conclude.ratio_*": get_args(trends.Conclusion),
    "conclude.reliability_*": RELIABILITIES,
    "conclude.trend_*": get_args(trends.Conclusion),
    "drawing.trend_*": get_args(trends.Conclusion),
    "drawing.funnel_subtitle_*": ("department", "region"),
    "drawing.compare_note_*": ("department", "region"),
    "drawing.compare_two_*": get_args(trends.Conclusion),
    "drawing.areas_*": (*LEVELS, "country"),
    "drawing.*": [measure.finding.key(level) for measure in MEASURES.values() for level in measure.levels],
    "drawing.circles_*": CIRCLES,
    "drawing.map_note_*": ("france", "world"),
    "drawing.map_source_*": ("france", "world"),
    "drawing.insets_*": ("france", "world"),
    "years.group_*": [code for code in COUNTRY_GROUPS if code.startswith("income-")],
    "page.*": [page.name for page in PAGES],
    "mine.left_*": brought.LEFT_OUT,
    "mine.why_*": [page.name for page in PAGES if page.of_record and not page.brought and page != MY_DATA],
    "mine.place_*": ("line", "lines", "record", "row"),
    "picture.*": ("map-world", "incident-map"),
    "picture.by_*": (*LEVELS, "country"),
    "picture.tiles_*": LEVELS,
    "map.*": (*maps.OVERLAY_WORDS, *legends.LEGEND_WORDS, *legends.CIRCLES_LEGEND_WORDS, *legends.MARKS_LEGEND_WORDS),
}


def programs() -> list[Path]:
    return sorted(path for folder in ("analytics", "dashboard") for path in (ROOT / folder).rglob("*.py"))


@cache
def calls() -> tuple[Call, ...]:
    """Every call for words by a key: `words(…)`, `run.words(…)`, and `self(…)` within `Words`."""
    found = []
    for path in programs():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _asks_for_words(node.func, path):
                found += _call(node, f"{path.relative_to(ROOT)}:{node.lineno}")
    return (*found, *calls_of_templates())


def calls_of_templates() -> Iterator[Call]:
    """The same in the templates, where a key is always written whole."""
    reader = Environment(autoescape=True)
    for path in sorted((ROOT / "analytics").glob("*/templates/*.html")):
        for node in reader.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name == "words":
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                passed = frozenset(word.key for word in node.kwargs)
                assert isinstance(node.args[0], nodes.Const), f"{where}: a key that is put together"
                yield Call(where, (node.args[0].value,), "", passed)


def _asks_for_words(function: ast.expr, path: Path) -> bool:
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return name == "words" or (name == "self" and path.name == "text.py")


def _call(node: ast.Call, where: str) -> Iterator[Call]:
    passed = None if any(word.arg is None for word in node.keywords) else {word.arg for word in node.keywords}
    if passed is not None and len(node.args) > 1:
        passed.add("count")
    names = None if passed is None else frozenset(passed)
    for key in _choices(node.args[0]):
        if isinstance(key, ast.Constant):
            yield Call(where, (key.value,), "", names)
        elif isinstance(key, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "*" for part in key.values]
            yield Call(where, (), "".join(parts), names)
        else:
            yield Call(where, (), "?", names)


def _choices(key: ast.expr) -> list[ast.expr]:
    return [*_choices(key.body), *_choices(key.orelse)] if isinstance(key, ast.IfExp) else [key]


def _strings(where: str) -> set[str]:
    tree = ast.parse((ROOT / where.partition(":")[0]).read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def made(call: Call) -> set[str]:
    """The keys that a call with a pattern can make, as far as they exist."""
    before, _, after = call.pattern.partition("*")
    parts = {*FAMILIES.get(call.pattern, ()), *_strings(call.where)}
    return {f"{before}{part}{after}" for part in parts} & catalogue("fr").keys()


def test_every_key_that_is_asked_for_exists():
    absent = [(call.where, key) for call in calls() for key in call.keys if key not in catalogue("fr")]

    assert absent == []
    assert len(calls()) > 100


def test_every_key_that_is_put_together_is_one_of_a_family_that_exists():
    # a key that is a variable is given as a string in the same file
    assert [call for call in calls() if call.pattern and call.pattern != "?" and not made(call)] == []
    for call in calls():
        if call.pattern == "?":
            assert _strings(call.where) & catalogue("fr").keys(), call


def test_every_key_is_used():
    asked = {key for call in calls() for key in call.keys}
    asked |= {key for page in PAGES for key in (page.title, page.subtitle)}
    asked |= {key for call in calls() if call.pattern not in ("", "?") for key in made(call)}
    asked |= {key for call in calls() if call.pattern == "?" for key in _strings(call.where) & catalogue("fr").keys()}

    asked |= {f"{voice}.{key}" for voice in (*brought.SIDES, BROUGHT) for key in asked}
    assert sorted(catalogue("fr").keys() - asked) == []


def test_every_call_passes_the_values_that_its_words_hold_and_no_others():
    told = []
    for call in calls():
        for key in call.keys:
            entry = catalogue("fr").get(key, "")
            plural = isinstance(entry, dict)
            held = placeholders("".join(entry.values()) if plural else entry) - {"count"}
            if call.names is not None and (call.names - {"count"} != held or (plural and "count" not in call.names)):
                told.append((call.where, key, sorted(call.names), sorted(held)))
    assert told == []
