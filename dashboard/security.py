"""Security headers: what a page may load and run, and what other sites may do with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.drawings.leaflet import maps
from analytics.outputs.embeds import script_hash

Policy = Mapping[str, Iterable[str]]

_COMMON: Policy = {
    "default-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'self'",),
}


def _written(policy: Policy) -> str:
    return "; ".join(" ".join((directive, *sources)) for directive, sources in policy.items())


def page_policy(inline_scripts: Iterable[str]) -> str:
    """Policy of a page: ours only, with the exceptions that Streamlit needs.

    Each exception was taken away in Chromium and something broke. ``unsafe-eval`` is nowhere among them: of what a
    page draws only plotly's WebGL traces ask for it, and we draw none.

    Parameters
    ----------
    inline_scripts : the scripts inside the page that Streamlit serves, allowed one by one by their hash.
    """
    return _written(
        {
            **_COMMON,
            "script-src": ("'self'", *(script_hash(text) for text in inline_scripts)),
            # Streamlit's widgets, its sanitiser and plotly all write style elements and attributes while
            # running; without them the page stays blank.
            "style-src": ("'self'", "'unsafe-inline'"),
            # data: icons of Streamlit and the swatches of our legends; blob: plotly's export as a picture.
            "img-src": ("'self'", "data:", "blob:"),
            # Streamlit's style sheet carries a part of its icon font inside itself.
            "font-src": ("'self'", "data:"),
        }
    )


def data_policy(media_type: str) -> str:
    """Policy of what is no page: tables, pictures, files of the browser. Opened alone it runs and asks for nothing.

    A browser shows no PDF in a sandbox.
    """
    sandbox = {} if media_type.startswith("application/pdf") else {"sandbox": ()}
    return _written(
        {
            "default-src": ("'none'",),
            "style-src": ("'unsafe-inline'",),  # of an SVG, with the letters inside
            "font-src": ("data:",),
            "img-src": ("data:",),
            "base-uri": ("'none'",),
            "form-action": ("'none'",),
            "frame-ancestors": ("'self'",),
            **sandbox,
        }
    )


# What streamlit-folium appends to the script of a map before it puts it into its page (index.tsx).
_MAP_START = "window.map = map_div; window.initComponent(map_div, false);"
_COMPONENT = "/component/streamlit_folium."


@cache
def map_policy() -> str:
    """Policy of the map's frame, which is a page of its own.

    streamlit-folium writes the base map into an inline script, which we allow by hash since it is constant. It hands
    every overlay to ``eval``, which the map program replaces by a reader of data (leaflet/atlas/start.js). Inline event
    handlers and any other script stay refused, so that markup that slipped into a label could not run.
    """
    base_maps = [maps.base_script(build()) + _MAP_START for build in maps.BASE_MAPS]
    return _written(
        {
            **_COMMON,
            "script-src": ("'self'", *(script_hash(text) for text in base_maps)),
            # The component's page holds a style element and attribute, and adds more while starting.
            "style-src": ("'self'", "'unsafe-inline'"),
            "img-src": ("'self'", "data:"),
        }
    )


HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    # What a reader looks at stays between them and us when they follow a link to a source.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


def _hosts(scope: Scope) -> int:
    return sum(name == b"host" for name, _ in scope["headers"])


class SecurityHeaders:
    """ASGI middleware: security headers on every answer; sockets and streams pass untouched.

    A page sets its own Content-Security-Policy (`PageWords`); what else is served gets the strictest one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with the headers added."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        app = self.app if _hosts(scope) < 2 else PlainTextResponse("Bad Request: two Host headers\n", 400)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kind = headers.get("content-type", "")
                policy = map_policy() if _COMPONENT in scope["path"] else data_policy(kind)
                headers.setdefault("Content-Security-Policy", policy)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await app(scope, receive, with_headers)
