"""One terminal's store, in memory and on disk: the contract tests run over both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from terminal.ports.printing import PrintQueue
from terminal.ports.replica import ReplicaStore
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import Store
from terminal.store.store import TerminalStore, create_terminal_store, open_replica_store
from tests.fakes.store import fake_store
from tests.store.facts import GROUP_KEY, IDENTITY, OPENING


class PrintingStore(Store, Protocol):
    """A store that the printer can work off."""

    def print_queue(self) -> PrintQueue: ...


@dataclass
class Terminal:
    """Both doors to one terminal's store."""

    store: PrintingStore
    replica: ReplicaStore


@dataclass
class Disk:
    """A terminal's home on disk, and the keyring its keys are in."""

    home: Path
    secrets: MemorySecrets


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "home", MemorySecrets())


@pytest.fixture
def stored(disk: Disk) -> Iterator[TerminalStore]:
    store = create_terminal_store(disk.home, IDENTITY, disk.secrets, GROUP_KEY, OPENING)
    yield store
    store.close()


@pytest.fixture
def terminal_on_disk(disk: Disk, stored: TerminalStore) -> Iterator[Terminal]:
    replica = open_replica_store(disk.home, disk.secrets)
    yield Terminal(stored, replica)
    replica.close()


def _in_memory() -> Terminal:
    store, replica = fake_store(IDENTITY, OPENING)
    return Terminal(store, replica)


@pytest.fixture
def terminal_in_memory() -> Terminal:
    return _in_memory()


@pytest.fixture(params=["memory", "disk"])
def terminal(request: pytest.FixtureRequest) -> Terminal:
    make: Callable[[], Terminal] = (
        _in_memory if request.param == "memory" else lambda: request.getfixturevalue("terminal_on_disk")
    )
    return make()
