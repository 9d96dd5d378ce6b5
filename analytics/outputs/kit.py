"""Everything of a choice in one archive: tables, their description, pictures, sources, how to cite.

For a newsroom or a research group that takes the data home. The same version of the data and the same choice give
the same archive to the byte: nothing in it depends on the clock, and the order of its files is that of their names.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings.svg.canvas import Sheet, xml_text
from analytics.evidence.links import linkable
from analytics.outputs import datapackage
from analytics.outputs import pictures as gallery
from analytics.outputs.answers import stem
from analytics.outputs.contents import Contents, licence_line, limits, reopening_line, version_line
from analytics.outputs.formats import to_csv, to_geojson
from analytics.outputs.held import Held
from analytics.outputs.pictures import IN_KIT, Choice
from analytics.outputs.served import DEFINED
from analytics.outputs.sheets import workbook
from analytics.outputs.tables import AREAS
from analytics.outputs.workbook import front_sheet
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import Label
from analytics.schema.measures import MEASURES
from analytics.schema.tables import Column
from analytics.schema.version import CURRENT, DATA_DATE, DATA_VERSION, LICENCE, Version
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words import citations
from analytics.words.incidents import counted
from analytics.words.sources import by_standing, publisher
from analytics.words.text import Words

KIT_TABLES = (col.INCIDENTS, col.SITES, col.EVENTS, col.CLAIMS, col.SOURCES, *AREAS)
FOLDERS = {"rfc4180": "csv", "excel-fr": "csv-excel-fr"}
POINTS, WORKBOOK, PACKAGE = "incidents.geojson", "tables.xlsx", "datapackage.json"
# each made apart from the others: the tables and what describes them; the texts and each picture of a language
DATA_SECTION, WORDS_SECTION = "data", "words"
SECTIONS = (DATA_SECTION, *(f"{name}.{language}" for name in (WORDS_SECTION, *IN_KIT) for language in LANGUAGES))
_STAMP = (DATA_DATE.year, DATA_DATE.month, DATA_DATE.day, 0, 0, 0)

# what the exports work out, beside the columns of the dictionary and the measures of claims
_DAYS = Label("Jours avant rétablissement", "Days to recover")
_ENDS = {
    "_low": Label("plus basse valeur donnée", "lowest value stated"),
    "_high": Label("plus haute valeur donnée", "highest value stated"),
    f"_{col.PARTIAL}": Label("le chiffre ne couvre-t-il qu’une partie", "whether the figure covers a part only"),
}


class Part(NamedTuple):
    """One file of the kit."""

    name: str
    content: bytes


def kit(held: Held, selection: Selection, words: Words, origin: str = "") -> bytes:
    """The archive (ZIP): the files of `parts`, by name.

    Parameters
    ----------
    held : Held
    selection : Selection
        Cuts the tables as in any other file; an incident named is taken alone.
    words : Words
        Language of the notes of claims.
    origin : str
        Scheme, host and base path under which the atlas is reached, for the address that every part that cites gives;
        where it is not known, that address is one from the root of the site and says so.
    """
    return zipped(parts(held, selection, words, origin))


def zipped(files: Iterable[Part]) -> bytes:
    """Files as one ZIP archive, in the order of their names, all of the day of the data."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for part in sorted(files):
            entry = zipfile.ZipInfo(part.name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, part.content)
    return written.getvalue()


def key(selection: Selection, origin: str) -> tuple[str, Selection, str]:
    """Under which key the kit of a selection is kept (`Held.answers`): it names where the atlas is reached."""
    return "kit", selection, origin


def filename(selection: Selection) -> str:
    """What the file of a kit is called: it carries the choice, the version and the day of the data."""
    return f"{stem('kit', selection)}.zip"


def parts(held: Held, selection: Selection, words: Words, origin: str = "") -> Iterator[Part]:
    """The files of the kit one after the other; `names` tells them before.

    Parameters
    ----------
    held, selection, words, origin
        As for `kit`.
    """
    for name in SECTIONS:
        yield from section(held, selection, words, origin, name)


def section(held: Held, selection: Selection, words: Words, origin: str, name: str) -> list[Part]:
    """The files of one of `SECTIONS`: each can be made apart, so that a page can show how far a kit is.

    Parameters
    ----------
    held, selection, words, origin
        As for `kit`.
    name : str
    """
    chosen = replace(selection, lang=words.language)
    choice, (told, _, language) = Choice(held, chosen), name.partition(".")
    if told in IN_KIT:  # a picture asks for no table
        return list(_drawn(choice, told, Words(language)))
    # tables of areas have all of them, to compare with: the areas that a choice names pick none, as on the pages
    everywhere = replace(chosen.everywhere(), incident=chosen.incident)
    tables = {table: held.table(table, everywhere if table in AREAS else chosen) for table in KIT_TABLES}
    contents = Contents(choice, tables, origin)
    return _described(contents, words) if name == DATA_SECTION else list(_in_words(contents, Words(language)))


