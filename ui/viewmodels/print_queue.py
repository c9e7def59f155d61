"""What waits for the printer and what became of the rest: printing again, and cancelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.ports.printing import CANCELLABLE_STATES, WAITING_STATES, CancelReason, JobRecord, JobState
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

REASONS = tuple(CancelReason)
TONES = {
    JobState.QUEUED: Tone.PLAIN,
    JobState.SENDING: Tone.PLAIN,
    JobState.SENT_UNCONFIRMED: Tone.GOLD,
    JobState.COMPLETE: Tone.CALM,
    JobState.HELD: Tone.AMBER,
    JobState.CANCELLED: Tone.PLAIN,
}


@record
class JobRow:
    """A job as the list shows it. ``may_print`` and ``may_cancel`` say what can be done; never both."""

    title: str
    detail: str
    state: str
    tone: Tone
    may_print: bool
    may_cancel: bool


class PrintQueue(Page):
    """The list, newest first; ``None`` jobs until they arrive.

    ``cancelling`` is the job whose cancelling waits for its reason.
    """

    name = StageName.PRINT_QUEUE

    def __init__(self, desk: Desk, before: Stage) -> None:
        self.desk, self.before = desk, before
        self.jobs: Sequence[JobRecord] | None = None
        self.chosen: int | None = None
        self.cancelling: int | None = None
        self.reload()

    def reload(self) -> None:
        """Asks how the jobs stand."""
        self.desk.ask(self.desk.actions.print_queue, self._arrived)

    def synced(self, at: datetime | None) -> None:
        """The queue may have moved meanwhile."""
        self.reload()

    def _arrived(self, jobs: Sequence[JobRecord]) -> None:
        chosen = self._chosen_job()
        self.jobs = jobs
        ids = [job.output_id for job in jobs]
        self.chosen = ids.index(chosen.output_id) if chosen and chosen.output_id in ids else None

    @property
    def rows(self) -> tuple[JobRow, ...]:
        """The jobs."""
        return tuple(self._row(job) for job in self.jobs or ())

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a job may be cancelled, in words."""
        return tuple(self.desk.words.job_reason(reason) for reason in REASONS)

    @property
    def cancelling_text(self) -> str:
        """Which job is about to be cancelled; empty while none is."""
        job = next((job for job in self.jobs or () if job.output_id == self.cancelling), None)
        return self.desk.words.say("print_cancelling", title=self._title(job)) if job else ""

    def _row(self, job: JobRecord) -> JobRow:
        return JobRow(
            title=self._title(job),
            detail=SEPARATOR.join(self._details(job)),
            state=self.desk.words.say(f"job_{job.state}"),
            tone=TONES[job.state],
            may_print=job.state not in WAITING_STATES and job.document is not None,
            may_cancel=job.state in CANCELLABLE_STATES,
        )

    def _title(self, job: JobRecord) -> str:
        words = self.desk.words
        title = job.title or words.say("print_forgotten")
        return words.say("print_copy", title=title) if job.copy or (job.attempts > 1) else title

    def _details(self, job: JobRecord) -> list[str]:
        words, details = self.desk.words, []
        if job.queued_at is not None:
            details.append(words.say("print_queued", time=self._time(job.queued_at)))
        if job.changed_at is not None and job.changed_at != job.queued_at:
            details.append(words.say("print_changed", time=self._time(job.changed_at)))
        if job.reason:
            details.append(words.job_reason(job.reason))
        if job.asked_by:
            details.append(job.asked_by)
        return details

    def _time(self, instant: datetime) -> str:
        zone = self.desk.shop.store.time_zone
        return self.desk.words.day_and_time(instant, zone)

    def choose(self, index: int) -> None:
        """Chooses a row."""
        self.chosen = index

    def act(self, index: int) -> None:
        """What a row's button does: prints it again, or asks why it is to be cancelled."""
        if self.jobs is None or index >= len(self.jobs):
            return
        row, job = self.rows[index], self.jobs[index]
        self.chosen, self.desk.notice = index, None
        if row.may_cancel:
            self.cancelling = job.output_id
        elif row.may_print:
            desk = self.desk
            desk.ask(lambda: desk.actions.print_again(job.output_id), self._printing_again)

    def _printing_again(self, copy: JobRecord) -> None:
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "print_again", title=copy.title)
        self.reload()

    def cancel(self, place: int) -> None:
        """Cancels the job that waits for its reason, for the reason at ``place``."""
        job, self.cancelling = self.cancelling, None
        if job is not None:
            desk, reason = self.desk, REASONS[place]
            desk.ask(lambda: desk.actions.cancel_print_job(job, reason), self._cancelled, self._not_cancelled)

    def _cancelled(self, job: JobRecord) -> None:
        self.desk.say(Tone.CALM, "print_cancelled", title=job.title)
        self.reload()

    def _not_cancelled(self, error: Exception) -> None:
        self.desk.refuse(error)
        self.reload()

    def _chosen_job(self) -> JobRecord | None:
        return self.jobs[self.chosen] if self.jobs and self.chosen is not None else None

    def digit(self, digit: str) -> None:
        """A reason's number."""
        if self.cancelling is not None and 1 <= int(digit) <= len(REASONS):
            self.cancel(int(digit) - 1)

    def press(self, command: Command) -> None:
        """Through the list, the chosen row's button, or back."""
        match command:
            case Command.UP | Command.DOWN if self.jobs:
                self.chosen = 0 if self.chosen is None else (self.chosen + command.step) % len(self.jobs)
            case Command.ENTER if self.chosen is not None and self.cancelling is None:
                self.act(self.chosen)
            case Command.BACK if self.cancelling is not None:
                self.cancelling = None
            case Command.BACK | Command.PRINT_QUEUE:
                self.desk.go(self.before)
            case _:
                pass
