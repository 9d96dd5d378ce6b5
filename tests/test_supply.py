"""What is installed: pinned with checksums, no more than is used, told in a bill of materials; and a light start."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

from tools import audit

ROOT = Path(__file__).resolve().parents[1]
# what Streamlit, geopandas or a chart bring along, and no page needs before its first reader
LATER = ("altair", "libpysal", "mapclassify", "networkx", "pydeck", "sklearn", "statsmodels", "weasyprint")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path: str) -> dict[str, str]:
    """Package → version, of a list by hand; what is not pinned is an error here."""
    lines = [line for line in read(path).splitlines() if line and not line.startswith(("#", "-"))]
    # what follows a semicolon says on which machines
    return {normal(name): version for name, version in (line.partition(";")[0].split("==") for line in lines)}


def locked(path: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package → version and checksums, of a list that is made."""
    entries = re.findall(r"^([\w.-]+)==([^\s;]+)[^\n]*((?:\n    --hash=\S+(?: \\)?)*)", read(path), re.MULTILINE)
    return {
        normal(name): (version, frozenset(re.findall(r"sha256:([0-9a-f]{64})\b", hashes)))
        for name, version, hashes in entries
    }


# --- lists ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements", "requirements-import", "requirements-dev"])
def test_what_is_installed_is_what_the_lists_ask_for_with_the_checksum_of_every_file(name):
    asked, made = pins(f"{name}.in"), locked(f"{name}.txt")

    assert {package: made.get(package, ("absent",))[0] for package in asked} == asked
    assert [package for package, (_, hashes) in made.items() if not hashes] == []
    assert len(made) == len(re.findall(r"^[^#\s]", read(f"{name}.txt"), re.MULTILINE))


def test_what_runs_is_tested_with_the_same_files():
    lists = ("requirements", "requirements-import", "requirements-dev")

    for smaller, larger in pairwise(lists):
        assert locked(f"{smaller}.txt").items() <= locked(f"{larger}.txt").items()
        assert not pins(f"{smaller}.in").keys() & pins(f"{larger}.in").keys()
        assert f"-r {smaller}.in" in read(f"{larger}.in").splitlines()


def test_a_package_that_is_built_for_each_machine_has_a_checksum_for_each():
    """Two Pythons, two processors and an archive of the source at least."""
    built = ("numpy", "pandas", "pyarrow", "pyogrio", "orjson", "uvloop", "rapidfuzz")

    assert {name for name in built if len(locked("requirements.txt")[name][1]) < 5} == set()


def test_what_runs_is_required_and_what_is_required_runs():
    roots = {"analytics", "dashboard", "tools", "xstatic", "__future__", *sys.stdlib_module_names}
    modules = {name for folder in ("analytics", "dashboard", "tools") for name in third_party(ROOT / folder, roots)}
    by_module = packages_distributions()
    imported = {normal(one) for name in modules for one in by_module[name]}
    # uvicorn takes the first where it is there, plotly the second, fontTools the third; files of the others are served
    served = {"uvloop", "orjson", "brotli", "plotly", "xstatic-leaflet", "xstatic-leaflet-markercluster"}
    served.add("psycopg-binary")  # psycopg takes it in the place of a library of the system

    assert imported | served == pins("requirements.in").keys() | pins("requirements-import.in").keys()


def third_party(folder: Path, known: set[str]) -> set[str]:
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module).partition(".")[0])
    return names - known


# --- start ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.shipped
def test_a_server_starts_without_what_no_page_needs_yet():
    script = f"import sys; import dashboard.server, dashboard.loading; print(*set(sys.modules) & set({LATER!r}))"
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (said.stdout.strip(), said.returncode) == ("", 0)


# --- bill of materials ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_bill_of_materials_is_valid_and_names_what_is_installed(tmp_path):
    target = tmp_path / "materials.json"
    command = next(line for line in read(".ci/run").splitlines() if "cyclonedx_py" in line).split()
    assert command[0] == ".venv/bin/python"
    told = [str(target) if word.endswith(".cdx.json") else word for word in command[1:]]
    # --validate compares with the schema that the package carries
    assert "--validate" in told
    subprocess.run(
        [sys.executable, *[sys.executable if word == ".venv/bin/python" else word for word in told]],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )

    bill = json.loads(target.read_text(encoding="utf-8"))
    named = {normal(one["name"]): one["version"] for one in bill["components"]}
    elsewhere = {"brotlicffi"}  # not for this kind of Python
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "hospital-cyberattack-atlas"
    assert locked("requirements.txt").keys() - elsewhere <= named.keys()
    assert {name: named[name] for name in pins("requirements.in")} == pins("requirements.in")


# --- audit ------------------------------------------------------------------------------------------------

FAULT = {"name": "one", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]}
WHOLE = {"name": "two", "version": "2", "vulns": []}
UNASKED = {"name": "three", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("report", "said", "ended"),
    [
        ({"dependencies": [FAULT, WHOLE]}, "audit: one 1: CVE-1, mended in 1.1", 1),
        ({"dependencies": [WHOLE, UNASKED]}, "audit: 1 of 2 packages asked about, 0 known faults", 0),
        ({"dependencies": [UNASKED, UNASKED]}, "audit: NOT DONE, nothing is known of the faults of 2", 0),
        ({"dependencies": [], "error": "cut"}, "audit: NOT DONE, nothing is known of the faults of 2 packages: cut", 0),
    ],
    ids=["a fault", "one not known", "none known", "no answer"],
)
def test_an_audit_says_what_it_could_not_ask(report, said, ended):
    lines, code = audit.summary(report, 2)

    assert "\n".join(lines).startswith(said)
    assert code == ended


def test_an_audit_asks_about_all_that_runs():
    asked = (pin.split("==") for pin in audit.pins(read("requirements.txt")))

    assert {normal(name): version for name, version in asked} == {
        name: version for name, (version, _) in locked("requirements.txt").items()
    }


def test_continuous_integration_audits_what_runs():
    assert ".venv/bin/python -m tools.audit" in read(".ci/run").splitlines()
