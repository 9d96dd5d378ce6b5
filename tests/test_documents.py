"""What README and its neighbours say is so: commands, files, rows, outputs, figures, versions and attributions."""

from __future__ import annotations

import csv
import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.atlas.published import in_france, publish
from analytics.evidence import figures
from analytics.record import manifest
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION, KNOWN_UNTIL
from analytics.selection.selection import LIST_NAMES, NAMES, Selection
from analytics.statistics import rates
from analytics.statistics import totals as impact_totals
from dashboard.controls import DISPLAY

ROOT = Path(__file__).resolve().parents[1]
CUT = "…"  # where README shortens a cell, a line, or leaves lines out


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


README = read("README.md")
DOCUMENTS = ["README.md", "CHANGELOG.md", "data/LICENCE.md"]
RUN, TEST = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)
SAMPLES = re.findall(r"\*\*`(data/\S+\.csv)`\*\*: ([\d,]+) rows[^\n]*\n```csv\n(.*?)```", README, re.DOTALL)
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
EXAMPLES = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", "".join(CONSOLE), re.MULTILINE)
VOCABULARY = re.findall(r"^\| (`[^|]+) \|", README.split("## Addresses")[1], re.MULTILINE)


def flat(text: str) -> str:
    """The text on one line, so that a sentence is found wherever its lines end."""
    return re.sub(r"[ \n]+", " ", text)


def is_cut_of(shown: str, whole: str) -> bool:
    return whole.startswith(shown.removesuffix(CUT)) if shown.endswith(CUT) else shown == whole


def day_in_words(day) -> str:
    return f"{day.day} {day:%B %Y}"


# --- commands ---------------------------------------------------------------------------------------------


def test_ci_runs_the_test_command_of_readme():
    assert read(".ci/run").rstrip().splitlines()[-1] == TEST


def test_both_commands_install_in_the_same_way():
    install = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && "

    assert install + ".venv/bin/streamlit run app.py" == RUN
    assert install + ".venv/bin/python -m pytest" == TEST


