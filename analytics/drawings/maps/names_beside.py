"""Names beside points: each where there is room for it, on nothing that is drawn already."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.drawings.maps.outlines import Box, Point
from analytics.drawings.svg import canvas

Spot = tuple[float, float, str]  # x, foot, anchor


class Room:
    """The room for names on a map: `taken` is where something stands already, and grows by each name written."""

    def __init__(self, box: Box, taken: Sequence[Box]) -> None:
        self.box, self.taken = box, [*taken]

    def free(self, text: str, size: float, spots: Sequence[Spot]) -> Spot | None:
        """The first spot where a text lies within the box and on nothing."""
        return next((spot for spot in spots if self._is_free(_box_of(spot, text, size))), None)

    def take(self, text: str, size: float, spot: Spot) -> None:
        """Keep the room of a text for it."""
        self.taken.append(_box_of(spot, text, size))

    def _is_free(self, text: Box) -> bool:
        box = self.box
        inside = (
            text.left >= box.left + 3
            and text.right <= box.right - 3
            and text.top >= box.top + 3
            and text.bottom <= box.bottom - 3
        )
        return inside and not any(
            text.left < other.right and other.left < text.right and text.top < other.bottom and other.top < text.bottom
            for other in self.taken
        )


def beside(point: Point) -> list[Spot]:
    """Where a name may stand beside a mark: on its right, on its left, above, below."""
    x, y = point
    return [(x + 10, y + 4, ""), (x - 10, y + 4, "end"), (x, y - 11, "middle"), (x, y + 20, "middle")]


def _box_of(spot: Spot, text: str, size: float) -> Box:
    """What a text takes up."""
    x, foot, anchor = spot
    long = len(text) * size * canvas.BOLD_LETTER
    left = {"": x, "middle": x - long / 2, "end": x - long}[anchor]
    return Box(left, foot - size, long, 1.25 * size)
