"""What became of jobs, written into the queue at once, or as soon as the store takes it again."""

from dataclasses import dataclass, field

from terminal.domain.errors import Refusal
from terminal.ports.printing import JobState, PrintQueue


@dataclass(slots=True)
class Outcomes:
    """What is on paper is on paper, though the store may have no room or no time to note it just now.

    So what it did not take stays here, and comes before the next job: one that seems half sent would be printed again.
    Should the process die before, the job does come again, as a copy. Belongs to one thread.
    """

    queue: PrintQueue
    _unwritten: dict[int, tuple[JobState, str]] = field(default_factory=dict)

    def settle(self, output_id: int, state: JobState, reason: str = "") -> None:
        """Notes what became of a job. Raises what the store raises; the outcome is kept then."""
        self._unwritten[output_id] = state, reason
        self.write()

    def write(self) -> None:
        """Writes what the store has not taken yet. Raises what it raises."""
        for output_id in list(self._unwritten):
            state, reason = self._unwritten.pop(output_id)
            try:
                self.queue.mark(output_id, state, reason)
            except Refusal:
                self._unwritten[output_id] = state, reason
                raise
