"""The print queue in memory, with its history, and ways to wait for it that do not sleep."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from terminal.ports.printing import JobState, PrintJob, ReceiptDocument
from tests.fakes.print_jobs import Job, Jobs, Now, machine_time

PATIENCE_S = 20.0


@dataclass
class MemoryQueue:
    jobs: dict[int, Job] = field(default_factory=dict)
    marks: list[tuple[int, JobState, str]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    now: Now = machine_time
    is_claimed_elsewhere: bool = False

    def claim(self) -> bool:
        with self.changed:
            return not self.is_claimed_elsewhere

    def release(self) -> None:
        """Nobody else works it off."""

    def add(self, document: ReceiptDocument, state: JobState = JobState.QUEUED, attempts: int = 0) -> int:
        with self.changed:
            output_id = self._rules.add(document)
            self.jobs[output_id] = replace(self.jobs[output_id], state=state, attempts=attempts)
            return output_id

    def add_kick(self) -> int:
        with self.changed:
            return self._rules.add(None)

    def cancel(self, output_id: int, reason: str = "print_not_wanted") -> bool:
        with self.changed:
            return self._rules.cancel(output_id, reason, "")

    def next_job(self) -> PrintJob | None:
        with self.changed:
            return self._rules.next_job()

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        with self.changed:
            is_marked = self._rules.mark(output_id, state, reason)
            if is_marked:
                self.marks.append((output_id, state, reason))
            self.changed.notify_all()
            return is_marked

    def next_kick(self) -> int | None:
        with self.changed:
            found = self._rules.next_kick()
            self.changed.notify_all()
            return found

    def drop_kicks(self) -> None:
        with self.changed:
            self._rules.drop_kicks()
            self.changed.notify_all()

    @property
    def _rules(self) -> Jobs:
        return Jobs(self.jobs, self.now)

    def wait(self, condition: Callable[["MemoryQueue"], bool]) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: condition(self), PATIENCE_S)

    def wait_for_state(self, output_id: int, state: JobState) -> bool:
        return self.wait(lambda queue: queue.jobs[output_id].state is state)

    def wait_for_mark(self, *mark: object) -> bool:
        return self.wait(lambda queue: mark in queue.marks)
