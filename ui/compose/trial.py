"""A till for trying a programme: real in everything but that it is thrown away."""

import secrets as randomness
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.programme.compiler import CompiledProgramme, compile_yaml
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.ports.clock import Clock
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import NewFrame, TerminalIdentity
from terminal.ports.sync import SyncReport
from terminal.store.store import create_terminal_store, open_replica_store
from terminal.usecases.till import Till

ALWAYS_JUST_SYNCED = datetime(2990, 1, 1, tzinfo=UTC)


class NoServer:
    """A synchroniser for a till that has never met a server."""

    def run_once(self) -> SyncReport:
        """Raises ``Refusal("not_enrolled")``."""
        raise Refusal("not_enrolled")


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
                replica.record_attempt(True, ALWAYS_JUST_SYNCED)
            yield Till(opened, clock)


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
