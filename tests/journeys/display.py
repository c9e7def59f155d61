"""A screen of its own, and hands that press real keys and a real mouse on it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PIL import Image, ImageGrab

PROGRAMS = ("Xvfb", "xdotool")
SIZE = (1366, 768)
DEADLINE_SECONDS = 60.0
LOOK_SECONDS = 0.05
FOCUS_SECONDS = 5.0
FINGERS_MS, SCANNER_MS = 120, 0

Point = tuple[int, int]
Colour = tuple[int, int, int]


def missing_programs() -> list[str]:
    """What has to be installed before a display can be opened."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


ON_A_DISPLAY = [
    pytest.mark.display,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {', '.join(missing_programs())}"),
]
"""The marks of every test that opens one."""


def until(holds: Callable[[], bool]) -> None:
    """Looks again and again until ``holds``; fails when that takes too long."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(LOOK_SECONDS)


class Display:
    """An X server without a window manager: what opens on it lies at its top left corner."""

    def __init__(self, name: str) -> None:
        self.name = name

    def focus(self, title: str) -> None:
        """Waits for the window called ``title`` and gives it the keyboard."""
        until(lambda: self._takes_focus(title))

    def _takes_focus(self, title: str) -> bool:
        command = ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$", "windowfocus", "--sync"]
        try:
            tried = subprocess.run(
                command, env=self._environment, check=False, capture_output=True, timeout=FOCUS_SECONDS
            )
        except subprocess.TimeoutExpired:  # asked for too early, it waits for ever
            return False
        return tried.returncode == 0

    def key(self, *names: str) -> None:
        """Presses keys, one after the other."""
        self._hand("key", *names)

    def type(self, text: str, pace_ms: int = FINGERS_MS) -> None:
        """Types ``text``, each key that long after the one before."""
        self._hand(*_typing(text, pace_ms))

    @contextmanager
    def typing(self, text: str, pace_ms: int) -> Iterator["subprocess.Popen[bytes]"]:
        """Types while the block runs, and has typed everything after it."""
        with subprocess.Popen(["xdotool", *_typing(text, pace_ms)], env=self._environment) as hand:
            yield hand
            assert hand.wait(DEADLINE_SECONDS) == 0

    def click(self, place: Point) -> None:
        """Clicks with the left button."""
        self._hand("mousemove", *map(str, place), "click", "1")

    def picture(self) -> Image.Image:
        """What is on the screen."""
        return ImageGrab.grab(xdisplay=self.name).convert("RGB")

    def _hand(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True, timeout=DEADLINE_SECONDS)

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.name}


def _typing(text: str, pace_ms: int) -> tuple[str, ...]:
    """What xdotool is told; of the delay it is told it waits half between two keys."""
    return "type", "--delay", str(2 * pace_ms), "--", text


@contextmanager
def open_display() -> Iterator[Display]:
    """An X server on a number that nobody uses; it chooses it and says so once it listens."""
    reading, writing = os.pipe()
    size = "x".join(map(str, SIZE))
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield Display(f":{number}")
    finally:
        server.terminate()
        server.wait()
