"""The printer's door to a terminal, in memory."""

from dataclasses import replace

from terminal.domain.errors import Broken
from terminal.ports.printing import JobState, PrintJob
from tests.fakes.files import Files


class FakePrintQueue:
    """Implements ``terminal.ports.printing.PrintQueue`` in memory."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def next_job(self) -> PrintJob | None:
        waiting = (JobState.QUEUED, JobState.HELD, JobState.SENDING)
        return next((job for job in self._files.journal.jobs.values() if job.state in waiting), None)

    def mark(self, output_id: int, state: JobState, reason: str = "") -> None:
        jobs = self._files.journal.jobs
        if output_id not in jobs:
            raise Broken(f"there is no print job {output_id}")
        attempts = jobs[output_id].attempts + (state is JobState.SENDING)
        jobs[output_id] = replace(jobs[output_id], state=state, attempts=attempts)
