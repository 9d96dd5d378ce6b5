"""What the server adds to Streamlit: our routes, and the middleware around its pages.

Starlette only: no Streamlit script code. The data are in the routes of analytics/api.
"""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from analytics.api import application
from analytics.outputs.held import Held
from analytics.outputs.workshop import Workshop
from analytics.site import contact
from dashboard.base_path import below
from dashboard.files import asset, files
from dashboard.inner_routes import InnerRoutes
from dashboard.page_head import PageWords
from dashboard.security import SecurityHeaders


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


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
    contact()  # and so does a setting that is none
    return [
        Route(f"{base}/assets/{{name:path}}", asset, name="assets"),
        Route(f"{base}/health", _health, name="health"),
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
        Middleware(PageWords, base_path=base_path, held=held),
    ]
