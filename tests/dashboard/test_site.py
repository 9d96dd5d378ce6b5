"""The pages are said once: one entry more is in the navigation, the sitemap, the head and the preview."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import ModuleType

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import site
from analytics.outputs.heads import head_of
from analytics.outputs.sitemap import sitemap
from analytics.selection.selection import LANGUAGES
from analytics.words.text import Words, catalogue

ROOT = Path(__file__).resolve().parents[2]
THROW_AWAY = site.Page("throwaway", "throwaway", "throwaway.subtitle", "by-year")


@pytest.fixture
def one_page_more(monkeypatch):
    """What a new page takes: its entry, its words in two languages, its file."""
    monkeypatch.setattr(site, "PAGES", (*site.PAGES, THROW_AWAY))
    for language in LANGUAGES:
        monkeypatch.setitem(catalogue(language), "page.throwaway", f"Throw away {language}")
        monkeypatch.setitem(catalogue(language), "throwaway.subtitle", f"To be thrown away {language}")
    view = ModuleType("dashboard.views.throwaway")
    view.page = lambda run: st.markdown(f"# {len(run.kept)} incidents to throw away")
    monkeypatch.setitem(sys.modules, view.__name__, view)


def opened(path: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=120)
    app.query_params["lang"] = "en"
    app.run()
    if path:
        app._page_hash = next(hash_ for hash_, page in app._registered_pages.items() if page["url_pathname"] == path)
        app.run()
    return app


@pytest.mark.usefixtures("one_page_more")
def test_a_new_page_runs_and_is_in_the_navigation():
    app = opened("throwaway")

    assert not app.exception
    assert any(mark.value.endswith("incidents to throw away") for mark in app.markdown)
    assert "Throw away en" in [link.proto.label for link in app.get("page_link")]


@pytest.mark.usefixtures("one_page_more")
def test_a_new_page_is_in_the_sitemap_and_has_a_head_and_a_preview(small_atlas):
    written = sitemap(small_atlas, "https://atlas.example").decode()
    head = head_of("throwaway", "", small_atlas, Words("en"))

    assert "<loc>https://atlas.example/throwaway</loc>" in written
    assert "<loc>https://atlas.example/throwaway?lang=en</loc>" in written
    assert head.title.startswith("Throw away en – ")
    assert head.description == "To be thrown away en"
    assert "/by-year.png" in head.image


def test_every_page_has_its_view():
    views = {path.stem for path in (ROOT / "dashboard" / "views").glob("*.py")}

    assert views == {page.name for page in site.PAGES}
    assert len({page.path for page in site.PAGES}) == len(site.PAGES)


def test_no_view_does_anything_when_it_is_read():
    told = []
    for path in (ROOT / "dashboard" / "views").glob("*.py"):
        for line in ast.parse(path.read_text(encoding="utf-8")).body:
            call = isinstance(line, ast.Expr) and isinstance(line.value, ast.Call)
            assigned = isinstance(line, ast.Assign) and any(isinstance(node, ast.Call) for node in ast.walk(line.value))
            if call or assigned:
                told.append(f"{path.name}:{line.lineno}")

    assert told == []


def listed(node: ast.AST) -> set[str]:
    """The strings that a list, a tuple, a set, or the keys of a dictionary hold."""
    entries = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    return {entry.value for entry in entries if isinstance(entry, ast.Constant) and isinstance(entry.value, str)}


def test_no_other_file_lists_the_pages():
    names = {page.name for page in site.PAGES}
    listing = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("analytics", "dashboard")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "site.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict) and len(listed(node) & names) > 2
    ]

    assert listing == []
