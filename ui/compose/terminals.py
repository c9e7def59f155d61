"""Terminals in their home folders: made, opened, set up, synced."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from terminal.ports.clock import Clock, SystemClock
from terminal.settings.options import checked
from terminal.store.store import TerminalStore, open_replica_store, open_terminal_store
from terminal.usecases.till import Till

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sync.client.http import HttpServer
    from sync.client.recovery import Recovered
    from terminal.ports.secrets import SecretStore
    from terminal.ports.store import Store, TerminalIdentity
    from terminal.ports.sync import Synchroniser

# The network's libraries are imported where they are needed: a sale does without them, and so does its start.


def enrol(home: Path, secrets: SecretStore, server_url: str, code: str, clock: Clock) -> TerminalIdentity:
    """Makes a terminal of ``home`` with a one-time code. Raises what ``sync.client.enrolment`` refuses."""
    from sync.client.enrolment import Place, enrol_terminal
    from sync.client.http import HttpServer

    with closing(HttpServer(server_url, clock.now)) as server:
        return enrol_terminal(server, Place(home, secrets, server_url), code, clock)


def rejoin(home: Path, secrets: SecretStore, code: str, clock: Clock) -> TerminalIdentity:
    """Lets the terminal in ``home`` go on with a new key. Raises what ``sync.client.enrolment`` refuses."""
    from sync.client.enrolment import rejoin_terminal
    from sync.client.http import HttpServer

    with closing(HttpServer(_server_url(home, secrets), clock.now)) as server:
        return rejoin_terminal(server, home, secrets, code, clock)


def recover(home: Path, secrets: SecretStore, clock: Clock) -> Recovered:
    """Fetches back what the journal in ``home`` lacks. Raises what ``sync.client.recovery`` refuses."""
    from sync.client.recovery import recover as recover_journal

    with _known_server(home, secrets, clock) as server:
        return recover_journal(server, home, secrets, clock)


def go_on_restored(home: Path, secrets: SecretStore, clock: Clock) -> Recovered:
    """Makes a home fresh from a backup fit to sell. Raises what ``sync.client.recovery`` refuses."""
    from sync.client.recovery import go_on_restored as go_on

    with _known_server(home, secrets, clock) as server:
        return go_on(server, home, secrets, clock)


@contextmanager
def _known_server(home: Path, secrets: SecretStore, clock: Clock) -> Iterator[HttpServer]:
    from sync.client.http import HttpServer
    from sync.client.keys import read_keys

    keys = read_keys(home, secrets)
    with closing(HttpServer(_server_url(home, secrets), clock.now, keys.newest_first)) as server:
        yield server


def _server_url(home: Path, secrets: SecretStore) -> str:
    with closing(open_replica_store(home, secrets)) as replica:
        return replica.identity().server_url


def open_store(home: Path, secrets: SecretStore) -> TerminalStore:
    """The store of the terminal in ``home``. Raises ``Refusal``: ``not_enrolled``, ``store_…``, ``keyring_…``."""
    return open_terminal_store(home, secrets)


def open_till(home: Path, secrets: SecretStore, clock: Clock | None = None) -> Till:
    """The till that lives in ``home``; close its store when done. Raises what ``open_store`` raises."""
    return Till(open_store(home, secrets), clock or SystemClock())


def open_synchroniser(home: Path, secrets: SecretStore, clock: Clock) -> Synchroniser:
    """What brings the terminal in ``home`` and its server up to date, in this process."""
    from sync.client import synchroniser

    return synchroniser.open_synchroniser(home, secrets, clock)


def save_settings(home: Path, secrets: SecretStore, settings: Mapping[str, str]) -> None:
    """Sets options of the terminal in ``home``, all or none.

    Raises ``Refusal``: ``setting_unknown``, ``setting_invalid``, and what ``open_store`` raises.
    """
    values = checked_settings(settings)
    with closing(open_store(home, secrets)) as store:
        put_settings(store, values)


def checked_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """The values to keep. Raises ``Refusal``: ``setting_unknown``, ``setting_invalid``, ``setting_not_a_name``."""
    return {name: checked(name, value) for name, value in settings.items()}


def put_settings(store: Store, settings: Mapping[str, str]) -> None:
    """Sets options in an open store, all or none. Raises what ``checked_settings`` raises, and ``disk_full``."""
    values = checked_settings(settings)
    with store.unit_of_work() as unit:
        for name, value in values.items():
            unit.set_setting(name, value)
        unit.commit()
