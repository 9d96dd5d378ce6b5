"""The data dictionary, made from the schema."""

from __future__ import annotations

from analytics.record.corrections import CHANGES_FILE, CORRECTIONS_FILE, EXPLAINED_FILE
from analytics.schema import col, veris
from analytics.schema.codes import Label
from analytics.schema.derived import COMPUTED_TABLES
from analytics.schema.measures import MEASURES
from analytics.schema.tables import (
    ENTRIES,
    IMPORTED,
    LIST_SEPARATOR,
    LISTS,
    OUTLINES,
    REFERENCE,
    TABLES,
    Column,
    Table,
)

DICTIONARY = "DICTIONARY.md"


def dictionary() -> str:
    """The data dictionary, in both languages: every table, column, code and measure."""
    lines = [
        "# Dictionnaire des données · Data dictionary",
        "",
        "Écrit par `python -m analytics release` à partir de `analytics/schema` ; ne pas modifier à la main. ·",
        "Written by `python -m analytics release` from `analytics/schema`; not to be edited by hand.",
        "",
        "Une cellule vide veut dire « on ne sait pas », jamais zéro. ·",
        "An empty cell means “not known”, never zero.",
        f"Plusieurs valeurs sont séparées par « {LIST_SEPARATOR.strip()} ». ·",
        f"Several values are separated by “{LIST_SEPARATOR}”.",
        "",
    ]
    for table in TABLES.values():
        lines += _table_lines(table)
    lines += [
        "## Tables de référence · Reference tables",
        "",
        "Ce à quoi les faits sont comparés (`data/reference`), vérifié ligne à ligne comme eux. ·",
        "What the facts are set against, checked row by row as they are.",
        "",
    ]
    for table in (*REFERENCE.values(), *LISTS.values(), *OUTLINES.values()):
        lines += _table_lines(table)
    lines += [
        "## Tables calculées · Tables worked out",
        "",
        "Calculées pour une sélection (`python -m analytics export departments --from 2022`) ; taux annuels. ·",
        "Worked out for a selection; rates are per year.",
        "",
    ]
    for table in COMPUTED_TABLES.values():
        lines += _table_lines(table)
    lines += [
        "## Table importée · Imported table",
        "",
        "Lue dans les fichiers d’autrui par `python -m analytics import` ; elle n’entre pas dans le registre. ·",
        "Read from files of others by `python -m analytics import`; it does not enter the record.",
        "",
    ]
    lines += _table_lines(IMPORTED)
    lines += _measure_lines()
    lines += _entry_lines(CORRECTIONS_FILE, ENTRIES["corrections"])
    lines += _entry_lines(CHANGES_FILE, ENTRIES["changes"])
    lines += _entry_lines(EXPLAINED_FILE, ENTRIES["explained"])
    lines += _crosswalk_lines()
    return "\n".join(lines)


def _table_lines(table: Table) -> list[str]:
    lines = [
        f"## `{table.name}`",
        "",
        f"{table.row.fr}. · {table.row.en}.",
        "",
        "| colonne · column | type | sens | meaning |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{column.name}`{' *' if column.required else ''} | {_kind(column)} "
        f"| {column.meaning.fr} | {column.meaning.en} |"
        for column in table.columns
    ]
    lines += ["", "\\* obligatoire · required", ""]
    for column in table.columns:
        # the tables of measures and of precisions are given once, not again for each column that uses them
        if column.codes and column.name != col.MEASURE and not column.name.endswith("_precision"):
            lines += _code_lines(column.name, column.codes)
    return lines


def _kind(column: Column) -> str:
    if column.table:
        return f"→ `{column.table}`"
    return column.kind + (f" ({column.unit})" if column.unit else "")


def _code_lines(name: str, codes: dict[str, Label]) -> list[str]:
    listed = [f"- `{code}` : {label.fr} · {label.en}" for code, label in codes.items() if code]
    return [f"**`{name}`**", "", *listed, ""]


def _measure_lines() -> list[str]:
    lines = [
        "## Mesures · Measures",
        "",
        f"Ce dont une affirmation (`{col.CLAIMS}`) peut parler. · What a claim can be about.",
        "",
        "| mesure · measure | type | unité · unit | sens | meaning |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{name}` | {measure.kind} | {measure.unit} | {measure.meaning.fr} | {measure.meaning.en} |"
        for name, measure in MEASURES.items()
    ]
    lines.append("")
    for name, measure in MEASURES.items():
        if measure.codes and name != col.ATTACK_TYPE:
            lines.append(f"- `{name}` : {', '.join(f'`{code}`' for code in measure.codes)}")
    return [*lines, ""]


def _entry_lines(name: str, table: Table) -> list[str]:
    """What one entry of a TOML file beside the tables is, and its keys."""
    return [
        f"## `{name}`",
        "",
        f"{table.row.fr}. · {table.row.en}.",
        "",
        "| clé · key | sens | meaning |",
        "| --- | --- | --- |",
        *(f"| `{column.name}` | {column.meaning.fr} | {column.meaning.en} |" for column in table.columns),
        "",
    ]


def _crosswalk_lines() -> list[str]:
    """The crosswalk to VERIS, a row for each of our codes."""
    lines = [
        "## Correspondance avec VERIS · VERIS crosswalk",
        "",
        f"Ce que nos codes deviennent dans le vocabulaire [VERIS]({veris.SOURCE}) {veris.VERIS_VERSION} ; sans "
        "remarque, les deux disent la même chose. ·",
        f"What our codes become in the vocabulary [VERIS]({veris.SOURCE}) {veris.VERIS_VERSION}; without a remark, the "
        "two say the same.",
        "",
        "| colonne · column | code | VERIS | valeur · value | remarque | remark |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for match in veris.CROSSWALK:
        code, path, value = (f"`{cell}`" if cell else "" for cell in (match.code, match.path, match.value))
        remarks = (match.remark.fr, match.remark.en) if match.remark else ("", "")
        lines.append(f"| `{match.column}` | {code} | {path} | {value} | {' | '.join(remarks)} |")
    return [*lines, ""]
