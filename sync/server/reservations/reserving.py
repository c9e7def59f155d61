"""Points set aside for a terminal: asked for by it, or granted because the member buys there.

What is granted leaves the member's open lots in the same transaction, so nobody can be granted it twice. It comes back
by what the terminal's own chain says, or by hand; never because time has passed.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import uuid_utils
from sqlalchemy import Connection, select, update

from sync.protocol.steps import ReserveAnswer, ReserveRequest
from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, save_accounts
from sync.server.accounts.desk import Desk, canonical
from sync.server.keys import ServerKeys
from sync.server.programmes.programmes import latest_programme
from sync.server.steps.pull import messages_of
from sync.server.storage.database import Database, insert_new
from sync.server.storage.tables import reservations, terminals
from terminal.domain.errors import Refusal
from terminal.domain.ledger import (
    Entry,
    EntryKind,
    LotPart,
    MemberState,
    Reservation,
    ReservationStep,
    Reserving,
    plan_spend,
)
from terminal.domain.programme import Programme
from terminal.domain.records import record
from terminal.domain.reservations import points_in

RESERVED_DAYS_MAX: Final = 366
WISH: Final = "wish-"


@record
class Wish:
    """Up to ``points`` of a member's for ``terminal`` until ``last_day``, those it holds already among them.

    ``brands`` are those whose points can be spent there.
    """

    terminal: str
    points: int
    last_day: date
    brands: Collection[str]


@record
class Granted:
    """The account after a wish, and the points that were set aside; ``recalled`` are held elsewhere and asked back."""

    account: Account
    points: int = 0
    recalled: int = 0


def reserve_points(
    database: Database, keys: ServerKeys, request: ReserveRequest, now: Callable[[], datetime]
) -> ReserveAnswer:
    """See ``GroupServer.reserve``."""
    desk = Desk(database, keys, now, by=request.terminal)
    return database.write_again(lambda connection: _reserve(connection, desk, request))


def _reserve(connection: Connection, desk: Desk, request: ReserveRequest) -> ReserveAnswer:
    member, wallet = wallet_of(connection, request.member)
    latest = latest_programme(connection)
    brands = brands_at(connection, request.terminal, latest.programme if latest else None)
    wish = Wish(request.terminal, request.points, request.last_day, brands)
    granted = grant(connection, desk, wallet, wish)
    cell = connection.execute(select(terminals.c.cell).where(terminals.c.terminal == request.terminal)).scalar_one()
    carried = [_carried(account, cell) for account in _each_once(member, granted.account)]
    save_accounts(connection, carried, {})
    found = messages_of(connection, desk.keys, cell, [account.member_id for account in carried])
    return ReserveAnswer(granted.points, tuple(found.values()))


def wallet_of(connection: Connection, member: str) -> tuple[Account, Account]:
    """The member with that id and the account that holds their points; locked. Raises ``Refusal("member_unknown")``."""
    accounts = {account.member_id: account for account in load_accounts(connection, [member], ())}
    if member not in accounts:
        raise Refusal("member_unknown", member=member)
    found = canonical(accounts, member)
    return found, accounts[found.household] if found.household else found


def brands_at(connection: Connection, terminal: str, programme: Programme | None) -> tuple[str, ...]:
    """The brands whose points can be spent at ``terminal``; none for one that is unknown or revoked."""
    place = connection.execute(select(terminals).where(terminals.c.terminal == terminal)).one_or_none()
    if place is None or place.revoked_at is not None or programme is None:
        return ()
    brand = programme.brands.get(place.brand)
    return brand.redemption.accepts if brand and brand.redemption else ()


def grant(connection: Connection, desk: Desk, account: Account, wish: Wish, act: int | None = None) -> Granted:
    """Sets points of ``account`` aside; one terminal holds a member's at a time. The caller saves the account.

    Never more than the open lots hold of points that last as long as the reservation, less what is owed. Where another
    terminal holds some, they are recalled, and the wish is kept until they are back. ``act`` is the office's.
    """
    account = _without_empty(connection, desk, account, wish.terminal)
    elsewhere = [held for held in account.state.reserved if held.terminal != wish.terminal or held.recalled]
    if elsewhere:
        _keep_wish(connection, desk, account.member_id, wish)
        asked = [held for held in elsewhere if not held.recalled]
        return Granted(recall(connection, desk, account, asked), recalled=len(elsewhere))
    today = desk.now().date()
    held = next(iter(account.state.reserved), None)
    last_day = min(wish.last_day, today + timedelta(days=RESERVED_DAYS_MAX))
    parts = _parts_for(account.state, wish, today, last_day)
    lasts_longer = held is not None and held.last_day < last_day
    if last_day < today or not (parts or lasts_longer):
        return Granted(account)
    reservation = held.reservation_id if held else str(uuid_utils.uuid7())
    reserving = Reserving(
        reservation, ReservationStep.GRANT, wish.terminal, max(last_day, held.last_day if held else last_day)
    )
    entry = Entry(account.member_id, EntryKind.TRANSFER, 0, parts, reservation=reserving)
    after = desk.book_aside(connection, act, account, entry)
    made = Reservation(reservation, wish.terminal, reserving.last_day or last_day, parts)
    _keep_row(connection, desk, account.member_id, made, wish.points)
    return Granted(after, made.points)


def _parts_for(state: MemberState, wish: Wish, today: date, last_day: date) -> tuple[LotPart, ...]:
    open_lots = state.open_lots(today)
    reachable = max(sum([lot.points for lot in open_lots]) - state.deficit, 0)
    wanted = min(wish.points - points_in(state.reserved), reachable)
    return plan_spend([lot for lot in open_lots if lot.brand in wish.brands], max(wanted, 0), last_day)


def _without_empty(connection: Connection, desk: Desk, account: Account, terminal: str) -> Account:
    """``account`` without reservations of which nothing is left: their terminals know that too, for they spent it."""
    for held in account.state.reserved:
        if not held.lots and (held.terminal != terminal or held.recalled):
            account = give_back(connection, desk, account, held)
    return account


def recall(
    connection: Connection, desk: Desk, account: Account, held: Collection[Reservation], act: int | None = None
) -> Account:
    """Asks the terminals that hold them to give them back: their tills hear it with the member's state."""
    for each in held:
        account = desk.book_aside(connection, act, account, _about(account.member_id, each, ReservationStep.RECALL))
        _update(connection, each.reservation_id, recalled_at=desk.now())
    return account


