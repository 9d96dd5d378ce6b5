"""How far apart places are, in a straight line."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_EARTH = 6371.0  # kilometres, its mean radius


def kilometres(here: tuple[float, float], there: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Great-circle distances from a point to others, in kilometres (haversine).

    Parameters
    ----------
    here : tuple of float
        Latitude and longitude, in degrees.
    there : array of float, shape (n, 2)
        Likewise; NaN where a place has no point, whose distance is NaN.

    Returns
    -------
    array of float, shape (n,)
    """
    one, others = np.radians(here), np.radians(np.asarray(there, dtype=float))
    half = (others - one) / 2
    arc = np.sin(half[:, 0]) ** 2 + np.cos(one[0]) * np.cos(others[:, 0]) * np.sin(half[:, 1]) ** 2
    return np.asarray(2 * _EARTH * np.arcsin(np.sqrt(arc)))
