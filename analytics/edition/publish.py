"""The static edition: a folder of plain pages, files and drawings that any web server can serve.

It holds what the dashboard and the API say at one level of evidence. The same data and the same options give the
same bytes. A reader never meets half of it: it is written beside its place and put there whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from analytics.drawings.leaflet.assets import system_css
from analytics.drawings.legends import SVG_NAMESPACE
from analytics.drawings.theme import LIGHT, SANS, SERIF, mark_style
from analytics.edition import files as edition_files
from analytics.edition import folder, frame
from analytics.edition import pages as edition_pages
from analytics.edition.files import NO_TABLE, File
from analytics.edition.frame import Edition, incident_path
from analytics.edition.pictures import pictures
from analytics.outputs import addresses, feeds, sitemap
from analytics.outputs.held import Held
from analytics.outputs.pictures import Choice
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words.text import Words

MARKER = "atlas-edition.json"
_EDITION_OF = "hospital-cyberattack-atlas"


class Summary(NamedTuple):
    """What was written."""

    pages: int
    files: int
    size: int


def publish(
    target: Path,
    held: Held,
    selection: Selection,
    languages: Sequence[str] = LANGUAGES,
    *,
    live: str = "",
    base: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Write the edition into a folder, or put a new one in the place of the one that is there.

    Parameters
    ----------
    target : Path
        A folder that does not exist, is empty, or holds an edition.
    held : Held
        The atlas, as the API holds it.
    selection : Selection
        Its level of evidence; nothing else in it is used.
    languages : sequence of str
    live : str
        Address of the dashboard, for links to it; without it there are none.
    base : str
        Public address of the edition, for canonical addresses, the feed and the sitemap; without it there are none.
    say : function
        Is told each step.

    Raises
    ------
    ValueError
        Where the folder holds something else, another process is at it, an address is none, or a key cannot be the
        name of a file.
    OSError
        Where a file cannot be written; the edition before stays.
    """
    target = target.resolve()
    _refuse_foreign(target)
    options = {"live": addresses.of_site(live, "live"), "base": addresses.of_site(base, "base")}
    with folder.beside(target) as new:
        contents = _contents(held, Selection(evidence=selection.evidence), languages, options, say)
        sizes = dict(folder.write(new, contents))
        _refuse_foreign(target)  # it may have come to be while this was written
        folder.put(new, target)
    return Summary(sum(path.endswith(".html") for path in sizes), len(sizes), sum(sizes.values()))


# --- the folder -------------------------------------------------------------------------------------------------


