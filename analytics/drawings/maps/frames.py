"""What the maps of France and of the world share: frames of insets, names and scales, the place of the legend."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.drawings.maps import outlines
from analytics.drawings.maps.legend import Column
from analytics.drawings.maps.outlines import Frame, Outlines
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Size
from analytics.drawings.theme import Theme
from analytics.words.text import Words

# Where the legend stands: to the right of France, beside or under the insets elsewhere. Left, top and width.
_LEGENDS: dict[tuple[str, Size], tuple[float, float, float]] = {
    ("france", "wide"): (706, 8, 178),
    ("france", "narrow"): (16, 500, 418),
    ("world", "wide"): (496, 392, 372),
    ("world", "narrow"): (16, 540, 418),
}


def legend_column(frames: Outlines, size: Size) -> Column:
    """The column of the legend of a map."""
    left, top, width = _LEGENDS["france" if frames.insets else "world", size]
    if size == "narrow" and frames.insets and frames.enlarged:
        width = frames.enlarged.box.left - left - 16
    return Column(left, top, width)


def bottom(frames: Outlines, legend: Column) -> float:
    """Where a map ends with its legend and the names under its insets."""
    return max(legend.bottom, frames.bottom + 18)


def window(frames: Outlines, theme: Theme) -> list[str]:
    """The outline of what the enlarged frame shows, in the main one."""
    return [f'<path d="{frames.window}" fill="none" stroke="{theme.muted}" stroke-width="1"/>'] if frames.window else []


def furniture(frames: Outlines, names: Mapping[str, str], words: Words, theme: Theme) -> list[str]:
    """Frames, names and scales: each inset says how much larger it is drawn than the main map."""
    shapes = []
    for code, frame in frames.insets.items():
        shapes += _inset(frame, names.get(code, code), frames.main, words, theme)
    if frames.enlarged:
        name = words("drawing.paris" if frames.insets else "drawing.europe")
        shapes += _inset(frames.enlarged, name, frames.main, words, theme)
    if frames.insets:
        box = frames.main.box
        narrow = box.left < 100
        shapes += scale(box.left + (0 if narrow else 8), box.bottom - 6, frames.main, words, theme, 0.11)
    return shapes


def _inset(frame: Frame, name: str, main: Frame, words: Words, theme: Theme) -> list[str]:
    """The frame of an inset, its name, its scale and how much larger it is drawn than the main map."""
    box = frame.box
    times = words.number(frame.view.per_kilometre / main.view.per_kilometre, 1)
    shapes = [
        canvas.rect(*box, "none", theme.line),
        canvas.label(box.left, box.bottom + 13, name, theme.text, 11.5),
        canvas.label(box.right - 3, box.bottom - 5, f"× {times}", theme.muted, 10, anchor="end"),
    ]
    # a small frame has no room for both, and the other says how long a kilometre is
    return shapes if box.width < 100 else [*shapes, *scale(box.left + 5, box.bottom - 5, frame, words, theme, 0.3, 10)]


def scale(
    x: float, y: float, frame: Frame, words: Words, theme: Theme, share: float = 0.2, size: float = 11.5
) -> list[str]:
    """A bar of a round number of kilometres, about as long as that share of the frame, with their number above."""
    kilometres = outlines.round_below(share * frame.box.width / frame.view.per_kilometre)
    return [
        canvas.line(x, y, x + kilometres * frame.view.per_kilometre, y, theme.muted, 1.5),
        canvas.label(x, y - 4, words("drawing.kilometres", number=words.number(kilometres)), theme.muted, size),
    ]
