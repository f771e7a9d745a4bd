"""Messages on a socket: the length of each, then its JSON as Jupyter writes it."""

from __future__ import annotations

import socket
import struct
from typing import Any, cast

from jupyter_client.session import json_packer, json_unpacker

LENGTH = struct.Struct("!Q")


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send one message whole."""
    body = json_packer(message)
    connection.sendall(LENGTH.pack(len(body)) + body)


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """Wait for one message, and read no further; ``None`` where the other side has hung up."""
    head = connection.recv(LENGTH.size, socket.MSG_WAITALL)
    if len(head) < LENGTH.size:
        return None
    length = LENGTH.unpack(head)[0]
    body = connection.recv(length, socket.MSG_WAITALL)
    return cast(dict[str, Any], json_unpacker(body)) if len(body) == length else None


def take(buffer: bytearray) -> dict[str, Any] | None:
    """Take the first message off what was read, if it is there whole."""
    if len(buffer) < LENGTH.size:
        return None
    end = LENGTH.size + LENGTH.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None
    message = json_unpacker(bytes(buffer[LENGTH.size : end]))
    del buffer[:end]
    return cast(dict[str, Any], message)
