"""What can be said of a terminal's health without changing anything."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

from terminal.domain.errors import Broken, Refusal
from terminal.domain.records import record
from terminal.store.engine import open_file
from terminal.store.errors import explaining
from terminal.store.home import Home
from terminal.store.schema import JOURNAL, REPLICA, revision_of
from terminal.store.store import database_key, open_terminal_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from terminal.ports.secrets import SecretStore

ENOUGH_FREE_BYTES = 500_000_000
_Outcome = tuple[bool, dict[str, object]]
_FAULTS_SHOWN = 10
_COUNTED_OF_JOURNAL = ("journal_frame", "sale", "sale_line", "refund", "enrolled_member", "print_job")
_COUNTED_OF_REPLICA = ("server_member", "identifier", "lot")


@record
class Finding:
    """One check: its name, whether all is well, and the figures behind it."""

    check: str
    well: bool
    data: Mapping[str, object]


def examine(home: Path, secrets: SecretStore, told: Callable[[int, int], None] | None = None) -> tuple[Finding, ...]:
    """Every check in turn; one that cannot be made is a finding too. The home may be in use.

    ``told`` hears before each check how many of how many are made; what it raises ends them.
    Raises ``Refusal("not_enrolled")`` when there is no such folder.
    """
    layout = Home(home)
    if not home.is_dir():
        raise Refusal("not_enrolled", home=str(home))
    checks: dict[str, Callable[[], _Outcome]] = {
        "disk": lambda: _disk(layout),
        "schema": lambda: _schema(layout, database_key(layout, secrets)),
        "pages": lambda: _pages(layout, database_key(layout, secrets)),
        "chain": lambda: _chain(home, secrets),
        "counts": lambda: _counts(layout, database_key(layout, secrets)),
    }
    findings = []
    for place, (name, check) in enumerate(checks.items()):
        if told is not None:
            told(place, len(checks))
        try:
            well, data = check()
        except Refusal as refusal:
            well, data = False, {"kind": refusal.kind, **refusal.data}
        except Broken:  # a table is missing: nothing of ours was ever in this file, or no longer is
            well, data = False, {"kind": "store_damaged"}
        findings.append(Finding(name, well, data))
    return tuple(findings)


def _disk(layout: Home) -> _Outcome:
    with explaining():
        free = shutil.disk_usage(layout.folder).free
    return free >= ENOUGH_FREE_BYTES, {"free_bytes": free}


def _schema(layout: Home, key: bytes) -> _Outcome:
    found = {"journal": revision_of(layout.journal, key), "replica": revision_of(layout.replica, key)}
    return found == {"journal": JOURNAL.newest, "replica": REPLICA.newest}, dict(found)


def _pages(layout: Home, key: bytes) -> _Outcome:
    faults: dict[str, object] = {}
    for file in (layout.journal, layout.replica):
        found = _page_faults(file, key)
        if found:
            faults[file.name] = found
    return not faults, faults


def _page_faults(file: Path, key: bytes) -> list[str]:
    try:
        found = [str(row[0]) for row in _query(file, key, "PRAGMA cipher_integrity_check")]
        found += [str(row[0]) for row in _query(file, key, "PRAGMA quick_check") if row[0] != "ok"]
    except Refusal as refusal:
        return [refusal.kind]
    return found[:_FAULTS_SHOWN]


def _chain(home: Path, secrets: SecretStore) -> _Outcome:
    store = open_terminal_store(home, secrets)
    try:
        report = store.verify_chain()
    finally:
        store.close()
    if report.fault is None:
        return True, {"frames": report.frames}
    return False, {"frames": report.frames, "epoch": report.fault[0], "seq": report.fault[1]}


def _counts(layout: Home, key: bytes) -> _Outcome:
    counted = ((layout.journal, _COUNTED_OF_JOURNAL), (layout.replica, _COUNTED_OF_REPLICA))
    return True, {
        table: _query(file, key, f"SELECT count(*) FROM {table}")[0][0] for file, tables in counted for table in tables
    }


def _query(file: Path, key: bytes, statement: str) -> list[tuple[object, ...]]:
    with explaining(), closing(open_file(file, key)) as connection:
        return list(connection.execute(statement).fetchall())
