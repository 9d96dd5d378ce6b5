"""A session without a screen: what a browser says to Streamlit and hears from it, over a websocket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.shared import labels_of

WIDGET = "widget-department"
PATIENCE = 120  # seconds
KEPT_RUNS = 2  # a browser keeps what is large for so many runs (global.maxCachedMessageAge)


class Taken(NamedTuple):
    """One run: seconds until it was over, bytes received, and what the page said went wrong."""

    seconds: float
    received: int
    error: str


class Session:
    """One reader of one page.

    Attributes
    ----------
    options : list of str
        The departments that the page offers, known once it is open.
    query : str
        What the page wrote into the address, which a browser sends back with each change.
    name : str
        What the server calls the session; a browser that connects again names it.
    """

    def __init__(self, socket: ClientConnection, address: str, path: str) -> None:
        self.socket, self.address, self.path = socket, address, path
        self.options: list[str] = []
        self.query = self.name = ""
        self._widget = self._page = ""
        self._kept: dict[str, int] = {}
        self._runs = 0

    async def visit(self) -> Taken:
        """The first run of any page."""
        return await self._run(self._asked())

    async def open(self) -> Taken:
        """The first run of a page that has a filter of departments.

        Raises
        ------
        RuntimeError
            Where it has none.
        """
        taken = await self.visit()
        if not self.options:
            raise RuntimeError(f"{self.path}: no filter of departments. {taken.error}")
        return taken

    async def choose(self, departments: Sequence[str]) -> Taken:
        """Change the filter of departments to some codes."""
        asked = self._asked()
        widget = asked.rerun_script.widget_states.widgets.add(id=self._widget)
        widget.string_array_value.data.extend(labels_of(departments, self.options))
        return await self._run(asked)

    def _asked(self) -> BackMsg:
        asked = BackMsg()
        run = asked.rerun_script
        run.page_name, run.page_script_hash, run.query_string = self.path.strip("/"), self._page, self.query
        run.context_info.url, run.context_info.locale = self.address + self.path, "fr-FR"
        run.context_info.timezone = "Europe/Paris"
        run.cached_message_hashes.extend(self._kept)
        return asked

    async def _run(self, asked: BackMsg) -> Taken:
        start, received, error = time.perf_counter(), 0, ""
        await self.socket.send(asked.SerializeToString())
        self._runs += 1
        while True:
            frame = await asyncio.wait_for(self.socket.recv(decode=False), PATIENCE)
            received += len(frame)
            message = ForwardMsg.FromString(frame)
            error = self._heard(message) or error
            if message.WhichOneof("type") == "script_finished" and not is_early(message):
                break
        self._kept = {name: run for name, run in self._kept.items() if self._runs - run < KEPT_RUNS}
        return Taken(time.perf_counter() - start, received, error)

    def _heard(self, message: ForwardMsg) -> str:
        """Remember what the next run needs; the text of an error that the page shows, else nothing."""
        kind = message.WhichOneof("type")
        if message.metadata.cacheable or kind == "ref_hash":
            self._kept[message.ref_hash or message.hash] = self._runs
        if kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "new_session":
            self.name = message.new_session.initialize.session_id
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                return element.exception.message or "an error without a message"
            if element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
                return element.alert.body  # what a page says where it fails (dashboard/failed.py)
            if element.multiselect.id.endswith(WIDGET):
                self._widget, self.options = element.multiselect.id, list(element.multiselect.options)
        return ""


def is_early(message: ForwardMsg) -> bool:
    """Whether a run ended only for another to begin."""
    return message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


def connection(address: str, headers: Mapping[str, str] | None = None, last: str = "") -> connect:
    """A websocket as a browser opens it.

    Parameters
    ----------
    address : str
    headers : mapping of str to str, optional
        What the browser says beside.
    last : str
        The name of the session that it had, where it connects again.
    """
    return connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        origin=address,  # type: ignore[arg-type]
        subprotocols=["streamlit", *(["PLACEHOLDER_AUTH_TOKEN", last] if last else [])],  # type: ignore[list-item]
        additional_headers=headers,
        max_size=None,
        ping_interval=None,
        open_timeout=PATIENCE,
        proxy=None,
    )


@asynccontextmanager
async def session(address: str, path: str) -> AsyncIterator[Session]:
    """A session that has asked for nothing yet."""
    async with connection(address) as socket:
        yield Session(socket, address, path)
