"""Work that takes seconds: on a thread of its own, with progress, and until somebody calls it off."""

from collections.abc import Callable
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")
Told = Callable[[int, int], None]
"""What work calls now and then, with how much is done and of how much; raises ``CalledOff``."""


class CalledOff(Exception):
    """Nobody wants the work's answer any more."""


class LongWork(Protocol):
    """Does one piece of work at a time, beside the store's thread. Answers come back on the thread that asked."""

    def start(
        self,
        job: Callable[[Told], Answer],
        told: Told,
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Starts ``job``; ``told`` hears how far it is, and one of the others what came of it."""
        ...

    def call_off(self) -> None:
        """Lets the work under way end early: ``failed`` hears ``CalledOff``."""
        ...


class InlineWork:
    """Does the work on the spot: for tests and for pictures of screens."""

    def start(
        self,
        job: Callable[[Told], Answer],
        told: Told,
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Does ``job`` before returning."""
        try:
            answer = job(told)
        except Exception as error:  # whatever a job raises belongs to ``failed``, as on a thread
            failed(error)
            return
        done(answer)

    def call_off(self) -> None:
        """Nothing is ever under way."""
