"""The server: Streamlit and our own routes and headers put together, nothing else."""

import signal
import sys

# who tells a process to end while it starts is heard at once, and not when it has started
TOLD = signal.signal(signal.SIGTERM, signal.SIG_DFL)

import streamlit as st  # noqa: E402

try:  # some files are read when the modules are loaded
    from dashboard import failed, loading, server
except (ValueError, OSError) as error:
    sys.exit(f"error: {error}")

base_path = st.get_option("server.baseUrlPath")
server.hold_record()
server.refuse_damaged(loading.record())
loading.warm()
held, workshop = loading.record(), loading.workshop()
app = st.App(
    "dashboard/main.py",
    routes=server.routes(base_path, held, workshop),
    middleware=server.middleware(base_path, held),
    on_script_error=failed.told,
)
signal.signal(signal.SIGTERM, TOLD or signal.SIG_DFL)
