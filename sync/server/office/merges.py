"""Members merged by the office, and taken apart again. Frames are not touched: a merge is an alias, no more."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from sync.server.accounts.account import Account, merge_accounts
from sync.server.accounts.accounts import save_accounts
from sync.server.accounts.desk import Desk
from sync.server.accounts.stored_frames import booked_entry, names_of, rows_of
from sync.server.posting.referrals import take_back_repeated
from terminal.domain.errors import Broken, Refusal
from terminal.domain.ledger import MemberState, apply
from terminal.domain.records import record
from terminal.domain.referral import REFERRAL_TALLY


@record
class Merged:
    """``member`` is another name of ``into``, or no longer; ``changed`` is false when it was so before.

    ``points`` are those of ``into``, ``member_points`` those of a member who is one of their own.
    """

    member: str
    into: str
    changed: bool
    points: int
    member_points: int = 0


def merge_members(desk: Desk, member: str, into: str) -> Merged:
    """Makes one member another name of a second, who gets all they had; again, it changes nothing.

    Raises ``Refusal``: ``member_unknown``, ``merge_in_household``, ``merge_nameless``.
    """
    with desk.database.write() as connection:
        found, kept = desk.find(connection, member), desk.find(connection, into).account
        merged = found.account
        if merged.member_id == kept.member_id:
            return Merged(found.asked, kept.member_id, False, kept.state.total)
        for account in (merged, kept):
            if account.household:
                raise Refusal("merge_in_household", member=account.member_id)
        if merged.identifiers and not kept.identifiers:
            raise Refusal("merge_nameless", member=kept.member_id)
        alias, both = merge_accounts(merged, kept)
        desk.record(connection, "merge", alias.member_id, both.member_id)
        save_accounts(connection, [replace(alias, cells=both.cells), both], {})
        if both.state.progress.count(REFERRAL_TALLY) > 1:
            both = take_back_repeated(connection, desk, both.member_id)
        return Merged(alias.member_id, both.member_id, True, both.state.total)


def unmerge_member(desk: Desk, member: str) -> Merged:
    """Makes a member of their own again of what had become another's name; again, it changes nothing.

    Each gets what the entries say that name them, made before and since: the two have together what they had as one.
    What one spent of the other's points is their own deficit then. Raises ``Refusal``: ``member_unknown``,
    ``merge_in_household``.
    """
    with desk.database.write() as connection:
        found = desk.find(connection, member)
        account, into = found.accounts[found.asked], found.account
        if account.alias_of is None:
            return Merged(found.asked, found.asked, False, into.state.total, into.state.total)
        if into.household:
            raise Refusal("merge_in_household", member=into.member_id)
        own, rest = _apart(connection, account, into)
        desk.record(connection, "unmerge", own.member_id, rest.member_id)
        save_accounts(connection, [own, rest], {})
        return Merged(own.member_id, rest.member_id, True, rest.state.total, own.state.total)


def _apart(connection: Connection, member: Account, into: Account) -> tuple[Account, Account]:
    """Both accounts as their own entries make them, replayed in the order in which they were booked."""
    names = set(names_of(connection, member.member_id))
    own, rest = MemberState(member.member_id), MemberState(into.member_id)
    for row in rows_of(connection, names_of(connection, into.member_id)):
        entry, day = booked_entry(connection, row), date.fromisoformat(row["day"])
        if row["named"] in names:
            own, _ = apply(own, entry, day)
        else:
            rest, _ = apply(rest, entry, day)
    if own.total + rest.total != into.state.total:
        raise Broken(f"the entries of {into.member_id} do not add up to what they have")
    # What was posted was posted; and both go on counting where they were together, so that no place is given twice.
    applied, booked = into.state.applied, into.booked
    alone = replace(member, state=replace(own, applied=applied), alias_of=None, cells=into.cells, booked=booked)
    return alone, replace(into, state=replace(rest, applied=applied))
