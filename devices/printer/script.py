"""What befalls a virtual printer, and when: a list of steps, one after the other, out of a TOML or JSON file."""

import json
import time
import tomllib
from collections import deque
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from terminal.domain.errors import Refusal
from terminal.domain.records import record

SCRIPT_INVALID = "device_script_invalid"


class Trouble(StrEnum):
    """What can befall a printer. All last until they are cured, but ``DROP`` and ``POWER_CYCLE``."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    PAPER_NEAR_END = "paper_near_end"
    DRAWER_OPEN = "drawer_open"
    HANG = "hang"
    """It takes nothing and says nothing."""
    HALF_READ = "half_read"
    """It hangs in the middle of the next picture."""
    DROP = "drop"
    """The connection is cut off; a serial line or device file is gone."""
    UNPLUGGED = "unplugged"
    """Nothing is there."""
    POWER_CYCLE = "power_cycle"
    """Everything unprinted is lost, the connection too; then it is back."""
    SLOW = "slow"
    NOISE = "noise"
    """Automatic status and noise among its answers."""
    REORDERED = "reordered"
    """Every answer waits for the one after it, and comes second."""
    WRONG_PROFILE = "wrong_profile"
    """It does not know our pictures nor GS ( H: both come out as garbage."""


@record
class Step:
    """One thing that happens: it befalls, cures, or says ``said``, whichever is set.

    It waits until ``after_bytes`` and ``after_receipts`` have come and ``after_seconds`` have gone by since the step
    before; without any it does not wait.
    """

    befall: Trouble | None = None
    cure: Trouble | None = None
    said: bytes = b""
    after_bytes: int = 0
    after_receipts: int = 0
    after_seconds: float = 0.0
    bytes_per_second: int = 1000
    """How slow ``SLOW`` is."""


def read_script(path: Path) -> tuple[Step, ...]:
    """The steps in ``path``: ``[[step]]`` tables in TOML, ``{"step": […]}`` in JSON.

    Raises ``Refusal("device_script_invalid")``.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        return tuple(_step(raw) for raw in document["step"])
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal(SCRIPT_INVALID, file=str(path), error=str(error)) from error


def _step(raw: Mapping[str, Any]) -> Step:
    values = dict(raw)
    for name in ("befall", "cure"):
        if name in values:
            values[name] = Trouble(values[name])
    if "say" in values:
        values["said"] = bytes.fromhex(values.pop("say"))
    if sum(name in values for name in ("befall", "cure", "said")) != 1:
        raise ValueError("a step has one of befall, cure and say")
    if any(isinstance(value, bool) for value in values.values()):
        raise ValueError("numbers are meant, not true and false")
    step = Step(**values)
    if min(step.after_bytes, step.after_receipts, step.after_seconds, step.bytes_per_second - 1) < 0:
        raise ValueError("nothing happens before the beginning")
    return step


class Plan:
    """Steps that still wait, and what has come since the last one."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = deque(steps)
        self._start_counting()

    @property
    def done(self) -> bool:
        """Whether nothing waits."""
        return not self._steps

    def add(self, step: Step) -> None:
        """After everything planned already."""
        if not self._steps:
            self._start_counting()
        self._steps.append(step)

    def count_bytes(self, count: int) -> None:
        """So many have come."""
        self._bytes += count

    def count_receipt(self) -> None:
        """One was cut off."""
        self._receipts += 1

    def bytes_to_next(self, most: int) -> int:
        """How many bytes may come, ``most`` at most, before the next step is due by them."""
        left = self._steps[0].after_bytes - self._bytes if self._steps else 0
        return left if left > 0 else most

    def due(self) -> Step | None:
        """The next step, once, if its time has come."""
        if not self._steps:
            return None
        step = self._steps[0]
        counted = self._bytes >= step.after_bytes and self._receipts >= step.after_receipts
        if not counted or time.monotonic() - self._since < step.after_seconds:
            return None
        self._start_counting()
        return self._steps.popleft()

    def _start_counting(self) -> None:
        self._bytes = self._receipts = 0
        self._since = time.monotonic()
