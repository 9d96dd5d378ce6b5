"""The one cache: the atlas, its tables by level of evidence and choice, and the bytes last given."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

import pandas as pd

from analytics.atlas import atlas as atlases
from analytics.atlas.atlas import Atlas
from analytics.atlas.published import publish
from analytics.outputs import tables
from analytics.outputs.pictures import Choice
from analytics.record import corrections, files, manifest
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import Selection, Vocabulary

KEPT_BYTES = 64_000_000
KEPT_TABLES = 16
_PROGRAM = Path(__file__).resolve().parents[1]


class Held:
    """The atlas, loaded when first asked for, and what tells one state of data and program from another.

    Parameters
    ----------
    load : function
        Gives the atlas; called once.
    root : Path
        The folder that the atlas was read from.
    """

    def __init__(self, load: Callable[[], Atlas] = atlases.load, root: Path = files.DATA) -> None:
        self._load = load
        self.root = root
        self._lock = Lock()
        self._atlas: Atlas | None = None
        self._published: dict[str, pd.DataFrame] = {}
        self._classes: dict[tuple[str, str], tuple[float, ...]] = {}
        # who takes one format of a choice often takes another, or the next page
        self.table = lru_cache(KEPT_TABLES)(self._table)

    @property
    def atlas(self) -> Atlas:
        """Loaded once, also when many ask at the same time."""
        with self._lock:
            if self._atlas is None:
                self._atlas = self._load()
            return self._atlas

    def published(self, evidence: str) -> pd.DataFrame:
        """Incidents with their figures, for the claims of one level of evidence; worked out once for each."""
        if evidence not in self._published:  # where two ask at once, both work out the same
            self._published[evidence] = publish(self.atlas, evidence)
        return self._published[evidence]

    def _table(self, name: str, selection: Selection) -> pd.DataFrame:
        """A table of `exports`, cut down to a selection; shared, so never changed in place."""
        return tables.table_of(self.atlas, name, selection, self.published)

    def choice(self, selection: Selection) -> Choice:
        """What a picture of a selection is drawn of."""
        return Choice(self.atlas, self.published(selection.evidence), selection, self._classes)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The codes that a selection may name."""
        return self.atlas.vocabulary

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What changed from one version of the data to the next."""
        return corrections.read_changes(self.root / corrections.CHANGES_FILE)

    @cached_property
    def state(self) -> str:
        """Changes with the facts, with any other file of the data, and with the program that writes the answers."""
        digest = hashlib.sha256(f"{DATA_VERSION} {DATA_DATE} {manifest.fingerprint(self.root)}".encode())
        reference = sorted((self.root / "reference").glob("*.*"))
        program = sorted(path for path in _PROGRAM.rglob("*") if path.suffix in (".py", ".toml", ".csv"))
        for path in (self.root / "sources.toml", self.root / corrections.CHANGES_FILE, *reference, *program):
            digest.update(hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest())
        return digest.hexdigest()


class Kept:
    """Bytes of the answers last given, up to a size; safe in threads."""

    def __init__(self, largest: int = KEPT_BYTES) -> None:
        self.largest = largest
        self.size = 0
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable) -> bytes | None:
        """The bytes kept under a key, which are then the last to be forgotten; None where there are none."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def put(self, key: Hashable, content: bytes) -> None:
        """Keep bytes, and forget those asked for longest ago where there is no room for all."""
        with self._lock:
            self.size += len(content) - len(self._answers.pop(key, b""))
            self._answers[key] = content
            while self.size > self.largest:
                self.size -= len(self._answers.popitem(last=False)[1])
