"""The pages of the dashboard, once: navigation, titles, previews, the sitemap and the tests read them here.

A page is its file in dashboard/views, its entry in `PAGES`, and its words in two languages. And the two settings of a
site: where readers can write to, since the project itself has no address, and under which address the site is public.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

CONTACT, ADDRESS = "ATLAS_CONTACT", "ATLAS_ADDRESS"  # the names in the environment


class Page(NamedTuple):
    """One page of the dashboard.

    Attributes
    ----------
    name : str
        Its file in dashboard/views; it begins the keys of its words.
    path : str
        Its address without a slash; empty for the front.
    subtitle : str
        The key of the words that describe it.
    preview : str
        The picture that previews show (`outputs.pictures.PICTURES`).
    unused : tuple of str
        The filters of areas that change nothing on it; they are not offered there.
    narrowed : bool
        Whether filters change anything on it.
    in_sitemap : bool
        Whether it shows something of its own; a page that is there to find others does not.
    about : str
        The name in its address of the one thing that it may be about; empty where there is none.
    brought : bool
        Whether it shows a file that its reader brought; the others show the record, and say so and why.
    of_record : bool
        Whether it is of the record at all.
    """

    name: str
    path: str
    subtitle: str
    preview: str
    unused: tuple[str, ...] = ()
    narrowed: bool = True
    in_sitemap: bool = True
    about: str = ""
    brought: bool = False
    of_record: bool = True

    @property
    def title(self) -> str:
        """The key of its name."""
        return f"page.{self.name}"


FRONT = Page("explore", "", "explore.subtitle", "map", brought=True)
INCIDENT = Page(
    "incident", "incident", "incident.find_subtitle", "timeline", in_sitemap=False, about="incident", brought=True
)
HOSPITAL = Page(
    "hospital",
    "hospital",
    "hospital.subtitle",
    "map",
    unused=("country", "group"),
    in_sitemap=False,
    about="finess",
)
COMPARE = Page("compare", "compare", "compare.subtitle", "timeline", unused=("country", "region", "department"))
ACCESSIBILITY = Page("accessibility", "accessibility", "accessibility.subtitle", "map", narrowed=False, of_record=False)
LICENCES = Page("licences", "licences", "licences.subtitle", "map", narrowed=False, of_record=False)
MY_DATA = Page("my_data", "my-data", "mine.subtitle", "map", narrowed=False, in_sitemap=False)
# to which the foot of every page leads, and not the line of navigation
UNLISTED = (MY_DATA, ACCESSIBILITY, LICENCES)
PAGES = (
    FRONT,
    INCIDENT,
    HOSPITAL,
    Page("timeline", "timeline", "timeline.subtitle", "by-year", brought=True),
    Page("impact", "impact", "impact.subtitle", "services", brought=True),
    Page("regions", "regions", "regions.subtitle", "department-rate", unused=("country", "group"), brought=True),
    Page("world", "world", "world.subtitle", "country-incidents", unused=("region", "department"), brought=True),
    COMPARE,
    Page("method", "method", "method.subtitle", "visibility", narrowed=False),
    *UNLISTED,
)


def at(path: str) -> Page | None:
    """The page of an address, without slashes; None where there is none."""
    return next((page for page in PAGES if page.path == path), None)


def contact() -> str:
    """Where readers of this site can write to: an e-mail address, or the https address of a repository; often empty.

    Raises
    ------
    ValueError
        Where the setting is neither.
    """
    told = os.environ.get(CONTACT, "").strip().rstrip("/")
    if told and not re.fullmatch(r"https://[^\s<>\"?#]+|[^\s<>\"?#&@:/]+@[\w\-]+(\.[\w\-]+)+", told):
        raise ValueError(f"{CONTACT} “{told}” is neither an e-mail address nor the https address of a repository")
    return told


def address() -> str:
    """The public address of this site, with the path below which it lives, without a final slash; often empty.

    Raises
    ------
    ValueError
        Where the setting is none.
    """
    told = os.environ.get(ADDRESS, "").strip().rstrip("/")
    if told and not re.fullmatch(r"https?://([\w\-]+\.)*[\w\-]+(:\d{1,5})?(/[\w.\-]+)*", told, re.ASCII):
        raise ValueError(f"{ADDRESS} “{told}” is no address of a site, like https://atlas.example.org")
    return told


def repository() -> str:
    """The https address of the repository, where the site says that; else empty."""
    told = contact()
    return told if told.startswith("https://") else ""
