"""The print queue in memory, with its history, and ways to wait for it that do not sleep."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from terminal.ports.printing import JobState, PrintJob, ReceiptDocument

_WAITING = {JobState.QUEUED, JobState.HELD, JobState.SENDING}
PATIENCE_S = 20.0


@dataclass
class MemoryQueue:
    jobs: dict[int, PrintJob] = field(default_factory=dict)
    marks: list[tuple[int, JobState, str]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self, document: ReceiptDocument, state: JobState = JobState.QUEUED, attempts: int = 0) -> int:
        with self.changed:
            output_id = len(self.jobs) + 1
            self.jobs[output_id] = PrintJob(output_id, document, state, attempts, copy=False)
            return output_id

    def next_job(self) -> PrintJob | None:
        with self.changed:
            return next((job for job in self.jobs.values() if job.state in _WAITING), None)

    def mark(self, output_id: int, state: JobState, reason: str = "") -> None:
        with self.changed:
            job = self.jobs[output_id]
            self.jobs[output_id] = replace(job, state=state, attempts=job.attempts + (state is JobState.SENDING))
            self.marks.append((output_id, state, reason))
            self.changed.notify_all()

    def wait(self, condition: Callable[["MemoryQueue"], bool]) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: condition(self), PATIENCE_S)

    def wait_for_state(self, output_id: int, state: JobState) -> bool:
        return self.wait(lambda queue: queue.jobs[output_id].state is state)

    def wait_for_mark(self, *mark: object) -> bool:
        return self.wait(lambda queue: mark in queue.marks)
