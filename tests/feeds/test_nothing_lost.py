"""Rows read are rows accepted and rows set aside, whatever happened to the file; and no error without a place."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import __main__ as command_line
from analytics.feeds import importing, parts
from analytics.feeds.records import CsvFile, JsonFile
from analytics.feeds.registry import FEEDS
from analytics.feeds.sources import sources
from analytics.outputs import import_report
from tests.feeds.made import HHS, VCDB, csv_text, eurepoc, feed, newer, post, posts

pytestmark = pytest.mark.shipped
HEADER = ("Name of Covered Entity", "State", "Breach Submission Date", "Type of Breach", "Individuals Affected")
GOOD = "A Hospital,TX,2024-03-20,Theft,700\r\n"


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def aside(tmp_path, text):
    path = written(tmp_path / "a.csv", ",".join(HEADER) + "\r\n" + text)
    report = importing.run(feed("hhs-ocr"), [path], tmp_path / "out")
    return report["counts"], [
        (each["place"], each["rule"], each["text"]) for each in importing.all_aside(tmp_path / "out")
    ]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (",,,,", "blank"),
        ("A,TX,2024-03-20,Theft", "cells"),
        ("A,TX,2024-03-20,Theft,1,2", "cells"),
        ("A,TX,2024-13-20,Theft,1", "date"),
        ("A,TX,1824-03-20,Theft,1", "date"),
        ("A,TX,2024-03-20,Theft,many", "number"),
        ('"A" B,TX,2024-03-20,Theft,1', "quotes"),
        (GOOD.strip(), "repeated"),
    ],
)
def test_a_row_that_cannot_be_read_is_set_aside_with_its_place_and_its_own_text(tmp_path, row, rule):
    counts, found = aside(tmp_path, f"{GOOD}{row}\r\nB,TX,2024-03-20,Theft,1\r\n")

    assert counts == {"read": 3, "accepted": 2, "set_aside": 1}
    assert found == [("line 3", rule, row)]


def test_a_quote_that_nobody_closes_does_not_swallow_what_follows(tmp_path):
    rows = "".join(f"H{number},TX,2024-03-20,Theft,1\r\n" for number in range(500))
    counts, found = aside(tmp_path, f'"A,TX,2024-03-20,Theft,1\r\n{rows}')

    assert counts == {"read": 501, "accepted": 500, "set_aside": 1}
    assert found == [("line 2", "quotes", '"A,TX,2024-03-20,Theft,1')]


def test_a_cell_over_several_lines_is_one_row(tmp_path):
    counts, found = aside(tmp_path, f'"A\nB",TX,2024-99-20,Theft,1\r\n{GOOD}')

    assert counts == {"read": 2, "accepted": 1, "set_aside": 1}
    assert [place for place, _, _ in found] == ["lines 2-3"]


# --- a file that is not what it claims to be ----------------------------------------------------------------


@pytest.fixture
def refused(tmp_path, capsys):
    def run(name, path):
        code = command_line.main(["import", name, str(path), "-o", str(tmp_path / "out")])
        assert not (tmp_path / "out" / "report.json").exists()
        return code, capsys.readouterr().err

    return run


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("hhs-ocr", b"", "found “an empty file”, expected a CSV"),
        ("hhs-ocr", b"Nom,Ville\nA,B\n", "line 1: found “nom, ville”, expected a column name_of_covered_entity"),
        ("hhs-ocr", b"a,a\n1,2\n", "line 1: found “a”, expected each column once"),
        ("veris", b"Nom,Ville\n", "line 1: found “N”, expected a JSON array"),
        ("veris", b'[{"a": 1},\n{"b": tru', "line 2: found “tru”, expected JSON"),
        ("veris", b'[{"a": 1}', "found “the end of the file”, expected another record"),
        ("veris", b'[{"a": 1}] x', "found “x”, expected the end of the file"),
        ("veris", b'[{"a": 1}]', "found “a”, expected records of veris, with incident_id or plus.master_id"),
        ("veris", b"[]", "expected records of veris"),
        ("veris", b"[" * 100_000, "expected JSON"),
    ],
)
def test_a_file_that_is_not_the_feed_is_refused_with_its_name_and_its_place(refused, tmp_path, name, content, said):
    path = tmp_path / "a.file"
    path.write_bytes(content)
    code, err = refused(name, path)

    assert code == 1
    assert err.startswith("error: a.file")
    assert said in err
    assert "Traceback" not in err


def test_an_archive_that_is_none_and_a_file_that_is_not_there_are_told(refused, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK not really")

    assert "no ZIP archive" in refused("veris", tmp_path / "a.zip")[1]
    assert "there is no such file" in refused("veris", tmp_path / "b.json")[1]


# --- damage ---------------------------------------------------------------------------------------------------


def counted(name: str, path: Path) -> dict[str, int] | None:
    """What an import counts; None where it ends with an error, which has to name the file."""
    told = ""
    try:
        return importing.run(feed(name), [path], path.parent / "out", part_rows=4)["counts"]
    except ValueError as error:
        told = str(error)
    assert told.startswith(path.name)
    return None


def survives(name: str, content: bytes) -> None:
    """Either an error that names the file, or every row that the reader finds is accepted or set aside."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.file"
        path.write_bytes(content)
        counts = counted(name, path)
        if counts is None:
            return
        (source,), _ = sources([path], ())
        records = list(CsvFile(source) if feed(name).form == "csv" else JsonFile(source))
        assert counts["read"] == counts["accepted"] + counts["set_aside"] == len(records)
        kept = list(importing.all_aside(Path(folder) / "out"))
        assert len(kept) == counts["set_aside"]
        assert all(each["rule"] and each["place"] for each in kept)
        if name == "hhs-ocr":  # no line of the file is without a row
            lines = content.decode("latin-1").replace("\r\n", "\n").rstrip("\n").count("\n")
            spread = sum(_lines(record.place) for record in records)
            assert spread >= lines - _before_header(content)


