"""What the machine is, is left unsaid; what a browser works with stays."""

from __future__ import annotations

import asyncio

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.unsaid import SCRIPT, reticent, unsaid


def begun() -> ForwardMsg:
    message = ForwardMsg(hash="a")
    session = message.new_session
    session.page_script_hash, session.main_script_path, session.name = "run", f"/home/somebody/{SCRIPT}", "main"
    start = session.initialize
    start.session_id, start.environment_info.streamlit_version = "session", "1.2.3"
    start.environment_info.python_version, start.environment_info.server_os = "3.11.2", "Linux"
    for name in ("installation_id", "installation_id_v3", "installation_id_v4"):
        setattr(start.user_info, name, "0123-machine")
    return message


def test_neither_folder_nor_versions_nor_numbers_of_the_machine_are_told():
    told = unsaid(begun().SerializeToString())

    for secret in (b"somebody", b"3.11.2", b"Linux", b"machine"):
        assert secret not in told
    kept = ForwardMsg.FromString(told)
    assert (kept.hash, kept.new_session.page_script_hash, kept.new_session.name) == ("a", "run", "main")
    start = kept.new_session.initialize
    assert (start.session_id, start.environment_info.streamlit_version) == ("session", "1.2.3")


@pytest.mark.parametrize("text", ["", "plain", f"see {SCRIPT}"])
def test_any_other_message_is_left_as_it_is(text):
    message = ForwardMsg()
    message.delta.new_element.markdown.body = text
    payload = message.SerializeToString()

    assert unsaid(payload) is payload


def test_what_is_no_message_passes():
    sent = []

    async def send(message):
        sent.append(message)

    for message in ({"type": "websocket.accept"}, {"type": "websocket.close", "code": 1000}):
        asyncio.run(reticent(send)(message))
    asyncio.run(reticent(send)({"type": "websocket.send", "bytes": begun().SerializeToString()}))
    assert [each["type"] for each in sent] == ["websocket.accept", "websocket.close", "websocket.send"]
    assert b"somebody" not in sent[-1]["bytes"]
