"""Print jobs in memory: one in every state."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from terminal.domain.errors import Refusal
from terminal.ports.printing import (
    CANCELLABLE_STATES,
    WAITING_STATES,
    CancelReason,
    JobRecord,
    JobState,
    ReceiptDocument,
)

NEWEST = datetime(2026, 11, 21, 6, 31, tzinfo=UTC)
TITLES = {"zh_TW": ("收據", "退貨單"), "en": ("Receipt", "Refund")}


def sample_jobs(language: str = "zh_TW", cashier: str = "林小姐") -> list[JobRecord]:
    """A morning at the printer, newest first; the paper has just run out."""
    receipt, refund = TITLES[language]
    states = (
        (f"{receipt} 0214", JobState.QUEUED, "", 0, False),
        (f"{receipt} 0213", JobState.HELD, "printer_paper_out", 0, False),
        (f"{receipt} 0212", JobState.SENDING, "", 2, False),
        (f"{refund} 0209", JobState.SENT_UNCONFIRMED, "", 1, False),
        (f"{receipt} 0208", JobState.COMPLETE, "", 1, True),
        (f"{receipt} 0211", JobState.CANCELLED, "print_not_wanted", 0, False),
        (f"{receipt} 0210", JobState.COMPLETE, "", 1, False),
    )
    count = len(states)
    return [
        JobRecord(
            output_id=count - place,
            sale_id="sale",
            title=title,
            state=state,
            reason=reason,
            attempts=attempts,
            copy=copy,
            asked_by=cashier if copy or state is JobState.CANCELLED else "",
            queued_at=NEWEST - timedelta(minutes=4 * place),
            changed_at=NEWEST - timedelta(minutes=4 * place - bool(attempts or reason)),
            document=ReceiptDocument(title, ()),
        )
        for place, (title, state, reason, attempts, copy) in enumerate(states)
    ]


@dataclass
class SampleQueue:
    """The part of ``TillActions`` that is about the printer, newest first."""

    jobs: list[JobRecord] = field(default_factory=list)

    def listed(self) -> Sequence[JobRecord]:
        """All jobs."""
        return tuple(self.jobs)

    def add(self, job: JobRecord) -> None:
        """One more, the newest."""
        self.jobs.insert(0, job)

    def print_again(self, output_id: int) -> JobRecord:
        """Raises ``Refusal`` as the use-case does."""
        job = self._job(output_id)
        if job.state in WAITING_STATES:
            raise Refusal("print_job_waiting", job=output_id)
        changes = {"output_id": len(self.jobs) + 1, "state": JobState.QUEUED, "copy": True, "reason": ""}
        copy = replace(job, **changes, queued_at=NEWEST, changed_at=NEWEST)  # type: ignore[arg-type]  # by name
        self.jobs.insert(0, copy)
        return copy

    def cancel(self, output_id: int, reason: CancelReason) -> JobRecord:
        """Raises ``Refusal`` as the use-case does."""
        job = self._job(output_id)
        if job.state not in CANCELLABLE_STATES:
            raise Refusal("print_job_settled", job=output_id)
        cancelled = replace(job, state=JobState.CANCELLED, reason=reason.value)
        self.jobs[self.jobs.index(job)] = cancelled
        return cancelled

    def _job(self, output_id: int) -> JobRecord:
        for job in self.jobs:
            if job.output_id == output_id:
                return job
        raise Refusal("print_job_unknown", job=output_id)
