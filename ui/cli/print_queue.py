"""``stillpoint till print-queue``: what waits for the printer, printing it again, cancelling it."""

from typing import TYPE_CHECKING, Annotated

import typer

from terminal.ports.clock import SystemClock
from terminal.ports.printing import CancelReason, JobRecord
from terminal.usecases.print_queue import JOBS_SHOWN, cancel_job, list_jobs, print_again
from terminal.usecases.till import Till
from ui.cli.answers import say
from ui.cli.opened import opened_store
from ui.cli.options import HomeOption, JsonOption, language_here, print_json
from ui.viewmodels.words import Words

if TYPE_CHECKING:
    from terminal.store.store import TerminalStore

app = typer.Typer(name="print-queue", help="What waits for the printer, and what became of the rest.")

Job = Annotated[int, typer.Argument(help="The job's number, as “list” shows it.", min=1)]
By = Annotated[str, typer.Option("--by", help="Who asks; it stands on the copy.")]


@app.callback(invoke_without_command=False)
def print_queue() -> None:
    """What waits for the printer, and what became of the rest."""


@app.command(name="list")
def list_queue(
    home: HomeOption,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many of the latest jobs.")] = JOBS_SHOWN,
    json: JsonOption = False,
) -> None:
    """Shows the latest jobs, newest first: state, when queued, when last changed, and why one is held."""
    with opened_store(home) as store:
        jobs = list_jobs(_till(store), limit)
    if json:
        print_json({"ok": True, "jobs": [_document(job) for job in jobs]})
        return
    words = Words(language_here())
    for job in jobs:
        typer.echo(_line(job, words))


@app.command(name="print")
def print_job(
    job: Job,
    home: HomeOption,
    by: By = "",
    now: Annotated[bool, typer.Option("--now", help="Print from here. Only while no window of this till is open.")] = (
        False
    ),
    json: JsonOption = False,
) -> None:
    """Prints a settled job again, marked as a copy; the open till does so within seconds."""
    with opened_store(home) as store:
        copy = _printed_here(store, job, by) if now else print_again(_till(store), job, by)
    say("print_job_queued", _document(copy), json)


@app.command()
def cancel(
    job: Job,
    home: HomeOption,
    reason: Annotated[CancelReason, typer.Option("--reason", help="Why.")] = CancelReason.NOT_WANTED,
    by: By = "",
    json: JsonOption = False,
) -> None:
    """Cancels a job that waits; its sale stands as it is."""
    with opened_store(home) as store:
        cancelled = cancel_job(_till(store), job, reason, by)
    say("print_job_cancelled", _document(cancelled), json)


def _printed_here(store: "TerminalStore", job: int, by: str) -> JobRecord:
    """The copy's job after the printer had its time. Raises ``Refusal("printer_not_set")``, with nothing queued."""
    from ui.compose.printing import printing

    with printing(store) as print_now:
        copy = print_again(_till(store), job, by)
        print_now()
    return next(found for found in list_jobs(_till(store)) if found.output_id == copy.output_id)


def _till(store: "TerminalStore") -> Till:
    return Till(store, SystemClock())


def _document(job: JobRecord) -> dict[str, object]:
    return {
        "job": job.output_id,
        "title": job.title,
        "state": job.state,
        "reason": job.reason,
        "copy": job.copy,
        "attempts": job.attempts,
        "asked_by": job.asked_by,
        "queued_at": job.queued_at.isoformat() if job.queued_at else None,
        "changed_at": job.changed_at.isoformat() if job.changed_at else None,
    }


def _line(job: JobRecord, words: Words) -> str:
    """One job for people; times are the machine's."""
    title = words.say("print_copy", title=job.title) if job.copy else job.title
    times = [
        f"{instant.astimezone():%m-%d %H:%M:%S}" if instant else "-" for instant in (job.queued_at, job.changed_at)
    ]
    reason = words.job_reason(job.reason) if job.reason else ""
    state = words.say(f"job_{job.state}")
    return "  ".join(part for part in (f"{job.output_id:>6}", *times, state, title, reason, job.asked_by) if part)
