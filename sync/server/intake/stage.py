"""A thread that takes what is waiting, in groups: the more there is, the more is done at once."""

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Stage(Generic[Item]):
    """Hands groups of up to ``most`` items to ``work``, which deals with all that may go wrong."""

    def __init__(self, name: str, most: int, work: Callable[[Sequence[Item]], None]) -> None:
        self._most = most
        self._work = work
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begins to take."""
        self._thread.start()

    def put(self, item: Item) -> None:
        """Adds to what is waiting."""
        self._queue.put(item)

    def stop(self) -> None:
        """Ends when all that was put until now is done."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        ending = False
        while not ending:
            group: list[Item] = []
            taken = self._queue.get()
            while taken is not None:
                group.append(taken)
                if len(group) == self._most:
                    break
                try:
                    taken = self._queue.get_nowait()
                except queue.Empty:
                    break
            else:
                ending = True
            if group:
                self._work(group)
