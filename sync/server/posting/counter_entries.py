"""What the server itself takes back of what frames gave: an act with its entries, and a case that says so."""

import msgspec
from sqlalchemy import Connection

from sync.server.accounts.account import shares_of
from sync.server.accounts.accounts import load_accounts, save_accounts
from sync.server.accounts.desk import Desk, canonical
from sync.server.storage.database import insert_new
from sync.server.storage.tables import exceptions
from terminal.domain.ledger import Entry


def book_counter_entries(
    connection: Connection,
    desk: Desk,
    act: tuple[str, str, str],
    entries: list[Entry],
    place: tuple[str, int, int, int],
) -> None:
    """Books ``entries`` as an act (what, on whom, for which sale), and notes the case at the ``place`` of the frame."""
    code, member_id, sale = act
    loaded = {
        account.member_id: account for account in load_accounts(connection, [entry.member_id for entry in entries], ())
    }
    shares: list[Entry] = []
    named: dict[str, str] = {}
    for entry in entries:
        if entry.member_id in loaded:
            account = canonical(loaded, entry.member_id)
            shares.extend(shares_of(account, entry))
            named[account.member_id] = entry.member_id
    number = desk.record(connection, code, member_id, sale)
    after = desk.book(connection, number, loaded, shares, named)
    save_accounts(connection, [after[changed] for changed in dict.fromkeys(share.member_id for share in shares)], {})
    case = {
        **dict(zip(("terminal", "epoch", "seq", "line"), place, strict=True)),
        "code": code,
        "member": member_id,
        "data": msgspec.json.encode({"sale": sale, "points": -sum(share.points for share in shares)}).decode(),
        "found_at": desk.now(),
    }
    insert_new(connection, exceptions, [case])
