"""What posting does about reservations: those given back end, and where a member buys, points are set aside."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, select

from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, save_accounts
from sync.server.accounts.books import PostedEntry
from sync.server.accounts.desk import Desk, canonical
from sync.server.programmes.shelf import ProgrammeShelf
from sync.server.reservations.reserving import Wish, brands_at, close, grant, grant_waiting
from sync.server.storage.tables import programmes
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.ledger import ReservationStep
from terminal.domain.programme import Programme
from terminal.domain.programme_parts import ReservationPolicy


class Escrow:
    """Looks after reservations in the transaction that posts."""

    def __init__(self, desk: Desk, shelf: ProgrammeShelf) -> None:
        self._desk = desk
        self._shelf = shelf

    def tend(self, connection: Connection, entries: Sequence[PostedEntry]) -> None:
        """Does what ``entries``, just posted and saved, ask for."""
        returned = _given_back(entries)
        programme = self._in_force(connection)
        policy = programme.offline.reservation if programme else None
        bought_at = _bought_at(entries) if policy else {}
        if not returned and not bought_at:
            return
        for reservation in returned:
            close(connection, self._desk, reservation)
        concerned = {*returned.values(), *bought_at}
        accounts = {account.member_id: account for account in load_accounts(connection, concerned, ())}
        changed: dict[str, Account] = {}
        for member_id in sorted(concerned):
            wallet = _wallet(accounts, member_id)
            after = grant_waiting(connection, self._desk, wallet, programme)
            if programme and policy and member_id in bought_at:
                after = self._topped_up(connection, after, bought_at[member_id], programme, policy)
            if after is not wallet:
                accounts[after.member_id] = changed[after.member_id] = after
        if changed:
            save_accounts(connection, list(changed.values()), {})

    def _topped_up(
        self, connection: Connection, wallet: Account, sale: Frame, programme: Programme, policy: ReservationPolicy
    ) -> Account:
        """``wallet`` after a sale at a terminal, unless it is too long ago to set anything aside."""
        today = self._desk.now().date()
        last_day = min(sale.day, today) + timedelta(days=policy.days)
        held = [held for held in wallet.state.reserved if held.terminal == sale.terminal and not held.recalled]
        is_late = any((last_day - each.last_day).days * 2 > policy.days for each in held)
        is_enough = held and not is_late and not policy.wants_more(sum([each.points for each in held]))
        if is_enough or last_day < today or wallet.erased:
            return wallet
        wish = Wish(sale.terminal, policy.points, last_day, brands_at(connection, sale.terminal, programme))
        return grant(connection, self._desk, wallet, wish).account if wish.brands else wallet

    def _in_force(self, connection: Connection) -> Programme | None:
        newest = select(programmes.c.digest).order_by(programmes.c.version.desc()).limit(1)
        digest = connection.execute(newest).scalar_one_or_none()
        return self._shelf.get(connection, digest) if digest else None


def _given_back(entries: Sequence[PostedEntry]) -> dict[str, str]:
    """The reservations that their terminals gave back, and whose they are."""
    steps = ((posted.entry.reservation, posted.member_id) for posted in entries)
    return {told.reservation_id: member for told, member in steps if told and told.step is ReservationStep.RETURN}


def _bought_at(entries: Sequence[PostedEntry]) -> dict[str, Frame]:
    """The members who bought, or their households, and the last sale of each; none that its terminal was done with."""
    found: dict[str, Frame] = {}
    for posted in entries:
        if posted.entry.visits > 0 and posted.frame.kind is FrameKind.SALE:
            found[posted.member_id] = posted.frame
        elif posted.entry.reservation and posted.entry.reservation.step is ReservationStep.RETURN:
            found.pop(posted.member_id, None)
    return found


def _wallet(accounts: dict[str, Account], member_id: str) -> Account:
    account = canonical(accounts, member_id)
    return accounts[account.household] if account.household else account
