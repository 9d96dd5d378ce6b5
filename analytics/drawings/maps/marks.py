"""The marks of places in pictures: shape and colour of the type of attack, apart where they would hide each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, hypot, pi, sin

from analytics.drawings.legends import CLAIMED_DASH, HOLLOW_ROLES
from analytics.drawings.maps.outlines import Point
from analytics.drawings.svg import canvas
from analytics.drawings.theme import Theme, mark_style

_RINGS = 12  # a mark that finds no room within so many rings stays where it is


def place_mark(at: Point, kind: str, role: str, theme: Theme, scale: float, *, claimed: bool = False) -> str:
    """The mark of a place; hollow where nobody entered, and dashed where the attacker alone says that he did.

    A rim of paper keeps marks that touch apart.
    """
    where = f'transform="translate({canvas.fixed(at[0])} {canvas.fixed(at[1])}) scale({scale:g})"'
    colour = theme.attack_types[kind]
    hollow = claimed or role in HOLLOW_ROLES
    inside, rim, width = (theme.paper, colour, 1.6) if hollow else (colour, theme.paper, 0.9)
    dashes = f' stroke-dasharray="{CLAIMED_DASH}"' if claimed else ""
    look = f'fill="{inside}" stroke="{rim}" stroke-width="{width:g}"{dashes}'
    return f'<path d="{mark_style(kind).path}" {where} {look}/>'


def apart(points: Sequence[Point], distance: float) -> list[Point]:
    """Points moved so that no two are nearer than a distance: each to the nearest free spot around its own.

    Those that have room stay where they are, whatever the others do.
    """
    crowded = [
        any(_near(point, other, distance) for at, other in enumerate(points) if at != place)
        for place, point in enumerate(points)
    ]
    taken = [point for point, is_crowded in zip(points, crowded, strict=True) if not is_crowded]
    moved = []
    for point, is_crowded in zip(points, crowded, strict=True):
        spot = point
        if is_crowded:
            free = (
                spot for spot in _spots(point, distance) if not any(_near(spot, other, distance) for other in taken)
            )
            spot = next(free, point)
            taken.append(spot)
        moved.append(spot)
    return moved


def _near(point: Point, other: Point, distance: float) -> bool:
    # a hair less: spots on a ring are exactly a distance apart
    return hypot(point[0] - other[0], point[1] - other[1]) < distance - 1e-6


def _spots(point: Point, distance: float) -> Iterator[Point]:
    """A point, then spots on ever larger rings around it."""
    yield point
    for ring in range(1, _RINGS + 1):
        radius = distance * ring / 2
        for step in range(6 * ring):
            angle = 2 * pi * step / (6 * ring)
            yield point[0] + radius * sin(angle), point[1] - radius * cos(angle)
