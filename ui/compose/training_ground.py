"""What somebody practises on; the counter itself is loaded when they begin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from terminal.ports.clock import Clock
    from terminal.ports.printing import ReceiptDocument
    from terminal.store.store import TerminalStore
    from ui.compose.actions import CounterActions
    from ui.viewmodels.actions import TillActions


class TrainingGround:
    """Implements ``ui.viewmodels.training.Ground``. Nothing of it outlives the process."""

    def __init__(self, real: CounterActions, clock: Clock) -> None:
        self._real, self._clock = real, clock
        self._folder: TemporaryDirectory[str] | None = None
        self._store: TerminalStore | None = None

    def begin(self) -> TillActions:
        """A new practice counter, with a member to practise with."""
        from tempfile import TemporaryDirectory

        from ui.compose.training import training_counter

        self.end()
        self._folder = TemporaryDirectory(prefix="stillpoint-training-")
        actions, self._store = training_counter(self._real, self._clock, Path(self._folder.name), self._print)
        return actions

    def end(self) -> None:
        """Throws the practice counter away."""
        store, self._store = self._store, None
        folder, self._folder = self._folder, None
        if store is not None:
            store.close()
        if folder is not None:
            folder.cleanup()

    def _print(self, document: ReceiptDocument) -> None:
        """Paper comes from the real printer; it belongs to no sale."""
        with self._real.till.store.unit_of_work() as unit:
            unit.add_print_job(document, None)
            unit.commit()
