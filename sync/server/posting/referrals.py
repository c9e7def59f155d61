"""A new member rewarded twice for being brought along: known only when two turn out to be one, and taken back then."""

from typing import Final

from sqlalchemy import Connection, RowMapping, select

from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, owners
from sync.server.accounts.books import PostedEntry
from sync.server.accounts.desk import Desk
from sync.server.accounts.shape import named_identifier
from sync.server.accounts.stored_frames import booked_entry, names_of, rows_of, stored_frame
from sync.server.posting.checking import STUMBLING
from sync.server.posting.counter_entries import book_counter_entries
from sync.server.programmes.sale_shape import sold_bill
from sync.server.programmes.shelf import ProgrammeShelf
from sync.server.storage.tables import office_log
from terminal.domain.bill_entries import lots_from, other_lot_id, progress_from
from terminal.domain.earning import awards_of
from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.programme import Programme
from terminal.domain.progress import negated
from terminal.domain.referral import REFERRAL_TALLY, REFERRED_TALLY

REPEATED: Final = "referral_repeated"
MAXIMUM: Final = "referrer_maximum"
_SOURCE: Final = f"{REFERRAL_TALLY}/"
_Place = tuple[str, int, int, int]


def take_back_repeated(connection: Connection, desk: Desk, member_id: str) -> Account:
    """Takes back every referral bonus of the member but the first, from both sides; gives the account afterwards.

    The case is noted beside the sale that gave it (``referral_repeated``). Again, it changes nothing.
    """
    account = load_accounts(connection, [member_id], ())[0]
    names = names_of(connection, member_id)
    done = office_log.c.operation == REPEATED
    taken = set(connection.execute(select(office_log.c.other).where(done, office_log.c.member.in_(names))).scalars())
    rewarded = [row for row in rows_of(connection, names) if _rewards(connection, row)]
    standing = [row for row in rewarded[1:] if row["sale"] not in taken]
    excess = account.state.progress.count(REFERRAL_TALLY) - 1
    for row in standing[-excess:] if excess > 0 else ():
        _take_back(connection, desk, member_id, row)
    return load_accounts(connection, [member_id], ())[0]


def take_back_beyond_maximum(connection: Connection, desk: Desk, programme: Programme, posted: PostedEntry) -> None:
    """Takes back what a referrer got for one more new member than their programme rewards in a period.

    Tills cannot know how many others there were. The case is noted beside the sale (``referrer_maximum``).
    """
    store = programme.stores.get(posted.frame.store)
    referral = programme.brand_at(store).referral if store else None
    maximum = referral.referrer_maximum if referral else None
    if maximum is None:
        return
    key = maximum.tally(posted.frame.day).key
    account = load_accounts(connection, [posted.member_id], ())[0]
    if key not in posted.entry.progress.tallies or account.state.progress.count(key) <= maximum.count:
        return
    entry = posted.frame.entries[posted.line]
    counter = Entry(posted.named, EntryKind.REVERSE, -entry.points, entry.parts, progress=negated(entry.progress))
    place = (posted.frame.terminal, posted.frame.epoch, posted.frame.seq, posted.line)
    book_counter_entries(
        connection, desk, (MAXIMUM, posted.named, str(posted.frame.body.get("sale"))), [counter], place
    )


def thanks_a_referrer(posted: PostedEntry) -> bool:
    """Whether the entry is what somebody got for a new member they brought, counted by period."""
    return any(key.startswith(f"{REFERRED_TALLY}@") for key in posted.entry.progress.tallies)


def _rewards(connection: Connection, row: RowMapping) -> bool:
    tally = booked_entry(connection, row).progress.tallies.get(REFERRAL_TALLY)
    return row["sale"] is not None and tally is not None and tally.count > 0


def _take_back(connection: Connection, desk: Desk, member_id: str, row: RowMapping) -> None:
    entries = _counter_entries(connection, row)
    place = (row["terminal"], row["epoch"], row["seq"], row["line"])
    book_counter_entries(connection, desk, (REPEATED, member_id, row["sale"]), entries, place)


def _counter_entries(connection: Connection, row: RowMapping) -> list[Entry]:
    """What takes back the bonus of the sale: points to their lots, and everything it counted.

    Nothing where the sale cannot be calculated again; the case is for a person then.
    """
    try:
        frame = stored_frame(connection, row["terminal"], row["epoch"], row["seq"])
        programme = ProgrammeShelf().get(connection, frame.programme)
        sold = sold_bill(frame)
        purchase = sold.purchase(programme) if sold and programme else None
        awards = awards_of(programme, purchase) if purchase and programme else ()
    except (*STUMBLING, Refusal):
        return []
    entries = []
    for award in awards:
        whose = row["named"] if award.member_id is None else _resolved(connection, award.member_id)
        if programme and purchase and whose and award.source.startswith(_SOURCE):
            lot = row["sale"] if award.member_id is None else other_lot_id(row["sale"], award.member_id)
            parts = lots_from(programme.brand_at(purchase.store), lot, [award], frame.day)
            back = negated(progress_from([award]))
            entries.append(Entry(whose, EntryKind.REVERSE, -award.points, parts, progress=back))
    return entries


def _resolved(connection: Connection, named: str) -> str | None:
    identifier = named_identifier(named)
    return owners(connection, [identifier]).get(identifier) if identifier else named
