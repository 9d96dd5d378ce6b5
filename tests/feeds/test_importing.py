"""An import as a whole: files, folders and archives, interruption and going on, the report that a person reads."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from analytics import __main__ as command_line
from analytics.feeds import importing, parts
from analytics.feeds.registry import FEEDS
from analytics.outputs.import_report import places_of, report_page
from analytics.schema import col
from analytics.schema.tables import IMPORTED
from tests.feeds.made import HHS, VCDB, feed, post, posts

pytestmark = pytest.mark.shipped
ROOT = Path(__file__).resolve().parents[2]
FOLDER = os.environ.get("ATLAS_FEEDS_FOLDER")
# the files of the folder, by feed
WHOLE = {"veris": "vcdb", "hhs-ocr": "hhs_ocr", "eurepoc": "eurepoc", "ransomware-live": "ransomware_live"}


def rows_of(folder: Path) -> pd.DataFrame:
    table = pd.DataFrame(gpd.read_parquet(folder / "incidents").to_wkt())
    return table.sort_values(["file", "place"]).reset_index(drop=True).astype({"year": "str"})


def same(one: Path, other: Path) -> None:
    pd.testing.assert_frame_equal(rows_of(one), rows_of(other))
    assert list(importing.all_aside(one)) == list(importing.all_aside(other))
    assert (one / "report.json").read_bytes() == (other / "report.json").read_bytes()


@pytest.mark.skipif(not FOLDER, reason="the feeds are not shipped: ATLAS_FEEDS_FOLDER names no folder of them")
@pytest.mark.parametrize("name", FEEDS)
def test_in_whole_feeds_the_counts_add_up(name, tmp_path):
    report = importing.run(feed(name), [Path(str(FOLDER)) / WHOLE[name]], tmp_path / "out", 1_000)
    counts, table = report["counts"], gpd.read_parquet(tmp_path / "out" / "incidents")

    assert counts["read"] == counts["accepted"] + counts["set_aside"] == sum(f["records"] for f in report["files"])
    assert counts["set_aside"] == sum(report["reasons"].values()) == len(list(importing.all_aside(tmp_path / "out")))
    assert counts["accepted"] == len(table) == sum(report["years"].values())
    assert counts["accepted"] > 0.99 * counts["read"]
    assert not table["sources"].str.contains(r"\.onion", na=False).any()


# --- files, folders, archives -----------------------------------------------------------------------------


def test_the_table_has_the_columns_of_the_dictionary_with_the_same_types_in_every_part(tmp_path):
    importing.run(feed("hhs-ocr"), [HHS], tmp_path / "out", part_rows=2)
    parts = sorted((tmp_path / "out" / "incidents").rglob("*.parquet"))
    schemas = {str(gpd.read_parquet(part).dtypes.to_dict()) for part in parts}

    assert len(parts) > 4
    assert len(schemas) == 1
    assert list(gpd.read_parquet(parts[0]).columns) == [*IMPORTED.names, "geometry"]


def test_a_folder_and_an_archive_of_single_files_say_what_the_array_says(tmp_path):
    records = json.loads(VCDB.read_text(encoding="utf-8"))
    folder = tmp_path / "incidents"
    folder.mkdir()
    (folder / "README.txt").write_text("not a record")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for record in records:
            name = f"{record['incident_id']}.JSON"  # newer files have capitals
            (folder / name).write_text(json.dumps(record))
            archive.writestr(name, json.dumps(record))
    reports = [
        importing.run(feed("veris"), [path], tmp_path / f"out{number}")
        for number, path in enumerate((VCDB, folder, tmp_path / "all.zip"))
    ]

    assert [report["counts"] for report in reports] == [reports[0]["counts"]] * 3
    assert [report["cyber"] for report in reports] == [reports[0]["cyber"]] * 3
    assert reports[1]["not_read"] == ["incidents/README.txt"]
    assert reports[2]["files"][0]["name"].startswith("all.zip/")


def test_a_row_that_two_files_have_is_accepted_once(tmp_path):
    (tmp_path / "copy.csv").write_bytes(HHS.read_bytes())
    report = importing.run(feed("hhs-ocr"), [HHS, tmp_path / "copy.csv"], tmp_path / "out", part_rows=4)

    assert report["counts"] == {"read": 18, "accepted": 9, "set_aside": 9}
    assert report["reasons"] == {"repeated": 9}


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="holds something else"):
        importing.run(feed("hhs-ocr"), [HHS], tmp_path)
    importing.run(feed("hhs-ocr"), [HHS], tmp_path / "out")
    with pytest.raises(ValueError, match="holds another import"):
        importing.run(feed("veris"), [VCDB], tmp_path / "out")

    assert (tmp_path / "mine.txt").read_text() == "mine"


# --- interruption -----------------------------------------------------------------------------------------


def test_an_import_that_breaks_off_anywhere_goes_on_and_ends_with_the_same_rows(tmp_path):
    path = posts(tmp_path / "p.json", *(post(number % 35) for number in range(50)), "no record")
    importing.run(feed("ransomware-live"), [path], tmp_path / "whole", 10)
    for stop in range(1, 6):
        broken = tmp_path / f"broken{stop}"

        def breaks_off(done: int, _total: int, stop: int = stop) -> None:
            if done >= 10 * stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            importing.run(feed("ransomware-live"), [path], broken, 10, breaks_off)
        # what a part left that was broken off before its counts
        (broken / "parts" / f"part-{stop - 1:05d}.json").unlink()
        importing.run(feed("ransomware-live"), [path], broken, 10)
        same(tmp_path / "whole", broken)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["key", "end"])
def test_a_signal_interrupts_an_import_and_the_same_command_goes_on(tmp_path, number):
    path = posts(tmp_path / "p.json", *(post(each) for each in range(1_500)))
    command = [sys.executable, "-m", "analytics", "import", "ransomware-live", str(path), "--part", "50", "-o"]
    first = tmp_path / "broken" / "parts" / "part-00000.json"
    started = subprocess.Popen(
        [*command, str(tmp_path / "broken")],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        # what is started in the background of a shell ignores it, and hands that on
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    until = time.monotonic() + 120
    while not first.exists() and time.monotonic() < until:
        time.sleep(0.01)
    started.send_signal(number)
    said = started.communicate(timeout=120)[1]
    done = len(list(first.parent.glob("part-*[0-9].json")))

    assert started.returncode == 130, said
    assert "give the same command again" in said
    assert "Traceback" not in said
    assert 0 < done < 30
    before = first.stat().st_mtime_ns
    subprocess.run([*command, str(tmp_path / "broken")], cwd=ROOT, check=True, capture_output=True)
    importing.run(feed("ransomware-live"), [path], tmp_path / "whole", 50)
    assert first.stat().st_mtime_ns == before  # what is done is not done again
    same(tmp_path / "whole", tmp_path / "broken")


# --- what a person reads ----------------------------------------------------------------------------------


def test_the_page_says_the_counts_in_both_languages_and_escapes_what_files_say(tmp_path, capsys):
    path = tmp_path / "<b>p.csv"
    path.write_bytes(HHS.read_bytes() + b"<script>,TX,,x,03/20/2024,Theft,,\r\n")
    assert command_line.main(["import", "hhs-ocr", str(path), "-o", str(tmp_path / "out")]) == 0
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    out, err = capsys.readouterr()

    assert "10 rows read: 9 accepted, 1 set aside" in out
    assert "100 % 10 of 10 rows" in err
    assert "10 lignes lues\u202f; acceptées\u202f: 9, mises de côté\u202f: 1." in page
    assert "10 rows read: 9 accepted, 1 set aside." in page
    assert "&lt;b&gt;p.csv" in page
    assert "<b>p.csv" not in page
    assert "<script" not in page
    assert "http" not in page
    assert page.count("<svg") == 4  # in each language, for a page and for a telephone
    assert len(set(re.findall(r' id="([^"]+)"', page))) == len(re.findall(r' id="([^"]+)"', page))
    caption = re.findall("<figcaption>(.*?)</figcaption>", page)[1]
    assert sum(map(int, re.findall(r"(\d+) rows?", caption.replace("No row has", "0 rows have")))) == 9


def test_the_map_of_the_report_counts_every_row_accepted(tmp_path, monkeypatch):
    importing.run(feed("hhs-ocr"), [HHS], tmp_path / "out", 3)
    whole = places_of(tmp_path / "out")
    monkeypatch.setattr(parts, "_FILES", 2)
    few = places_of(tmp_path / "out")

    assert whole.on_map + whole.nowhere == 9
    assert few.areas.equals(whole.areas)


def test_places_are_counted_to_a_kilometre_on_both_sides_of_greenwich(tmp_path):
    at = [(48.814, -0.004), (48.813, 0.004), (48.814, 0.013), (None, None)]
    rows = [
        {col.FEED_ID: str(number), col.ADDRESSES_DROPPED: 0, col.LATITUDE: latitude, col.LONGITUDE: longitude}
        for number, (latitude, longitude) in enumerate(at)
    ]
    (tmp_path / parts.PARTS).mkdir()
    parts.write_part(tmp_path, 0, rows, [])
    found = parts.places(tmp_path)
    placed = found[[col.LATITUDE, col.LONGITUDE, parts.ROWS]].dropna()

    assert placed.values.tolist() == [[48.81, 0, 2], [48.81, 0.01, 1]]
    assert found[parts.ROWS].sum() == 4


def test_the_page_of_an_import_without_anything_aside_says_so(tmp_path):
    report = importing.run(feed("hhs-ocr"), [HHS], tmp_path / "out")
    page = report_page(report, places_of(tmp_path / "out")).decode()

    assert "Aucune ligne n’a été mise de côté." in page
    assert "No row was set aside." in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "expected FEED, one FILE or more, and -o DIR"),
        (["nothing", str(HHS), "-o", "x"], "there is no feed “nothing”; the feeds are veris"),
        (["hhs-ocr", str(HHS), "-o", "x", "--part", "0"], "--part: found 0"),
    ],
)
def test_a_command_that_is_not_whole_is_refused_with_what_was_expected(arguments, said, capsys):
    assert command_line.main(["import", *arguments]) == 1
    assert said in capsys.readouterr().err