def section_label(name: str, words: Words) -> str:
    """What a section holds, for who waits."""
    told, _, language = name.partition(".")
    if told in (DATA_SECTION, WORDS_SECTION):
        return words("kit.making_data") if told == DATA_SECTION else words("kit.making_words")
    return f"{gallery.label(told, words)} ({language})"


def names() -> list[str]:
    """Names of all files of a kit, sorted: every kit has them, but for pictures in which there is nothing to draw."""
    tables = [f"{folder}/{name}.csv" for folder in FOLDERS.values() for name in KIT_TABLES]
    told = [f"{stem}.{language}.txt" for stem in ("README", "citations", "sources") for language in LANGUAGES]
    pictures = [
        f"pictures/{stem}.{language}.{ending}"
        for stem in IN_KIT
        for language in LANGUAGES
        for ending in ("svg", "png", "alt.txt")
    ]
    return sorted([*tables, POINTS, PACKAGE, WORKBOOK, "CITATION.cff", *told, *pictures])


def _described(contents: Contents, words: Words) -> list[Part]:
    data = list(_data(contents))
    return [
        *data,
        Part(PACKAGE, _package(data, contents)),
        Part(WORKBOOK, workbook(contents.tables, front_sheet(contents))),
        Part("CITATION.cff", citation_cff(address=contents.address(words)).encode()),
    ]


def _data(contents: Contents) -> Iterator[Part]:
    for dialect, folder in FOLDERS.items():
        for name, table in contents.tables.items():
            yield Part(f"{folder}/{name}.csv", to_csv(table, dialect))
    yield Part(POINTS, to_geojson(contents.tables[col.INCIDENTS], _meta(contents)))


def _meta(contents: Contents) -> dict[str, Any]:
    return {
        "count": len(contents.tables[col.INCIDENTS]),
        "possible": len(contents.choice.possible),
        "selection": contents.choice.selection.by_name(),
        "data_version": DATA_VERSION,
        "licence": LICENCE,
    }


