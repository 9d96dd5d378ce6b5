"""The only door to Splink: how records are compared, how the model was learnt, which pairs it proposes.

A model of Fellegi and Sunter: each level of a comparison counts by how much more often it is seen in pairs that are one
event (m, from pairs which our sources name) than in pairs drawn at random (u). A date of a report is compared with that
of an attack by its delay, never as if it were one.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from analytics.linking.records import OURS, Record

FILE = Path(__file__).with_name("model.json")
INSTALL = "python -m pip install -r requirements-import.txt"
_SEED, _PAIRS_AT_RANDOM = 16, 1_000_000
_UNSEEN = 0.5  # what is added to each count of a level, so that one which was not seen is rare and not impossible

_NAME = pa.struct([("words", pa.list_(pa.string())), ("worth", pa.list_(pa.float64())), ("total", pa.float64())])
_SCHEMA = pa.schema(
    [
        ("unique_id", pa.string()),
        ("source", pa.string()),
        ("names", pa.list_(_NAME)),
        ("keys", pa.list_(pa.string())),
        ("told", pa.list_(_NAME)),
        ("at_supplier", pa.bool_()),
        ("country", pa.string()),
        ("areas", pa.list_(pa.string())),
        ("towns", pa.list_(pa.string())),
        ("attack_from", pa.int64()),
        ("attack_to", pa.int64()),
        ("reported", pa.int64()),
        ("people", pa.list_(pa.int64())),
    ]
)
# how alike two names are, the best of all aliases: `shared` is what the words in both are worth. 5: the same words;
# 4: nearly; 3: all words of the one are in the other; 2: half alike, both by two words at least. One word in common is
# no level: it is what brings records together. `named`: a name of the one stands in a text of the other; in texts on
# a supplier those of its customers count alone
_MACROS = """
CREATE MACRO shared(a, b) AS coalesce(list_sum(list_transform(list_zip(a.words, a.worth),
    lambda each: CASE WHEN list_contains(b.words, each[1]) THEN each[2] ELSE 0 END)), 0);
CREATE MACRO level_of(common, several, a, b) AS CASE
    WHEN common >= 0.98 * sqrt(a * b) THEN CASE WHEN common >= 0.5 THEN 5 ELSE 4 END
    WHEN common >= 0.8 * sqrt(a * b) AND common >= 0.5 THEN 4
    WHEN common >= 0.98 * least(a, b) AND common >= 0.5 AND several THEN 3
    WHEN common >= 0.55 * sqrt(a * b) AND several THEN 2 ELSE 0 END;
CREATE MACRO alike(l, r) AS list_max(list_transform(l, lambda a: list_max(list_transform(r,
    lambda b: level_of(shared(a, b), len(list_intersect(a.words, b.words)) > 1, a.total, b.total)))));
CREATE MACRO named(texts, others) AS coalesce(list_bool_or(list_transform(texts, lambda text:
    list_bool_or(list_transform(others, lambda other:
        other.total >= 0.5 AND shared(text, other) >= 0.85 * other.total)))), false);
CREATE MACRO gap(l_from, l_to, r_from, r_to) AS greatest(0, l_from - r_to, r_from - l_to);
CREATE MACRO apart(l, r) AS list_min(list_transform(l, lambda a: list_min(list_transform(r,
    lambda b: abs(ln(a / b))))));
CREATE MACRO delay(attack_l, attack_r, reported_l, reported_r) AS
    coalesce(reported_r, reported_l) - coalesce(attack_l, attack_r);
