"""What surrounds every page: its style, the line of navigation, the footer, and what a page is given to work with."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote_plus, urlencode, urlsplit

import pandas as pd
import streamlit as st

from analytics.atlas.atlas import Atlas
from analytics.drawings.legends import mark_html
from analytics.drawings.theme import THEMES, Theme
from analytics.outputs.addresses import FEED, PACKAGE, ROOT, asked, origin_of
from analytics.outputs.held import Basis
from analytics.outputs.html import cards, reporting
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import Selection
from analytics.site import HOSPITAL, PAGES, UNLISTED, repository
from analytics.words import phrases
from analytics.words.escape import safe
from analytics.words.text import Words
from dashboard import say
from dashboard.base_path import below
from dashboard.controls import LASTING, OF_PAGE, Chosen, as_query, other_language

HERE = Path(__file__).resolve().parent
# in the page itself: a file of the server is gone for a moment each time a run begins
ICON = "data:image/png;base64," + b64encode((HERE / "icon.png").read_bytes()).decode()

Value = TypeVar("Value")


class Run(NamedTuple):
    """What one run of a page works with.

    Attributes
    ----------
    choice : what is worked out for the selection, once for all readers who make it.
    """

    choice: Basis
    chosen: Chosen
    words: Words
    theme: Theme

    @property
    def atlas(self) -> Atlas:
        """The whole atlas."""
        return self.choice.atlas

    @property
    def published(self) -> pd.DataFrame:
        """Every incident with its figures, at the level of evidence that the reader chose."""
        return self.choice.published

    @property
    def kept(self) -> pd.DataFrame:
        """Those that the selection keeps."""
        return self.choice.kept

    @property
    def selection(self) -> Selection:
        """What the reader chose."""
        return self.chosen.selection

    @property
    def places(self) -> pd.DataFrame:
        """The places of the incidents kept, in the areas that the reader chose, or all where he asked for them."""
        return self.choice.places

    def once(self, name: str, make: Callable[[], Value], *more: Hashable) -> Value:
        """What is shown of the choice under a name: made once for all who make it in one language and one theme."""
        return self.choice.once((name, self.words, self.theme.name, *more), make)

    def mark(self, kind: str, claimed: bool) -> str:
        """The mark of a type of attack, in the reader's theme, hollow and dashed where the attacker alone says so."""
        return mark_html(kind, self.theme, claimed)


def theme() -> Theme:
    """The theme that the reader's browser shows."""
    kind = st.context.theme.type
    return THEMES[kind or "light"]


def navigation(
    pages: Mapping[str, Any],
    page: Any,  # noqa: ANN401
    selection: Selection,
    words: Words,
    label: Callable[[str, str], str],
) -> None:
    """One line: the name, the pages with the reader's choice in their address, the other language."""
    with st.container(horizontal=True, key="navigation", vertical_alignment="center", gap="medium"):
        say.strong(words("site.title"))
        # seen on a narrow screen alone (actions.js)
        st.html(f'<button type="button" class="menu" aria-expanded="false">{safe(words("site.menu"))}</button>')
        query = pairs(selection)
        for name, target in pages.items():
            if name in {page.name for page in UNLISTED}:
                continue
            with st.container(key=f"nav-{'current' if target == page else 'other'}-{name}", width="content"):
                say.page_link(target, label=label(name, target.title), query_params=query)
        # a plain link: the page is loaded anew, so that its declared language is right for screen readers too
        other = other_language(selection)
        address = f"?{urlencode(as_query(other, (*LASTING, *OF_PAGE)) | {'lang': [other.lang]}, doseq=True)}"
        st.html(
            f'<a class="language" lang="{other.lang}" hreflang="{other.lang}" href="{safe(address)}" target="_self">'
            f"{safe(words('site.other_language'))}</a>"
        )


def pairs(selection: Selection, names: Iterable[str] = tuple(LASTING)) -> list[tuple[str, str]]:
    """The address of a selection as name and value pairs, how it is shown included."""
    return [(name, value) for name, values in as_query(selection, names).items() for value in values]


