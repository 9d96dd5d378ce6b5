"""A program of its own: adds one filter to the registry, before anything reads it, and says what has become of it."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from analytics.schema import col
from analytics.schema.codes import STATUSES
from analytics.selection.filters import FILTERS, Filter

FILTERS["standing"] = Filter(
    name="standing",
    field="standing",
    side="what",
    kind="codes",
    repeats=True,
    codes=STATUSES,
    keep=lambda incidents: lambda value: (incidents[col.STATUS] == value).to_numpy(),
    meaning="Whether the attack is established; may be repeated.",
    option="whether the attack is established",
    example=["claimed"],
)


def in_the_address(atlas: Any) -> dict[str, Any]:
    """Written, read back, taken back, and refused."""
    from analytics.selection.address import from_query
    from analytics.selection.selection import Selection

    chosen = replace(Selection(evidence="attacker"), standing=("claimed",))
    read, problems = from_query({"standing": ["claimed"], "evidence": ["attacker"]}, atlas.vocabulary)
    _, refused = from_query({"standing": ["rumoured"]}, atlas.vocabulary)
    return {
        "written": chosen.to_query(),
        "read": (read, hash(read), problems) == (chosen, hash(chosen), []),
        "taken back": chosen.without("standing", "claimed") == Selection(evidence="attacker"),
        "refused": refused,
    }


def in_words(atlas: Any) -> list[str]:
    """What a selection with it covers, in both languages."""
    from analytics.selection.selection import Selection
    from analytics.words.phrases import scope
    from analytics.words.text import Words

    return [scope(Selection(standing=("claimed",)), atlas, Words(language)) for language in ("fr", "en")]


def in_the_api(atlas: Any, root: Path) -> dict[str, Any]:
    """The document, and the answers to a value that exists and to one that does not."""
    from starlette.requests import Request

    from analytics.api.application import Api
    from analytics.api.problems import Problem
    from analytics.outputs.held import Held

    api = Api("", Held(lambda: atlas, root))

    def get(path: str, query: str = "") -> Any:
        scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
        try:
            return json.loads(api.answer(Request(scope)).body)
        except Problem as problem:
            return problem.document

    document = get("/api/v1/openapi.json")
    return {
        "parameter": document["components"]["parameters"]["standing"],
        "of incidents": [name["$ref"] for name in document["paths"]["/api/v1/incidents.csv"]["get"]["parameters"]],
        "answer": get("/api/v1/incidents.json", "standing=claimed&evidence=attacker"),
        "refusal": get("/api/v1/incidents.json", "standing=rumoured"),
    }


def on_the_command_line(atlas: Any) -> dict[str, Any]:
    """The help of `export`, and what it writes."""
    from analytics.__main__ import main
    from analytics.atlas import atlas as atlases

    atlases.load = lambda: atlas
    said, written = io.StringIO(), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with suppress(SystemExit), redirect_stdout(said):
        main(["export", "--help"])
    with redirect_stdout(written):
        code = main(["export", "incidents", "--standing", "claimed", "--evidence", "attacker"])
    return {"help": said.getvalue(), "code": code, "written": written.buffer.getvalue().decode("utf-8")}


def in_the_documents(root: Path) -> str:
    """The table of names of a document, as `release` writes it."""
    from analytics.outputs.documents import Project, with_passages
    from analytics.schema.version import CURRENT

    passage = "<!-- begin filters -->\n\n<!-- end -->"
    return with_passages(passage, Project(root, CURRENT, lambda _: 0), ["filters"])


def main(root: Path) -> None:
    """Print all of it."""
    from analytics.atlas import atlas as atlases

    atlas = atlases.load(root)
    answers = {
        "address": in_the_address(atlas),
        "words": in_words(atlas),
        "api": in_the_api(atlas, root),
        "command line": on_the_command_line(atlas),
        "documents": in_the_documents(root),
    }
    print(json.dumps(answers))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
