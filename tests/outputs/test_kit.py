"""The kit of a choice: the same bytes twice, the same incidents in each form, described so that a validator agrees."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlencode
from xml.etree import ElementTree

import pandas as pd
import pytest
import yaml
from frictionless import Package

from analytics import __main__ as command_line
from analytics.atlas import atlas as atlases
from analytics.atlas.published import publish
from analytics.outputs import addresses, answers, sheets
from analytics.outputs import kit as kits
from analytics.record.files import DATA
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.address import from_query
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.kits import without_pictures
from tests.helpers.small_world import CLAIMED, QUIET

pytestmark = pytest.mark.slow

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHOICES = {
    "open": Selection(),
    "everything": Selection(evidence="attacker", lang="en"),
    "department": Selection(department=("2A",)),
    "country": Selection(country=("DEU",)),
    "one": Selection(incident=QUIET),
    "nothing": Selection(q="zzz"),
}
HOSTILE = '=HYPERLINK("https://evil.example","x")</text><script>alert(\'1\')</script>'


# tests look into the pictures of these
DRAWN = ("department", "one")


def made(atlas, published: pd.DataFrame, selection: Selection) -> zipfile.ZipFile:
    written = kits.kit(held_of(atlas, published), selection, Words(selection.lang))
    return zipfile.ZipFile(io.BytesIO(written))


@pytest.fixture(scope="module")
def archives(small_atlas, publish_small) -> dict[str, zipfile.ZipFile]:
    """The kit of each choice on the small world."""

    def of(name: str) -> zipfile.ZipFile:
        return made(small_atlas, publish_small(CHOICES[name].evidence), CHOICES[name])

    with without_pictures():
        plain = {name: of(name) for name in CHOICES if name not in DRAWN}
    return {**plain, **{name: of(name) for name in DRAWN}}


@pytest.fixture
def plain() -> Iterator[None]:
    """Kits without pictures."""
    with without_pictures():
        yield


def sheet(archive: zipfile.ZipFile, name: str) -> list[list[str | float | None]]:
    """The rows of a sheet of the workbook, read from its XML: text as text, numbers as numbers."""
    book = zipfile.ZipFile(io.BytesIO(archive.read(kits.WORKBOOK)))
    listed = ElementTree.fromstring(book.read("xl/workbook.xml")).find(f"{SHEET}sheets")  # noqa: S314
    place = [one.get("name") for one in listed].index(name) + 1
    strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
    shared = ["".join(node.itertext()) for node in strings]
    root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))  # noqa: S314
    assert not list(root.iter(f"{SHEET}f")), "a formula"
    rows = []
    for row in root.iter(f"{SHEET}row"):
        cells: dict[int, str | float] = {}
        for cell in row:
            value = cell.find(f"{SHEET}v").text
            column = 0
            for letter in re.match("[A-Z]+", cell.get("r"))[0]:
                column = 26 * column + ord(letter) - 64
            cells[column] = shared[int(value)] if cell.get("t") == "s" else float(value)
        rows.append([cells.get(column) for column in range(1, max(cells, default=0) + 1)])
    return rows


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str | float | None]]:
    head, *rows = sheet(archive, name)
    return [dict(zip(head, [*row, *[None] * (len(head) - len(row))], strict=True)) for row in rows]


def csv_rows(archive: zipfile.ZipFile, name: str, dialect: str = "rfc4180") -> list[dict[str, str]]:
    written = archive.read(f"{kits.FOLDERS[dialect]}/{name}.csv").decode("utf-8-sig")
    delimiter = ";" if dialect == "excel-fr" else ","
    return list(csv.DictReader(io.StringIO(written, newline=""), delimiter=delimiter))


# --- the archive ------------------------------------------------------------------------------------------


def test_two_kits_of_the_same_choice_are_the_same_bytes(held_small, archives):
    again = kits.kit(held_small, CHOICES["one"], Words("fr"))

    assert again == archives["one"].fp.getvalue()


@pytest.mark.parametrize("choice", CHOICES)
def test_the_names_are_sorted_told_before_and_the_same_in_every_kit_but_for_what_is_not_drawn(archives, choice):
    names = archives[choice].namelist()
    missing = sorted(set(kits.names()) - set(names))

    assert names == sorted(names)
    assert sorted([*names, *missing]) == kits.names()
    for name in missing:  # a sentence stands in the place of both files
        stem, _, form = name.rpartition(".")
        assert form in ("svg", "png")
        language = stem.rpartition(".")[2]
        assert Words(language)("drawing.nothing") in archives[choice].read(f"{stem}.alt.txt").decode()
    assert len(missing) % 4 == 0
    assert archives[choice].testzip() is None
    assert {entry.date_time[3:] for entry in archives[choice].infolist()} == {(0, 0, 0)}


@pytest.mark.usefixtures("plain")
def test_parts_come_one_after_the_other(held_small):
    coming = kits.parts(held_small, Selection(), Words("fr"))

    assert next(coming).name == "csv/incidents.csv"
    assert len(list(coming)) == len(kits.names()) - 1


def test_the_table_received_stays_as_it_was(small_atlas, publish_small):
    published = publish_small("specialist").copy()
    before = published.copy()

    kits.kit(held_of(small_atlas, published), Selection(), Words("fr"))

    pd.testing.assert_frame_equal(published, before)


def test_the_file_carries_the_choice_the_version_and_the_day():
    chosen = Selection(department=("2A",), type=("ransomware",), q="cœur", lang="en")

    name = f"_type-ransomware_q-coeur_v{DATA_VERSION}_{DATA_DATE.isoformat()}"
    assert kits.filename(chosen) == f"hospital-cyberattack-atlas_kit_department-2A{name}.zip"
    assert answers.file_name(answers.Asked("sites", "csv", chosen)).endswith(f"_sites_department-2A{name}.csv")


@pytest.mark.parametrize(
    "narrowed", [{"q": "cœur"}, {"type": ("ransomware",)}, {"evidence": "official"}, {"start": "2022"}]
)
def test_no_file_of_a_choice_is_named_as_that_of_all(narrowed):
    chosen = Selection(**narrowed)

    assert kits.filename(chosen) != kits.filename(Selection())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_kit_says_at_which_address_its_choice_is_seen_again(archives, small_atlas, language):
    archive = archives["department"]
    front = " ".join(str(row[0]) for row in sheet(archive, "Lisez-moi - Read me") if row)
    cited = (archive.read(f"{name}.{language}.txt").decode() for name in ("README", "citations"))
    for text in (*cited, front):
        assert Words(language)("receipt.from_root", address="") in text
        addresses = re.findall(r" /\?(\S+)", text)
        read = [from_query(parse_qs(address), small_atlas.vocabulary) for address in addresses]
        assert (replace(CHOICES["department"], lang=language), []) in read


# --- the same incidents in each form ------------------------------------------------------------------------


@pytest.mark.parametrize("choice", CHOICES)
def test_all_forms_hold_the_same_incidents(archives, choice):
    archive = archives[choice]
    points = json.loads(archive.read(kits.POINTS))

    ids = [row[col.INCIDENT_ID] for row in csv_rows(archive, "incidents")]

    assert [row[col.INCIDENT_ID] for row in csv_rows(archive, "incidents", "excel-fr")] == ids
    assert [row[col.INCIDENT_ID] for row in table(archive, "incidents")] == ids
    assert [feature["properties"][col.INCIDENT_ID] for feature in points["features"]] == ids
    for name in ("sites", "events", "claims"):
        assert {row[col.INCIDENT_ID] for row in csv_rows(archive, name)} <= set(ids)
        assert len(table(archive, name)) == len(csv_rows(archive, name))
    assert (CLAIMED in ids) == (choice == "everything")
    assert bool(ids) == (choice != "nothing")


def test_one_incident_is_taken_alone_in_the_pictures_too(archives):
    said = archives["one"].read("pictures/by-year.en.alt.txt").decode()

    assert "2022: 1." in said
    assert QUIET in archives["one"].read("README.en.txt").decode()


def test_the_notes_are_in_the_language_asked_for(archives):
    french, english = ({row["note"] for row in csv_rows(archives[name], "claims")} for name in ("open", "everything"))

    assert "lits et places" in french
    assert "beds and places" in english


def test_a_map_draws_all_of_france_and_says_nothing_of_the_areas_chosen(archives):
    said = archives["department"].read("pictures/department-incidents.en.svg").decode()

    assert Words("en")("kit.map_everything") in said
    assert said.count('stroke-width="1.8"') == 1
    assert QUIET in archives["one"].read("pictures/department-incidents.en.svg").decode()
    alone = archives["one"].read("pictures/department-incidents.en.alt.txt").decode()
    assert re.findall(r": (\d+)", alone) == ["1"]


# --- the workbook ---------------------------------------------------------------------------------------------


def test_numbers_are_numbers_and_dates_are_text(archives):
    sites = {row["site_id"]: row for row in table(archives["open"], "sites")}
    incidents = {row[col.INCIDENT_ID]: row for row in table(archives["open"], "incidents")}

    assert sites["fr-overseas-2019.s1"]["longitude"] == -61.5
    assert sites["fr-two-towns-2022.s1"]["beds"] == 400.0
    assert sites["fr-two-towns-2022.s1"]["insee"] == "01001"
    assert sites["fr-month-2021.s1"]["beds"] is None
    assert incidents["fr-two-towns-2022"]["started_on"] == "2022-12-03"
    assert incidents["fr-month-2021"]["started_on"] == "2021-02"
    assert incidents["fr-overseas-2019"]["started_on"] == "2019"


def test_the_quantities_of_claims_are_numbers_and_their_other_values_text(archives):
    claims = {row["claim_id"]: row for row in table(archives["everything"], "claims")}

    assert claims["de-klinik-2020.data_leaked_gb.1"]["value"] == 1.5
    assert claims["fr-two-towns-2022.started_on.1"]["value"] == "2022-12-03"


def test_every_table_has_its_sheet_with_a_header_that_stays(archives):
    book = zipfile.ZipFile(io.BytesIO(archives["open"].read(kits.WORKBOOK)))
    listed = ElementTree.fromstring(book.read("xl/workbook.xml")).find(f"{SHEET}sheets")  # noqa: S314

    assert [one.get("name") for one in listed][1:] == list(kits.KIT_TABLES)
    for place in range(2, 2 + len(kits.KIT_TABLES)):
        assert b'state="frozen"' in book.read(f"xl/worksheets/sheet{place}.xml")
    front = " ".join(str(row[0]) for row in sheet(archives["open"], "Lisez-moi - Read me") if row)
    for part in (DATA_VERSION, "Licence Ouverte 2.0", "France et autres pays", "France and other countries"):
        assert part in front


def test_nothing_in_the_workbook_tells_when_it_was_made(archives):
    book = zipfile.ZipFile(io.BytesIO(archives["open"].read(kits.WORKBOOK)))

    told = set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", book.read("docProps/core.xml")))
    assert told == {f"{DATA_DATE.isoformat()}T00:00:00Z".encode()}
    assert len({entry.date_time for entry in book.infolist()}) == 1


def test_longer_text_than_a_cell_holds_is_cut_and_says_so():
    cut = sheets._cell("x" * 40_000)

    assert len(cut) == sheets.LONGEST_CELL
    assert cut.endswith("…")


# --- hostile words --------------------------------------------------------------------------------------------


def test_hostile_names_stay_text_in_every_form(small_atlas):
    named = small_atlas.incidents.assign(name_fr=HOSTILE, name_en=HOSTILE)
    hostile = small_atlas._replace(incidents=named)
    archive = made(hostile, publish(hostile), Selection())

    assert {row["name_fr"] for row in table(archive, "incidents")} == {HOSTILE}
    for dialect in kits.FOLDERS:
        assert {row["name_fr"] for row in csv_rows(archive, "incidents", dialect)} == {"'" + HOSTILE}
    for name in kits.names():
        if name.endswith(".svg") and name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314
            assert b"<script" not in archive.read(name)
    book = zipfile.ZipFile(io.BytesIO(archive.read(kits.WORKBOOK)))
    assert not [name for name in book.namelist() if "hyperlink" in name or "externalLink" in name]


# --- description and words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", CHOICES)
def test_the_description_of_a_kit_holds_for_its_files(archives, choice):
    archive = archives[choice]
    for resource in json.loads(archive.read(kits.PACKAGE))["resources"]:
        content = archive.read(resource["path"])
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        folder, _, name = resource["path"].rpartition("/")
        if folder in kits.FOLDERS.values():
            dialect = next(dialect for dialect, one in kits.FOLDERS.items() if one == folder)
            fields = [field["name"] for field in resource["schema"]["fields"]]
            rows = csv_rows(archive, name.removesuffix(".csv"), dialect)
            assert {tuple(row) for row in rows} <= {tuple(fields)}


@pytest.mark.shipped
@pytest.mark.slow
def test_a_validator_agrees_with_the_description_of_the_kit_of_everything(shipped_kit, tmp_path):
    shipped_kit.extractall(tmp_path)
    report = Package(str(tmp_path / kits.PACKAGE)).validate()

    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])[:5]


def test_a_file_that_was_changed_is_not_valid_any_more(archives, tmp_path):
    archives["open"].extractall(tmp_path)
    path = tmp_path / "csv-excel-fr" / "sites.csv"
    path.write_bytes(path.read_bytes().replace(b"-61,5", b"-61,6"))

    assert not Package(str(tmp_path / kits.PACKAGE)).validate().valid


def test_every_column_is_described(archives):
    package = json.loads(archives["open"].read(kits.PACKAGE))

    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["version"] == DATA_VERSION
    for resource in package["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            assert field["description"], field["name"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_read_me_says_what_was_chosen_and_what_the_data_do_not_mean(archives, language):
    words = Words(language)
    said = archives["department"].read(f"README.{language}.txt").decode()

    for key in ("kit.limit_public", "kit.limit_empty", "kit.limit_claims", "kit.credits"):
        assert words(key) in said
    assert DATA_VERSION in said
    assert "(2A)" in said
    for name in {name.partition("/")[0] for name in archives["department"].namelist()}:
        if not name.startswith("README") and f".{'en' if language == 'fr' else 'fr'}." not in name:
            assert name in said, name


@pytest.mark.usefixtures("plain")
def test_the_sources_have_an_address_only_where_we_send_readers(small_atlas):
    sources = small_atlas.sources.copy()
    sources["url"] = [f"https://journal.example/{place}" for place in range(len(sources))]
    sources["link"] = ["yes", *["no"] * (len(sources) - 1)]
    atlas = small_atlas._replace(sources=sources)
    archive = made(atlas, publish(atlas, "attacker"), Selection(evidence="attacker"))
    said = archive.read("sources.fr.txt").decode()

    assert re.findall(r"https?://\S+", said) == ["https://journal.example/0"]
    assert said.count(Words("fr")("kit.not_linked")) == len(sources) - 1
    assert len([line for line in said.splitlines() if line.startswith("- ")]) == len(sources)


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("origin", ["", "https://atlas.example/below"])
@pytest.mark.parametrize("chosen", [Selection(), Selection(department=("2A",), q='a&b "c" \\ é#', start="2022")])
def test_every_citation_gives_the_address_of_the_choice_whole_where_it_is_known(held_small, chosen, origin):
    files = {part.name: part.content for part in kits.parts(held_small, chosen, Words("fr"), origin)}
    # a page in French shows France of itself: of the whole record it is asked for the world
    address = f"{origin}/?{urlencode(chosen.to_query() or [('country', 'world')])}"

    cff = yaml.safe_load(files["CITATION.cff"])
    assert cff.get("url", cff.get("identifiers", [{}])[0].get("value")) == address
    assert ("url" in cff) == bool(origin)
    assert cff["date-released"] == DATA_DATE
    cited = files["citations.fr.txt"].decode()
    said = address if origin else Words("fr")("receipt.from_root", address=address)
    assert cited.count(said) + cited.count(re.sub("([%&#_])", r"\\\1", said)) >= 3
    assert Words("fr").when(DATA_DATE.isoformat()) in cited


def test_an_address_of_a_site_has_no_slash_at_its_end_and_is_one():
    assert addresses.of_site("https://atlas.example/below/", "live") == "https://atlas.example/below"
    with pytest.raises(ValueError, match="--live “atlas” is no address of a site"):
        addresses.of_site("atlas", "live")


def test_the_tables_of_areas_have_all_of_them_and_count_the_choice(archives, held_small):
    for name, choice in (("departments", "department"), ("countries", "country"), ("regions", "one")):
        rows = csv_rows(archives[choice], name)
        expected = held_small.table(name, replace(CHOICES[choice].everywhere(), incident=CHOICES[choice].incident))
        assert [int(row[col.INCIDENTS]) for row in rows] == expected[col.INCIDENTS].to_list()
        assert len(rows) == len(getattr(held_small.atlas, name))
    assert Words("fr")("kit.all_areas") in archives["one"].read("README.fr.txt").decode()


def test_the_citations_are_those_of_the_method_and_of_the_project(archives):
    assert kits.citation_cff() == (DATA.parent / "CITATION.cff").read_text()
    said = archives["open"].read("citations.en.txt").decode()
    assert "@misc{" in said
    assert "[data set]" in said.lower() or "[dataset]" in said.lower()


# --- the command line -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("plain")
def test_the_command_writes_the_kit_of_a_choice(small_atlas, held_small, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(atlases, "load", lambda: small_atlas)
    file = tmp_path / "kit.zip"

    assert command_line.main(["kit", "--country", "DEU", "--lang", "en", "-o", str(file)]) == 0

    chosen = Selection(country=("DEU",), lang="en")
    assert file.read_bytes() == kits.kit(held_small, chosen, Words("en"))
    assert command_line.main(["kit", "--country", "XXX"]) == 1
    assert "country “XXX” is not known" in capsys.readouterr().err
