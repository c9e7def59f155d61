"""What tests of the office need: its desk in a world, and what the ledger says there."""

from datetime import date

import msgspec
from sqlalchemy import func, select

from sync.protocol.messages import Profile
from sync.protocol.states import decode_state
from sync.server.accounts.desk import Desk
from sync.server.storage.tables import exceptions, ledger, members
from terminal.domain.ledger import MemberState
from terminal.ports.store import MemberRecord
from tests.sync.world import Lane, World

DAY = date(2026, 11, 21)


def desk(world: World) -> Desk:
    """The desk of somebody with a reason."""
    return Desk(world.database, world.keys, world.clock.now, "林小姐", "asked for at the counter")


def server_state(world: World, member_id: str) -> MemberState:
    """What the server has of that account."""
    with world.database.read() as connection:
        row = connection.execute(select(members).where(members.c.member == member_id)).one()
    return decode_state(member_id, row.state)


def server_profile(world: World, member_id: str) -> Profile | None:
    """The personal data on the server."""
    with world.database.read() as connection:
        row = connection.execute(select(members).where(members.c.member == member_id)).one()
    return msgspec.json.decode(world.keys.unseal(row.profile, member_id), type=Profile) if row.profile else None


def known(lane: Lane, phone: str) -> MemberRecord:
    """The member as a till knows them."""
    with lane.store.view() as unit:
        member_id = unit.find_member("phone", phone)
        assert member_id is not None
        record = unit.member(member_id)
    assert record is not None
    return record


def wallet(lane: Lane, phone: str) -> int:
    """The points a cashier sees."""
    return known(lane, phone).wallet.balance(DAY)


def codes(world: World) -> list[str]:
    """The codes of all cases, sorted."""
    with world.database.read() as connection:
        return sorted(connection.execute(select(exceptions.c.code)).scalars())


def conserved(world: World) -> bool:
    """Whether what all entries moved is what all accounts have."""
    with world.database.read() as connection:
        moved = connection.execute(select(func.coalesce(func.sum(ledger.c.points), 0))).scalar_one()
        rows = connection.execute(select(members.c.member, members.c.state)).all()
    return int(moved) == sum(decode_state(row.member, row.state).total for row in rows)
