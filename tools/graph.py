"""Prints which package imports which, and from how many of its files, as a table for docs/architecture.md.

    python -m tools.graph [--check FILE | --write FILE]

--check FILE  compares the table with the one in a document, and ends with 1 where it is another
--write FILE  puts the table into the document

In a document the table stands between a line `<!-- graph -->` and a line `<!-- /graph -->`.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- graph -->\n", "<!-- /graph -->"


def files(root: Path = ROOT) -> list[Path]:
    """The files of the program, sorted; that of analytics itself says only what it is."""
    folders = (path for part in ("analytics", "dashboard", "tools") for path in (root / part).rglob("*.py"))
    return sorted({root / "app.py", *folders} - {root / "analytics" / "__init__.py"})


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, wherever in it; of `from a import b` also a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"{path} imports relatively")
            yield str(node.module)
            yield from (f"{node.module}.{name.name}" for name in node.names)


def package_of(path: Path, root: Path = ROOT) -> str:
    """The package of a file: its folder in analytics or at the top; a file beside the folders is one of its own."""
    parts = path.relative_to(root).parts
    depth = 2 if parts[0] == "analytics" else 1
    return "/".join(parts[:depth])


def edges(root: Path = ROOT) -> Counter[tuple[str, str]]:
    """How many files of one package import something of another."""
    packages = {package_of(path, root) for path in files(root)}
    counted: Counter[tuple[str, str]] = Counter()
    for path in files(root):
        own = package_of(path, root)
        names = ["/".join(name.split(".")[:2]) for name in imports(path)]
        known = {
            package for name in names for package in (name, f"{name}.py", name.split("/")[0]) if package in packages
        }
        counted.update((own, package) for package in known - {own})
    return counted


def table(root: Path = ROOT) -> str:
    """The packages, each below all that it imports, as a table of Markdown; CycleError where two import each other."""
    counted = edges(root)
    order = TopologicalSorter({package_of(path, root): set() for path in files(root)})
    for package, imported in counted:
        order.add(package, imported)
    order.prepare()
    lines = ["| package | imports, from how many of its files |", "| --- | --- |"]
    while order.is_active():
        for package in sorted(ready := order.get_ready()):
            below = [f"`{other}` {count}" for (own, other), count in sorted(counted.items()) if own == package]
            lines.append(f"| `{package}` | {', '.join(below) or 'nothing'} |")
        order.done(*ready)
    return "\n".join(lines) + "\n"


def with_table(document: str, written: str) -> str:
    """A document with the table between its two marks; ValueError where it lacks them."""
    head, begin, rest = document.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document lacks the lines {BEGIN.strip()} and {END}")
    return f"{head}{begin}{written}{end}{tail}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 1 where a document has another table."""
    parser = argparse.ArgumentParser(prog="python -m tools.graph", description="Which package imports which.")
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--check", type=Path, metavar="FILE", help="compare the table in a document")
    asked.add_argument("--write", type=Path, metavar="FILE", help="put the table into a document")
    options = parser.parse_args(arguments)
    path = options.check or options.write
    if path is None:
        print(table(), end="")
        return 0
    document = path.read_text(encoding="utf-8")
    updated = with_table(document, table())
    if options.write:
        path.write_text(updated, encoding="utf-8")
    elif updated != document:
        print(f"{path} has another table: python -m tools.graph --write {path}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
