"""One question and one answer over TCP: four bytes that say how long, then so many sealed bytes, in either direction.

Each side has a deadline for the whole of it, so that somebody who sends a byte a second holds nobody up.
"""

import socket
import time
from contextlib import closing
from dataclasses import dataclass

from terminal.domain.errors import Refusal

LENGTH_BYTES = 4
ASK_BYTES_MAX = 262_144
TELL_BYTES_MAX = 16_000_000
CONNECT_SECONDS = 1.0
WHOLE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where a lane listens."""

    host: str
    port: int


def ask_over_tcp(address: Address, sealed: bytes) -> bytes:
    """The answer of the lane there. Raises ``Refusal``: ``lane_unreachable``, ``lane_message_wrong``."""
    deadline = time.monotonic() + WHOLE_SECONDS
    try:
        with closing(socket.create_connection((address.host, address.port), CONNECT_SECONDS)) as connection:
            connection.settimeout(_left(deadline))
            connection.sendall(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)
            length = int.from_bytes(_received(connection, LENGTH_BYTES, deadline), "big")
            if length > TELL_BYTES_MAX:
                raise Refusal("lane_message_wrong", reason="size")
            return _received(connection, length, deadline)
    except (OSError, UnicodeError) as error:
        raise Refusal("lane_unreachable", address=f"{address.host}:{address.port}") from error


def _received(connection: socket.socket, length: int, deadline: float) -> bytes:
    received = bytearray()
    while len(received) < length:
        connection.settimeout(_left(deadline))
        piece = connection.recv(min(length - len(received), 65_536))
        if not piece:
            raise ConnectionError("the lane hung up")
        received += piece
    return bytes(received)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the lane takes too long")
    return left