def page_address(page: str, selection: Selection, incident: str) -> str:
    """The address of a page for one incident, seen from any page; the reader's choice goes along."""
    return f"{page}?{urlencode(pairs(replace(selection, incident=incident)))}"


def incident_addresses(page: str, selection: Selection) -> Callable[[str], str]:
    """The address of a page for each incident of a list, by its identifier; empty is the page that is open."""
    before = f"{page}?{urlencode([*pairs(selection.without('incident')), ('incident', '')])}"
    return lambda incident: before + quote_plus(incident)


def base() -> str:
    """The path below which the server lives, without a slash at its end; empty where it is the root."""
    return below(st.get_option("server.baseUrlPath") or "")


def origin() -> str:
    """Scheme and host under which the reader reached the server, and the path below which it lives."""
    parts = urlsplit(st.context.url or "")
    return origin_of(parts.scheme, parts.netloc, base()) or base()


def incident_link(incident: str, selection: Selection, label: str) -> None:
    """A link to the page of one incident, without loading the dashboard again."""
    target = st.session_state["pages"]["incident"]
    say.page_link(target, label=label, query_params=pairs(replace(selection, incident=incident)))


def hospital_addresses(selection: Selection) -> Callable[[str], str]:
    """The address of the page of each hospital, by its FINESS number; the reader's choice goes along."""
    before = f"{HOSPITAL.path}?{urlencode([*pairs(selection), (HOSPITAL.about, '')])}"
    return lambda number: before + quote_plus(number)


def open_page(name: str, selection: Selection, about: str) -> None:
    """Go to the page of an incident or of a hospital, by the identifier of what it is about."""
    page = next(each for each in PAGES if each.name == name)
    target = st.session_state["pages"][name]
    st.switch_page(target, query_params=[*pairs(selection.without("incident")), (page.about, about)])


def incident_links(incidents: Sequence[cards.Row], run: Run) -> None:
    """Incidents as short cards that lead to their pages."""
    address = incident_addresses("incident", run.selection)
    st.html(cards.short_list(incidents, run.atlas, run.words, run.mark, address))


def whole_address(page: str, selection: Selection) -> str:
    """The public address of a page with the reader's choice, as paper and citations give it."""
    return asked(f"{origin()}/{page}", pairs(selection, (*LASTING, *OF_PAGE)))


def printed(run: Run) -> None:
    """What stands on top of a page on paper, where neither its controls nor its address are seen."""
    if run.words.voice:  # no address leads anybody there
        return
    words, address = run.words, whole_address(st.session_state["page"], run.selection)
    day = words("site.footer", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat()))
    lines = (phrases.scope(run.selection, run.atlas, words), address, day)
    st.html(f'<div class="printed">{"".join(f"<p>{safe(line)}</p>" for line in lines)}</div>')


def footer(run: Run, title: str) -> None:
    """Version, date, licence, who we are, accessibility, where programs fetch the atlas, how to report an error."""
    words = run.words
    with st.container(key="footer"):
        st.divider()
        say.caption(words("site.footer", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat())))
        spoken = [("lang", words.language)]
        addresses = {
            "feed": asked(FEED, spoken),
            "api": asked(f"{ROOT}/", spoken),
            "dictionary": f"{asked(f'{ROOT}/', spoken)}#dictionary",
            "package": PACKAGE,
        }
        who = f"{asked('/method', spoken)}#{anchor(words('site.who'))}"
        own = {words(each.title): asked(f"/{each.path}", spoken) for each in UNLISTED}
        links = {words("site.who"): who, **own, **{words(f"api.link_{name}"): to for name, to in addresses.items()}}
        lines = [f'<a href="{safe(base() + to)}" target="_self">{safe(said)}</a>' for said, to in links.items()]
        if address := repository():
            lines.append(f'<a href="{safe(address)}" rel="noopener">{safe(words("site.repository"))}</a>')
        address = whole_address(st.session_state["page"], run.selection)
        st.html(f'<p class="take">{" ".join(lines)}</p>{reporting.part(title, address, words, copied=True)}')


def anchor(heading: str) -> str:
    """The anchor that the browser gives a heading of a page: its words without accents, in small letters."""
    bare = unicodedata.normalize("NFKD", heading.replace("’", "-")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")
