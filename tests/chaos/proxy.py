"""A bad line between a terminal and the server: it cuts, delays, truncates, corrupts, and says again what was said."""

import random
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import urlsplit

from ui.cli.demo.cable import Cable

_CHUNK = 65_536
_CONNECT_SECONDS = 5
_REPEATED_SECONDS = 20
_FLIPS_MAX = 3


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely what is for each portion of bytes that passes, either way."""

    cut: float = 0.0
    delay: float = 0.0
    delay_seconds: float = 0.6
    truncate: float = 0.0
    corrupt: float = 0.0
    repeat: float = 0.0


CALM = Weather()
BAD = Weather(cut=0.02, delay=0.1, truncate=0.03, corrupt=0.08, repeat=0.1)


@dataclass(frozen=True, slots=True)
class Mischief:
    """What was done to the bytes."""

    cuts: int = 0
    delays: int = 0
    truncated: int = 0
    corrupted: int = 0
    repeated: int = 0


class BadLine(Cable):
    """A cable with weather. What befalls connection n is drawn from ``seed`` and n."""

    def __init__(self, server_url: str, seed: str) -> None:
        self.weather = CALM
        self.done = Mischief()
        self._seed = seed
        self._numbers = count(1)
        self._counting = threading.Lock()
        target = urlsplit(server_url)
        self._server = (str(target.hostname), int(target.port or 80))
        super().__init__(server_url)

    def pull(self) -> None:
        """Pulls the cable, and counts it."""
        self.note(cuts=1)
        self.cut()

    def note(self, **more: int) -> None:
        """Counts what was done, from any thread."""
        with self._counting:
            self.done = replace(self.done, **{name: getattr(self.done, name) + each for name, each in more.items()})

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        chance = random.Random(f"{self._seed}/{next(self._numbers)}")
        upwards = _other_end(sink) == self._server
        said = bytearray()
        with suppress(OSError):  # cut off: so is the other end, below
            while chunk := source.recv(_CHUNK):
                said += chunk
                if not self._pass_on(chunk, sink, chance):
                    break
                if upwards and chance.random() < self.weather.repeat:
                    self._repeat(bytes(said))
        with self._lock:
            self._carried -= {source, sink}
        _end(source)
        _end(sink)

    def _pass_on(self, chunk: bytes, sink: socket.socket, chance: random.Random) -> bool:
        """Passes a portion on, or what is left of it; whether the connection holds."""
        weather = self.weather
        if chance.random() < weather.delay:
            self.note(delays=1)
            time.sleep(chance.uniform(0, weather.delay_seconds))
        if chance.random() < weather.cut:
            self.note(cuts=1)
            return False
        if chance.random() < weather.truncate:
            self.note(truncated=1)
            sink.sendall(chunk[: chance.randrange(len(chunk))])
            return False
        if chance.random() < weather.corrupt:
            self.note(corrupted=1)
            chunk = corrupted(chunk, chance)
        sink.sendall(chunk)
        return True

    def _repeat(self, said: bytes) -> None:
        """Says on a connection of its own what was said so far; nobody hears the answer."""
        self.note(repeated=1)
        threading.Thread(target=self._say, args=(said,), name="repeated", daemon=True).start()

    def _say(self, said: bytes) -> None:
        # Nobody waits for what comes of it.
        with suppress(OSError), socket.create_connection(self._server, timeout=_CONNECT_SECONDS) as line:
            line.settimeout(_REPEATED_SECONDS)
            line.sendall(said)
            line.shutdown(socket.SHUT_WR)
            while line.recv(_CHUNK):
                pass


def corrupted(chunk: bytes, chance: random.Random) -> bytes:
    """The portion with some of its bytes changed."""
    changed = bytearray(chunk)
    for _ in range(chance.randint(1, _FLIPS_MAX)):
        changed[chance.randrange(len(changed))] ^= chance.randint(1, 255)
    return bytes(changed)


def _other_end(end: socket.socket) -> object:
    """Where a connection goes; none when it was closed meanwhile, which the other direction may do at any moment."""
    with suppress(OSError):
        return end.getpeername()
    return None


def _end(end: socket.socket) -> None:
    """Closes it, whatever the other side has done already."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        end.close()
