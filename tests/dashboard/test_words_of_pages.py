"""Words of pages go through one door, where text stays text; whoever builds a page cannot forget it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
DOOR = DASHBOARD / "say.py"
# what Streamlit reads as Markdown, and where `say` has the same
SAID = {
    *("markdown", "caption", "info", "success", "warning", "error", "button", "link_button", "download_button"),
    *("expander", "page_link", "table", "write", "title", "header", "subheader", "metric", "latex", "toast", "popover"),
    *("tabs", "radio", "checkbox", "status", "spinner", "feedback", "json", "text_area", "form_submit_button", "badge"),
}
# elements with a label in Markdown: it is one of our own words without a value, or `unmarked`
LABELLED = {"text_input", "selectbox", "multiselect", "toggle", "segmented_control", "pills", "number_input", "dialog"}
LABELLED |= {"slider", "date_input"}
NO_ELEMENTS = {"pa.table", "run.choice.held.table"}


def calls(path: Path) -> list[tuple[str, ast.Call]]:
    """The calls of methods in a file, by name; those of names of our own modules are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("dashboard", "analytics"))
        for alias in node.names
    }
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [
        (call.func.attr, call)
        for call in found
        if not (isinstance(call.func.value, ast.Name) and call.func.value.id in ours)
    ]


def is_plain(label: ast.expr) -> bool:
    """Whether a label is `words(key)` without values, or went through `unmarked`."""
    if not isinstance(label, ast.Call):
        return False
    name = ast.unparse(label.func)
    return name == "unmarked" or (name in ("words", "run.words") and len(label.args) == 1 and not label.keywords)


@pytest.mark.parametrize("path", sorted(DASHBOARD.rglob("*.py")), ids=lambda path: path.name)
def test_no_page_gives_streamlit_a_text_past_the_door(path):
    past, unread = [], []
    for name, call in calls(path):
        if path != DOOR and name in SAID and ast.unparse(call.func) not in NO_ELEMENTS:
            past.append(f"{call.lineno}: {ast.unparse(call.func)}")
        if name in LABELLED and not is_plain(call.args[0]):
            unread.append(f"{call.lineno}: {ast.unparse(call.args[0])}")
        for option in call.keywords:
            if option.arg == "help" and not is_plain(option.value) and "unmarked" not in ast.unparse(option.value):
                unread.append(f"{call.lineno}: help={ast.unparse(option.value)}")
    assert past == [], f"say.{{text, heading, caption, button, …}} in dashboard/say.py: {past}"
    assert unread == [], f"unmarked(…): {unread}"


def test_the_test_sees_what_it_looks_for(tmp_path):
    page = tmp_path / "page.py"
    page.write_text("import streamlit as st\nst.markdown(x)\ncolumn.caption(x)\nst.pills(f'{x}', [])\n")
    assert [name for name, _ in calls(page)] == ["markdown", "caption", "pills"]
    assert not is_plain(calls(page)[2][1].args[0])
    assert not is_plain(ast.parse("words('a', name=x)").body[0].value)


def test_marked_is_for_what_the_project_wrote_itself():
    told = [
        f"{path.name}: {ast.unparse(node)}"
        for path in DASHBOARD.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "say.marked"
    ]
    assert sorted(told) == [
        "accessibility.py: say.marked(section.body)",
        "licences.py: say.marked(third_parties.bundled(words))",
        "licences.py: say.marked(words('licences.ours'))",
        "method.py: say.marked(section.body)",
        "method.py: say.marked(text)",
    ]
