"""What the server adds to Streamlit: our routes, and the middleware around its pages.

Starlette only: no Streamlit script code. The data are in the routes of analytics/api.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from analytics.api import application
from analytics.database.record import hold_from_database
from analytics.outputs.held import Held
from analytics.outputs.workshop import Workshop
from analytics.site import address, contact
from dashboard.addresses import KnownAddresses
from dashboard.base_path import below
from dashboard.files import asset, files
from dashboard.inner_routes import InnerRoutes
from dashboard.page_head import PageWords
from dashboard.security import SecurityHeaders

Endpoint = Callable[[Request], Awaitable[Response]]
INCOMPLETE = "ATLAS_INCOMPLETE"  # the name in the environment: serve a record that is not whole, and say so


def hold_record() -> None:
    """Take the record from the database that the environment names, or end the start; before anything reads it."""
    try:
        hold_from_database()
    except ValueError as error:
        sys.exit(f"error: {error}")


def refuse_damaged(held: Held) -> None:
    """End the start of a server that cannot read its record, or whose record is not the one that was released.

    The environment may ask for the second (`ATLAS_INCOMPLETE=yes`): then it is said on standard error and every page.
    """
    try:
        damage = held.damage
    except (ValueError, OSError) as error:
        sys.exit(f"error: {error}")
    if damage:
        told = "\n  ".join((f"the record is not whole ({len(damage)} faults)", *damage))
        if os.environ.get(INCOMPLETE) != "yes":
            sys.exit(f"error: {told}\n{INCOMPLETE}=yes serves it all the same, and says so on every page")
        print(f"warning: {told}", file=sys.stderr, flush=True)


def _health_of(held: Held | None) -> Endpoint:
    """Whether this process answers from the record as it was released: 200, else 503."""
    damaged = bool(held and held.damage)
    status = {"status": "damaged record" if damaged else "ok"}

    async def health(_: Request) -> Response:
        return JSONResponse(status, 503 if damaged else 200, headers={"Cache-Control": "no-store"})

    return health


def routes(base_path: str = "", held: Held | None = None, workshop: Workshop | None = None) -> list[BaseRoute]:
    """Our own routes, below the base path that Streamlit is given (``server.baseUrlPath``).

    Parameters
    ----------
    base_path : str
    held : Held, optional
        The atlas that the API answers from; it loads its own where there is none.
    workshop : Workshop, optional
        Makes what takes long; it is made in a thread where there is none.
    """
    base = below(base_path)
    files()  # a missing file stops the start, not a reader
    contact(), address()  # and so does a setting that is none
    return [
        Route(f"{base}/assets/{{name:path}}", asset, name="assets"),
        Route(f"{base}/health", _health_of(held), name="health"),
        *application.routes(base, held, workshop),
    ]


def middleware(base_path: str = "", held: Held | None = None) -> list[Middleware]:
    """The middleware around Streamlit, outermost first.

    Parameters
    ----------
    base_path : str
        Streamlit's (``server.baseUrlPath``).
    held : Held, optional
        The atlas, for the titles of pages and incidents; without it every page has the title of the whole.
    """
    return [
        Middleware(SecurityHeaders),
        Middleware(InnerRoutes, base_path=base_path),
        Middleware(KnownAddresses, base_path=base_path),
        Middleware(PageWords, base_path=base_path, held=held),
    ]
