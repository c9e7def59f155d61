"""A till for trying a programme: real in everything but that it is thrown away."""

import secrets as randomness
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.programme.compiler import CompiledProgramme, compile_yaml
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.ports.clock import Clock
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import LinkState, NewFrame, TerminalIdentity
from terminal.ports.sync import SyncReport
from terminal.store.engine import Connections
from terminal.store.store import TerminalStore, create_terminal_store, open_replica_store
from terminal.store.unit_of_work import Known, StoredUnitOfWork
from terminal.usecases.till import Till


class NoServer:
    """A synchroniser for a till that has never met a server."""

    def run_once(self) -> SyncReport:
        """Raises ``Refusal("not_enrolled")``."""
        raise Refusal("not_enrolled")


class _JustSyncedUnit(StoredUnitOfWork):
    """A unit whose last sync was just now, whenever somebody asks."""

    def __init__(self, connections: Connections, known: Known, clock: Clock, *, reading: bool) -> None:
        super().__init__(connections, known, reading=reading)
        self._clock = clock

    def link(self) -> LinkState:
        """What waits to be sent, and that the server was reached."""
        return replace(super().link(), reached=True, last_success_at=self._clock.now())


class _JustSyncedStore(TerminalStore):
    """An open store that counts as just synced by ``clock``, whatever that is set to."""

    def __init__(self, opened: TerminalStore, clock: Clock) -> None:
        vars(self).update(vars(opened))
        self._clock = clock

    def unit_of_work(self) -> StoredUnitOfWork:
        """One transaction."""
        return _JustSyncedUnit(self._connections, self._known, self._clock, reading=False)

    def view(self) -> StoredUnitOfWork:
        """A unit that only reads."""
        return _JustSyncedUnit(self._connections, self._known, self._clock, reading=True)


@contextmanager
def trial_till(programme: Path, store: str, clock: Clock) -> Iterator[Till]:
    """A till with the programme in a YAML file, at ``store``, that is gone after the block.

    It counts as just synced, so that the programme's own limits show rather than the offline ones. Raises
    ``Refusal``: ``programme_invalid``, ``programme_unreadable``, ``store_unknown``.
    """
    try:
        text = programme.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Refusal("programme_unreadable", file=str(programme)) from error
    compiled = compile_yaml(text, programme.name)
    identity = _identity(compiled, store)
    with TemporaryDirectory(prefix="stillpoint-trial-") as folder:
        home, secrets = Path(folder), MemorySecrets()
        opened = create_terminal_store(home, identity, secrets, randomness.token_bytes(32), _opening(clock))
        with closing(opened):
            with closing(open_replica_store(home, secrets)) as replica:
                replica.add_programme(compiled.bundle, compiled.digest, compiled.programme.version, b"")
            yield Till(_JustSyncedStore(opened, clock), clock)


def _identity(compiled: CompiledProgramme, store: str) -> TerminalIdentity:
    brand = compiled.programme.store(store).brand
    return TerminalIdentity(
        terminal_id="trial-terminal",
        number=1,
        store=store,
        brand=brand,
        group=compiled.programme.group,
        epoch=1,
        server_url="",
    )


def _opening(clock: Clock) -> NewFrame:
    now = clock.now()
    return NewFrame(FrameKind.EPOCH_OPENED, now, now.date(), "", {"public_key": "", "previous": None})
