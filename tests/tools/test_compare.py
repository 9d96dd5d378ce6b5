"""The comparison of two versions finds what differs, and asks enough."""

import io
import zipfile
from pathlib import Path

import pytest

from analytics.outputs.pictures import PICTURES as DRAWN
from analytics.outputs.tables import EXPORTED
from tools.compare.__main__ import differences
from tools.compare.answers import Answer, read_cache, write_cache
from tools.compare.questions import PICTURES, TABLES, questions

ROOT = Path(__file__).resolve().parents[2]


def answered(body: bytes, status: int = 200, **about: str) -> Answer:
    return Answer(status, about, body)


def archive(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (answered(b"a\nb\n"), answered(b"a\nc\n"), ["-b", "+c"]),
        (answered(b"a\r\n"), answered(b"a\n"), ["-a\\r", "+a"]),
        (answered(b"a\n"), answered(b"a"), ["2 bytes before, 1 after; the first that differs is at 1"]),
        (answered(b"\xff\x00"), answered(b"\xff\x01"), ["-00", "+01"]),
        (answered(b"", 200), answered(b"", 404), ["status 200 before, 404 after"]),
        (answered(b"", type="text/csv"), answered(b"", type="text/html"), ["type:", "-text/csv", "+text/html"]),
        (answered(archive(x=b"1", y=b"2")), answered(archive(x=b"1", y=b"3")), ["member y:", "-2", "+3"]),
        (answered(archive(x=b"1")), answered(archive(x=b"1", y=b"3")), ["the list of members:", "+y"]),
        (answered(archive(x=b"1")), answered(archive(x=b"1") + b" "), ["equal members, packed otherwise"]),
        (answered(b"a"), None, ["only before"]),
    ],
)
def test_a_difference_is_found_and_shown(before: Answer, after: Answer | None, said: list[str]):
    lines = differences(before, after)
    assert [line for line in lines if line in said] == said
    assert differences(before, before) == []


def test_a_long_line_is_shown_where_it_differs():
    before = b"<svg>" + b"<path/>" * 400 + b"<text>old</text></svg>"
    lines = differences(answered(before), answered(before.replace(b"old", b"new")))
    assert lines[1:] == ["-<text>old</text>", "+<text>new</text>"]


def test_every_table_and_picture_is_asked_for():
    asked = questions(ROOT)
    assert len({question.line for question in asked}) == len(asked) > 300
    assert set(TABLES) == set(EXPORTED)
    assert set(PICTURES) == set(DRAWN)


def test_answers_are_kept_for_one_state(tmp_path: Path):
    answers = {"GET /": answered(b"\xff", 404, type="x"), "$ check": answered(b"")}
    write_cache(tmp_path, "state", answers)
    assert read_cache(tmp_path, "state") == answers
    assert read_cache(tmp_path, "another state") == {}
    assert read_cache(tmp_path / "nowhere", "state") == {}
