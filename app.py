"""The server: Streamlit and our own routes and headers put together, nothing else."""

import streamlit as st

from dashboard import failed, loading, server

base_path = st.get_option("server.baseUrlPath")
server.refuse_damaged(loading.held())
loading.warm()
held, workshop = loading.held(), loading.workshop()
app = st.App(
    "dashboard/main.py",
    routes=server.routes(base_path, held, workshop),
    middleware=server.middleware(base_path, held),
    on_script_error=failed.told,
)
