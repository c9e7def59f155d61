"""Households: members who share one account of points. Who is in one is said here; tills are told with the member."""

from collections.abc import Sequence
from dataclasses import replace

import uuid_utils
from sqlalchemy import Connection, select

from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, save_accounts
from sync.server.accounts.desk import Desk, Found
from sync.server.storage.database import insert_new
from sync.server.storage.tables import households, members
from terminal.domain.errors import Refusal
from terminal.domain.ledger import MemberState
from terminal.domain.merging import joining_entries, later_applied
from terminal.domain.records import record


@record
class Household:
    """A household, its members, and the points of all of them, expired ones included."""

    household: str
    members: tuple[str, ...]
    points: int
    changed: bool = False


def create_household(desk: Desk, joining: Sequence[str]) -> Household:
    """A new household of these members; if the first is in one, that one, joined by the others.

    Raises ``Refusal``: ``member_unknown``, ``household_other``, ``household_nameless``.
    """
    with desk.database.write() as connection:
        first = desk.find(connection, joining[0])
        household = first.account.household or _make(connection, desk, first)
        changed = [_join(connection, desk, text, household) for text in joining]
        return _shown(connection, household, any(changed))


def join_household(desk: Desk, member: str, household: str) -> Household:
    """Moves all points of the member into the household's pool; again, it changes nothing.

    ``household`` is its id, or anyone in it. Raises what ``create_household`` raises, and ``household_unknown``.
    """
    with desk.database.write() as connection:
        into = _household_id(connection, desk, household)
        return _shown(connection, into, _join(connection, desk, member, into))


def leave_household(desk: Desk, member: str) -> Household | None:
    """Takes the member out of their household; the points stay. ``None`` for a member who is in none."""
    with desk.database.write() as connection:
        found = desk.find(connection, member).account
        if found.household is None:
            return None
        desk.record(connection, "household_leave", found.member_id, found.household)
        save_accounts(connection, [replace(found, household=None)], {})
        return _shown(connection, found.household, True)


def show_household(desk: Desk, household: str) -> Household:
    """The household with that id, or of that member. Raises ``Refusal``: ``household_unknown``, ``member_unknown``."""
    with desk.database.write() as connection:
        return _shown(connection, _household_id(connection, desk, household), False)


def _make(connection: Connection, desk: Desk, first: Found) -> str:
    household = str(uuid_utils.uuid7())
    insert_new(connection, households, [{"household": household, "made_at": desk.now()}])
    desk.record(connection, "household_create", first.account.member_id, household)
    return household


def _household_id(connection: Connection, desk: Desk, text: str) -> str:
    known = connection.execute(select(households.c.household).where(households.c.household == text))
    if known.one_or_none():
        return text
    found = desk.find(connection, text).account
    if found.household is None:
        raise Refusal("household_unknown", household=text)
    return found.household


def _join(connection: Connection, desk: Desk, text: str, household: str) -> bool:
    member = desk.find(connection, text).account
    if member.household == household:
        return False
    if member.household:
        raise Refusal("household_other", member=member.member_id)
    if not member.identifiers:
        raise Refusal("household_nameless", member=member.member_id)
    loaded = load_accounts(connection, [household], ())
    pool = loaded[0] if loaded else Account(MemberState(household))
    number = desk.record(connection, "household_join", member.member_id, household)
    entries = joining_entries(member.state, household, desk.now().date())
    after = desk.book(connection, number, {member.member_id: member, household: pool}, entries)
    pool, member = after[household], replace(after[member.member_id], household=household)
    state = replace(pool.state, applied=later_applied(pool.state, member.state))
    cells = tuple(sorted({*pool.cells, *member.cells}))
    # The member first: should a till see one without the other, points are missing for a moment and never double.
    save_accounts(connection, [member, replace(pool, state=state, cells=cells)], {})
    return True


def _shown(connection: Connection, household: str, changed: bool) -> Household:
    inside = select(members.c.member).where(members.c.household == household, members.c.alias_of.is_(None))
    pool = load_accounts(connection, [household], ())
    found = tuple(sorted(connection.execute(inside).scalars()))
    return Household(household, found, pool[0].state.total if pool else 0, changed)
