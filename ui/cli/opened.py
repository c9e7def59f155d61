"""A terminal's own store, open for as long as one command runs."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.ports.clock import SystemClock
from terminal.usecases.till import Till

if TYPE_CHECKING:
    from terminal.store.store import TerminalStore


@contextmanager
def opened_store(home: Path) -> Iterator["TerminalStore"]:
    """The terminal's store. Raises what ``open_store`` raises."""
    from ui.compose.terminals import open_store
    from ui.secrets import open_secrets

    with closing(open_store(home, open_secrets())) as store:
        yield store


@contextmanager
def opened_till(home: Path) -> Iterator[Till]:
    """The same as a till that meets no server."""
    with opened_store(home) as store:
        yield Till(store, SystemClock())