def _lines(place: str) -> int:
    _, _, span = place.partition(" ")
    first, _, last = span.partition("-")
    return int(last or first) - int(first) + 1


def _before_header(content: bytes) -> int:
    """Lines before the first that has anything but spaces, which is the header."""
    lines = content.split(b"\n")
    return next((at for at, line in enumerate(lines) if line.decode("latin-1").strip()), len(lines))


DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["cut", "replace", "insert", "truncate"]),
        st.floats(0, 1),
        st.binary(min_size=1, max_size=4)
        | st.sampled_from([b'"', b"\n", b"\r", b"\0", b"\xff", b"\xc3", b",", "é".encode("cp1252")]),
    ),
    min_size=1,
    max_size=4,
)


def damaged(content: bytes, damage) -> bytes:
    for kind, where, with_what in damage:
        at = int(where * len(content))
        if kind == "truncate":
            content = content[:at]
        elif kind == "insert":
            content = content[:at] + with_what + content[at:]
        else:
            content = content[:at] + (with_what if kind == "replace" else b"") + content[at + len(with_what) :]
    return content


@settings(max_examples=60, deadline=None)
@given(DAMAGE)
def test_damage_to_a_csv_loses_no_row_in_silence(damage):
    survives("hhs-ocr", damaged(HHS.read_bytes(), damage))


@settings(max_examples=40, deadline=None)
@given(DAMAGE)
def test_damage_to_json_loses_no_record_in_silence(damage):
    survives("veris", damaged(VCDB.read_bytes(), damage))


def whole(name: str, folder: Path) -> str:
    """A file of a feed, on several lines, with letters that encodings write differently."""
    made = {
        "hhs-ocr": lambda: HHS,
        "veris": lambda: VCDB,
        "eurepoc": lambda: eurepoc(folder / "e", {"receiver_name": "Hôpital à Evry"}, {"ID": "9"}, {"start_date": "x"}),
        "ransomware-live": lambda: posts(folder / "p", post(1, post_title="Clinique Étoile"), newer(2), post(3), 4),
    }[name]()
    text = made.read_text(encoding="utf-8")
    if feed(name).form == "json":
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    return text.replace("Hospital", "Hôpital")


def renamed(name: str, text: str, which: list[int]) -> str:
    """A file with some of its columns or keys under another name."""
    known = sorted({theirs.split(".")[-1] for names in feed(name).columns.values() for theirs in names})
    if feed(name).form == "csv":
        header, rest = text.split("\n", 1)
        cells = header.split(",")
        for at in which:
            cells[at % len(cells)] += " (2)"
        return ",".join(cells) + "\n" + rest
    for at in which:
        text = text.replace(f'"{known[at % len(known)]}"', '"renamed"')
    return text


