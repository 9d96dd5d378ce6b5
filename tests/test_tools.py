"""What the tools say of the project: format, lint, types, the data and their description."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "data": ["analytics", "check"],
    "data package": ["frictionless", "validate", "data/datapackage.json"],
}


QUICK = ("format", "lint")


@pytest.mark.parametrize(
    "tool", [pytest.param(tool, marks=() if tool in QUICK else pytest.mark.slow) for tool in TOOLS]
)
def test_the_tools_have_nothing_to_say_against(tool):
    run = subprocess.run(
        [sys.executable, "-m", *TOOLS[tool]], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert run.returncode == 0, f"{' '.join(TOOLS[tool])}\n{run.stdout}\n{run.stderr}"
