"""Serves `imported_page` as app.py serves the dashboard, with the same files and security headers."""

from pathlib import Path

import streamlit as st

from dashboard import server

app = st.App(str(Path(__file__).with_name("imported_page.py")), routes=server.routes(), middleware=server.middleware())
