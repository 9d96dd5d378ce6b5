"""A console that does not know our letters is told in those that it has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analytics.cli.streams import PLAINLY

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_letters_that_a_stream_cannot_hold_become_their_nearest(encoding):
    told = "1\u202f234,5\u202f% – « œuvre d’été »\u202f: “x” ≥ 3 …"

    assert told.encode("ascii", PLAINLY) == b'1 234,5 % - << oeuvre d\'ete >> : "x" >= 3 ...'
    assert b"?" not in told.encode(encoding, PLAINLY)
    assert "💩".encode(encoding, PLAINLY) == b"?"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_commands_end_well_on_such_a_console(encoding):
    asked = [sys.executable, "-m", "analytics", "note", "91", "--lang", "fr", "--evidence", "💩 « é »"]
    said = subprocess.run(
        asked, cwd=ROOT, capture_output=True, check=False, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    )
    assert (said.returncode, said.stdout) == (1, b"")
    assert b"codec" not in said.stderr
    assert said.stderr.decode(encoding).startswith("error: --evidence")
