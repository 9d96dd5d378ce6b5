"""Who wants to stop the service: each attack by itself, from another address of this machine than readers have.

Every attack ends within the seconds that it is given, or a little after, and says what it was answered, and how often.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from analytics.outputs import addresses

HERE = "127.0.0.2"  # Linux has all of 127.0.0.0/8
FOREIGN = "https://evil.example"
LARGEST_TABLE = addresses.table_path("claims", "json")
WORDS = 8_000  # of a search
Answers = Counter[str]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Attack = Callable[[str, float, int], Coroutine[Any, Any, Answers]]
_LOST = (OSError, WebSocketException, asyncio.IncompleteReadError, TimeoutError)


class Known(NamedTuple):
    """An attack, and how much of it: usually, and in a test."""

    attack: Attack
    usual: int
    small: int


# --- how it is done ---------------------------------------------


async def _opened(address: str) -> Streams:
    place = urlsplit(address)
    return await asyncio.open_connection(place.hostname, place.port, local_addr=(HERE, 0))


def _request(address: str, path: str, method: str = "GET", *more: str) -> bytes:
    return "\r\n".join((f"{method} {path} HTTP/1.1", f"Host: {urlsplit(address).netloc}", *more, "", "")).encode()


async def _status(reader: asyncio.StreamReader) -> str:
    """The status of an answer, and whether it says when to ask again."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    return head.split(" ", 2)[1] + (" later" if "\nretry-after:" in head.lower() else "")


async def _asked(address: str, seconds: float, request: bytes) -> str:
    """What one request is answered; or that the connection ended, or that nothing came in time."""
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await _opened(address)
            try:
                with suppress(ConnectionError):  # refused before all of it was sent: the answer is there
                    writer.write(request)
                    await writer.drain()
                return await _status(reader)
            finally:
                writer.close()
    except TimeoutError:
        return "no answer yet"
    except _LOST:
        return "closed"


async def _each(tasks: list[Coroutine[Any, Any, str]]) -> Answers:
    return Counter(await asyncio.gather(*tasks))


@asynccontextmanager
async def _session(address: str, origin: str = "") -> AsyncIterator[ClientConnection]:
    """A socket as a browser opens it, which forgets what it hears."""
    place = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(
        place,
        origin=origin or address,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        proxy=None,
        ping_interval=None,
        close_timeout=1,
        local_addr=(HERE, 0),
    ) as socket:

        async def hear() -> None:
            with suppress(WebSocketException):
                async for _ in socket:
                    pass

        hearing = asyncio.create_task(hear())
        try:
            yield socket
        finally:
            hearing.cancel()


def _rerun(query: str, page: str = "") -> bytes:
    asked = BackMsg()
    asked.rerun_script.query_string, asked.rerun_script.page_name = query, page
    return asked.SerializeToString()


def _choice(number: int) -> str:
    """A choice that nobody made before, as an address has it."""
    return f"from={2010 + number % 8}-{number // 8 % 12 + 1:02d}&to={2019 + number // 96 % 7}-11"


async def _sending(address: str, seconds: float, every: float, message: Callable[[int], bytes]) -> str:
    """One socket that sends a message at each interval; whether it was still open at the end."""
    end, sent = asyncio.get_running_loop().time() + seconds, 0
    try:
        async with asyncio.timeout(seconds + 5), _session(address) as socket:
            while asyncio.get_running_loop().time() < end:
                await socket.send(message(sent))
                sent += 1
                await asyncio.sleep(every)
    except InvalidStatus as refused:
        return f"{refused.response.status_code}"
    except _LOST:
        return "closed"
    return "open"


# --- what takes long --------------------------------------------


async def kits_left(address: str, seconds: float, count: int) -> Answers:
    """Kits of as many choices, whose clients leave in the same moment."""
    for number in range(count):
        _, writer = await _opened(address)
        writer.write(_request(address, f"{addresses.KIT}?{_choice(number)}"))
        await writer.drain()
        writer.close()
    await asyncio.sleep(seconds)
    return Counter({"left": count})


async def kits(address: str, seconds: float, count: int) -> Answers:
    """Kits of as many choices at once, whose clients wait."""
    asked = (_request(address, f"{addresses.KIT}?{_choice(100 + number)}") for number in range(count))
    return await _each([_asked(address, seconds, each) for each in asked])


async def pictures(address: str, seconds: float, count: int) -> Answers:
    """Pictures of as many choices at once."""
    path = addresses.picture_path("map", "png")
    asked = (_request(address, f"{path}?{_choice(200 + number)}") for number in range(count))
    return await _each([_asked(address, seconds, each) for each in asked])


async def notes(address: str, seconds: float, count: int) -> Answers:
    """Notes of one page, as PDF, of as many choices at once."""
    path = addresses.note_path("department", "91", "pdf")
    asked = (_request(address, f"{path}?{_choice(300 + number)}") for number in range(count))
    return await _each([_asked(address, seconds, each) for each in asked])


# --- Streamlit's own --------------------------------------------


async def foreign_origins(address: str, seconds: float, count: int) -> Answers:
    """Pages of another site that open sockets here, as many at once, again and again."""

    async def one() -> str:
        try:
            async with asyncio.timeout(seconds), _session(address, FOREIGN):
                return "open"
        except InvalidStatus as refused:
            return f"{refused.response.status_code}"
        except _LOST:
            return "closed"

    answers: Answers = Counter()
    end = asyncio.get_running_loop().time() + seconds
    while not answers or asyncio.get_running_loop().time() < end:
        answers += await _each([one() for _ in range(count)])
        await asyncio.sleep(0.5)
    return answers


