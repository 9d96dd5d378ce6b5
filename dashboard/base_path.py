"""The path below which the server lives: the one place that adds and takes it away."""

from __future__ import annotations


def below(base_path: str) -> str:
    """Streamlit's ``server.baseUrlPath`` as addresses begin: ``/atlas``, or nothing where the server is the root."""
    stripped = base_path.strip("/")
    return f"/{stripped}" if stripped else ""


def within(path: str, base_path: str) -> str | None:
    """The path of a request as it would be at the root; None where it is not below the base path."""
    base = below(base_path)
    return path[len(base) :] if path == base or path.startswith(f"{base}/") else None
