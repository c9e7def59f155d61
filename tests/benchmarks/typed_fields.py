"""``python -m tests.benchmarks.typed_fields``: a million fields typed by hand; none of them may pass for a scan.

The hand is a log-normal one, a fast typist by default. Now and then fingers roll over a few keys almost at once, a key
is hit twice in passing, or held until it repeats; every field ends with Enter or Tab, which is where a scan would end.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console

from devices.scanner.wedge import Fate, Wedge, WedgeSettings

FIELDS = 1_000_000
MEDIAN_MS = 110.0
KINDS = ("phone", "amount", "name", "code", "long")
CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ/-+."


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody types. Times are milliseconds; chances are for each key."""

    median_ms: float = MEDIAN_MS
    spread: float = 0.35
    rolls: float = 0.06
    """The chance that a roll begins: 2 to 4 keys, 8 to 45 ms apart."""
    dwell_ms: float = 100.0
    dwell_spread: float = 0.25
    """How long a finger stays on its key: log-normal like the gaps, a tenth of a second on average."""
    bounces: float = 0.002
    holds: float = 0.004
    repeat_delay_ms: int = 400
    repeat_ms: int = 33


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key, the time since the one before, how long it is down, and whether the keyboard repeated it by itself."""

    text: str
    gap_ms: int
    dwell_ms: int
    repeated: bool = False


@dataclass(slots=True)
class Figures:
    """What came of it: fields typed, keys pressed, keys that arrived, scans that nobody made."""

    fields: int = 0
    keys: int = 0
    arrived: int = 0
    scans: list[str] = field(default_factory=list)


def strokes(chance: random.Random, hand: Hand) -> Iterator[Stroke]:
    """One field with its Enter or Tab."""
    rolling = 0
    for character in (*_text(chance), chance.choice("\r\r\r\t")):
        if rolling:
            rolling -= 1
            gap = chance.randint(8, 45)
        else:
            gap = max(1, round(chance.lognormvariate(0, hand.spread) * hand.median_ms))
            rolling = chance.randint(1, 3) if chance.random() < hand.rolls else 0
        dwell = round(chance.lognormvariate(0, hand.dwell_spread) * hand.dwell_ms)
        yield Stroke(character, gap, dwell)
        if chance.random() < hand.bounces:
            yield Stroke(character, chance.randint(2, 12), 0)  # the contact, not the finger: it was up in between
        elif chance.random() < hand.holds:
            for repeat in range(chance.randint(1, 30)):
                yield Stroke(character, hand.repeat_ms if repeat else hand.repeat_delay_ms, 0, repeated=True)


def _text(chance: random.Random) -> str:
    kind = chance.choice(KINDS)
    if kind == "phone":
        return f"09{chance.randrange(10**8):08}"
    if kind == "amount":
        return str(chance.randrange(1, 100_000))
    length = {"name": chance.randint(2, 16), "code": chance.randint(4, 13), "long": chance.randint(16, 40)}[kind]
    return "".join(chance.choices(CHARACTERS, k=length))


def type_fields(count: int, seed: int, hand: Hand, settings: WedgeSettings) -> Figures:
    """Types ``count`` fields, one after the other, as the window's filter would show them to the wedge."""
    chance, wedge, figures, now = random.Random(seed), Wedge(settings), Figures(fields=count), 0
    up_ms = 0
    for _ in range(count):
        now += chance.randint(200, 3000)
        for stroke in strokes(chance, hand):
            now += stroke.gap_ms
            figures.keys += 1
            deadline = wedge.deadline_ms
            if deadline is not None and deadline < now:
                figures.arrived += wedge.pause(deadline + 1).replay
            if stroke.repeated and wedge.deadline_ms is None:
                figures.arrived += 1
                continue
            decision = wedge.key(stroke.text, now, overlaps=up_ms > now)
            up_ms = now + stroke.dwell_ms
            figures.arrived += decision.replay + (decision.fate is Fate.PASS)
            if decision.scan:
                figures.scans.append(decision.scan)
    figures.arrived += wedge.pause(now + 10_000).replay
    return figures


def main() -> int:
    """Prints the figures; fails when a scan was seen or a key was lost."""
    parser = argparse.ArgumentParser(description="Type fields by hand and look for scans.")
    parser.add_argument("--fields", type=int, default=FIELDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--median", type=float, default=MEDIAN_MS, help="milliseconds between keys")
    options = parser.parse_args()
    began = time.perf_counter()
    figures = type_fields(options.fields, options.seed, Hand(median_ms=options.median), WedgeSettings())
    seconds = time.perf_counter() - began
    said = f"{figures.fields:,} fields, {figures.keys:,} keys in {seconds:.0f} s: {len(figures.scans)} false scans, "
    Console().print(f"{said}{figures.keys - figures.arrived} keys lost {' '.join(figures.scans[:10])}", markup=False)
    return bool(figures.scans) or figures.arrived != figures.keys


if __name__ == "__main__":
    sys.exit(main())