"""
_GAP = "gap(attack_from_l, attack_to_l, attack_from_r, attack_to_r)"
_WIDE = "greatest(attack_to_l - attack_from_l, attack_to_r - attack_from_r) > 31"
_DELAY = "delay(attack_from_l, attack_from_r, reported_l, reported_r)"
_APART = "abs(reported_l - reported_r)"
_ONE_REPORT = "(attack_from_l is null) = (attack_from_r is null) or coalesce(reported_l, reported_r) is null"

# a filing says that a supplier of the filer was attacked: that is no attack on a hospital itself
_OTHERS = "(not coalesce(at_supplier_l, true) and coalesce(at_supplier_r, false))"
_NAMES = (
    *(f"alike(names_l, names_r) = {level}" for level in (5, 4, 3)),
    "(named(told_l, names_r) and (not at_supplier_l or at_supplier_r is distinct from false)) "
    "or (named(told_r, names_l) and (not at_supplier_r or at_supplier_l is distinct from false))",
    "alike(names_l, names_r) = 2",
)
# comparison: where it says nothing, then its levels from the strongest to whatever is left
_COMPARISONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "names": ("names_l is null or names_r is null", _NAMES),
    "areas": (
        "len(areas_l) = 0 or len(areas_r) = 0",
        ("len(list_intersect(towns_l, towns_r)) > 0", "len(list_intersect(areas_l, areas_r)) > 0"),
    ),
    "attack_from": (
        "attack_from_l is null or attack_from_r is null",
        (f"{_GAP} = 0 and not ({_WIDE})", f"{_GAP} = 0", f"{_GAP} <= 7", f"{_GAP} <= 31", f"{_GAP} <= 183"),
    ),
    "delay": (
        _ONE_REPORT,
        tuple(f"{_DELAY} between {first} and {last}" for first, last in ((0, 90), (91, 240), (241, 420), (-14, 800))),
    ),
    "at_supplier": (
        f"at_supplier_r is null or {_OTHERS} or (source_l = '{OURS}') = (source_r = '{OURS}')",
        ("at_supplier_l and at_supplier_r", "at_supplier_l"),
    ),
    "people": (
        "len(people_l) = 0 or len(people_r) = 0",
        tuple(f"apart(people_l, people_r) <= {ratio}" for ratio in (0.02, 0.2, 1)),
    ),
    "reported": (
        "reported_l is null or reported_r is null",
        (f"{_APART} <= 7", f"{_APART} <= 60", f"{_APART} <= 240"),
    ),
}
_BLOCKING = (
    "l.keys = r.keys and (l.country = r.country or l.country is null or r.country is null) "
    f"and (l.source <> '{OURS}' or r.source <> '{OURS}') "
    f"and not (l.source = '{OURS}' and not l.at_supplier and coalesce(r.at_supplier, false))"
)


class Pair(NamedTuple):
    """Two records that may be one event, and how probable that is."""

    left: str
    right: str
    probability: float


@cache
def kept() -> dict[str, Any]:
    """The model as it was learnt: `words` (`names.counted`), `settings` of Splink, `thresholds`, `made` (how)."""
    read: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def pairs(records: Sequence[Record], settings: Mapping[str, Any], at_least: float) -> list[Pair]:
    """The pairs of records that are one event with at least a probability, the most probable first.

    Parameters
    ----------
    records : sequence of Record
        Those of the record are not compared with each other.
    settings : mapping
        As `learnt` gives them.
    at_least : float
        From 0 to 1.
    """
    if len(records) < 2:
        return []
    linker = _linker(records, settings)
    table = linker.inference.predict(threshold_match_probability=at_least, warning_mode="never").as_pyarrow_table()
    columns = (table[name].to_pylist() for name in ("unique_id_l", "unique_id_r", "match_probability"))
    found = []
    for first, second, probability in zip(*columns, strict=True):
        left, right = sorted((first, second), key=_ours_first)
        found.append(Pair(left, right, round(probability, 4)))
    return sorted(found, key=lambda pair: (-pair.probability, pair.left, pair.right))


def proposed(records: Sequence[Record], at_least: float | None = None) -> list[Pair]:
    """The pairs of the model that is kept: from the threshold of their feeds, the higher of two, or another for all."""
    thresholds = kept()["thresholds"]
    found = once(
        records, pairs(records, kept()["settings"], min(thresholds.values()) if at_least is None else at_least)
    )
    return found if at_least is not None else above(found, thresholds)


def above(found: Iterable[Pair], thresholds: Mapping[str, float]) -> list[Pair]:
    """Pairs from the threshold of their feeds on, the higher of two; of a feed that has none, the highest of all."""
    return [pair for pair in found if pair.probability >= _threshold(pair, thresholds)]


def once(records: Sequence[Record], found: Sequence[Pair]) -> list[Pair]:
    """Pairs without those of a second filing: who files an event files it once, and the likeliest is that one."""
    filed = {record.unique_id: record for record in records if record.reported is not None}
    best: dict[tuple[str, str, str], float] = {}
    for pair in found:
        if _is_filed(pair, filed):
            best.setdefault(_filer(pair, filed), pair.probability)
    return [pair for pair in found if not _is_filed(pair, filed) or pair.probability == best[_filer(pair, filed)]]


def _is_filed(pair: Pair, filed: Mapping[str, Record]) -> bool:
    return pair.left.startswith(f"{OURS}:") and pair.right in filed


def _filer(pair: Pair, filed: Mapping[str, Record]) -> tuple[str, str, str]:
    return pair.left, filed[pair.right].source, filed[pair.right].name.lower()


def _threshold(pair: Pair, thresholds: Mapping[str, float]) -> float:
    feeds = {side.partition(":")[0] for side in (pair.left, pair.right)} - {OURS}
    return max(thresholds.get(feed, max(thresholds.values())) for feed in feeds)


def at_random(records: Sequence[Record]) -> dict[str, Any]:
    """The settings of a model that has u alone, from pairs at random (with a seed), of whole registers and ours."""
    linker = _linker(records, _settings())
    linker.training.estimate_u_using_random_sampling(
        max_pairs=_PAIRS_AT_RANDOM, seed=_SEED, min_count_per_level=None, num_chunks=1
    )
    settings: dict[str, Any] = linker.misc.save_model_to_json()
    return settings


def learnt(
    records: Sequence[Record], labels: Iterable[tuple[str, str]], drawn: Mapping[str, Any], share: float
) -> dict[str, Any]:
    """The settings of a model: u of pairs at random, m from pairs that are one event.

    Parameters
    ----------
    records : sequence of Record
        Whole registers, and ours.
    labels : iterable of two unique_id
        Pairs that are one event.
    drawn : mapping
        As `at_random` gives it.
    share : float
        Of all pairs that are known, those in `labels`: the others stand for as many.
    """
    same = sorted(labels)
    ours = sum(record.source == OURS for record in records)
    prior = len(same) / share / (ours * (len(records) - ours))
    linker = _linker(records, {**drawn, "probability_two_random_records_match": prior})
    columns = {"unique_id_l": [left for left, _ in same], "unique_id_r": [right for _, right in same]}
    linker.table_management.register_table(pa.table(columns), "labels", overwrite=True)
    linker.training.estimate_m_from_pairwise_labels("labels")
    settings: dict[str, Any] = linker.misc.save_model_to_json()
    for comparison in settings["comparisons"]:
        _smooth(comparison["comparison_levels"], len(same))
    settings.pop("linker_uid", None)
    return settings


def _smooth(levels: list[dict[str, Any]], seen: int) -> None:
    """Make levels that were not seen rare instead of impossible, in m and in u."""
    told = [level for level in levels if not level.get("is_null_level")]
    for kind, total in (("m_probability", seen), ("u_probability", _PAIRS_AT_RANDOM)):
        counts = [_number(level.get(kind)) * total + _UNSEEN for level in told]
        for level, count in zip(told, counts, strict=True):
            level[kind] = round(count / sum(counts), 9)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _settings() -> dict[str, Any]:
    """The comparisons and the blocking, not learnt yet."""
    comparisons = []
    for name, (nothing, levels) in _COMPARISONS.items():
        written = [{"sql_condition": nothing, "label_for_charts": "nothing", "is_null_level": True}]
        written += [{"sql_condition": level, "label_for_charts": level} for level in levels]
        written.append({"sql_condition": "ELSE", "label_for_charts": "else"})
        comparisons.append({"output_column_name": name, "comparison_levels": written})
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": _BLOCKING, "arrays_to_explode": ["keys"]}],
        "retain_matching_columns": False,
    }


def _ours_first(identifier: str) -> tuple[bool, str]:
    return not identifier.startswith(f"{OURS}:"), identifier


def _linker(records: Sequence[Record], settings: Mapping[str, Any]) -> Any:  # noqa: ANN401 - half of what a linker of Splink does has no types
    try:
        import duckdb
        from splink import DuckDBAPI, Linker
    except ImportError as error:
        raise ValueError(
            f"linking needs Splink and DuckDB, which are not installed ({error.name}): {INSTALL}"
        ) from error
    connection = duckdb.connect(":memory:", config={"threads": 2})
    connection.execute(_MACROS)
    columns = {name: [getattr(record, name) for record in records] for name in _SCHEMA.names}
    table = DuckDBAPI(connection).register(pa.table(columns, schema=_SCHEMA))
    return Linker(table, dict(settings), log_level=logging.ERROR)
