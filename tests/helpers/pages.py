"""A page of the dashboard as a reader opens it, without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

MAIN = Path(__file__).resolve().parents[2] / "dashboard" / "main.py"


def opened(view: str, **query: str | list[str]) -> AppTest:
    """The page of a view after its first run, with what its address asks for."""
    app = AppTest.from_file(str(MAIN), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    if view != "explore":
        app.switch_page(f"views/{view}.py")
    app.run()
    assert not app.exception
    return app
