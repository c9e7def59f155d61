"""What waits for the printer, as people see it: the list, printing again, cancelling."""

from collections.abc import Iterable, Sequence

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.tenders import CASH, TenderPaid
from terminal.ports.printing import WAITING_STATES, CancelReason, JobRecord, JobState, marked_as_copy
from terminal.ports.store import NewFrame, UnitOfWork
from terminal.settings.options import value_of
from terminal.usecases.till import Till, counter_of

__all__ = ["JOBS_SHOWN", "cancel_job", "list_jobs", "print_again", "queue_kick"]

JOBS_SHOWN = 50


def list_jobs(till: Till, limit: int = JOBS_SHOWN) -> Sequence[JobRecord]:
    """The latest jobs, newest first, whatever became of them."""
    with till.store.view() as unit:
        return unit.print_jobs(limit)


def print_again(till: Till, output_id: int, asked_by: str = "") -> JobRecord:
    """Queues a copy of what the job ``output_id`` was to print, and gives the copy's job.

    A sale's paper leaves the same frame as ``reprint``. Raises ``Refusal``: ``print_job_unknown``,
    ``print_job_waiting`` while the job will still be printed by itself, ``print_job_forgotten`` when its text is gone.
    """
    with till.store.unit_of_work() as unit:
        job = _job(unit, output_id)
        if job.state in WAITING_STATES:
            raise Refusal("print_job_waiting", job=output_id)
        if job.document is None:
            raise Refusal("print_job_forgotten", job=output_id)
        document = marked_as_copy(job.document, till.clock.now(), asked_by)
        if job.sale_id is not None:
            counter = counter_of(till, unit)
            body = {"sale": job.sale_id}
            unit.append(NewFrame(FrameKind.REPRINT, counter.now, counter.day, counter.programme.digest, body))
        copy_id = unit.add_print_job(document, job.sale_id, copy=True, asked_by=asked_by)
        unit.commit()
    with till.store.view() as unit:
        return _job(unit, copy_id)


def cancel_job(till: Till, output_id: int, reason: CancelReason, asked_by: str = "") -> JobRecord:
    """Cancels a job of which nothing is on its way to the printer, and gives it as it is then.

    Raises ``Refusal``: ``print_job_unknown``, ``print_job_sending`` while it is being sent, ``print_job_settled`` when
    there is nothing left to cancel.
    """
    with till.store.unit_of_work() as unit:
        job = _job(unit, output_id)
        if not unit.cancel_print_job(output_id, reason.value, asked_by):
            kind = "print_job_sending" if job.state is JobState.SENDING else "print_job_settled"
            raise Refusal(kind, job=output_id)
        unit.commit()
    with till.store.view() as unit:
        return _job(unit, output_id)


def queue_kick(unit: UnitOfWork, tenders: Iterable[TenderPaid]) -> None:
    """Has the cash drawer opened for ``tenders`` where cash is among them and there is a drawer; the caller commits."""
    has_cash = any(tender.type == CASH and tender.amount for tender in tenders)
    if has_cash and value_of("cash_drawer", unit.setting) != "none" and value_of("printer", unit.setting):
        unit.add_kick()


def _job(unit: UnitOfWork, output_id: int) -> JobRecord:
    job = unit.print_job(output_id)
    if job is None:
        raise Refusal("print_job_unknown", job=output_id)
    return job