def give_back(
    connection: Connection, desk: Desk, account: Account, held: Reservation, act: int | None = None
) -> Account:
    """Ends a reservation: what is left of it goes back to the lots, whatever its terminal has done since."""
    after = desk.book_aside(connection, act, account, _about(account.member_id, held, ReservationStep.RETURN))
    close(connection, desk, held.reservation_id)
    return after


def close(connection: Connection, desk: Desk, reservation: str) -> None:
    """Notes that a reservation has ended."""
    _update(connection, reservation, closed_at=desk.now())


def grant_waiting(connection: Connection, desk: Desk, account: Account, programme: Programme | None) -> Account:
    """Grants what was wished for while another terminal held the points, to the last that asked."""
    waiting = (reservations.c.member == account.member_id) & reservations.c.reservation.startswith(WISH)
    newest_first = reservations.c.made_at.desc(), reservations.c.reservation.desc()
    rows = connection.execute(select(reservations).where(waiting).order_by(*newest_first)).all()
    if not rows or account.state.reserved:
        return account
    connection.execute(reservations.delete().where(waiting))
    row = rows[0]
    last_day = max(date.fromisoformat(row.last_day), desk.now().date())
    wish = Wish(row.terminal, row.wanted, last_day, brands_at(connection, row.terminal, programme))
    return grant(connection, desk, account, wish).account


def _about(member_id: str, held: Reservation, step: ReservationStep) -> Entry:
    reserving = Reserving(held.reservation_id, step, held.terminal)
    return Entry(member_id, EntryKind.TRANSFER, 0, reservation=reserving)


def _keep_wish(connection: Connection, desk: Desk, member: str, wish: Wish) -> None:
    """A row of no points: it waits until those who hold the member's points have given them back."""
    made = Reservation(f"{WISH}{wish.terminal}"[:64], wish.terminal, wish.last_day)
    before = (reservations.c.member == member) & (reservations.c.reservation == made.reservation_id)
    connection.execute(reservations.delete().where(before))
    _keep_row(connection, desk, member, made, wish.points)


def _keep_row(connection: Connection, desk: Desk, member: str, made: Reservation, wanted: int) -> None:
    row = {
        "member": member,
        "reservation": made.reservation_id,
        "terminal": made.terminal,
        "points": 0,
        "wanted": wanted,
        "made_at": desk.now(),
        "last_day": made.last_day.isoformat(),
    }
    insert_new(connection, reservations, [row])
    same = (reservations.c.member == member) & (reservations.c.reservation == made.reservation_id)
    values = {"points": reservations.c.points + made.points, "wanted": wanted, "last_day": row["last_day"]}
    connection.execute(update(reservations).where(same).values(values))


def _update(connection: Connection, reservation: str, **values: datetime) -> None:
    """Whichever account it is on by now: members merge, and join households."""
    connection.execute(update(reservations).where(reservations.c.reservation == reservation).values(**values))


def _carried(account: Account, cell: str) -> Account:
    return account if cell in account.cells else replace(account, cells=tuple(sorted((*account.cells, cell))))


def _each_once(*accounts: Account) -> list[Account]:
    return list({account.member_id: account for account in accounts}.values())
