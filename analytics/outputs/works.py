"""What takes long, as jobs that any process can do: a name, and what it is about.

A job is told in words that travel (names, a selection), so that who does it needs nothing but the record. A work is
one or several jobs, and what puts together what they gave.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple

from analytics.drawings.svg import rasters
from analytics.drawings.svg.canvas import Drawing, Sheet, Size
from analytics.drawings.theme import THEMES
from analytics.outputs import answers, embeds, kit, page_workbooks, pictures
from analytics.outputs.answers import Asked
from analytics.outputs.held import Held
from analytics.outputs.notes import making
from analytics.outputs.notes.note import About
from analytics.outputs.pictures import Choice
from analytics.selection.selection import Selection
from analytics.words.text import Words


class Nothing(ValueError):
    """A picture in which a choice leaves nothing to draw; its message says why, in the language of the reader."""


class Job(NamedTuple):
    """One thing to do: a key of `JOBS`, what it is about, and what a reader who waits is told of it."""

    name: str
    about: tuple[Any, ...]
    told: str = ""


class Work(NamedTuple):
    """Jobs that can be done apart, in any order, and perhaps the one that makes a whole of what they gave.

    Without `joined` there is one job, and what it gives is the result.
    """

    key: Hashable
    jobs: tuple[Job, ...]
    joined: Job | None = None


def picture(name: str, form: str, selection: Selection, theme: str, size: Size) -> Work:
    """The bytes of a picture: `form` is a key of `pictures.FORMS`."""
    return _alone("picture", name, form, selection, theme, size)


def drawings(name: str, selection: Selection, sizes: tuple[Size, ...]) -> Work:
    """The drawings of a picture at several sizes, with their titles and words."""
    return _alone("drawings", name, selection, sizes)


def frame(name: str, selection: Selection, theme: str, base: str, resize: bool) -> Work:
    """The page of a picture that other sites may frame."""
    return _alone("frame", name, selection, theme, base, resize)


def note_of(about: About, form: str) -> Work:
    """A note of one page; `form` is a key of `note.FORMS`."""
    return _alone("note", about, form)


def table_of(asked: Asked, origin: str) -> Work:
    """A table as a workbook, which cites the atlas as it is reached at `origin`."""
    return _alone("table", asked, origin)


def receipt_of(name: str, selection: Selection, address: str) -> Work:
    """A receipt as a workbook, which cites the page at an address."""
    return _alone("receipt", name, selection, address)


def comparison_of(selection: Selection, origin: str, address: str) -> Work:
    """A comparison as a workbook, which cites the atlas as it is reached at `origin`, and the page at an address."""
    return _alone("comparison", selection, origin, address)


def kit_of(selection: Selection, origin: str) -> Work:
    """The kit of a choice, section by section; it cites the atlas as it is reached at `origin`."""
    words = Words(selection.lang)
    jobs = tuple(Job("section", (selection, origin, name), kit.section_label(name, words)) for name in kit.SECTIONS)
    return Work(kit.key(selection, origin), jobs, Job("kit", (), kit.filename(selection)))


def do(held: Held, job: Job, *given: Any) -> Any:  # noqa: ANN401 - each job gives its own
    """Do a job here and now.

    Parameters
    ----------
    held : Held
    job : Job
    given : list, optional
        What the jobs before it gave, where it is the one that joins them.
    """
    return JOBS[job.name](held, *job.about, *given)


def here(held: Held, work: Work) -> Any:  # noqa: ANN401 - each work gives its own
    """The result of a work, made by whoever asks."""
    made = [do(held, job) for job in work.jobs]
    return do(held, work.joined, made) if work.joined else made[0]


def _alone(name: str, *about: Any) -> Work:  # noqa: ANN401 - whatever a job is about
    return Work((name, *about), (Job(name, about),))


def _picture(held: Held, name: str, form: str, selection: Selection, theme: str, size: Size) -> bytes:
    words = Words(selection.lang)
    drawing = pictures.draw(name, Choice(held, selection), Sheet(words, THEMES[theme], size))
    if drawing.empty:
        raise Nothing(drawing.title)
    return rasters.lettered(drawing.svg).encode() if form == "svg" else pictures.as_png(drawing, words)


def _drawings(held: Held, name: str, selection: Selection, sizes: tuple[Size, ...]) -> list[Drawing]:
    choice, words = Choice(held, selection), Words(selection.lang)
    return [pictures.draw(name, choice, Sheet(words, size=size)) for size in sizes]


def _frame(held: Held, name: str, selection: Selection, theme: str, base: str, resize: bool) -> bytes:
    drawing = pictures.draw(name, Choice(held, selection), Sheet(Words(selection.lang)))
    if drawing.empty:
        raise Nothing(drawing.title)
    return embeds.picture_page(name, drawing, selection, theme, base, resize).encode()


def _note(held: Held, about: About, form: str) -> bytes:
    return making.note_file(held, about, form)


def _table(held: Held, asked: Asked, origin: str) -> bytes:
    return answers.written(held, asked, origin)


def _section(held: Held, selection: Selection, origin: str, name: str) -> list[kit.Part]:
    return kit.section(held, selection, Words(selection.lang), origin, name)


def _kit(_: Held, sections: list[list[kit.Part]]) -> bytes:
    return kit.zipped(part for section in sections for part in section)


def _ready(held: Held) -> None:
    """What any other job would do first: read the record, and cut the faces that every picture carries, for seconds."""
    held.published(Selection().evidence)
    rasters.rules()


JOBS: Mapping[str, Callable[..., Any]] = {
    "ready": _ready,
    "picture": _picture,
    "drawings": _drawings,
    "frame": _frame,
    "note": _note,
    "table": _table,
    "receipt": page_workbooks.of_receipt,
    "comparison": page_workbooks.of_comparison,
    "section": _section,
    "kit": _kit,
}
