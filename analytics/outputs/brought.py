"""What a reader brought, held for that reader alone: the rows of a file, and the atlas made of them.

It is in memory and nowhere else. One atlas of it is held at a time, with less room than the record has, and whoever
drops the last reference frees all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock, Thread
from typing import Any, get_args
from weakref import WeakSet

import pandas as pd

from analytics.atlas import brought as atlases
from analytics.atlas.brought import File, Side
from analytics.feeds.registry import FEEDS
from analytics.geography.levels import Level
from analytics.outputs.bringing import Bringing, Rows
from analytics.outputs.formats import to_csv
from analytics.outputs.held import Held, Recent
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.selection.selection import DEFAULT_EVIDENCE, Selection, accepted_tiers
from analytics.words.brought import describer

MOST_SHOWN = 5_000  # rows on pages: a new choice of so many takes a second or two, for which other readers wait
MOST_HELD = 10  # files of all readers in one process
KEPT_BYTES, MADE_BYTES, KEPT_PARTS = 1_000_000, 24_000_000, 50


class Full(Exception):
    """As many files are held as there is room for."""


class Brought:
    """One file that was imported.

    Parameters
    ----------
    bringing : Bringing
        Where it is done.
    record : Held
        The record, beside which it may be shown.

    Attributes
    ----------
    file : File
    rows : Rows
    sorted : atlas.brought.Sorted
        Which rows pages show.
    parts : Recent
        What is said of single incidents.
    failed : str
        Why no atlas could be made of it; empty where it could.
    """

    def __init__(self, bringing: Bringing, record: Held) -> None:
        rows = bringing.rows
        if rows is None:
            raise ValueError(f"{bringing.name}: nothing was imported")
        self.rows: Rows = rows
        title = FEEDS[bringing.seen.feed].title if bringing.seen and bringing.seen.feed else None
        self.file = File(bringing.name, title.fr if title else bringing.name, title.en if title else bringing.name)
        self.sorted = atlases.sort_out(rows.accepted, record.atlas)
        self.parts: Recent[Any] = Recent(KEPT_PARTS)
        self.failed = ""
        self._record = record
        self._lock = Lock()
        self._side: Side | None = None
        self._held: Held | None = None
        self._asked: Side | None = None
        self._rest: Held | None = None
        if len(_ALL) >= MOST_HELD:
            raise Full
        _ALL.add(self)

    @property
    def too_many(self) -> bool:
        """Whether it has more rows than pages take."""
        return len(self.sorted.shown) > MOST_SHOWN

    @property
    def on_pages(self) -> bool:
        """Whether pages can show it."""
        return not (self.sorted.shown.empty or self.too_many)

    def held(self, side: Side) -> Held | None:
        """The atlas of a side; None where it is not made yet, or cannot be."""
        with self._lock:
            return self._held if self._side == side else None

    def prepare(self, side: Side) -> None:
        """Make the atlas of a side, apart from whoever asks; the one held before is dropped."""
        with self._lock:
            if side in (self._side, self._asked):
                return
            self._side, self._held, self._asked, self.failed = None, None, side, ""
            self.parts = Recent(KEPT_PARTS)
        Thread(target=self._make, args=(side,), daemon=True).start()

    def prepare_none(self) -> None:
        """Drop the atlas that is held, or being made."""
        with self._lock:
            self._side = self._held = self._asked = None
            self.parts = Recent(KEPT_PARTS)

    @property
    def under_way(self) -> bool:
        """Whether an atlas is being made."""
        return self._asked is not None

    def _make(self, side: Side) -> None:
        held = None
        try:
            held = self._made(side)
            self._make_rest()
            for evidence in TIERS:
                held.published(evidence)
                if self._asked != side:
                    return  # another one was asked for, or none any more
            held.rows(self.evidence)
            for level in get_args(Level):
                held.profiles(Selection(), level)
                held.rates(Selection(), level)
        finally:
            with self._lock:
                if self._asked == side:
                    self._side, self._held, self._asked = (side, held, None) if held else (None, None, None)
                    self.failed = "" if held else side

    def _made(self, side: Side) -> Held:
        """The atlas of a side; what the record's incidents come to is known already, and is not worked out again."""
        said, record = describer(self.file.name), self._record
        alone = atlases.atlas_of(self.sorted.shown, self.file, record.atlas, said)
        of_file = Held(lambda: alone, record.root)
        like: dict[frozenset[str], str] = {}  # where all rows are of one tier, every level that takes it says the same

        def own(evidence: str) -> pd.DataFrame:
            tiers = frozenset(accepted_tiers(evidence)) & frozenset(alone.claims[col.TIER])
            return of_file.published(like.setdefault(tiers, evidence))

        def both(evidence: str) -> pd.DataFrame:
            record_has = record.published(evidence)
            return pd.concat([record_has, own(evidence).astype(record_has.dtypes.to_dict())], ignore_index=True)

        made = atlases.beside(record.atlas, alone) if side == "both" else alone
        return Held(lambda: made, record.root, KEPT_BYTES, MADE_BYTES, both if side == "both" else own)

    def _make_rest(self) -> None:
        """The atlas of the rows without a country, which is on no page: it says which of them a choice would keep."""
        rest = self.sorted.without_country
        if self._rest is None and 0 < len(rest) <= MOST_SHOWN:
            atlas = atlases.atlas_of(rest, self.file, self._record.atlas, describer(self.file.name))
            self._rest = Held(lambda: atlas, self._record.root, KEPT_BYTES, MADE_BYTES)
            for evidence in TIERS:
                self._rest.published(evidence)

    def without_country(self, selection: Selection) -> int | None:
        """How many rows without a country a choice keeps but for its areas; None where that is not known."""
        if self.sorted.without_country.empty:
            return 0
        return None if self._rest is None else len(self._rest.choice(selection.everywhere()).kept)

    def drop(self) -> None:
        """Forget everything; whatever is being made stops."""
        self.prepare_none()
        self._rest = None
        _ALL.discard(self)

    @property
    def evidence(self) -> str:
        """The level of evidence at which its rows count: the usual one, unless attackers alone speak in it."""
        tiers = self.sorted.shown[col.TIER].fillna(atlases.UNSAID_TIER)
        return "attacker" if len(tiers) and tiers.eq("attacker").all() else DEFAULT_EVIDENCE

    @property
    def years(self) -> tuple[str, str]:
        """The first and the last year of the rows that pages show; empty where there are none."""
        years = self.sorted.shown["day"].str[:4]
        return (str(years.min()), str(years.max())) if len(years) else ("", "")

    def accepted_csv(self) -> bytes:
        """The rows accepted; formulas defused."""
        return to_csv(pd.DataFrame(self.rows.accepted))


_ALL: WeakSet[Brought] = WeakSet()


def all_held() -> Iterator[Brought]:
    """Every file that is held in this process."""
    yield from list(_ALL)
