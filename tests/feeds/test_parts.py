"""How files are cut into parts: read once, taken up anywhere, and never held whole."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from pathlib import Path

import pytest

from analytics.feeds import importing, surveys
from analytics.feeds.records import CsvFile, JsonFile
from analytics.feeds.repeated import digests_of, each_of, repeated
from analytics.feeds.sources import sources
from analytics.feeds.surveys import Slice, survey
from tests.feeds.made import HHS, VCDB, eurepoc, feed, post, posts

pytestmark = pytest.mark.shipped


def surveyed(name: str, path: Path, rows: int) -> tuple[list[dict], list[list[Slice]], list]:
    found, _ = sources([path], feed(name).endings)
    files, parts = survey(feed(name), found, rows)
    return files, parts, found


def test_a_file_is_read_once_and_its_digest_comes_with_it(monkeypatch):
    opened = []
    found, _ = sources([HHS], (".csv",))
    monkeypatch.setattr(type(found[0]), "open", lambda source: opened.append(source.name) or source.path.open("rb"))
    files, _ = survey(feed("hhs-ocr"), found, 4)

    assert opened == [HHS.name]
    assert files[0]["sha256"] == hashlib.sha256(HHS.read_bytes()).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("rows", [1, 3, 4])
def test_a_part_of_a_table_is_read_without_what_lies_before_it(tmp_path, encoding, rows):
    text = HHS.read_text(encoding="utf-8").replace("Hospital", '"Hôpital\nof ""all"""', 2).replace("MO", "M'O", 1)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    files, parts, (source,) = surveyed("hhs-ocr", tmp_path / "a.csv", rows)
    whole = list(CsvFile(source))
    content = (tmp_path / "a.csv").read_bytes()
    header = content.index("\n".encode("utf-16-le")) + 2 if encoding == "utf-16" else content.index(b"\n") + 1
    read = []
    for ((_, start, records),) in parts:
        if encoding != "utf-16":  # of which the bytes before are read, as its signs have no fixed width in UTF-8
            junk = b'"' * max(start.byte - header, 0)
            (tmp_path / "a.csv").write_bytes(content[:header] + junk + content[header + len(junk) :])
        reader = CsvFile(source, files[0]["other"]).records(start)
        read += [next(reader) for _ in range(records)]
        reader.close()

    assert len(whole) == files[0]["records"]
    assert read == whole


@pytest.mark.parametrize("indent", [None, 1])
def test_a_part_of_a_collection_is_read_without_what_lies_before_it(tmp_path, indent):
    records = [post(number, post_title=f"Hôpital {number}", description="x" * 50_000) for number in range(20)]
    path = tmp_path / "p.json"
    path.write_text(json.dumps(records, ensure_ascii=False, indent=indent), encoding="utf-8")
    files, parts, (source,) = surveyed("ransomware-live", path, 3)
    whole = list(JsonFile(source))
    content = path.read_bytes()
    read = []
    for ((_, start, count),) in parts:
        path.write_bytes(b"[" + b"}" * (start.byte - 1) + content[start.byte :] if start.byte else content)
        reader = JsonFile(source, files[0]["other"]).records(start)
        read += [next(reader) for _ in range(count)]
        reader.close()

    assert len(parts) == 7
    assert read == whole


def test_a_collection_on_one_line_is_not_held_in_memory(tmp_path):
    path = tmp_path / "p.json"
    one = json.dumps(post(1, description="é" * 20_000), ensure_ascii=False)
    path.write_text("[" + ",".join([one] * 800) + "]", encoding="utf-8")
    tracemalloc.start()
    files, parts, _ = surveyed("ransomware-live", path, 100)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert path.stat().st_size > 30_000_000
    assert files[0]["records"] == 800
    assert most < 8_000_000
    assert len(parts) == 8


def test_records_that_are_long_make_smaller_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(surveys, "PART_BYTES", 1_000)
    path = posts(tmp_path / "p.json", *(post(number, description="x" * 400) for number in range(9)))
    _, parts, _ = surveyed("ransomware-live", path, 1_000)

    assert [each.records for slices in parts for each in slices] == [2, 2, 2, 2, 1]


def test_many_small_files_are_one_part(tmp_path):
    records = json.loads(VCDB.read_text(encoding="utf-8"))
    folder = tmp_path / "incidents"
    folder.mkdir()
    for number in range(45):
        record = records[number % len(records)] | {"incident_id": f"made-{number}"}
        (folder / f"{number:02d}.json").write_text(json.dumps(record), encoding="utf-8")
    report = importing.run(feed("veris"), [folder], tmp_path / "out", part_rows=20)
    done = sorted((tmp_path / "out" / "parts").glob("*.ids"))

    assert report["counts"] == {"read": 45, "accepted": 36, "set_aside": 9}
    assert len(report["files"]) == 45
    assert len(done) == 3


def test_a_file_that_changes_while_it_is_imported_is_told(tmp_path):
    path = posts(tmp_path / "p.json", *(post(number) for number in range(10)))

    def changes(_done: int, _total: int) -> None:
        posts(path, *(post(number) for number in range(4)))

    (tmp_path / "copy.json").write_bytes(path.read_bytes())
    with pytest.raises(ValueError, match=r"p\.json.* (the file has changed|expected another record)"):
        importing.run(feed("ransomware-live"), [tmp_path / "copy.json", path], tmp_path / "out", 10, changes)


def test_what_comes_again_belongs_to_the_first_part_that_has_it():
    tables = [digests_of(names) for names in (["a", "b"], ["c", "a", "d"], [], ["b", "e", "a"])]
    found = repeated(tables)

    assert found.keys() == {1, 3}
    assert each_of(found[1]) == each_of(digests_of(["a"]))
    assert each_of(found[3]) == each_of(digests_of(["a", "b"]))
    assert repeated([digests_of(["a"]), digests_of(["b"])]) == repeated([]) == {}


def test_identifiers_that_agree_in_half_of_their_digest_are_two():
    one, other = bytes(16), bytes(8) + b"12345678"

    assert repeated([one, other]) == {}
    assert repeated([one, other, other]) == {2: other}


@pytest.mark.parametrize("name", ["hhs-ocr", "eurepoc", "veris", "ransomware-live"])
def test_parts_of_any_size_hold_the_same_rows(tmp_path, name):
    path = {
        "hhs-ocr": lambda: HHS,
        "veris": lambda: VCDB,
        "eurepoc": lambda: eurepoc(tmp_path / "e.csv", {}, {"start_date": "soon"}, {"ID": "1"}, {}, {}),
        "ransomware-live": lambda: posts(tmp_path / "p.json", *(post(number % 5) for number in range(8)), 7),
    }[name]()
    asides = []
    for rows in (1, 2, 100):
        report = importing.run(feed(name), [path], tmp_path / str(rows), rows)
        asides.append((report, list(importing.all_aside(tmp_path / str(rows)))))

    assert asides[0] == asides[1] == asides[2]
