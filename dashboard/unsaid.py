"""What Streamlit tells every browser of the machine that it runs on, and ours leaves unsaid.

The first message of each run holds the folder of the program, the versions of Python and of the system, and numbers
made of the identifier of the machine. Streamlit makes a name for its usage statistics of them, which we do not take.
"""

from __future__ import annotations

from starlette.types import Message, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SCRIPT = "dashboard/main.py"  # ends the path that is told
NAME = "atlas"


def unsaid(payload: bytes) -> bytes:
    """A message to a browser without what it tells of the machine; as it is, where it tells nothing.

    Streamlit's own version stays: a page that finds another one loads itself again.
    """
    if SCRIPT.encode() not in payload:
        return payload
    message = ForwardMsg.FromString(payload)
    if message.WhichOneof("type") != "new_session":
        return payload
    start = message.new_session.initialize
    message.new_session.main_script_path = NAME
    start.environment_info.python_version = start.environment_info.server_os = ""
    start.user_info.installation_id = start.user_info.installation_id_v3 = start.user_info.installation_id_v4 = NAME
    return message.SerializeToString()


def reticent(send: Send) -> Send:
    """What sends to a socket, without what is left unsaid."""

    async def sent(message: Message) -> None:
        if payload := message.get("bytes"):
            message = {**message, "bytes": unsaid(payload)}
        await send(message)

    return sent
