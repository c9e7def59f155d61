import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from ui.cli.demo.cable import Cable


@pytest.fixture
def far_end() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        yield listener


@pytest.fixture
def cable(far_end: socket.socket) -> Iterator[Cable]:
    cable = Cable(f"http://127.0.0.1:{far_end.getsockname()[1]}")
    yield cable
    cable.close()


def plug_in(cable: Cable) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(urlsplit(cable.url).port or 0)), timeout=5)


def test_bytes_pass_both_ways(cable: Cable, far_end: socket.socket) -> None:
    with plug_in(cable) as near:
        far, _ = far_end.accept()
        with far:
            near.sendall(b"ping")
            assert far.recv(4) == b"ping"
            far.sendall(b"pong")
            assert near.recv(4) == b"pong"


def test_cutting_breaks_what_is_under_way(cable: Cable, far_end: socket.socket) -> None:
    with plug_in(cable) as near:
        far, _ = far_end.accept()
        with far:
            near.sendall(b"x")
            assert far.recv(1) == b"x"
            cable.cut()
            assert near.recv(1) == b""


def test_a_cut_cable_carries_nothing_and_a_mended_one_does(cable: Cable, far_end: socket.socket) -> None:
    cable.cut()
    with plug_in(cable) as near:
        assert near.recv(1) == b""
    cable.mend()
    with plug_in(cable) as near:
        far, _ = far_end.accept()
        with far:
            near.sendall(b"x")
            assert far.recv(1) == b"x"


def test_a_server_that_is_away_looks_like_a_cut_cable(cable: Cable, far_end: socket.socket) -> None:
    far_end.close()
    with plug_in(cable) as near:
        assert near.recv(1) == b""
