"""From the start of the process to a window that sells, and how much memory it has then."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.large_home import LargeHome
from tests.benchmarks.painted import Span, median

REPETITIONS = 15
SETTLED_SECONDS = 6.0
"""Until then a window has done what it puts off at its start, and has heard of its devices and of sync."""


@dataclass(slots=True)
class Starts:
    """From starting a process to its window, the till's and an empty one's, and kilobytes of the till."""

    till: list[Span] = field(default_factory=list)
    empty: list[Span] = field(default_factory=list)
    resident_kb: int = 0
    proportional_kb: int = 0
    empty_resident_kb: int = 0

    @property
    def ratio(self) -> Span:
        """How many times as long the till takes as the empty window just before it: a machine changes its pace."""
        pairs = zip(self.till, self.empty, strict=True)
        return median([Span(till.ms / empty.ms, till.worked_ms / empty.worked_ms) for till, empty in pairs])


def measure_starts(site: LargeHome, repetitions: int = REPETITIONS) -> Starts:
    """Starts the one and the other in turn. The first of each is not counted: it reads everything from the disk."""
    starts = Starts()
    for turn in range(repetitions + 1):
        is_last = turn == repetitions
        empty, empty_sizes = _start([], None, settle=is_last)
        till, till_sizes = _start(["terminal", "run", "--home", str(site.home)], site, settle=is_last)
        if turn:
            starts.empty.append(empty)
            starts.till.append(till)
        if is_last:
            starts.empty_resident_kb = empty_sizes["Rss"]
            starts.resident_kb, starts.proportional_kb = till_sizes["Rss"], till_sizes["Pss"]
    return starts


def _start(arguments: list[str], site: LargeHome | None, *, settle: bool) -> tuple[Span, dict[str, int]]:
    command = [sys.executable, "-m", "tests.benchmarks.window_process", *arguments]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled: the first start sees to it
    descriptors: tuple[int, ...] = ()
    if site is not None:
        reader = _pipe_with(site)
        descriptors, environment["STILLPOINT_SECRETS_FD"] = (reader,), str(reader)
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, pass_fds=descriptors, text=True) as process:
        for descriptor in descriptors:
            os.close(descriptor)
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"{' '.join(command)} ended before it showed anything")
        if settle:
            time.sleep(SETTLED_SECONDS)
        sizes = _sizes(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait()
    shown_at, worked = (float(word) for word in line.split())
    return Span((shown_at - began) * 1000, worked * 1000), sizes


def _pipe_with(site: LargeHome) -> int:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        json.dump({name: secret.hex() for name, secret in site.secrets.kept.items()}, pipe)
    return reading


def _sizes(process: int) -> dict[str, int]:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {name.rstrip(":"): int(kilobytes) for name, kilobytes, *_ in (line.split() for line in lines)}
