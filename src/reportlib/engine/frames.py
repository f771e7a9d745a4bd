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


def is_whole(buffer: bytearray) -> bool:
    """Whether the first message of what was read is there to its end."""
    return len(buffer) >= LENGTH.size and len(buffer) >= _end(buffer)


def take(buffer: bytearray) -> dict[str, Any]:
    """Take the first message, which is whole, off what was read."""
    end = _end(buffer)
    message = json_unpacker(bytes(buffer[LENGTH.size : end]))
    del buffer[:end]
    return cast(dict[str, Any], message)


def _end(buffer: bytearray) -> int:
    return LENGTH.size + int(LENGTH.unpack_from(buffer)[0])
