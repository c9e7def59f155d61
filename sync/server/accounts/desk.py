"""The office's desk: who asks for what and why, kept for ever, and the entries that come of it.

Entries that no terminal made are stored whole in the ledger, under the number of the act they belong to, so that
every balance can be computed again from what is stored.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from sync.protocol.messages import IdentifierHash
from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, owners
from sync.server.accounts.books import PostedEntry
from sync.server.accounts.ledger_rows import OFFICE, RESERVING, ledger_row
from sync.server.keys import ServerKeys
from sync.server.storage.act_numbers import numbers
from sync.server.storage.database import Database
from sync.server.storage.tables import ledger, office_log
from terminal.domain.errors import Refusal
from terminal.domain.frames import Frame, FrameKind, identifier_hash
from terminal.domain.identifiers import IdentifierKind, classify
from terminal.domain.ledger import Entry, apply
from terminal.domain.records import record

REASON_MAX: Final = 500
BY_MAX: Final = 200


@record
class Found:
    """The id that a text named, the account it stands for, and every account that goes with them, by id."""

    asked: str
    account: Account
    accounts: dict[str, Account]


@record
class Desk:
    """Where an act is done: ``by`` whom and for what ``reason``."""

    database: Database
    keys: ServerKeys
    now: Callable[[], datetime]
    by: str = ""
    reason: str = ""

    def record(self, connection: Connection, operation: str, member: str, other: str | None = None) -> int:
        """Puts an act down; gives its number."""
        at = self.now()
        row: dict[str, Any] = {
            "number": numbers.after(at),
            "at": at,
            "by": self.by[:BY_MAX],
            "operation": operation,
            "member": member,
            "other": other,
            "reason": self.reason[:REASON_MAX],
        }
        connection.execute(office_log.insert().values(**row))
        return int(row["number"])

    def find(self, connection: Connection, text: str) -> Found:
        """The member with that id, phone or card, and all that go with them; locked.

        Raises ``Refusal``: ``member_unknown``, and what ``identifiers.classify`` refuses.
        """
        member_id = self._member_id(connection, text)
        accounts = {account.member_id: account for account in load_accounts(connection, [member_id], ())}
        if member_id not in accounts:
            raise Refusal("member_unknown", member=text)
        return Found(member_id, canonical(accounts, member_id), accounts)

    def book(
        self,
        connection: Connection,
        number: int,
        accounts: Mapping[str, Account],
        entries: Iterable[Entry],
        named: Mapping[str, str] | None = None,
        source: str = OFFICE,
    ) -> dict[str, Account]:
        """``accounts`` after these entries, which become ledger rows of act ``number``. The caller saves them.

        ``named`` says which other name of an account they mean, where it is not its own. ``source`` is whose act it is.
        """
        at = self.now()
        frame = Frame(source, 0, number, FrameKind.ADJUSTMENT, at.isoformat(), at.date(), "", "", {})
        after = dict(accounts)
        rows = []
        for line, entry in enumerate(entries):
            account = after[entry.member_id]
            state, moves = apply(account.state, entry, frame.day)
            place, change = account.booked + 1, state.deficit - account.state.deficit
            after[entry.member_id] = replace(account, state=state, booked=place)
            meant = (named or {}).get(entry.member_id, entry.member_id)
            posted = PostedEntry(frame, line, entry.member_id, meant, entry, moves, change, place)
            rows.append(ledger_row(posted))
        if rows:
            connection.execute(ledger.insert(), rows)
        return after

    def book_aside(self, connection: Connection, act: int | None, account: Account, entry: Entry) -> Account:
        """``account`` after an entry about a reservation, of the office's ``act`` or the server's own."""
        number, source = (numbers.after(self.now()), RESERVING) if act is None else (act, OFFICE)
        return self.book(connection, number, {account.member_id: account}, [entry], source=source)[account.member_id]

    def _member_id(self, connection: Connection, text: str) -> str:
        named = classify(text)
        if named.kind is IdentifierKind.MEMBER:
            return named.value
        kind = named.kind.value
        hashed = IdentifierHash(kind, identifier_hash(self.keys.group, kind, named.value))
        owner = owners(connection, [hashed]).get(hashed)
        if owner is None:
            raise Refusal("member_unknown", member=text)
        return owner


def canonical(accounts: Mapping[str, Account], member_id: str) -> Account:
    """The account that ``member_id`` stands for."""
    account = accounts[member_id]
    while account.alias_of:
        account = accounts[account.alias_of]
    return account
