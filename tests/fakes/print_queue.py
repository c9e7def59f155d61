"""The printer's door to a terminal, in memory."""

from terminal.ports.printing import JobState, PrintJob
from tests.fakes.files import Files
from tests.fakes.print_jobs import Jobs


class FakePrintQueue:
    """Implements ``terminal.ports.printing.PrintQueue`` in memory."""

    def __init__(self, files: Files) -> None:
        self._files = files

    @property
    def _jobs(self) -> Jobs:
        return Jobs(self._files.journal.jobs)

    def claim(self) -> bool:
        self._files.printing = self._files.printing or self
        return self._files.printing is self

    def release(self) -> None:
        if self._files.printing is self:
            self._files.printing = None

    def next_job(self) -> PrintJob | None:
        return self._jobs.next_job()

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        return self._jobs.mark(output_id, state, reason)

    def next_kick(self) -> int | None:
        return self._jobs.next_kick()

    def drop_kicks(self) -> None:
        self._jobs.drop_kicks()
