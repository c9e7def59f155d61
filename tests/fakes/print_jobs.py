"""Print jobs in memory: the rules of the durable queue, once, for every fake that needs them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from terminal.domain.errors import Broken
from terminal.ports.printing import (
    CANCELLABLE_STATES,
    NEXT_STATES,
    WAITING_STATES,
    JobRecord,
    JobState,
    PrintJob,
    ReceiptDocument,
    kick_is_valid,
)

Now = Callable[[], datetime]


def machine_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Job:
    """A row of the queue; a kick of the drawer has no document."""

    output_id: int
    document: ReceiptDocument | None
    queued_at: datetime
    changed_at: datetime
    state: JobState = JobState.QUEUED
    attempts: int = 0
    copy: bool = False
    asked_by: str = ""
    sale_id: str | None = None
    reason: str = ""


@dataclass
class Jobs:
    """The queue's rules over ``kept``."""

    kept: dict[int, Job]
    now: Now = machine_time

    def add(
        self, document: ReceiptDocument | None, sale_id: str | None = None, copy: bool = False, asked_by: str = ""
    ) -> int:
        output_id, now = len(self.kept) + 1, self.now()
        self.kept[output_id] = Job(output_id, document, now, now, copy=copy, asked_by=asked_by, sale_id=sale_id)
        return output_id

    def counts(self) -> dict[str, int]:
        states = [job.state.value for job in self.kept.values() if job.document is not None]
        return {state: states.count(state) for state in states}

    def latest(self, limit: int) -> Sequence[JobRecord]:
        jobs = [job for job in self.kept.values() if job.document is not None]
        return [_record(job) for job in reversed(jobs[-limit:])]

    def one(self, output_id: int) -> JobRecord | None:
        job = self.kept.get(output_id)
        return _record(job) if job and job.document else None

    def cancel(self, output_id: int, reason: str, asked_by: str) -> bool:
        job = self.kept.get(output_id)
        if job is None or job.state not in CANCELLABLE_STATES:
            return False
        self._put(job, state=JobState.CANCELLED, reason=reason, asked_by=asked_by)
        return True

    def next_job(self) -> PrintJob | None:
        for job in self.kept.values():
            if job.document is not None and job.state in WAITING_STATES:
                return PrintJob(job.output_id, job.document, job.state, job.attempts, job.copy)
        return None

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        job = self.kept.get(output_id)
        if job is None:
            raise Broken(f"there is no print job {output_id}")
        if state not in NEXT_STATES[job.state]:
            return False
        attempts = job.attempts + (state is JobState.SENDING)
        self._put(job, state=state, attempts=attempts, reason=reason)
        return True

    def next_kick(self) -> int | None:
        found = None
        for job in reversed(self._kicks()):
            if found is None and kick_is_valid(job.queued_at, self.now()):
                found = job.output_id
            else:
                self.mark(job.output_id, JobState.CANCELLED, "drawer_too_late")
        return found

    def drop_kicks(self) -> None:
        for job in self._kicks():
            self.mark(job.output_id, JobState.CANCELLED, "drawer_of_before")

    def _kicks(self) -> list[Job]:
        return [job for job in self.kept.values() if job.document is None and job.state in WAITING_STATES]

    def _put(self, job: Job, **changes: object) -> None:
        self.kept[job.output_id] = replace(job, changed_at=self.now(), **changes)  # type: ignore[arg-type]  # by name


def _record(job: Job) -> JobRecord:
    assert job.document is not None
    return JobRecord(
        output_id=job.output_id,
        sale_id=job.sale_id,
        title=job.document.title,
        state=job.state,
        reason=job.reason,
        attempts=job.attempts,
        copy=job.copy,
        asked_by=job.asked_by,
        queued_at=job.queued_at,
        changed_at=job.changed_at,
        document=job.document,
    )
