"""Which areas share a border or a corner."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from analytics.geography.levels import require_wgs84
from analytics.schema import col


def queen_neighbours(outlines: gpd.GeoDataFrame) -> pd.DataFrame:
    """The pairs of areas that share a border or a corner: area, neighbour, each pair in both directions.

    Islands have none. The two departments of Corsica are each other's, and no part of the mainland's net; those
    overseas have none, so that Moran's I compares 96 of 101.

    Parameters
    ----------
    outlines : GeoDataFrame
        code, geometry; drawn so that neighbours share the points of their border.
    """
    from libpysal.graph import Graph  # a second, which only the page that asks for it should wait

    require_wgs84(outlines, "outlines")
    graph = Graph.build_contiguity(outlines.set_index(col.CODE)[["geometry"]], rook=False)
    # an area alone is written as its own neighbour, of weight zero
    adjacency: pd.DataFrame = graph.adjacency[graph.adjacency > 0].reset_index()
    pairs: pd.DataFrame = adjacency.rename(columns={"focal": "area", "neighbor": "neighbour"})[["area", "neighbour"]]
    return pairs