def test_what_is_required_is_pinned_and_the_same_in_both_lists():
    def pins(path: str) -> dict[str, str]:
        lines = [line for line in read(path).splitlines() if line and not line.startswith(("#", "-c "))]
        # no “==”, no pin: an error here; what follows a semicolon says on which machines
        return dict(line.partition(";")[0].split("==") for line in lines)

    chosen, everything = pins("requirements.txt"), pins("constraints.txt")

    assert chosen.items() <= everything.items()


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_of_readme_gives_what_readme_shows(command, shown, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    program, arguments = shlex.split(command)[:3], shlex.split(command)[3:]
    assert program == [".venv/bin/python", "-m", "analytics"]

    code = main(arguments)

    output = "".join(capfd.readouterr())
    given = iter(output.splitlines())
    skipping = False
    for line in shown.splitlines():
        if line == CUT:
            skipping = True
        elif skipping:
            assert any(is_cut_of(line, other) for other in given), f"no line “{line}” in what follows"
            skipping = False
        else:
            assert is_cut_of(line, next(given, ""))
    assert skipping or not list(given), "README leaves lines out without saying so"
    assert bool(code) == shown.startswith("error:")


# --- files and rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(document):
    text = read(document)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    linked = {(ROOT / document).parent / link for link in links}
    named = re.findall(r"`((?:data|analytics|dashboard|tests|\.ci)/[^`*\s]+)`", text)

    absent = [str(path) for path in linked | {ROOT / name for name in named} if not path.exists()]

    assert not absent


def test_readme_shows_rows_of_every_table_of_facts():
    tables = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data" / "facts").glob("*.csv")}

    assert tables <= {path for path, _, _ in SAMPLES}


@pytest.mark.parametrize(("path", "count", "sample"), SAMPLES, ids=[path for path, _, _ in SAMPLES])
def test_the_sample_rows_of_readme_are_rows_of_the_file(path, count, sample):
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    samples = list(csv.DictReader(sample.splitlines(), strict=True))

    assert int(count.replace(",", "")) == len(rows)
    assert len(samples) >= 2
    for shown in samples:
        assert None not in shown, "more cells than columns"
        assert any(all(is_cut_of(cell, row[column]) for column, cell in shown.items()) for row in rows), shown


def test_the_vocabulary_of_readme_is_that_of_the_atlas():
    told = {name: row.endswith("*") for row in VOCABULARY for name in re.findall(r"`(\w+)`", row)}

    assert told == {name: name in LIST_NAMES for name in (*NAMES, *DISPLAY)}


# --- figures in words -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept(shipped):
    default = Selection()
    return default.keep(publish(shipped, default.evidence))


def test_readme_counts_what_the_atlas_holds(shipped, kept):
    years = kept[col.STARTED_ON].str[:4]
    claimed = int((shipped.incidents[col.STATUS] == "claimed").sum())
    last_full = in_france(kept)[col.STARTED_ON].str.startswith("2023").sum()
    words = flat(README)

    assert (
        f"The default count is {len(kept)} incidents, {len(in_france(kept))} of them in France, "
        f"from {years.min()} to {years.max()}."
    ) in words
    assert f"{claimed} of the {len(shipped.incidents)} incidents are known only from an attacker’s claim" in words
    assert f"we know of {last_full} French incidents that year" in words
    assert f"Nothing was searched for after {day_in_words(KNOWN_UNTIL)}" in words


def test_readme_says_what_the_totals_rest_on(kept):
    totals = impact_totals.totals(kept, [col.BEDS, "people_affected"])
    beds, people = totals.loc[col.BEDS], totals.loc["people_affected"]
    largest = kept.set_index(col.INCIDENT_ID)["people_affected"]
    words = flat(README)

    assert (
        f"the {beds[impact_totals.TOTAL]:,.0f} beds rest on {beds[impact_totals.BASED_ON]:.0f} of {len(kept)} incidents"
        in words
    )
    assert f"Of the {people[impact_totals.TOTAL] / 1e6:.1f} million people" in words
    assert (
        f"stated for {people[impact_totals.BASED_ON]:.0f} incidents, {largest.max() / 1e6:.0f} million are one case"
        in words
    )
    assert largest.idxmax() == "change-healthcare-2024"


def test_readme_is_right_about_official_counts_and_departments(shipped, kept):
    official = shipped.national_series
    declared = official[(official["metric"] == "incidents_declared") & (official["year"] == "2023")]["value"]
    by_department = rates.by_area(shipped.sites, kept[col.INCIDENT_ID], shipped.departments, col.DEPARTMENT)

    assert f"CERT Santé received {declared.iloc[0]:.0f} declarations in 2023" in flat(README)
    assert declared.nunique() == 1
    assert by_department[col.INCIDENTS].max() < 20


def test_the_example_of_a_figure_is_right(shipped):
    table = figures.figures(shipped.claims, shipped.sources).set_index([col.INCIDENT_ID, col.MEASURE])
    figure = table.loc[("fr-versailles-2022", col.BEDS)]

    assert (
        f"The figure is {figure[col.VALUE]:.0f}, range {figure[col.LOW]:.0f} to {figure[col.HIGH]:.0f}, "
        f"one independent source, tier `{figure[col.TIER]}`."
    ) in flat(README)
    assert figure[col.INDEPENDENT_SOURCES] == 1


# --- versions and licences --------------------------------------------------------------------------------


def test_every_document_says_the_same_version():
    citation = dict(re.findall(r"^([\w-]+): (.+)$", read("CITATION.cff"), re.MULTILINE))
    newest = re.search(r"^## \[(\d[^]]*)\] - (\S+)\n\nCode (\S+)\. ", read("CHANGELOG.md"), re.MULTILINE)
    code = tomllib.loads(read("pyproject.toml"))["project"]["version"]

    assert newest
    assert newest.groups() == (DATA_VERSION, DATA_DATE.isoformat(), code)
    assert (citation["version"], citation["date-released"]) == (DATA_VERSION, DATA_DATE.isoformat())
    assert json.loads(read("data/datapackage.json"))["version"] == DATA_VERSION
    for document in ("README.md", "data/LICENCE.md"):
        assert set(re.findall(r"[Vv]ersion (\d+\.\d+\.\d+)", read(document))) == {DATA_VERSION}
    assert README.count(f"version {DATA_VERSION} ({day_in_words(DATA_DATE)})") == 1


def test_every_sentence_that_a_licence_asks_for_is_repeated():
    entries = manifest.read_manifest(ROOT / "data" / "sources.toml")
    licence = read("data/LICENCE.md")

    for entry in entries:
        assert entry.attribution_en in README, entry.path
        assert entry.attribution_en in licence, entry.path
        assert entry.attribution_fr in licence, entry.path