@pytest.mark.parametrize("name", FEEDS)
@settings(max_examples=30, deadline=None)
@given(
    DAMAGE | st.just([]),
    st.lists(st.integers(0, 40), max_size=2),
    st.lists(st.sampled_from(["utf-8", "cp1252", "mac_roman", "utf-16-le"]), min_size=1, max_size=3),
)
def test_no_damage_to_any_feed_loses_a_row_in_silence_or_shows_what_is_inside(name, damage, which, encodings):
    with tempfile.TemporaryDirectory() as folder, redirect_stderr(io.StringIO()) as err, redirect_stdout(io.StringIO()):
        lines = renamed(name, whole(name, Path(folder)), which).splitlines(keepends=True)
        mixed = [line.encode(encodings[at % len(encodings)], "replace") for at, line in enumerate(lines)]
        path, out = Path(folder) / "damaged.file", Path(folder) / "out"
        path.write_bytes(damaged(b"".join(mixed), damage))
        code = command_line.main(["import", name, str(path), "-o", str(out), "--part", "2"])
        told = err.getvalue()
        assert "Traceback" not in told
        if code:
            assert told.splitlines()[-1].startswith("error: damaged.file")
            assert not (out / "report.json").exists()
            return
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
        (source,), _ = sources([path], ())
        records = list(CsvFile(source) if feed(name).form == "csv" else JsonFile(source))
        with (out / "set_aside.csv").open(encoding="utf-8", newline="") as file:
            kept = list(csv.DictReader(file))
        accepted = sum(len(pq.read_table(each, columns=["place"])) for each in out.rglob("part-*.parquet"))
    assert report["counts"] == {"read": len(records), "accepted": accepted, "set_aside": len(kept)}
    assert accepted + len(kept) == len(records)
    assert sum(report["reasons"].values()) == len(kept)


def test_half_a_sign_in_a_record_ends_no_import(tmp_path):
    path = tmp_path / "p.json"
    path.write_text(json.dumps([post(1, post_title="Clinic \ud83d of Nowhere")]))  # an escape of JSON without its pair
    counts = importing.run(feed("ransomware-live"), [path], tmp_path / "out")["counts"]

    assert counts == {"read": 1, "accepted": 1, "set_aside": 0}


CELL = st.text(max_size=12) | st.sampled_from(["2024-03-20", "Theft", "500", "http://x.onion", "[['a'", "=1+1"])


@settings(max_examples=40, deadline=None)
@given(
    st.permutations(HEADER).flatmap(
        lambda names: st.tuples(st.just(names), st.sets(st.sampled_from(HEADER), max_size=2))
    ),
    st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=6),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "mixed"]),
)
def test_columns_renamed_and_encodings_mixed_lose_no_row_in_silence(header, rows, encoding):
    names, renamed = header
    text = csv_text(tuple(f"{name} (2)" if name in renamed else name for name in names), [])
    lines = [
        text,
        *(
            csv_text(("a", "b", "c", "d", "e"), [dict(zip("abcde", row, strict=True))]).split("\n", 1)[1]
            for row in rows
        ),
    ]
    encodings = ["utf-8", "cp1252"] if encoding == "mixed" else [encoding]
    if encoding == "utf-16":
        survives_any("".join(lines).encode("utf-16", "replace"))
    else:
        survives_any(b"".join(line.encode(encodings[at % len(encodings)], "replace") for at, line in enumerate(lines)))


def survives_any(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.file"
        path.write_bytes(content)
        counts = counted("hhs-ocr", path)
        assert counts is None or counts["read"] == counts["accepted"] + counts["set_aside"]


def test_what_is_set_aside_is_a_table_that_no_spreadsheet_runs(tmp_path, capsys):
    path = posts(tmp_path / "p.json", post(1), "=cmd()", {"post_title": "x"})
    assert command_line.main(["import", "ransomware-live", str(path), "-o", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "set_aside.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert tuple(rows[0]) == parts.SET_ASIDE
    assert [(row["place"], row["rule"]) for row in rows] == [("record 2", "not-an-object"), ("record 3", "columns")]
    assert json.loads(rows[1]["text"]) == {"post_title": "x"}
    assert "3 rows read: 1 accepted, 2 set aside" in capsys.readouterr().out


def test_very_many_rows_that_were_set_aside_are_one_table(monkeypatch):
    rows = [dict.fromkeys(parts.SET_ASIDE, f"row\n{number}") for number in range(7)]
    for size in (1, 3, 7, 100):
        monkeypatch.setattr(import_report, "_ROWS", size)
        assert b"".join(import_report.set_aside_pieces(rows)) == import_report.set_aside_csv(rows)
    assert b"".join(import_report.set_aside_pieces([])) == import_report.set_aside_csv([])
