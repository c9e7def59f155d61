"""Where work that touches the store is done: never on the thread that paints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


class Runner(Protocol):
    """One serial worker. Jobs run in order; answers come back on the thread that asked."""

    def run(
        self, job: Callable[[], Answer], done: Callable[[Answer], None], failed: Callable[[Exception], None]
    ) -> None:
        """Runs ``job``, then either ``done`` with what it returned or ``failed`` with what it raised."""
        ...


class InlineRunner:
    """Runs each job at once, on the spot: for tests and for pictures of screens."""

    def run(
        self, job: Callable[[], Answer], done: Callable[[Answer], None], failed: Callable[[Exception], None]
    ) -> None:
        """Runs ``job`` before returning."""
        try:
            answer = job()
        except Exception as error:  # whatever a job raises belongs to ``failed``, as on the worker
            failed(error)
            return
        done(answer)
