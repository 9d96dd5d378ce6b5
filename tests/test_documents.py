"""What README and its neighbours say is so: commands, files, rows, outputs, figures, versions and attributions."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analytics.__main__ import main
from analytics.atlas.published import publish
from analytics.evidence import figures
from analytics.outputs.numbers import numbers
from analytics.record import manifest
from analytics.schema import col
from analytics.schema.version import CURRENT, DATA_DATE, DATA_VERSION, KNOWN_UNTIL
from analytics.selection.selection import LIST_NAMES, NAMES, Selection
from analytics.statistics.counts import counts
from dashboard.controls import DISPLAY

ROOT = Path(__file__).resolve().parents[1]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


README = read("README.md")
DOCUMENTS = [
    path.relative_to(ROOT).as_posix()
    for path in (*sorted(ROOT.glob("*.md")), ROOT / "data" / "LICENCE.md", *sorted((ROOT / "docs").rglob("*.md")))
]
API, DATA_PAGE = read("docs/api.md"), read("docs/data.md")
RUN, TEST = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)
MARKED = [path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))]
WRITTEN = "\n".join(read(path) for path in MARKED)
NUMBERS = set(re.findall(r"<!--=([^>]+)-->", WRITTEN))
PASSAGES = re.findall(r"<!-- begin ([^>]+) -->", WRITTEN)
VOCABULARY = re.findall(r"^\| (`[^|]+) \|", API.split("## Addresses")[1], re.MULTILINE)


def flat(text: str) -> str:
    """The text on one line, so that a sentence is found wherever its lines end."""
    return re.sub(r"[ \n]+", " ", text)


def day_in_words(day) -> str:
    return f"{day.day} {day:%B %Y}"


# --- commands ---------------------------------------------------------------------------------------------


def test_ci_runs_the_test_command_of_readme():
    assert read(".ci/run").rstrip().splitlines()[-1] == TEST


def test_both_commands_install_in_the_same_way():
    install = "python3 -m venv .venv && .venv/bin/pip install -r {} && "

    assert install.format("requirements.txt") + ".venv/bin/streamlit run app.py" == RUN
    assert install.format("requirements-dev.txt") + ".venv/bin/python -m pytest" == TEST


COMMANDS = sorted(
    {
        (document, command)
        for document in DOCUMENTS
        for command in [
            *re.findall(r"^\$ (.+)$", read(document), re.MULTILINE),
            *re.findall(r"`((?:\.venv/bin/)?python -m [^`]+)`", re.sub(r"\s*\n\s*", " ", read(document))),
        ]
    }
)


@pytest.mark.parametrize(("document", "command"), COMMANDS, ids=[f"{one}: {other}" for one, other in COMMANDS])
def test_every_command_of_a_document_is_one_that_there_is(document, command, capsys):
    """Consoles are run by the release command; of the others, the program, the command and its options are there."""
    if command.startswith(("python3 -m venv", ".venv/bin/streamlit run app.py")):
        assert all(name.startswith("--server.") for name in re.findall(r"--\S+", command))
        return
    module, *rest = command.removeprefix(".venv/bin/").removeprefix("python -m ").split()
    assert importlib.util.find_spec(module), f"{document} names {module}"
    if module == "analytics" and rest[:1] and not rest[0].startswith(("…", "COMMAND")):
        with pytest.raises(SystemExit) as ended:
            main([rest[0], "--help"])
        assert ended.value.code == 0
        help_text = capsys.readouterr().out
        assert all(option in help_text for option in re.findall(r" (--?[a-z][a-z-]*)", f" {' '.join(rest[1:])}"))


def test_readme_fits_a_few_screens_and_shows_a_picture():
    assert len(README.splitlines()) <= 150
    assert re.search(r"!\[[^\]]+\]\((docs/images/[^)]+)\)", README)


def test_every_document_says_what_follows_from_the_facts(capsys):
    code = main(["release", "--check"])

    assert (capsys.readouterr().out, code) == ("nothing is out of date\n", 0)


# --- files and rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(document):
    text = read(document)
    links = [link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    linked = {(ROOT / document).parent / path for path, _, _ in links}
    anchors = [((ROOT / document).parent / path if path else ROOT / document, name) for path, _, name in links if name]
    named = re.findall(r"`((?:data|analytics|dashboard|tests|\.ci)/[^`*\s]+)`", text)

    absent = [str(path) for path in linked | {ROOT / name for name in named} if not path.exists()]
    lost = [(path.name, name) for path, name in anchors if name not in headings(path)]

    assert not absent
    assert not lost


def headings(path: Path) -> set[str]:
    """The anchors of a document: its headings in small letters, words joined by hyphens."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


