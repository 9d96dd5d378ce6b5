"""Learns the model of linking, and makes the tables of what registers add, from folders of imported rows.

    python -m tools.linking learn IMPORTED... : analytics/linking/model.json
    python -m tools.linking registers IMPORTED... : data/reference/register_links.csv and register_counts.csv
    python -m tools.linking measure IMPORTED... : precision and recall by feed, of the half kept and of pairs held out

The folders are those of `python -m analytics import` for the feeds hhs-ocr, veris and eurepoc. Decisions in
register_links.csv are kept when it is made again; a pair that is new there waits for one.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow.parquet as pq

from analytics.atlas.atlas import Atlas, load
from analytics.feeds import parts
from analytics.linking import measuring, model
from analytics.linking.labels import FOLDS, fold_of, kept_for_the_test, labels
from analytics.linking.linking import is_with_ours, read
from analytics.linking.names import Weights, counted
from analytics.linking.records import OURS, Record, of_atlas, of_imports
from analytics.record.cells import rows_of
from analytics.record.files import DATA, read_csv, write_table, write_whole
from analytics.schema import col
from analytics.schema.codes import CODE_LISTS
from analytics.schema.tables import REFERENCE

LINKS, COUNTS = (DATA / "reference" / f"{name}.csv" for name in (col.REGISTER_LINKS, col.REGISTER_COUNTS))
_THRESHOLDS = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))  # what is proposed is likelier than not
_LOWEST, _PRECISION = _THRESHOLDS[0], 0.95


def learn(folders: Sequence[Path]) -> None:
    """Count the words of names, learn from the half of the pairs that is for learning, choose thresholds there."""
    atlas = load()
    words = counted(_names(atlas, folders))
    weights = Weights(words)
    ours, theirs = of_atlas(atlas, weights), of_imports(folders, weights)
    records = [*ours, *theirs.records]
    incidents = {record.identifier for record in ours if not kept_for_the_test(record.identifier)}
    fitted = _fitted(records, _known(atlas, records), incidents, model.at_random(records))
    made = {
        "labels": sum(fitted.labels.values()),
        "labels_by_feed": fitted.labels,
        "feeds": theirs.left_out,
        "incidents": len(ours),
        "by": "python -m tools.linking learn",
    }
    content = {"made": made, "thresholds": fitted.thresholds, "settings": fitted.settings, "words": words}
    write_whole(model.FILE, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    print(f"{made['labels']} labels, thresholds {fitted.thresholds}")


class _Fitted(NamedTuple):
    """A model: settings, threshold of each feed, how many pairs of each it was learnt from, the pairs with ours."""

    settings: dict[str, Any]
    thresholds: dict[str, float]
    labels: dict[str, int]
    pairs: list[model.Pair]


def _known(atlas: Atlas, records: Sequence[Record]) -> set[tuple[str, str]]:
    """Every pair of an incident and a row that is one event, as far as is known."""
    return measuring.known(labels(atlas, records), decisions())


def _fitted(
    records: Sequence[Record], known: Collection[tuple[str, str]], incidents: Collection[str], drawn: Mapping[str, Any]
) -> _Fitted:
    """The model that is learnt from the pairs of some incidents."""
    learning = sorted(pair for pair in known if pair[0] in incidents)
    labelled = [(f"{OURS}:{incident}", row) for incident, row in learning]
    settings = model.learnt(records, labelled, drawn, len(learning) / len(known))
    pairs = model.once(records, [pair for pair in model.pairs(records, settings, _LOWEST) if is_with_ours(pair)])
    by_feed = Counter(row.partition(":")[0] for _, row in learning)
    return _Fitted(settings, _thresholds(pairs, known, incidents), dict(sorted(by_feed.items())), pairs)


def _thresholds(
    pairs: Sequence[model.Pair], known: Collection[tuple[str, str]], incidents: Collection[str]
) -> dict[str, float]:
    """Of each feed, the lowest probability at which precision reaches the goal on the incidents learnt from.

    Where none does, the one of the highest F measure, the higher of two that are equal.
    """
    found, best = dict[str, float](), dict[str, tuple[float, float]]()
    judged = decisions() | dict.fromkeys(known, measuring.SAME)
    for lowest in _THRESHOLDS:
        above = [pair for pair in pairs if pair.probability >= lowest]
        for feed, each in measuring.measured(above, [], judged, incidents).items():
            hits, all_of = each.precision.hits, each.precision.of + each.recall.of
            best[feed] = max(best.get(feed, (0.0, 0.0)), (round(2 * hits / all_of, 6), lowest))
            if each.precision.of and each.precision.value >= _PRECISION:
                found.setdefault(feed, lowest)
    return {feed: found.get(feed, best[feed][1]) for feed in sorted(best)}


def _names(atlas: Atlas, folders: Sequence[Path]) -> list[str]:
    """The names of every imported row, of our incidents, and of the register of French hospitals."""
    told = [*atlas.incidents[col.ORGANISATION], *atlas.hospitals["name"]]
    for folder in folders:
        table = pq.read_table(folder / parts.INCIDENTS, columns=[col.ORGANISATION], partitioning=None)
        told += table[col.ORGANISATION].to_pylist()
    return [str(name) for name in told if name]


def decisions(path: Path = LINKS) -> dict[tuple[str, str], str]:
    """What was decided by reading both sides of a pair, by incident and row."""
    if not path.is_file():
        return {}
    rows = rows_of(read_csv(path))
    return {
        (row[col.INCIDENT_ID], f"{row[col.REGISTER]}:{row[col.ROW]}"): row[col.JUDGEMENT]
        for row in rows
        if row[col.JUDGED_BY] == "reading"
    }


def registers(folders: Sequence[Path]) -> None:
    """Write the pairs of our incidents and rows of the registers with what was decided, and the counts of the rows."""
    atlas = load()
    records, _ = read(atlas, folders)
    told = {(label.incident, label.row): label for label in labels(atlas, records)}
    proposed, apart = _proposed(records), _held_out(records, _known(atlas, records))
    known, by_id = decisions(), {record.unique_id: record for record in records}
    countries = _countries(folders)
    rows = []
    for incident, row in sorted(told.keys() | proposed.keys() | apart.keys() | known.keys()):
        label, record = told.get((incident, row)), by_id[row]
        judgement = measuring.SAME if label else known.get((incident, row), "open")
        rows.append(
            {
                col.REGISTER: record.source,
                col.ROW: record.identifier,
                col.INCIDENT_ID: incident,
                col.DATED: record.date,
                col.COUNTRY: countries[row],
                col.PROBABILITY: proposed.get((incident, row)),
                col.HELD_OUT: apart.get((incident, row)),
                col.JUDGEMENT: judgement,
                col.JUDGED_BY: label.by if label else "reading" if judgement != "open" else "nobody",
                col.HALF: "test" if kept_for_the_test(incident) else "learning",
            }
        )
    _write(LINKS, pd.DataFrame(rows, columns=REFERENCE[col.REGISTER_LINKS].names))
    _write(COUNTS, _counts(folders))


def _countries(folders: Sequence[Path]) -> dict[str, str | None]:
    """The country of each imported row as its register has it: Puerto Rico is compared as the United States."""
    found: dict[str, str | None] = {}
    for folder in folders:
        table = pq.read_table(folder / parts.INCIDENTS, columns=[col.FEED, col.FEED_ID, col.COUNTRY], partitioning=None)
        found |= {f"{row[col.FEED]}:{row[col.FEED_ID]}": row[col.COUNTRY] for row in table.to_pylist()}
    return found


def _proposed(records: Sequence[Record]) -> dict[tuple[str, str], float]:
    return _by_key(pair for pair in model.proposed(records) if is_with_ours(pair))


def _held_out(records: Sequence[Record], known: Collection[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """What is proposed for each fifth of the incidents by a model that is learnt from the four others."""
    drawn, found = model.at_random(records), dict[tuple[str, str], float]()
    every = {record.identifier for record in records if record.source == OURS}
    for fold in range(FOLDS):
        out = {incident for incident in every if fold_of(incident) == fold}
        fitted = _fitted(records, known, every - out, drawn)
        above = model.above(fitted.pairs, fitted.thresholds)
        found |= {key: share for key, share in _by_key(above).items() if key[0] in out}
    return found


def _by_key(pairs: Iterable[model.Pair]) -> dict[tuple[str, str], float]:
    return {(pair.left.partition(":")[2], pair.right): pair.probability for pair in pairs}


def _counts(folders: Sequence[Path]) -> pd.DataFrame:
    """How many rows of each register are attacks in health, by country and year of their date."""
    found = Counter[tuple[str, str, str]]()
    wanted = [col.FEED, col.COUNTRY, col.STARTED_ON, col.REPORTED_ON, col.DOUBTS, col.HEALTH, col.CYBER]
    for folder in folders:
        table = pq.read_table(folder / parts.INCIDENTS, columns=wanted, partitioning=None).to_pylist()
        for row in table:
            year = parts.year_of(row)
            if row[col.HEALTH] == row[col.CYBER] == "yes" and year != parts.NO_YEAR and row[col.COUNTRY]:
                found[row[col.FEED], row[col.COUNTRY], year] += 1
    order = list(CODE_LISTS["registers"])
    rows = sorted(found.items(), key=lambda each: (order.index(each[0][0]), *each[0]))
    return pd.DataFrame([(*key, count) for key, count in rows], columns=REFERENCE[col.REGISTER_COUNTS].names)


def _write(path: Path, table: pd.DataFrame) -> None:
    write_table(table, path)
    print(f"wrote {path}: {len(table)} rows")


def measure(folders: Sequence[Path]) -> None:
    """Print precision and recall by feed: of the half that was kept, of the other, and of all, each held out."""
    atlas = load()
    records, _ = read(atlas, folders)
    told, proposed = labels(atlas, records), _proposed(records)
    every = set(atlas.incidents[col.INCIDENT_ID])
    test = {incident for incident in every if kept_for_the_test(incident)}
    apart = _held_out(records, _known(atlas, records))
    for name, given, incidents in (
        ("test", proposed, test),
        ("learning", proposed, every - test),
        ("held out", apart, every),
    ):
        pairs = [model.Pair(f"{OURS}:{incident}", row, share) for (incident, row), share in given.items()]
        for feed, found in measuring.measured(pairs, told, decisions(), incidents).items():
            print(name, feed, _said("precision", found.precision), _said("recall", found.recall))
            for pair in found.open:
                print("  not judged:", pair.left, pair.right, pair.probability)


def _said(name: str, share: measuring.Share) -> str:
    return f"{name} {share.hits}/{share.of} = {share.value:.3f} ({share.low:.3f} to {share.high:.3f})"


_COMMANDS = {"learn": learn, "registers": registers, "measure": measure}


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.linking", description=__doc__)
    parser.add_argument("command", choices=list(_COMMANDS))
    parser.add_argument("imported", nargs="+", type=Path, metavar="IMPORTED")
    options = parser.parse_args()
    _COMMANDS[options.command](options.imported)


if __name__ == "__main__":
    main()
