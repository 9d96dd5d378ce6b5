"""The one cache, for pages, API, edition and command line: an atlas and what is worked out of it.

Nothing here is worked out twice for the same question, and nothing grows without end. What comes from here is shared
by everybody who asks, and must never be changed in place.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from sys import getsizeof
from threading import Lock, RLock
from typing import Any, Generic, NamedTuple, TypeVar, cast, get_args

import numpy as np
import pandas as pd

from analytics.atlas import atlas as atlases
from analytics.atlas import check
from analytics.atlas.atlas import Atlas
from analytics.atlas.published import publish
from analytics.find.finder import Finder
from analytics.geography.levels import Level
from analytics.outputs import tables
from analytics.outputs.weights import weight
from analytics.record import corrections, files, manifest
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.schema.content import content, files_below, hold, is_there
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection import masks
from analytics.selection.masks import Masks
from analytics.selection.selection import Selection, Vocabulary
from analytics.statistics import areas, differences
from analytics.statistics import profiles as area_profiles
from analytics.statistics.area_measures import CLASSES_FROM_YEARS, MEASURES
from analytics.statistics.dispersion import Dispersion
from analytics.statistics.profiles import Profiles

KEPT_BYTES = 64_000_000  # of answers
MADE_BYTES = 96_000_000  # of what is made of choices: some hundred of them with all that is shown
FLAT_BYTES = 500  # of the key of a thing that is made, and of its place
KEPT_TABLES = 16  # who takes one format of a choice often takes another, or the next page
_PROGRAM = Path(__file__).resolve().parents[1]

Value = TypeVar("Value")


class Weighed(NamedTuple):
    """Something that was made, and the bytes that it takes."""

    made: Any
    weight: int


class Recent(Generic[Value]):
    """What was last asked for, as long as there is room; safe in threads.

    Parameters
    ----------
    largest : int
        The size of everything together.
    size : function
        The size of a value; one, where they are counted.
    """

    def __init__(self, largest: int, size: Callable[[Value], int] = lambda _: 1) -> None:
        self.largest = largest
        self.size = 0
        self._size_of = size
        self._lock = Lock()
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable) -> Value | None:
        """The value kept under a key, which is then the last to be forgotten; None where there is none."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value, and forget those asked for longest ago where there is no room for all."""
        with self._lock:
            if key in self._values:
                self.size -= self._size_of(self._values.pop(key))
            self._values[key] = value
            self.size += self._size_of(value)
            while self.size > self.largest:
                self.size -= self._size_of(self._values.popitem(last=False)[1])

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept under a key; where there is none, the one that is made now."""
        value = self.get(key)
        if value is not None:
            return value
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:  # where many ask at once, one makes it and the others wait for it
            try:
                value = self.get(key)
                if value is None:
                    value = make()
                    self.put(key, value)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return value


def as_objects(table: pd.DataFrame) -> pd.DataFrame:
    """A table with its text as Python's, in one block."""
    return table.astype(dict.fromkeys(table.columns[table.dtypes == "str"], object)).copy()