def test_the_documents_show_rows_of_every_table_of_facts_and_a_console():
    tables = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data" / "facts").glob("*.csv")}

    assert {f"sample {table}" for table in tables} <= set(PASSAGES)
    assert {f"rows {table}" for table in tables} <= NUMBERS
    assert {"console", "citation", "attributions"} <= set(PASSAGES)


def test_the_vocabulary_of_the_documents_is_that_of_the_atlas():
    told = {name: row.endswith("*") for row in VOCABULARY for name in re.findall(r"`(\w+)`", row)}

    assert told == {name: name in LIST_NAMES for name in (*NAMES, *DISPLAY)}


# --- figures in words -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept(shipped):
    default = Selection()
    return default.keep(publish(shipped, default.evidence))


@pytest.fixture(scope="module")
def quoted(shipped):
    return numbers(shipped, CURRENT, ROOT / "data")


def test_the_documents_say_what_the_figures_do_not_mean():
    needed = {"kept", "kept-france", "first-year", "last-year", "claimed", "incidents", "known-until", "beds"}

    assert needed | {"beds-incidents", "people-millions", "people-incidents", "declared-2023"} <= NUMBERS


def test_the_counts_that_are_quoted_are_those_of_the_tables(shipped, kept, quoted):
    years = kept[col.STARTED_ON].str[:4]
    french = shipped.incidents[shipped.incidents[col.COUNTRY] == "FRA"]
    expected = {
        "incidents": len(shipped.incidents),
        "claimed": (shipped.incidents[col.STATUS] == "claimed").sum(),
        "kept": (shipped.incidents[col.STATUS] != "claimed").sum(),
        "kept-france": (french[col.STATUS] != "claimed").sum(),
        "first-year": years.min(),
        "last-year": years.max(),
        "with-beds": len(set(french[col.INCIDENT_ID]) - set(shipped.beds_unmatched[col.INCIDENT_ID])),
        "french-2023": kept[kept[col.COUNTRY] == "FRA"][col.STARTED_ON].str.startswith("2023").sum(),
        "known-until": day_in_words(KNOWN_UNTIL),
        "date": day_in_words(DATA_DATE),
        "version": DATA_VERSION,
    }

    assert {name: quoted[name] for name in expected} == {name: str(number) for name, number in expected.items()}


def test_the_totals_that_are_quoted_add_up_what_is_stated(kept, quoted):
    people = kept.set_index(col.INCIDENT_ID)["people_affected"].dropna()
    # care or systems; the one hospital that was hit twice was through a provider's theft of data
    beds = kept.loc[kept[col.SEVERITY] != "data-or-website-only", col.BEDS].dropna()

    assert (quoted["beds"], quoted["beds-incidents"]) == (f"{beds.sum():,.0f}", str(len(beds)))
    assert quoted["people-millions"] == f"{people.sum() / 1e6:.1f}"
    assert quoted["people-incidents"] == str(len(people))
    assert quoted["people-largest-millions"] == f"{people.max() / 1e6:.0f}"
    assert quoted["people-without-largest-millions"] == f"{(people.sum() - people.max()) / 1e6:.1f}"
    assert people.idxmax() == "change-healthcare-2024"  # README names it


