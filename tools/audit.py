"""Asks the index whether packages are known to be vulnerable, and says how many of them it answered for.

    python -m tools.audit [REQUIREMENTS]

It ends with 1 where one is. Where the index does not answer it says so, and ends with 0: pip-audit alone would say
“no known vulnerabilities” of what it could not ask.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AUDIT = ("-m", "pip_audit", "--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off")


def pins(text: str) -> list[str]:
    """Name and version of each package of a file of requirements, as ``name==version``."""
    lines = (line for line in text.splitlines() if "==" in line and not line.startswith(("#", " ", "-")))
    return [line.partition(";")[0].removesuffix("\\").strip() for line in lines]


def told(packages: Sequence[str]) -> dict[str, Any]:
    """What pip-audit reports of packages with their versions; where it could not ask, why, under ``error``."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "requirements.txt"
        asked.write_text("\n".join(packages), encoding="utf-8")
        run = subprocess.run([sys.executable, *AUDIT, "-r", str(asked)], capture_output=True, text=True, check=False)
    try:
        report: dict[str, Any] = json.loads(run.stdout)
    except json.JSONDecodeError:
        return {"dependencies": [], "error": "".join(run.stderr.strip().splitlines()[-1:])}
    return report


def summary(report: dict[str, Any], count: int) -> tuple[list[str], int]:
    """The lines that say what was found, and how the program ends.

    Parameters
    ----------
    report : dict
        As pip-audit writes it, or `told` where it wrote none.
    count : int
        How many packages were asked about.
    """
    answered = [package for package in report["dependencies"] if "vulns" in package]
    if not answered:
        why = report.get("error") or "the index answers for none of them"
        return [f"audit: NOT DONE, nothing is known of the faults of {count} packages: {why}"], 0
    found = [
        f"audit: {package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions'])}"
        for package in answered
        for fault in package["vulns"]
    ]
    return [*found, f"audit: {len(answered)} of {count} packages asked about, {len(found)} known faults"], bool(found)


def main(arguments: Sequence[str]) -> int:
    """Ask about the first package, and where the index answers about all."""
    path = Path(arguments[0]) if arguments else ROOT / "requirements.txt"
    packages = pins(path.read_text(encoding="utf-8"))
    report = told(packages[:1])
    if any("vulns" in package for package in report["dependencies"]):
        report = told(packages)
    lines, ended = summary(report, len(packages))
    print("\n".join(lines))
    return ended


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
