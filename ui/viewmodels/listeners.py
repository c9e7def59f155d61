"""Telling the screen that something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Listeners:
    """Callbacks without arguments: whoever is told reads the view-model afresh."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def add(self, listener: Callable[[], None]) -> None:
        """Tells ``listener`` from now on."""
        self._listeners.append(listener)

    def remove(self, listener: Callable[[], None]) -> None:
        """Tells ``listener`` no more; one that never listened is no error."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def tell(self) -> None:
        """Tells everyone who listens now."""
        for listener in tuple(self._listeners):
            listener()
