"""Rectangles of a drawing."""

from __future__ import annotations

from analytics.drawings.charts.placing import Box


def shared(one: Box, other: Box) -> float:
    """The area that two rectangles share."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.top, other.top) - max(one.bottom, other.bottom)
    return max(width, 0.0) * max(height, 0.0)
