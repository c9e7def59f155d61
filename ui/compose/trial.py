"""A till for trying a programme: real in everything but that it is thrown away."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.ports.store import TerminalIdentity
from terminal.usecases.till import Till
from ui.compose.trial_store import JustSyncedStore, trial_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync.programme.compiler import CompiledProgramme
    from terminal.ports.clock import Clock
    from terminal.ports.sync import SyncReport


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
    from sync.programme.compiler import compile_yaml  # a terminal gets its programme compiled, and needs no YAML

    try:
        text = programme.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Refusal("programme_unreadable", file=str(programme)) from error
    compiled = compile_yaml(text, programme.name)
    identity = _identity(compiled, store)
    bundle = compiled.bundle, compiled.digest, compiled.programme.version
    with (
        TemporaryDirectory(prefix="stillpoint-trial-") as folder,
        closing(trial_store(Path(folder), identity, clock, bundle)) as opened,
    ):
        yield Till(JustSyncedStore(opened, clock), clock)


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
