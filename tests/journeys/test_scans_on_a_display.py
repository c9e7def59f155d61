"""A scanner that types, with real key events from the X server, in front of every screen of the till.

``make scans`` tries every widget of every screen at every pace; otherwise every twenty-fourth screen is shown, each
widget gets one pace, and each screen all of them.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.journeys.display import ON_A_DISPLAY, Display, open_display, until
from ui.qt.screens.states import STATES

pytestmark = ON_A_DISPLAY

ROOT = Path(__file__).parents[2]
PACES_MS = (0, 1, 5, 20, 40)
CODES = ("4710088410207", "/AB+.-12", "0912345678", "VIP-0042", "4711233445566")
ENTER, TAB = "\r", "\t"
SUFFIXES = (ENTER, ENTER, TAB, TAB, ENTER)
SLOWEST_MS = 50
"""Keys no further apart than this are a scan; it stands here so that no other figure makes the test give way."""
TRIES = 20
STANDSTILLS = 12
FIELDS = "new-member"
"""The screen with text fields: there, every widget is tried at every pace."""
TRIES_EVERYTHING = os.environ.get("SCANS") == "every"
SHOWN = list(STATES if TRIES_EVERYTHING else dict.fromkeys([*list(STATES)[::24], FIELDS]))
"""``tests/ui/test_scans_everywhere.py`` goes through more of them, and by ``make sweep`` through all, with keys that no
X server makes."""


@dataclass
class Board:
    """The window of ``scan_board``, in a process of its own, and who types on it."""

    display: Display
    process: "subprocess.Popen[str]"
    scans: int = 0

    def ask(self, line: str) -> Any:
        """Puts a line to the board, and gives its answer."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def show(self, state: str) -> int:
        """A fresh screen; gives how many widgets can have the focus."""
        count = self.ask(f"show {state}")
        self.display.focus("Stillpoint")
        return int(count)

    def report(self) -> dict[str, Any]:
        """What came of the keys, once the last one has come."""
        until(lambda: self.ask("report")["ended"])
        found: dict[str, Any] = self.ask("report")
        return found

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """No thread of the window runs meanwhile; the X server goes on and stamps the keys."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


@pytest.fixture(scope="module")
def board() -> Iterator[Board]:
    with open_display() as display:
        environment = {**os.environ, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "tests.journeys.scan_board"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
            made = Board(display, process)
            yield made
            assert process.stdin is not None
            process.stdin.close()
    Console(highlight=False).print(f"{made.scans:,} scans, all whole")


def scan(board: Board, state: str, place: int, at: int, *, stands_still: bool = False) -> None:
    """One scan, at that pace; again, on a fresh screen, when the machine was too busy to type as fast as a scanner."""
    pace_ms, code, suffix = PACES_MS[at], CODES[at], SUFFIXES[at]
    for _ in range(TRIES):
        board.ask(f"focus {place}")
        with board.display.typing(code + suffix, pace_ms) as hand:
            if stands_still:
                until(lambda: board.ask("report")["keys"] > 0)
                with board.standing_still():
                    hand.wait()
        report = board.report()
        in_time = report["longest_ms"] <= SLOWEST_MS
        if in_time and (report["scans"], report["touched"]) == ([code], False):
            board.scans += 1
            return
        # At 40 ms a key the window has 10 ms to spare: keys that a busy machine hands over later prove nothing.
        judged = in_time and (stands_still or report["longest_wait_ms"] <= SLOWEST_MS)
        assert not judged, f"widget {place} at {pace_ms} ms: {report}"
        board.show(state)
    pytest.skip("the machine is too busy to type like a scanner")


def paces(state: str, place: int, count: int) -> list[int]:
    """At which of the paces, by their places, the widget at ``place`` of ``count`` is tried."""
    if state == FIELDS or TRIES_EVERYTHING:
        return list(range(len(PACES_MS)))
    first = list(STATES).index(state) + place
    return [at % len(PACES_MS) for at in range(first, first + len(PACES_MS), max(count, 1))]


@pytest.mark.parametrize("state", SHOWN)
def test_scans_arrive_whole_on_every_screen_and_touch_nothing(board: Board, state: str) -> None:
    count = board.show(state)
    for place in range(count):
        for at in paces(state, place, count):
            scan(board, state, place, at)


def test_a_window_that_stands_still_in_the_middle_of_a_scan_does_not_tear_it(board: Board) -> None:
    board.show(FIELDS)
    for place in range(STANDSTILLS):
        scan(board, FIELDS, place, 2 + place % 3, stands_still=True)


def test_the_keys_come_as_slowly_as_they_are_told(board: Board) -> None:
    board.show(FIELDS)
    board.ask("focus 0")
    code, pace_ms = CODES[4], PACES_MS[-1]
    board.display.type(code + ENTER, pace_ms)
    report = board.report()
    assert report["keys"] == len(code) + 1
    assert report["whole_ms"] >= 0.9 * pace_ms * len(code)
