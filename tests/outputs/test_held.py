"""One cache: nothing is worked out twice, nothing grows without end, and nothing else keeps data of an atlas."""

from __future__ import annotations

import ast
import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import streamlit as st
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from analytics import site
from analytics.outputs import held as holding
from analytics.outputs import kit
from analytics.outputs.addresses import KIT, table_path
from analytics.outputs.held import KEPT_TABLES, Held, Recent
from analytics.outputs.pictures import Choice
from analytics.schema.codes import TIERS
from analytics.selection.selection import Selection
from analytics.words.text import Words
from dashboard import loading, server
from tests.helpers.asgi import ask
from tests.helpers.holding import held_of
from tests.helpers.kits import without_pictures
from tests.helpers.small_world import MONTH, QUIET

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def counted(monkeypatch):
    """Each level of evidence for which incidents were published, in order; every cache is empty before and after."""
    published = []

    def publish(atlas, evidence):
        published.append(evidence)
        return original(atlas, evidence)

    original = holding.publish
    monkeypatch.setattr(holding, "publish", publish)
    st.cache_resource.clear()
    yield published
    st.cache_resource.clear()


@pytest.mark.slow
def test_incidents_are_published_once_a_level_for_all_pages_files_kits_and_answers(counted):
    for page in site.PAGES:
        app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=120)
        if page != site.FRONT:
            app.switch_page(f"views/{page.name}.py")
        assert not app.run().exception
    held = loading.held()
    chosen = Selection(department=("2A",))
    for table in ("incidents", "departments", "countries"):
        held.table(table, chosen)
    with without_pictures():
        for selection in (chosen, Selection(region=("94",))):
            kit.kit(held, selection, Words("fr"))
    served = Starlette(routes=server.routes("", held))
    for evidence in TIERS:
        assert ask(served, f"{table_path('incidents', 'csv')}?evidence={evidence}").status == 200
    for table in ("incidents", "departments", "claims"):
        assert ask(served, table_path(table, "json")).status == 200

    assert sorted(counted) == sorted(set(counted))
    assert set(counted) == set(TIERS)


def test_nobody_is_the_first_where_everything_was_made_before(counted, small_atlas):
    held = Held(lambda: small_atlas)
    held.warm()
    published = len(counted)

    for evidence in TIERS:
        held.rows(evidence)

    assert published == len(TIERS)
    assert len(counted) == published


def test_every_format_of_a_choice_takes_the_table_that_is_held(small_atlas):
    held = held_of(small_atlas)

    assert held.table("sites", Selection()) is held.table("sites", Selection())
    assert held.table("sites", Selection()) is not held.table("sites", Selection(type=("ddos",)))


def test_profiles_and_classes_are_worked_out_once_for_all_languages(small_atlas, monkeypatch):
    held, worked_out = held_of(small_atlas), []
    original = holding.area_profiles.profiles
    monkeypatch.setattr(holding.area_profiles, "profiles", lambda *args: worked_out.append(args[2:]) or original(*args))

    for language in ("fr", "en"):
        for _ in range(2):
            choice = Choice(held, Selection(department=("01",), lang=language))
            choice.profiles("department")
            choice.breaks("department", "incidents")

    assert len(worked_out) == 1
    assert Choice(held, Selection(incident=MONTH)).profiles("department").coverage.distinct == 1
    assert len(worked_out) == 2


def test_a_kit_made_on_a_page_is_the_answer_of_the_api(small_atlas):
    held = held_of(small_atlas)
    held.answers.put(kit.key(Selection(), "http://atlas.example"), b"made on a page")
    app = Starlette(routes=server.routes("", held))

    answer = ask(app, KIT, headers={"host": "atlas.example"})
    assert (answer.status, answer.body) == (200, b"made on a page")
    assert ask(app, KIT, headers={"host": "other.example"}).body != b"made on a page"  # it would cite the other host


def test_only_so_many_tables_are_held(small_atlas):
    held = held_of(small_atlas)
    first = weakref.ref(held.table("claims", Selection(q="0")))
    for number in range(KEPT_TABLES):
        held.table("claims", Selection(q=str(number + 1)))

    gc.collect()
    assert first() is None


def test_an_atlas_that_nobody_holds_is_let_go(small_atlas):
    held = Held(lambda: small_atlas)
    held.table("incidents", Selection())
    held.profiles(Selection(), "department")
    gone = weakref.ref(held.published(Selection().evidence))
    del held

    gc.collect()
    assert gone() is None


def test_a_choice_is_shared_by_all_who_make_it(small_atlas):
    held, made = Held(lambda: small_atlas), []
    choice = held.choice(Selection(evidence="attacker", department=("01",)))

    again = held.choice(Selection(evidence="attacker", department=("01",), incident=QUIET, lang="en"))
    for asked in (choice, again):
        asked.once("a name", lambda asked=asked: made.append(asked))

    assert made == [choice]
    assert again.kept is choice.kept
    assert again.rows is choice.rows
    assert [row["incident_id"] for row in choice.rows] == [
        *choice.kept.sort_values(["started_on", "incident_id"], ascending=False)["incident_id"]
    ]
    assert held.choice(Selection(department=("01",))).kept is not choice.kept


