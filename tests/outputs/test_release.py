"""An incident is five rows by hand and one command: whatever follows from the facts is written, and only that."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.cli import release as command
from analytics.outputs import documents, release
from analytics.outputs.documents import CUT, PROGRAM, Project
from analytics.record.corrections import read_changes
from analytics.record.files import DATA
from analytics.record.manifest import compare
from analytics.schema.version import CURRENT, DATA_VERSION, KNOWN_UNTIL, Version, read_version

ROOT = DATA.parent
COPIED = ("analytics", "tools", "data", "docs", "README.md", "CHANGELOG.md", "CITATION.cff", "pyproject.toml")
INCIDENT = "be-sample-clinic-2026"
SOURCE = "sample-paper-2026-07-03"
NEW = {
    "incidents": {
        "incident_id": INCIDENT,
        "name_fr": "Clinique d’essai",
        "name_en": "Sample Clinic",
        "organisation": "Sample Clinic",
        "sector": "hospital",
        "country": "BEL",
        "started_on": "2026-07-01",
        "started_precision": "day",
        "attack_type": "ransomware",
        "status": "confirmed",
        "confidence": "low",
        "added_on": "2026-12-01",
        "summary_fr": "Une clinique inventée pour un essai.",
        "summary_en": "A clinic made up for a test.",
    },
    "sites": {
        "site_id": f"{INCIDENT}.s1",
        "incident_id": INCIDENT,
        "name_fr": "Clinique d’essai",
        "name_en": "Sample Clinic",
        "commune": "Bruxelles",
        "country": "BEL",
        "latitude": "50.85",
        "longitude": "4.35",
        "point_precision": "commune",
        "role": "entered",
        "source_ids": SOURCE,
    },
    "events": {
        "event_id": f"{INCIDENT}.e01",
        "incident_id": INCIDENT,
        "occurred_on": "2026-07-01",
        "occurred_precision": "day",
        "kind": "attack",
        "text_fr": "Les écrans s’éteignent.",
        "text_en": "Screens go black.",
        "source_ids": SOURCE,
    },
    "sources": {
        "source_id": SOURCE,
        "publisher": "Sample Paper",
        "title": "A clinic was hit",
        "title_kind": "as-published",
        "url": "https://example.org/clinic",
        "published_on": "2026-07-03",
        "published_precision": "day",
        "tier": "press",
        "language": "en",
        "copy": "no",
        "headline_only": "no",
        "link": "yes",
        "statistical": "no",
    },
}
CLAIMS = {"started_on": "2026-07-01", "attack_type": "ransomware"}


def added(project: Path, table: str, *new: dict[str, str]) -> None:
    """Write rows at the end of a fact table, as one would by hand."""
    path = project / "data" / "facts" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writerows(new)


def texts(project: Path) -> dict[str, str]:
    """What stands in every file of text of a project, but for its program."""
    files = [
        path for path in project.rglob("*") if path.is_file() and path.relative_to(project).parts[0] != "analytics"
    ]
    kept = [path for path in files if path.suffix in (".md", ".toml", ".json", ".cff", ".csv")]
    return {path.relative_to(project).as_posix(): path.read_text(encoding="utf-8") for path in kept}


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of everything that a release reads and writes."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(project: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "analytics", *arguments], cwd=project, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.shipped
def test_an_incident_is_five_rows_and_a_release(project, shipped):
    for table, row in NEW.items():
        added(project, table, row)
    claim = {"incident_id": INCIDENT, "source_id": SOURCE, "tier": "press", "preferred": "yes"}
    claims = [{"claim_id": f"{INCIDENT}.{name}.1", "measure": name, "value": CLAIMS[name]} for name in CLAIMS]
    added(project, "claims", *(claim | row for row in claims))
    before = texts(project)
    higher = f"{CURRENT.order[0]}.{CURRENT.order[1] + 1}.0"

    code, said = run(project, "check")
    assert (code, "facts/incidents.csv: the manifest expects" in said) == (1, True), said
    assert "README.md, line" in said

    code, said = run(project, "release", higher, "--date", "2026-12-01")
    assert (code, said.splitlines()[-1]) == (0, f"version {higher} of 2026-12-01"), said
    assert {name for name, text in texts(project).items() if text != before[name]} >= {
        *("README.md", "CHANGELOG.md", "CITATION.cff", "data/sources.toml", "data/datapackage.json"),
        *("data/version.toml", "data/changes.toml", "data/LICENCE.md"),
    }

    code, said = run(project, "check")
    assert code == 0, said

    kept, incidents = len(shipped.incidents[shipped.incidents["status"] != "claimed"]), len(shipped.incidents)
    written = "\n".join(text for name, text in texts(project).items() if name.endswith(".md"))
    assert f"{kept + 1}<!--=kept-->" in written
    assert f"{incidents + 1}<!--=rows data/facts/incidents.csv-->" in written
    assert f"{incidents + 1} incidents: {incidents + 1} passed, 0 set aside" in written
    assert f"year = {{2026}}, note = {{Data set, version {higher}, 1 December 2026}}" in written
    assert f"version {higher}, 1er décembre 2026, Licence Ouverte 2.0." in written
    assert compare(project / "data")["agrees"].all()
    assert read_version(project / "data" / "version.toml") == (higher, date(2026, 12, 1), KNOWN_UNTIL)
    assert json.loads((project / "data" / "datapackage.json").read_text(encoding="utf-8"))["version"] == higher
    newest = read_changes(project / "data" / "changes.toml").iloc[0]
    assert (newest["version"], newest["date"]) == (higher, "2026-12-01")
    assert f"incidents {incidents + 1} rows ({incidents} before)" in newest["text_en"]
    assert f"incidents {incidents + 1} lignes ({incidents} auparavant)" in newest["text_fr"]
    assert f"## [{higher}] - 2026-12-01\n\nCode " in (project / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.shipped
def test_a_release_of_the_present_version_changes_nothing(project, shipped, monkeypatch, capsys):
    monkeypatch.setattr(command, "ROOT", project)
    monkeypatch.setattr(command.atlases, "load", lambda: shipped)
    before = texts(project)

    code = main(["release", DATA_VERSION])

    assert (code, capsys.readouterr().out) == (0, f"nothing had changed\nversion {DATA_VERSION} of {CURRENT.day}\n")
    assert texts(project) == before


@pytest.mark.shipped
def test_a_document_that_cannot_be_written_is_out_of_date_and_named(project, shipped):
    (project / "README.md").write_text("7<!--=sheep-->\n", encoding="utf-8")

    problems = release.stale(release.follows(project, shipped), project)

    assert [problem.partition("”")[0] for problem in problems] == ["README.md: no number is called “sheep"]


# --- what is refused --------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, small_atlas):
    """The command at work in an empty folder, on the small world: what is refused must not get as far as a file."""
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command.atlases, "load", lambda: small_atlas)
    (tmp_path / "data").mkdir()
    shutil.copy(DATA / "version.toml", tmp_path / "data")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1.2"], "error: release: expected a version of three numbers, like 1.2.0, found “1.2”"),
        (["v1.2.0"], "found “v1.2.0”"),
        (["0.9.9"], f"error: version 0.9.9 is lower than the present one, {DATA_VERSION}"),
        (["99.0.0", "--date", "today"], "error: --date must be a day, like 2026-11-25, not “today”"),
        (["99.0.0", "--known-until", "2026-13-01"], "error: --known-until must be a day"),
    ],
)
def test_what_is_no_version_or_no_day_is_refused(elsewhere, monkeypatch, capsys, arguments, said):
    monkeypatch.setattr(command, "unexplained", lambda _atlas: [])

    assert main(["release", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert [path.name for path in elsewhere.rglob("*.*")] == ["version.toml"]


def test_facts_that_have_problems_are_not_released(elsewhere, monkeypatch, capsys, small_atlas):
    sites = small_atlas.sites[small_atlas.sites["incident_id"] != small_atlas.incidents["incident_id"].iloc[0]]
    monkeypatch.setattr(command.atlases, "load", lambda: small_atlas._replace(sites=sites))

    assert main(["release", "99.0.0"]) == 1
    said = capsys.readouterr().err
    assert "error: the facts have problems that nothing explains:" in said
    assert "no row in sites.csv" in said
    assert [path.name for path in elsewhere.rglob("*.*")] == ["version.toml"]


def test_a_version_that_brings_nothing_has_to_say_what_is_new(project):
    before = texts(project)

    with pytest.raises(ValueError, match=r"no fact has changed .* say in CHANGELOG\.md and data/changes\.toml"):
        release.set_version(project, Version("99.0.0", date(2027, 1, 1), KNOWN_UNTIL))
    assert texts(project) == before


# --- the version and its days -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        (DATA_VERSION, "", CURRENT.day),
        (DATA_VERSION, "2027-02-03", date(2027, 2, 3)),
        ("99.0.0", "", date(2027, 1, 1)),
        ("99.0.0", "2027-02-03", date(2027, 2, 3)),
    ],
)
def test_the_present_version_keeps_its_day_and_a_new_one_is_of_today(number, day, expected):
    version = release.next_version(ROOT, number, date(2027, 1, 1), day)

    assert version == (number, expected, KNOWN_UNTIL)


def test_a_new_version_is_of_the_day_that_the_list_of_changes_says(project):
    path = project / "data" / "changes.toml"
    change = '[[change]]\nversion = "99.0.0"\ndate = "2027-03-04"\ntext_fr = "Des mots."\ntext_en = "Words."\n'
    path.write_text(change + path.read_text(encoding="utf-8"), encoding="utf-8")

    assert release.next_version(project, "99.0.0", date(2027, 1, 1)).day == date(2027, 3, 4)


def test_words_that_a_human_wrote_of_a_version_stay(project):
    changes, changelog = project / "data" / "changes.toml", project / "CHANGELOG.md"
    change = '[[change]]\nversion = "99.0.0"\ndate = "2027-01-01"\ntext_fr = "Des mots."\ntext_en = "Words."\n\n'
    changes.write_text(change + changes.read_text(encoding="utf-8"), encoding="utf-8")
    text = changelog.read_text(encoding="utf-8")
    text = (
        text[: text.index("\n## [") + 1] + text[text.index(f"## [{DATA_VERSION}]") :]
    )  # as if nothing had been written
    first = text.index("\n## [") + 1
    changelog.write_text(f"{text[:first]}## [Unreleased]\n\nMy words.\n\n{text[first:]}", encoding="utf-8")
    code = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    changed = release.set_version(project, Version("99.0.0", date(2027, 1, 1), KNOWN_UNTIL))

    assert sorted(path.name for path in changed) == ["CHANGELOG.md", "version.toml"]
    assert f"## [99.0.0] - 2027-01-01\n\nCode {code}. My words.\n\n## [{DATA_VERSION}]" in changelog.read_text("utf-8")


# --- marks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("of 1,234<!--=n--> rows", "of 12<!--=n--> rows"),
        ("7<!--=n-->, 115.6<!--=n-->.", "12<!--=n-->, 12<!--=n-->."),
        ("until 6 August 2026<!--=day--> only", "until 1 May 2027<!--=day--> only"),
        ("no mark: 7", "no mark: 7"),
        ("version 1.1.0<!--=version-->, 3<!--=n-->", "version 1.2.0<!--=version-->, 12<!--=n-->"),
    ],
)
def test_the_number_before_a_mark_is_written_again_and_no_word_beside_it(text, expected):
    assert documents.with_numbers(text, {"n": "12", "day": "1 May 2027", "version": "1.2.0"}) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7<!--=m-->", r"no number is called “m”; there are day, n"),
        ("seven<!--=n-->", r"expected a number like 12 before <!--=n-->, found “seven”"),
        ("2026<!--=day-->", r"expected a number like 1 May 2027 before"),
    ],
)
def test_a_mark_that_is_not_understood_is_an_error(text, said):
    with pytest.raises(ValueError, match=said):
        documents.with_numbers(text, {"n": "12", "day": "1 May 2027"})


def sample(project: Path, text: str, printed: str = "") -> str:
    def prints(_arguments):
        print(printed, end="")
        return 0

    passage = Project(project, CURRENT, prints)
    return documents.with_passages(text, passage, tuple(documents.PASSAGES))


def test_sample_rows_are_brought_up_to_date_and_cut_where_they_were_cut(tmp_path):
    (tmp_path / "a.csv").write_text("code,year,words\n1,2019,old\n1,2020,new and long words\n", encoding="utf-8")

    written = sample(
        tmp_path, "A\n<!-- begin sample a.csv -->\n```csv\ncode,year,words\n1,2020,old wo…\n```\n<!-- end -->\nB"
    )

    assert written == ("A\n<!-- begin sample a.csv -->\n```csv\ncode,year,words\n1,2020,new an…\n```\n<!-- end -->\nB")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("code\n2", r"the sample of a\.csv: no row has code = 2 any more"),
        ("code,colour\n1,red", r"the sample of a\.csv: the file has no column \['colour'\]; it has"),
    ],
)
def test_a_sample_of_what_is_gone_is_an_error(tmp_path, body, said):
    (tmp_path / "a.csv").write_text("code,year\n1,2019\n", encoding="utf-8")

    with pytest.raises(ValueError, match=said):
        sample(tmp_path, f"<!-- begin sample a.csv -->\n```csv\n{body}\n```\n<!-- end -->")


def console(tmp_path: Path, shown: str, printed: str, command: str = f"{PROGRAM}check") -> str:
    written = sample(tmp_path, f"<!-- begin console -->\n```console\n$ {command}\n{shown}```\n<!-- end -->", printed)
    return written.removeprefix(f"<!-- begin console -->\n```console\n$ {command}\n").removesuffix("```\n<!-- end -->")


def test_a_console_shows_the_same_lines_with_the_numbers_of_today(tmp_path):
    shown = f"read\n  9 rows\n{CUT}\n  5 problems of…\n"

    assert console(tmp_path, shown, "read\n  1,010 rows\nmore\n  6 problems of many\nend\n") == (
        f"read\n  1,010 rows\n{CUT}\n  6 problems of…\nend\n"
    )


def test_a_console_whose_line_is_gone_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="prints no line like “5 problems” any more"):
        console(tmp_path, f"read\n{CUT}\n5 problems\n", "read\nnothing\n")


def test_a_console_shows_commands_of_ours_only(tmp_path):
    with pytest.raises(ValueError, match="a console shows commands that begin with"):
        console(tmp_path, "", "", command="ls")


def test_a_passage_of_no_kind_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="no passage is called “poem”; there are sample, citation"):
        sample(tmp_path, "<!-- begin poem -->\nA\n<!-- end -->")


def test_what_is_out_of_date_is_named_with_its_line(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("same\nold\n", encoding="utf-8")

    assert release.stale(iter([release.Written(path, lambda: "same\nnew\n")]), tmp_path) == [
        "a.md, line 2: not what follows from the facts; run release"
    ]
    assert release.stale(iter([release.Written(path, lambda: "same\nold\n")]), tmp_path) == []


def test_only_what_is_another_is_written(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old\n", encoding="utf-8")

    assert release.write(iter([release.Written(path, lambda: "old\n")])) == []
    assert release.write(iter([release.Written(path, lambda: "new\n")])) == [path]
    assert path.read_text(encoding="utf-8") == "new\n"


@pytest.mark.shipped
def test_what_is_ours_and_changed_is_of_the_day_of_the_version(project, shipped):
    added(project, "mentions", {"mention_id": "mention-x"})
    version = Version("99.0.0", date(2027, 1, 1), date(2026, 12, 31))
    release.write(iter([release.Written(project / "data" / "version.toml", lambda: VERSION_TEXT)]))

    manifest = next(iter(release.follows(project, shipped))).text()

    blocks = {block.partition("\n")[0]: block for block in re.split(r'(?m)^path = "', manifest)[1:]}
    assert 'accessed = "2027-01-01"' in blocks['facts/mentions.csv"']
    assert 'accessed = "2027-01-01"' not in blocks['facts/sites.csv"']
    for name in ('facts/sites.csv"', 'reference/veris.csv"'):
        assert f"version {version.number}, 1 January 2027, Licence Ouverte 2.0." in blocks[name]
        assert f"version {version.number}, 1er janvier 2027, Licence Ouverte 2.0." in blocks[name]
    assert f'{min(shipped.incidents["started_on"])}/2026-12-31"' in blocks['facts/sites.csv"']
    assert "VERIS 1.4" in blocks['reference/veris.csv"']
    others = [text for name, text in blocks.items() if name.startswith("reference/") and "veris" not in name]
    assert all(text in (ROOT / "data" / "sources.toml").read_text(encoding="utf-8") for text in others[1:-1])


VERSION_TEXT = 'version = "99.0.0"\ndate = 2027-01-01\nknown_until = 2026-12-31\n'
