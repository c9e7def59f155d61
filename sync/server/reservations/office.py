"""Reservations by hand: what there are, asking for one back, granting one, and releasing one whose terminal is lost."""

from datetime import date, datetime

from sqlalchemy import Connection, select

from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, save_accounts
from sync.server.accounts.desk import Desk
from sync.server.programmes.programmes import latest_programme
from sync.server.reservations.reserving import WISH, Wish, brands_at, give_back, grant, grant_waiting, recall
from sync.server.storage.database import Database
from sync.server.storage.tables import office_log, reservations, terminals
from terminal.domain.errors import Refusal
from terminal.domain.ledger import Reservation
from terminal.domain.programme import Programme
from terminal.domain.records import record

RELEASED = "reservation_release"


@record
class ReservationLine:
    """A reservation as the office sees it. ``points`` were ever set aside, ``left`` are there as far as was heard.

    ``is_waiting`` says that nothing is set aside yet: another terminal holds the member's points. ``released`` is the
    number of the act by which it was ended by hand: what its terminal turns out to have redeemed is the office's loss.
    """

    reservation: str
    member: str
    terminal: str
    store: str
    points: int
    left: int
    made_at: datetime
    last_day: str
    recalled_at: datetime | None
    closed_at: datetime | None
    released: int | None
    is_waiting: bool


@record
class ReservationDone:
    """What an act made of a reservation. ``points`` were set aside, or are left of it; ``recalled`` others were.

    After a release ``points`` is what can be lost at most: its terminal may have redeemed so many without a word.
    """

    reservation: str | None
    member: str
    terminal: str
    points: int
    changed: bool
    recalled: int = 0


def list_reservations(database: Database, *, closed: bool = False) -> tuple[ReservationLine, ...]:
    """Those that stand, or with ``closed`` all there ever were, oldest first."""
    with database.read() as connection:
        wanted = select(reservations, terminals.c.store).outerjoin(
            terminals, terminals.c.terminal == reservations.c.terminal
        )
        if not closed:
            wanted = wanted.where(reservations.c.closed_at.is_(None))
        rows = connection.execute(wanted.order_by(reservations.c.made_at, reservations.c.reservation)).all()
        acts = select(office_log.c.other, office_log.c.number).where(office_log.c.operation == RELEASED)
        released = {row.other: row.number for row in connection.execute(acts)}
    left = _left(database, {row.member for row in rows if row.closed_at is None})
    return tuple(
        ReservationLine(
            reservation=row.reservation,
            member=row.member,
            terminal=row.terminal,
            store=row.store or "",
            points=row.points,
            left=left.get(row.reservation, 0),
            made_at=row.made_at,
            last_day=row.last_day,
            recalled_at=row.recalled_at,
            closed_at=row.closed_at,
            released=released.get(row.reservation),
            is_waiting=row.reservation.startswith(WISH),
        )
        for row in rows
    )


def recall_reservation(desk: Desk, reservation: str) -> ReservationDone:
    """Asks the terminal to give it back; again, it changes nothing. Raises ``Refusal("reservation_unknown")``."""
    return desk.database.write_again(lambda connection: _recall(connection, desk, reservation))


def release_reservation(desk: Desk, reservation: str) -> ReservationDone:
    """Ends a reservation whose terminal will never be heard again: its points are open to everybody.

    What the terminal redeemed from it all the same is, if it is heard of after all, taken from what there is then, and
    an overdraft that comes of it names the reservation. Raises ``Refusal``: ``reservation_unknown``,
    ``release_reason_missing``.
    """
    if not desk.reason.strip():
        raise Refusal("release_reason_missing")
    return desk.database.write_again(lambda connection: _release(connection, desk, reservation))


def grant_reservation(desk: Desk, member: str, terminal: str, points: int, last_day: date) -> ReservationDone:
    """Sets up to ``points`` of the member's aside for a terminal; where another holds some, it is asked for them.

    Raises ``Refusal``: ``member_unknown``, ``terminal_unknown``, ``terminal_revoked``.
    """

    def work(connection: Connection) -> ReservationDone:
        found = desk.find(connection, member)
        account = found.account
        wallet = found.accounts[account.household] if account.household else account
        _require_terminal(connection, terminal)
        brands = brands_at(connection, terminal, _in_force(connection))
        return _grant(connection, desk, wallet, Wish(terminal, points, last_day, brands))

    return desk.database.write_again(work)


def _recall(connection: Connection, desk: Desk, reservation: str) -> ReservationDone:
    account, held = _found(connection, reservation)
    if held.recalled:
        return _done(account, held, changed=False)
    number = desk.record(connection, "reservation_recall", account.member_id, reservation)
    save_accounts(connection, [recall(connection, desk, account, [held], number)], {})
    return _done(account, held, changed=True)


def _release(connection: Connection, desk: Desk, reservation: str) -> ReservationDone:
    account, held = _found(connection, reservation)
    number = desk.record(connection, RELEASED, account.member_id, reservation)
    after = give_back(connection, desk, account, held, number)
    save_accounts(connection, [grant_waiting(connection, desk, after, _in_force(connection))], {})
    return _done(account, held, changed=True)


def _grant(connection: Connection, desk: Desk, wallet: Account, wish: Wish) -> ReservationDone:
    number = desk.record(connection, "reservation_grant", wallet.member_id, wish.terminal)
    granted = grant(connection, desk, wallet, wish, number)
    changed = granted.account is not wallet
    if changed:
        save_accounts(connection, [granted.account], {})
    own = next((held for held in granted.account.state.reserved if held.terminal == wish.terminal), None)
    name = own.reservation_id if own else None
    return ReservationDone(name, wallet.member_id, wish.terminal, granted.points, changed, granted.recalled)


def _in_force(connection: Connection) -> Programme | None:
    latest = latest_programme(connection)
    return latest.programme if latest else None


def _found(connection: Connection, reservation: str) -> tuple[Account, Reservation]:
    """The account that the reservation is on by now: members merge, and join households."""
    named = select(reservations.c.member).where(reservations.c.reservation == reservation)
    members = connection.execute(named).scalars().all()
    for account in load_accounts(connection, members, ()):
        for held in account.state.reserved:
            if held.reservation_id == reservation:
                return account, held
    raise Refusal("reservation_unknown", reservation=reservation[:64])


def _left(database: Database, members: set[str]) -> dict[str, int]:
    with database.write() as connection:
        accounts = load_accounts(connection, members, ())
    return {held.reservation_id: held.points for account in accounts for held in account.state.reserved}


def _require_terminal(connection: Connection, terminal: str) -> None:
    row = connection.execute(select(terminals).where(terminals.c.terminal == terminal)).one_or_none()
    if row is None:
        raise Refusal("terminal_unknown", terminal=terminal[:64])
    if row.revoked_at is not None:
        raise Refusal("terminal_revoked", terminal=terminal)


def _done(account: Account, held: Reservation, *, changed: bool) -> ReservationDone:
    return ReservationDone(held.reservation_id, account.member_id, held.terminal, held.points, changed)
