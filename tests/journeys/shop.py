"""A batch on a real store that is thrown away: what the journeys sell with."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ui.cli.batch.clock import BatchClock
from ui.cli.batch.dispatch import Batch
from ui.compose.trial import NoServer, trial_till

PROGRAMME = Path(__file__).parents[2] / "resources" / "programmes" / "demo.yaml"
AT = "2026-11-21T14:32:00+08:00"
PHONE = "0912345678"


class Shop:
    """Asks commands of a batch, in process."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        """The answer to one command, through JSON both ways."""
        line = json.dumps({"op": op, "at": AT, **fields}).encode()
        answer: dict[str, Any] = json.loads(json.dumps(self.batch.answer_line(line, 1)))
        return answer

    def done(self, op: str, **fields: Any) -> dict[str, Any]:
        """The answer to a command that must be carried out."""
        answer = self.ask(op, **fields)
        assert answer["ok"], answer
        return answer

    def refused(self, op: str, **fields: Any) -> tuple[str, dict[str, Any]]:
        """Kind and data of a refusal; the message must be there."""
        answer = self.ask(op, **fields)
        assert not answer["ok"], answer
        assert answer["error"]["message"]
        return answer["error"]["kind"], answer["error"]["data"]

    def enrol(self, points: int = 0) -> str:
        """A member with ``points``."""
        member = self.done("enrol_member", phone=PHONE, name="王小明")["member"]
        if points:
            self.done("adjust", member=PHONE, points=points, reason="opening balance")
        return str(member)

    def state(self) -> dict[str, Any]:
        """Everything a command might have changed, as far as commands can see it."""
        figures = self.done("link_state")
        return {
            "frames": figures["unsent_frames"],
            "jobs": figures["print_jobs"],
            "day": self.done("day_stats"),
        }


@contextmanager
def shop(language: str = "zh_TW", store: str = "xinyi") -> Iterator[Shop]:
    clock = BatchClock()
    with trial_till(PROGRAMME, store, clock) as till:
        yield Shop(Batch(till, clock, NoServer, language))
