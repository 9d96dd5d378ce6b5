"""The path below which the server lives."""


def below(base_path: str) -> str:
    """Streamlit's ``server.baseUrlPath`` as addresses begin: ``/atlas``, or nothing where the server is the root."""
    stripped = base_path.strip("/")
    return f"/{stripped}" if stripped else ""
