"""Accounts that entries name, as they are now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from terminal.domain.ledger import Entry, MemberState
from terminal.ports.store import UnitOfWork


def accounts_of(unit: UnitOfWork, entries: Iterable[Entry]) -> Mapping[str, MemberState]:
    """The accounts that ``entries`` name, as far as this terminal knows them.

    Points of a member who has joined a household since are in its pool.
    """
    accounts: dict[str, MemberState] = {}
    for account in dict.fromkeys(entry.member_id for entry in entries):
        record = unit.member(account)
        if record:
            accounts[account] = replace(record.wallet, progress=record.state.progress)
            if record.pool:
                accounts.setdefault(record.pool.member_id, record.pool)
    return accounts