def test_the_errors_that_are_quoted_are_those_of_the_readings(shipped, quoted):
    read = shipped.readings[(shipped.readings["reading"] == "third") & (shipped.readings["how"] != "not-read")]
    compared, wrong, false = (int(read[name].sum()) for name in ("facts_compared", "wrong", "false_or_misattributed"))
    low, high = proportion_confint(wrong, compared, method="wilson")
    shares = {"wrong": wrong / compared, "wrong-low": low, "wrong-high": high, "false": false / compared}

    last = shipped.readings[shipped.readings["reading"] == "last-sample"]
    left_compared, left = int(last["facts_compared"].sum()), int(last["wrong"].sum())
    ends = proportion_confint(left, left_compared, method="wilson")
    shares |= dict(zip(("left", "left-low", "left-high"), (left / left_compared, *ends), strict=True))

    assert (quoted["read"], quoted["compared"]) == (f"{len(read):,}", f"{compared:,}")
    assert quoted["sampled"] == f"{len(last):,}"
    assert {name: quoted[f"{name}-percent"] for name in shares} == {
        name: f"{100 * share:.1f}".removesuffix(".0") for name, share in shares.items()
    }
    levels = shipped.incidents["confidence"].isin(["medium", "high"])  # from two direct publishers on
    assert float(quoted["several-publishers-percent"]) == pytest.approx(100 * levels.mean(), abs=3)


def test_the_rows_that_are_quoted_are_the_lines_of_the_files(quoted):
    for path in (ROOT / "data").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lines = len(list(csv.DictReader(file)))
        assert quoted[f"rows {path.relative_to(ROOT).as_posix()}"] == f"{lines:,}"


def test_an_official_count_is_quoted_only_where_sources_agree(shipped, quoted):
    official = shipped.national_series
    declared = official[official["metric"] == "incidents_declared"].groupby("year")["value"].agg(["nunique", "first"])

    assert {name for name in quoted if name.startswith("declared-")} == {
        f"declared-{year}" for year in declared.index[declared["nunique"] == 1]
    }
    assert quoted["declared-2023"] == f"{declared.loc['2023', 'first']:.0f}"


def test_no_department_has_twenty_incidents(shipped, kept):
    departments = pd.Index(shipped.departments[col.CODE])
    by_department = counts(shipped.sites, kept[col.INCIDENT_ID], departments, col.DEPARTMENT)

    assert by_department[col.INCIDENTS].max() < 20  # README says so


def test_the_example_of_a_figure_is_right(shipped):
    table = figures.figures(shipped.claims, shipped.sources).set_index([col.INCIDENT_ID, col.MEASURE])
    figure = table.loc[("fr-versailles-2022", col.BEDS)]

    assert (
        f"The figure is {figure[col.VALUE]:.0f}, range {figure[col.LOW]:.0f} to {figure[col.HIGH]:.0f}, "
        f"one independent source, tier `{figure[col.TIER]}`."
    ) in flat(DATA_PAGE)
    assert figure[col.INDEPENDENT_SOURCES] == 1


# --- versions and licences --------------------------------------------------------------------------------


def test_every_document_says_the_same_version():
    citation = dict(re.findall(r"^([\w-]+): (.+)$", read("CITATION.cff"), re.MULTILINE))
    newest = re.search(r"^## \[(\d[^]]*)\] - (\S+)\n\nCode (\S+)\.\s", read("CHANGELOG.md"), re.MULTILINE)
    code = tomllib.loads(read("pyproject.toml"))["project"]["version"]

    assert newest
    assert newest.groups() == (DATA_VERSION, DATA_DATE.isoformat(), code)
    assert (citation["version"], citation["date-released"]) == (DATA_VERSION, DATA_DATE.isoformat())
    assert json.loads(read("data/datapackage.json"))["version"] == DATA_VERSION
    for document in ("README.md", "docs/data.md", "data/LICENCE.md"):
        assert set(re.findall(r"[Vv]ersion (\d+\.\d+\.\d+)", read(document))) == {DATA_VERSION}
    assert README.count(f"version {DATA_VERSION}, figures of {day_in_words(DATA_DATE)}") == 1


def test_every_sentence_that_a_licence_asks_for_is_repeated():
    entries = manifest.read_manifest(ROOT / "data" / "sources.toml")
    licence = read("data/LICENCE.md")

    for entry in entries:
        assert entry.attribution_en in DATA_PAGE, entry.path
        assert entry.attribution_en in licence, entry.path
        assert entry.attribution_fr in licence, entry.path