def _refuse_foreign(target: Path) -> None:
    """Leave alone what this program did not write."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not target.is_dir():
        raise ValueError(f"{target} is no folder")
    if not _is_edition(target):
        raise ValueError(f"{target} is not empty and holds no edition of the atlas ({MARKER}); choose another folder")


def _is_edition(target: Path) -> bool:
    try:
        marker = json.loads((target / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(marker, dict) and marker.get("edition_of") == _EDITION_OF


# --- what is in it ------------------------------------------------------------------------------------------------


def _contents(
    held: Held,
    selection: Selection,
    languages: Sequence[str],
    options: Mapping[str, str],
    say: Callable[[str], None],
) -> Iterator[tuple[str, bytes]]:
    """Every file of the edition with its path, the marker last."""
    style = style_sheet()
    named = f"edition.{hashlib.sha256(style).hexdigest()[:8]}.css"  # a browser may keep it for good
    edition = Edition(
        held,
        selection,
        tuple(language for language in LANGUAGES if language in languages),
        style=named,
        feed=FEED if options["base"] else "",
        live=options["live"],
        base=options["base"],
    )
    taken: dict[str, str] = {}
    for path in frame.paths(edition):  # before the minutes that the rest takes
        folder.place(path, taken)
    yield named, style
    yield "icon.svg", icon()
    yield frame.CHOICE, frame.choice_page(edition).html.encode()
    counts: dict[str, dict[str, int]] = {}
    for words in map(Words, edition.languages):
        say(f"{words.language}: files")
        files = list(edition_files.files(held, selection, words, edition.live))
        if edition.base:
            newest, *older = _feed(edition, words)
            files.append(newest)
            yield from ((page.path, page.content) for page in older)
        yield from ((file.path, file.content) for file in files)
        say(f"{words.language}: drawings")
        drawn = pictures(Choice(held, selection), words)
        for picture in drawn:
            yield from ((f"{words.language}/{path}", content) for path, content in picture.files.items())
        say(f"{words.language}: pages")
        count = 0
        for page in edition_pages.pages(edition, words, files, drawn):
            count += 1
            if count % PAGES_SAID == 0:
                say(f"{words.language}: {count} pages")
            yield page.path, page.html.encode()
        counts[words.language] = {"pages": count, "files": len(files), "incidents": len(edition.published)}
    if edition.base:
        yield "sitemap.xml", _sitemap(edition)
    yield MARKER, _marker(edition, counts)


FEED = "data/{language}/feed.xml"
OLDER = "data/{language}/feed-{page}.xml"
PAGES_SAID = 50


def _feed(edition: Edition, words: Words) -> list[File]:
    """The pages of the feed of the record, the newest first; their links lead into the edition."""
    here, language = f"{edition.base}/{words.language}", words.language

    def path(page: int) -> str:
        return (FEED if page == 1 else OLDER).format(language=language, page=page)

    addresses = feeds.Addresses(
        feed=lambda page: f"{edition.base}/{path(page)}",
        front=f"{here}/",
        method=f"{here}/{frame.METHOD}",
        incident=lambda incident: f"{here}/{incident_path(incident)}",
    )
    selection = Selection(evidence=edition.selection.evidence, lang=language)
    kept, changes = edition.kept, edition.held.changes
    return [
        File(
            path(page),
            words("edition.file_feed"),
            NO_TABLE,
            0,
            feeds.atom(edition.atlas, kept, changes, selection, addresses, page),
        )
        for page in range(1, feeds.page_count(kept, changes, selection) + 1)
    ]


def _sitemap(edition: Edition) -> bytes:
    """Every page in each language, an incident with the day of the last thing done to it."""
    latest = feeds.updated_on(edition.atlas)
    days = dict.fromkeys(frame.paths(edition), DATA_DATE.isoformat())
    days |= {incident_path(incident): latest[incident] for incident in edition.published[col.INCIDENT_ID]}

    def addresses(path: str) -> dict[str, str]:
        return {language: frame.whole(edition, language, path) for language in edition.languages}

    return sitemap.sitemap_of((addresses(path), day) for path, day in days.items())


def _marker(edition: Edition, counts: Mapping[str, Mapping[str, int]]) -> bytes:
    """What the folder holds, for people and for the next edition that takes its place."""
    marker = {
        "edition_of": _EDITION_OF,
        "data_version": DATA_VERSION,
        "data_date": DATA_DATE.isoformat(),
        "evidence": edition.selection.evidence,
        "languages": list(edition.languages),
        "base": edition.base,
        "live": edition.live,
        "counts": counts,
    }
    return (json.dumps(marker, ensure_ascii=False, indent=1) + "\n").encode()


def style_sheet() -> bytes:
    """The style of all pages: colours and types of the theme, then the rules that use them."""
    types = f":root {{\n  --serif: {SERIF};\n  --sans: {SANS};\n}}\n"
    rules = (frame.TEMPLATES / "edition.css").read_text(encoding="utf-8")
    return f"{system_css()}\n{types}\n{rules}".encode()


def icon() -> bytes:
    """The mark in the tab of a browser."""
    return (
        f'<svg xmlns="{SVG_NAMESPACE}" viewBox="-8 -8 16 16"><path d="{mark_style("ransomware").path}" '
        f'fill="{LIGHT.attack_types["ransomware"]}"/></svg>\n'
    ).encode()