class Held:
    """An atlas, loaded when first asked for, what is worked out of it, and what tells one state of it from another.

    Parameters
    ----------
    load : function, optional
        Gives the atlas; called once. Without it, every file of `root` is read now, and all comes from those bytes.
    root : Path
        The folder that the atlas was read from.
    largest, most_made : int
        Bytes that are kept of answers, and of what is made of choices.
    publishing : function, optional
        Gives the published incidents of a level of evidence, where they are known without asking the claims again.

    Attributes
    ----------
    answers : Recent
        The bytes of files, pictures and documents last given.
    """

    def __init__(
        self,
        load: Callable[[], Atlas] | None = None,
        root: Path = files.DATA,
        largest: int = KEPT_BYTES,
        most_made: int = MADE_BYTES,
        publishing: Callable[[str], pd.DataFrame] | None = None,
    ) -> None:
        if load is None:
            hold(root)
        self._load = load or atlases.load
        self._publishing = publishing or (lambda evidence: publish(self.atlas, evidence))
        self.root = root
        self._lock = RLock()
        self._atlas: Atlas | None = None
        self._published: dict[str, pd.DataFrame] = {}  # one a level of evidence
        self._to_cut: dict[str, pd.DataFrame] = {}  # the same as a choice is cut from it
        self._rows: dict[str, list[dict[str, Any]]] = {}  # the same as mappings
        self._masks: list[Masks] = []  # of those and of the sites
        self._row_bytes: dict[str, float] = {}  # of one of those incidents, on average
        self._made: Recent[Weighed] = Recent(most_made, lambda kept: kept.weight)
        self._breaks: dict[tuple[Level, str], tuple[float, ...]] = {}  # one a measure of a level
        self._tables: Recent[pd.DataFrame] = Recent(KEPT_TABLES)
        self.answers: Recent[bytes] = Recent(largest, len)

    @property
    def atlas(self) -> Atlas:
        """Loaded once, also when many ask at the same time."""
        with self._lock:
            if self._atlas is None:
                self._atlas = self._load()
            return self._atlas

    def published(self, evidence: str) -> pd.DataFrame:
        """Incidents with their figures, for the claims of one level of evidence; worked out once for each."""
        with self._lock:
            if evidence not in self._published:
                self._published[evidence] = self._publishing(evidence).copy()  # in few blocks, to cut tables from
                self._masks.append(masks.remember(self._published[evidence]))
            return self._published[evidence]

    def to_cut(self, evidence: str) -> pd.DataFrame:
        """The same as objects: some rows of it are taken in a tenth of the time that columns of text take."""
        if evidence not in self._to_cut:
            self._to_cut[evidence] = as_objects(self.published(evidence))
        return self._to_cut[evidence]

    def rows(self, evidence: str) -> list[dict[str, Any]]:
        """The same, each incident as a mapping of column to cell, the latest first."""
        if evidence not in self._rows:
            newest = self.to_cut(evidence).sort_values([col.STARTED_ON, col.INCIDENT_ID], ascending=False)
            self._rows[evidence] = rows_of(newest)
        return self._rows[evidence]

    def warm(self) -> None:
        """Work out now what the first reader of any page would wait for."""
        for evidence in TIERS:
            self.rows(evidence)
        for level in get_args(Level):
            self.profiles(Selection(), level)
            self.rates(Selection(), level)

    @cached_property
    def sites(self) -> pd.DataFrame:
        """The places of all incidents, without their geometry."""
        sites = as_objects(pd.DataFrame(self.atlas.sites))
        self._masks.append(masks.remember(sites))
        return sites

    def choice(self, selection: Selection) -> Basis:
        """What is worked out for a selection, shared by all who make it; an incident that is merely open is no part."""
        return Basis(self, replace(selection, incident="", compare=(), day="", finess="", lang=Selection().lang))

    def once(self, key: Hashable, make: Callable[[], Value], weigh: Callable[[Value], int] = weight) -> Value:
        """What is made under a key, then shared and never changed; all that is made shares one room of bytes."""
        kept = self._made.get(key)
        if kept is None:  # where two ask at once, both make the same
            made = make()
            kept = Weighed(made, FLAT_BYTES + weigh(made))
            self._made.put(key, kept)
        return cast(Value, kept.made)

    @property
    def bytes_made(self) -> int:
        """What is kept of it takes so many bytes."""
        return self._made.size

    def row_bytes(self, evidence: str) -> float:
        """The bytes of a published incident, on average: whoever kept some need not weigh each column of them."""
        if evidence not in self._row_bytes:
            published = self.published(evidence)
            self._row_bytes[evidence] = published.memory_usage().sum() / max(1, len(published))
        return self._row_bytes[evidence]

    def table(self, name: str, selection: Selection) -> pd.DataFrame:
        """A table of `tables.EXPORTED`, cut down to a selection."""
        return self._tables.of((name, selection), lambda: tables.table_of(self.atlas, name, selection, self.published))

    def profiles(self, selection: Selection, level: Level) -> Profiles:
        """Everything that is said of each area; an incident that the selection names is taken alone, as in a file."""
        choice = replace(selection.everywhere(), incident=selection.incident, day="", finess="", lang=Selection().lang)
        return self.once(("profiles", choice, level), lambda: self._worked_out(choice, level))

    def _worked_out(self, selection: Selection, level: Level) -> Profiles:
        counted = self.published(selection.evidence)
        if selection.incident:
            counted = counted[counted[col.INCIDENT_ID] == selection.incident]
        return area_profiles.profiles(self.atlas, counted, selection, level)

    def rates(self, selection: Selection, level: Level) -> pd.DataFrame:
        """The counts and yearly rates of each area alone, by code: what of `profiles` costs little."""
        return self.once(
            ("rates", selection, level),
            lambda: areas.rate_table(self.atlas, self.published(selection.evidence), selection, level).set_index(
                col.CODE
            ),
        )

    def dispersion(self, selection: Selection, level: Level) -> Dispersion:
        """Whether the areas of a level differ by more than chance, for the choice of their profiles."""
        return self.choice(selection.everywhere()).once(
            ("dispersion", level, selection.incident),
            lambda: differences.dispersion_of(self.profiles(selection, level), selection, level),
        )

    def breaks(self, level: Level, measure: str, selection: Selection) -> tuple[float, ...]:
        """The classes of a measure, chosen once from the whole record: no filter moves them.

        A yearly rate has none where the selection covers less than two years.
        """
        if MEASURES[measure].is_rate and areas.covered(selection, level).years < CLASSES_FROM_YEARS:
            return ()
        if (level, measure) not in self._breaks:
            self._breaks[level, measure] = MEASURES[measure].breaks(self.profiles(Selection(), level).areas)
        return self._breaks[level, measure]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The codes that a selection may name."""
        return self.atlas.vocabulary

    @cached_property
    def finder(self) -> Finder:
        """What a search looks into."""
        return Finder(self.atlas, files.read_csv(self.root / "reference" / "communes.csv"))

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What changed from one version of the data to the next."""
        return corrections.read_changes(self.root / corrections.CHANGES_FILE)

    @cached_property
    def damage(self) -> tuple[str, ...]:
        """Why the record is not the one that was released, a line each; empty where it is."""
        _ = self.changes, self.state  # what is wrong with them is said at the start, and they are those of the start
        return tuple(check.damage(self.atlas, self.root))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of all facts and corrections."""
        return manifest.fingerprint(self.root)

    @cached_property
    def state(self) -> str:
        """Changes with the facts, with any other file of the data, and with the program that writes the answers."""
        digest = hashlib.sha256(f"{DATA_VERSION} {DATA_DATE} {self.fingerprint}".encode())
        reference = files_below(self.root / "reference")
        program = sorted(path for path in _PROGRAM.rglob("*") if path.suffix in (".py", ".toml", ".csv"))
        for path in (self.root / manifest.MANIFEST, self.root / corrections.CHANGES_FILE, *reference, *program):
            digest.update(hashlib.sha256(content(path) if is_there(path) else b"").digest())
        return digest.hexdigest()


@dataclass(frozen=True)
class Basis:
    """What is worked out for one selection, and what it is worked out from.

    Attributes
    ----------
    held : Held
        The atlas, and what is worked out of it once.
    selection : Selection
    """

    held: Held
    selection: Selection

    @property
    def atlas(self) -> Atlas:
        """The whole atlas."""
        return self.held.atlas

    @property
    def published(self) -> pd.DataFrame:
        """The published incidents at the level of evidence of the selection."""
        return self.held.published(self.selection.evidence)

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The incidents that the selection keeps."""
        of_row = self.held.row_bytes(self.selection.evidence)
        return self.held.once(
            (self.selection, "kept"),
            lambda: self.held.to_cut(self.selection.evidence)[self.selection.certain(self.published)],
            lambda kept: round(len(kept) * of_row),
        )

    @property
    def count(self) -> int:
        """How many they are."""
        return self.selection.count(self.published)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The same, each as a mapping of column to cell, the latest first."""
        return self.held.once((self.selection, "rows"), self._rows, getsizeof)  # the mappings are held for all

    def _rows(self) -> list[dict[str, Any]]:
        kept = frozenset(self.kept[col.INCIDENT_ID])
        return [row for row in self.held.rows(self.selection.evidence) if row[col.INCIDENT_ID] in kept]

    @cached_property
    def places(self) -> pd.DataFrame:
        """The places of those incidents that lie in the areas of the selection, or all where it asks for them."""
        return self.held.once((self.selection, "places"), self._places)

    def _places(self) -> pd.DataFrame:
        sites, kept = self.held.sites, frozenset(self.kept[col.INCIDENT_ID])
        of_kept = np.array([incident in kept for incident in sites[col.INCIDENT_ID].to_list()], dtype=bool)
        return sites[of_kept] if self.selection.places == "all" else sites[of_kept & self.selection.in_area(sites)]

    @cached_property
    def possible(self) -> pd.DataFrame:
        """Those of which it is not known whether they began in the period of the selection."""
        return self.selection.possible(self.published)

    def once(self, name: Hashable, make: Callable[[], Value]) -> Value:
        """What is made of the selection under a name: made when first asked for, then shared and never changed."""
        return self.held.once((self.selection, name), make)