def test_what_is_made_of_all_choices_shares_one_room_of_bytes(small_atlas):
    held, made = Held(lambda: small_atlas, most_made=100_000), []

    def shown(word):
        return held.choice(Selection(q=word)).once("shown", lambda: made.append(word) or word * 30_000)

    for word in ("a", "b", "a", "c", "d", "a"):  # three of them fill the room
        shown(word)
    assert made == ["a", "b", "c", "d"]
    shown("b")
    assert made[4:] == ["b"]

    for number in range(1000):
        held.choice(Selection(q=str(number))).once("small", lambda: None)
    assert held.bytes_made <= 100_000
    assert shown("z") is shown("z")


def test_nothing_that_is_made_is_made_twice_not_even_nothing(small_atlas):
    held, made = held_of(small_atlas), []
    for _ in range(2):
        held.choice(Selection(q="nothing")).once("none", lambda: made.append(None))

    assert made == [None]


def test_more_incidents_than_there_is_room_for_are_worked_out_each_time(small_atlas):
    held = Held(lambda: small_atlas, most_made=1000)

    assert held.choice(Selection()).kept is not held.choice(Selection()).kept
    assert held.bytes_made == 0


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    recent = Recent(2)
    made = []
    for key in ("a", "b", "a", "c", "b"):
        recent.of(key, lambda key=key: made.append(key) or key)

    assert made == ["a", "b", "c", "b"]


def test_what_many_ask_for_at_once_is_made_once():
    recent, made, begun, go = Recent(2), [], Event(), Event()

    def make() -> str:
        begun.set()
        assert go.wait(20)
        made.append("a")
        return "a"

    with ThreadPoolExecutor(8) as readers:
        first = readers.submit(recent.of, "a", make)
        assert begun.wait(20)
        others = [readers.submit(recent.of, "a", make) for _ in range(7)]
        assert recent.of("b", lambda: "b") == "b"  # who asks for something else does not wait
        go.set()
        assert {each.result() for each in (first, *others)} == {"a"}
    assert made == ["a"]

    failing = iter([ValueError("on purpose")])
    with pytest.raises(ValueError, match="on purpose"):
        recent.of("c", lambda: (_ for _ in ()).throw(next(failing)))
    assert recent.of("c", lambda: "c") == "c"


CACHES = {"cache", "lru_cache", "cache_resource", "cache_data"}
# what an atlas consists of; where one of these is kept, the atlas is kept with it
OF_AN_ATLAS = {"Atlas", "Held", "Choice", "Selection", "DataFrame", "Series", "Profiles", "Basis"}


def kept_functions(path: Path) -> list[ast.FunctionDef]:
    """The functions of a file whose results are kept."""
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(
            getattr(name, "id", getattr(name, "attr", "")) in CACHES
            for decorator in node.decorator_list
            for name in ast.walk(decorator)
        )
    ]


def programs() -> list[Path]:
    return [path for folder in ("analytics", "dashboard") for path in sorted((ROOT / folder).rglob("*.py"))]


def test_nothing_else_keeps_data_of_an_atlas():
    keeping = []
    for path in programs():
        for function in kept_functions(path):
            if path.name == "loading.py":
                continue
            taken = {
                getattr(name, "id", getattr(name, "attr", ""))
                for argument in function.args.args
                for name in ast.walk(argument)
            }
            if taken & OF_AN_ATLAS or "self" in {argument.arg for argument in function.args.args}:
                keeping.append(f"{path.relative_to(ROOT)}: {function.name}")

    assert keeping == []


def test_a_cache_is_a_decorator_and_nothing_else():
    """A call of lru_cache on something would keep what it is called on, an atlas among it."""
    called = []
    for path in programs():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        decorating = {id(node) for function in ast.walk(tree) for node in getattr(function, "decorator_list", [])}
        called += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and id(node) not in decorating
            and getattr(node.func, "id", getattr(node.func, "attr", "")) in CACHES
        ]

    assert called == []


def test_incidents_are_published_by_the_cache_alone():
    publishing = {
        path.relative_to(ROOT).as_posix()
        for path in programs()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (
            (node.module == "analytics.atlas.published" and "publish" in {name.name for name in node.names})
            or (node.module == "analytics.atlas" and "published" in {name.name for name in node.names})
        )
    }

    assert publishing == {"analytics/outputs/held.py"}


def test_a_choice_is_cut_from_the_same_cells_and_from_no_column_of_text(small_atlas):
    held = held_of(small_atlas)
    for evidence in TIERS:
        to_cut, published = held.to_cut(evidence), held.published(evidence)
        texts = [name for name in published if published[name].dtype == "str"]
        assert not [name for name in to_cut if to_cut[name].dtype == "str"]
        assert to_cut.notna().equals(published.notna())
        assert all(to_cut[name].dropna().to_list() == published[name].dropna().to_list() for name in texts)
    assert not [name for name in held.sites if held.sites[name].dtype == "str"]
