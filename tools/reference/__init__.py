"""Makes the reference files again from packages of PyPI and npm."""
