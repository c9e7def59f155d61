"""Terminals in their home folders: made, opened, set up, synced."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from terminal.ports.clock import Clock, SystemClock
from terminal.ports.secrets import SecretStore
from terminal.ports.store import TerminalIdentity
from terminal.ports.sync import Synchroniser
from terminal.settings.options import checked
from terminal.store.store import TerminalStore, open_terminal_store
from terminal.usecases.till import Till

# The network's libraries are imported where they are needed: a sale does without them, and so does its start.


def enrol(home: Path, secrets: SecretStore, server_url: str, code: str, clock: Clock) -> TerminalIdentity:
    """Makes a terminal of ``home`` with a one-time code. Raises what ``sync.client.enrolment`` refuses."""
    from sync.client.enrolment import Place, enrol_terminal
    from sync.client.http import HttpServer

    with closing(HttpServer(server_url, clock.now)) as server:
        return enrol_terminal(server, Place(home, secrets, server_url), code, clock)


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
    values = {name: checked(name, value) for name, value in settings.items()}
    with closing(open_store(home, secrets)) as store, store.unit_of_work() as unit:
        for name, value in values.items():
            unit.set_setting(name, value)
        unit.commit()
