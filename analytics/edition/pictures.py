"""The pictures of the static edition: by name, in each theme and width, with the words that stand for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from analytics.drawings.svg.canvas import WIDTHS, Sheet
from analytics.drawings.theme import THEMES
from analytics.outputs import pictures as gallery
from analytics.outputs.pictures import Choice
from analytics.words.text import Words

FOLDER = "pictures"
ON_THE_FRONT = ("department-incidents", "by-year")
ON_THE_INDEX = ("timeline",)
PREVIEW = ON_THE_FRONT[0]  # what previews of a page show


class Picture(NamedTuple):
    """One picture of a page.

    Attributes
    ----------
    name : as in `gallery.PICTURES`.
    label : what it is, in a few words.
    title : what it finds.
    alt : the words that stand for it.
    width, height : of the wide one, in pixels.
    files : content by path within the folder of a language.
    """

    name: str
    label: str
    title: str
    alt: str
    width: int
    height: int
    files: dict[str, bytes]

    def path(self, form: str = "svg", theme: str = "light", size: str = "wide") -> str:
        """Where one of its files is, within the folder of a language."""
        return picture_path(self.name, form, theme, size)


def picture_path(name: str, form: str = "svg", theme: str = "light", size: str = "wide") -> str:
    """Where a file of a picture is, within the folder of a language."""
    more = [value for value, usual in ((theme, "light"), (size, "wide")) if value != usual]
    return f"{FOLDER}/{'.'.join([name, *more])}.{form}"


def pictures(choice: Choice, words: Words) -> list[Picture]:
    """What the front shows, the map of France, then the incidents by year; then what stands above the list of all.

    Parameters
    ----------
    choice : Choice
    words : Words
    """
    return [_picture(name, choice, words) for name in (*ON_THE_FRONT, *ON_THE_INDEX)]


def _picture(name: str, choice: Choice, words: Words) -> Picture:
    wide = gallery.draw(name, choice, Sheet(words))
    picture = Picture(name, gallery.label(name, words), wide.title, wide.alt, WIDTHS["wide"], wide.height, {})
    picture.files.update(_files(picture, choice, words))
    picture.files[picture.path("png")] = gallery.as_png(wide, words)
    return picture


def _files(picture: Picture, choice: Choice, words: Words) -> Iterator[tuple[str, bytes]]:
    for theme, colours in THEMES.items():
        for size in WIDTHS:
            drawing = gallery.draw(picture.name, choice, Sheet(words, colours, size))
            yield picture.path("svg", theme, size), drawing.svg.encode()