async def clear_cache(address: str, seconds: float, count: int) -> Answers:
    """The message that empties everybody's caches, so many times a second."""
    message = BackMsg(clear_cache=True).SerializeToString()
    return Counter([await _sending(address, seconds, 1 / count, lambda _: message)])


async def uploads(address: str, seconds: float, count: int) -> Answers:
    """Files of a megabyte for a page that takes none, while a session is open."""
    more = ("Content-Type: multipart/form-data; boundary=x", f"Content-Length: {2**20}")

    async def one(number: int) -> str:
        head = _request(address, f"/_stcore/upload_file/a/{number}", "PUT", *more)
        return await _asked(address, seconds, head + bytes(2**20))

    async with _session(address):
        answers: Answers = Counter()
        for first in range(0, count, 10):
            answers += await _each([one(number) for number in range(first, min(count, first + 10))])
    return answers


async def long_address(address: str, seconds: float, count: int) -> Answers:
    """Tabs that open a link of 8,000 words; the page itself, and its session with the same words four times."""
    words = "+".join(f"w{number}" for number in range(WORDS))
    answers = Counter([await _asked(address, seconds, _request(address, f"/?q={words}"))])
    query = "q=" + "+".join([words] * 4)  # 190 kB: a message may be as long
    return answers + await _each([_sending(address, seconds, 2, lambda _: _rerun(query)) for _ in range(count)])


async def reruns(address: str, seconds: float, count: int) -> Answers:
    """One reader who changes the choice so many times a second."""
    return Counter([await _sending(address, seconds, 1 / count, lambda number: _rerun(_choice(number)))])


async def many_reruns(address: str, seconds: float, count: int) -> Answers:
    """As many sockets of one reader, each with ten changes a second."""
    each = [
        _sending(address, seconds, 0.1, lambda number, start=start: _rerun(_choice(number * count + start)))  # type: ignore[misc]
        for start in range(count)
    ]
    return await _each(each)


async def sessions(address: str, seconds: float, count: int) -> Answers:
    """As many clients that open a session, ask for the page, and leave, over and over."""

    async def one(number: int) -> Answers:
        answers: Answers = Counter()
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            answers[await _sending(address, 0.1, 0.2, lambda _: _rerun(_choice(number)))] += 1
        return answers

    return sum(await asyncio.gather(*(one(number) for number in range(count))), Counter())


# --- HTTP -------------------------------------------------------


async def large_header(address: str, seconds: float, count: int) -> Answers:
    """One header of so many megabytes."""
    request = _request(address, "/", "GET", "X-Long: " + "a" * (count * 2**20))
    return Counter([await _asked(address, seconds, request)])


async def many_headers(address: str, seconds: float, count: int) -> Answers:
    """So many headers in one request."""
    return Counter(
        [await _asked(address, seconds, _request(address, "/", "GET", *(f"X-{number}: a" for number in range(count))))]
    )


async def half_open(address: str, seconds: float, count: int) -> Answers:
    """Requests that never end: one letter now and then."""

    async def one() -> str:
        try:
            async with asyncio.timeout(seconds):
                reader, writer = await _opened(address)
                writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
                while not reader.at_eof():
                    writer.write(b"a")
                    await writer.drain()
                    with suppress(TimeoutError):
                        return await asyncio.wait_for(_status(reader), 2)
        except TimeoutError:
            return "open"
        except _LOST:
            return "closed"
        return "closed"

    return await _each([one() for _ in range(count)])


async def not_read(address: str, seconds: float, count: int) -> Answers:
    """Clients that ask for the largest table ten times over, and read nothing."""
    request = _request(address, LARGEST_TABLE)

    async def one() -> str:
        place = urlsplit(address)
        reader, writer = await asyncio.open_connection(place.hostname, place.port, local_addr=(HERE, 0), limit=2**10)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(request * 10)
        await asyncio.sleep(seconds)
        closed = reader.at_eof()
        writer.transport.abort()
        return "closed" if closed else "held"

    return await _each([one() for _ in range(count)])


ATTACKS: Mapping[str, Known] = {
    "kits, clients leave": Known(kits_left, 30, 30),
    "kits, clients wait": Known(kits, 60, 40),
    "pictures": Known(pictures, 80, 40),
    "notes": Known(notes, 80, 40),
    "foreign origins": Known(foreign_origins, 10, 10),
    "clear_cache a second": Known(clear_cache, 5, 5),
    "uploads of 1 MB": Known(uploads, 300, 20),
    "link of 8,000 words": Known(long_address, 10, 2),
    "reruns a second": Known(reruns, 10, 10),
    "sockets, 10 reruns each": Known(many_reruns, 50, 10),
    "sessions after sessions": Known(sessions, 20, 5),
    "header of MB": Known(large_header, 100, 2),
    "headers": Known(many_headers, 20_000, 20_000),
    "half-open requests": Known(half_open, 900, 50),
    "clients that do not read": Known(not_read, 50, 10),
}


def attacked(name: str, address: str, seconds: float, small: bool = False) -> Answers:
    """Do an attack to its end; what it was answered.

    Parameters
    ----------
    name : str
        A key of `ATTACKS`.
    address : str
    seconds : float
    small : bool, optional
        As much of it as a test has time for.
    """
    known = ATTACKS[name]
    return asyncio.run(known.attack(address, seconds, known.small if small else known.usual))
