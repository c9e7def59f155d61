"""Copies of a terminal's home that are consistent, as encrypted as the original, and can be taken while it sells.

The key stays in the keyring; whoever wants to restore on another machine writes the recovery key down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.store.engine import KEY_BYTES
from terminal.store.errors import explaining
from terminal.store.home import Home, Occupancy, secret_name
from terminal.store.schema import copy_file, revision_of, sync_to_disk
from terminal.store.store import database_key

if TYPE_CHECKING:
    from pathlib import Path

    from terminal.ports.secrets import SecretStore

Told = Callable[[int, int], None]


def back_up(home: Path, secrets: SecretStore, destination: Path, told: Told | None = None) -> Path:
    """Copies the home into ``destination``, which must not hold a backup yet; gives the folder.

    ``told`` hears how many bytes of how many are copied. What it raises ends the copy, which then is no backup.

    Raises ``Refusal``: ``store_exists``, ``disk_full``, ``store_unreachable`` and what opening raises.
    """
    source, target = Home(home), Home(destination)
    key = database_key(source, secrets)
    occupancy = Occupancy(source).share()
    try:
        # The replica first: what it says of this terminal's frames is then surely in the copied journal.
        _copy_home(source, target, key, told)
    finally:
        occupancy.leave()
    return destination


def restore(backup: Path, home: Path, secrets: SecretStore, recovery_key: str | None = None) -> None:
    """Makes ``home`` from a backup. Without ``recovery_key`` the keyring must still hold the terminal's key.

    The next sync notices a restored journal, fetches what is missing and starts a new epoch. Raises ``Refusal``:
    ``store_exists``, ``recovery_key_invalid``, ``store_key_wrong``, ``store_key_missing``, ``disk_full``.
    """
    source, target = Home(backup), Home(home)
    key = database_key(source, secrets) if recovery_key is None else _parse(recovery_key)
    revision_of(source.journal, key)  # a wrong key is noticed before anything is written
    _copy_home(source, target, key)
    if recovery_key is not None:
        secrets.write(secret_name(target.terminal_id(), "database"), key)


def recovery_key(home: Path, secrets: SecretStore) -> str:
    """The database key in groups of eight digits, for paper in a safe."""
    digits = database_key(Home(home), secrets).hex()
    return "-".join(digits[start : start + 8] for start in range(0, len(digits), 8))


def _copy_home(source: Home, target: Home, key: bytes, told: Told | None = None) -> None:
    terminal_id = source.terminal_id()
    if any(file.exists() for file in (target.marker, target.journal, target.replica)):
        raise Refusal("store_exists", file=str(target.folder))
    target.make()
    copies = ((source.replica, target.replica), (source.journal, target.journal))
    with explaining():
        sizes = {file: file.stat().st_size for file, _ in copies} if told else {}
    before, total = 0, sum(sizes.values())
    for file, copy in copies:
        copy_file(file, copy, key, _share_of(told, before, sizes[file], total) if told else None)
        before += sizes.get(file, 0)
        sync_to_disk(copy)
    target.write_marker(terminal_id)


def _share_of(told: Told, before: int, size: int, total: int) -> Told:
    """Tells pages of one file as bytes of all."""
    return lambda pages, pages_in_all: told(before + size * pages // max(pages_in_all, 1), total)


def _parse(recovery_key: str) -> bytes:
    try:
        key = bytes.fromhex(recovery_key.replace("-", "").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refusal("recovery_key_invalid")
    return key