def _package(data: list[Part], contents: Contents) -> bytes:
    """The Data Package (version 2) of the tables and the points: every column, size and checksum."""
    package = datapackage.about()
    package["name"] += "-kit"
    said = [f"{words('kit.about')} {contents.choice.scope(words)}" for words in map(Words, LANGUAGES)]
    package["description"] = " · ".join(said)
    package["resources"] = [_resource(part, contents.tables) for part in data]
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(part: Part, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    folder, _, file = part.name.rpartition("/")
    stem = file.partition(".")[0]
    resource: dict[str, Any] = {
        "name": stem if folder == "csv" else f"{stem}-{'excel-fr' if folder else 'points'}",
        "path": part.name,
        "bytes": len(part.content),
        "hash": f"sha256:{hashlib.sha256(part.content).hexdigest()}",
    }
    if not folder:
        return resource | {"format": "geojson", "mediatype": "application/geo+json", "encoding": "utf-8"}
    resource |= datapackage.CSV
    french = folder != FOLDERS["rfc4180"]
    if french:
        resource["dialect"] = {"delimiter": ";"}
    return resource | {"schema": _schema(stem, tables[stem], french)}


def _schema(name: str, table: pd.DataFrame, french: bool) -> dict[str, Any]:
    """The Table Schema of a table as it is exported; in French files numbers have a decimal comma."""
    defined = {column.name: column for column in (*DEFINED[name].columns, *DEFINED[name].added)}
    columns = [str(column) for column in table.columns]
    written = [defined.get(column) or _worked_out(column, table[column]) for column in columns]
    schema = datapackage.table_schema(DEFINED[name], written, KIT_TABLES, "-excel-fr" if french else "")
    for field in schema["fields"]:
        if french and field["type"] == "number":
            field["decimalChar"] = ","
    return schema


def _worked_out(name: str, cells: pd.Series) -> Column:
    """A column that the dictionary of the tables does not have: a figure of an incident, or what places it.

    Raises
    ------
    KeyError
        Where nothing says what the column means.
    """
    kind = "number" if pd.api.types.is_numeric_dtype(cells) else "text"
    stem, end = name, Label("", "")
    for suffix, label in _ENDS.items():
        if name.endswith(suffix):
            stem, end = name.removesuffix(suffix), Label(f" ; {label.fr}", f"; {label.en}")
    meaning = MEASURES[stem].meaning if stem in MEASURES else {col.DAYS_TO_RECOVER: _DAYS}[stem]
    return Column(name, kind, Label(meaning.fr + end.fr, meaning.en + end.en))  # type: ignore[arg-type]


def _in_words(contents: Contents, words: Words) -> Iterator[Part]:
    language = words.language
    yield Part(f"README.{language}.txt", _text(_readme(contents, words)))
    cited = [
        line
        for name, text in citations.named_citations(words, contents.address(words))
        for line in (name, "", text, "")
    ]
    yield Part(f"citations.{language}.txt", _text(cited[:-1]))
    yield Part(f"sources.{language}.txt", _text(_sources(contents, words)))


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _readme(contents: Contents, words: Words) -> list[str]:
    """What the kit holds, what it does not mean, how to cite it."""
    holds = {
        f"{FOLDERS['rfc4180']}/": words("kit.holds_csv"),
        f"{FOLDERS['excel-fr']}/": words("kit.holds_excel"),
        WORKBOOK: words("kit.holds_workbook"),
        POINTS: words("kit.holds_points"),
        PACKAGE: words("kit.holds_package"),
        "pictures/": words("kit.holds_pictures"),
        f"sources.{words.language}.txt": words("kit.holds_sources"),
        f"citations.{words.language}.txt, CITATION.cff": words("kit.holds_citations"),
    }
    named = [f"- {name}{words('card.colon')}{said}" for name, said in holds.items()]
    tables = [
        f"- {name}{words('card.colon')}{words('kit.rows', count=len(table))}. "
        f"{DEFINED[name].row.in_language(words.language)}."
        for name, table in contents.tables.items()
    ]
    pictures = [f"- {stem}{words('card.colon')}{gallery.label(stem, words)}" for stem in IN_KIT]
    title = f"{words('site.title')} – {words('kit.title')}"
    return [
        title,
        "=" * len(title),
        "",
        words("kit.about"),
        version_line(words),
        *_under(
            words("kit.selection"),
            [
                contents.choice.scope(words),
                f"{counted(contents.choice.kept, words)}.",
                reopening_line(contents, words),
            ],
        ),
        *_under(words("kit.contents"), [*named, "", *tables, words("kit.all_areas"), "", *pictures]),
        *_under(words("kit.limits"), [f"- {line}" for line in limits(words)]),
        *_under(words("kit.cite"), [citations.citations(words, address=contents.address(words))["press"]]),
        *_under(words("kit.licence"), [licence_line(words), words("kit.credits")]),
    ]


def _under(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, "-" * len(heading), "", *lines]


def citation_cff(version: Version = CURRENT, address: str = "") -> str:
    """CITATION.cff (version 1.2.0), for reference managers.

    Parameters
    ----------
    version : Version
    address : str
        Where the choice that is cited is seen again; one from the root of the site is an identifier, since `url` is
        for whole addresses alone. Empty for the whole atlas.
    """
    return (
        "cff-version: 1.2.0\n"
        "message: If you use these data, please cite them with their version, its day and the address you saw.\n"
        "type: dataset\n"
        "title: Hospital Cyberattack Atlas\n"
        "abstract: >-\n"
        "  Publicly known cyberattacks against hospitals, in France and elsewhere, since 2016: incidents, places,\n"
        "  timelines, and who claims what, with sources and disagreements. Not a count of all attacks.\n"
        "authors:\n"
        "  - name: Hospital Cyberattack Atlas contributors\n"
        f"version: {version.number}\n"
        f"date-released: {version.day.isoformat()}\n"
        f"{_cff_address(address)}"
        "license: etalab-2.0\n"
        "keywords:\n"
        "  - cyberattack\n"
        "  - hospital\n"
        "  - ransomware\n"
        "  - France\n"
        "  - health\n"
    )


def _cff_address(address: str) -> str:
    """Where a choice is seen again, between quotation marks: an address has none itself."""
    if not address:
        return ""
    if "://" in address:
        return f'url: "{address}"\n'
    told = "The same choice in the atlas, from the root of its site"
    return f'identifiers:\n  - type: other\n    value: "{address}"\n    description: {told}\n'


def _sources(contents: Contents, words: Words) -> list[str]:
    """The sources by tier, with an address only where a reader may be sent there."""
    lines = [words("kit.sources")]
    for label, rows in by_standing(rows_of(contents.tables[col.SOURCES]), words).items():
        lines += ["", label, "", *(_source(row, words) for row in rows)]
    return lines


def _source(row: Mapping[str, Any], words: Words) -> str:
    """One source on one line, whatever its title holds."""
    day = words("kit.undated") if pd.isna(row[col.PUBLISHED_ON]) else words.when(row[col.PUBLISHED_ON])
    told = [publisher(row, words), row["title"], day, linkable(row) or words("kit.not_linked")]
    return "- " + " – ".join(" ".join(xml_text(one).split()) for one in told if not pd.isna(one))


def _drawn(choice: Choice, name: str, words: Words) -> Iterator[Part]:
    picture = gallery.draw(name, choice, Sheet(words))
    stem = f"pictures/{name}.{words.language}"
    if not picture.empty:  # else a sentence says why in its place
        yield Part(f"{stem}.svg", picture.svg.encode())
        yield Part(f"{stem}.png", gallery.as_png(picture, words))
    yield Part(f"{stem}.alt.txt", _text([picture.alt]))
