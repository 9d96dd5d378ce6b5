"""Pages of the dashboard without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from analytics.site import PAGES
from dashboard.components import FOLD

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120  # the first run reads and places everything


def opened(view: str = "explore", /, **query: str | list[str]) -> AppTest:
    """A page, run once, at an address; what is folded away stays so."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    if view != "explore":
        turn_to(view, app)
    return app.run()


def turn_to(view: str, app: AppTest) -> AppTest:
    """The same reader on another page, which the next run shows; its address may have another name than its file."""
    app._page_hash = calc_hash(next(page.path for page in PAGES if page.name == view))
    return app


def unfolded(view: str = "explore", /, **query: str | list[str]) -> AppTest:
    """The same with everything open that a page folds away."""
    app = opened(view, **query)
    for fold in app.expander:
        if FOLD in fold.proto.id:
            app.session_state[FOLD + fold.proto.id.rpartition(FOLD)[2]] = True
    return app.run()
