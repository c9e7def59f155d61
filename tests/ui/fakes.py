"""A worker that waits to be told."""

from collections.abc import Callable
from typing import Any


class HeldRunner:
    """Keeps jobs until the test lets them go."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]]] = []

    def run(self, job: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self.jobs.append((job, done, failed))

    def finish(self, index: int = 0) -> None:
        """Does one job and delivers its answer."""
        job, done, failed = self.jobs.pop(index)
        try:
            answer = job()
        except Exception as error:
            failed(error)
            return
        done(answer)

    def finish_all(self) -> None:
        """Does all jobs, those they lead to included."""
        while self.jobs:
            self.finish()
