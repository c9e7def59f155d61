"""The end of every history: all faults are over, everybody syncs until nothing changes, and one truth must be left."""

from collections import defaultdict
from dataclasses import fields

from sqlalchemy import select

from sync.protocol.states import decode_state
from sync.server.storage.tables import cells, coupon_uses, exceptions, feed, members, settlement_shares
from terminal.domain.ledger import MemberState
from tests.simulation.actors import Terminal
from tests.simulation.checks import check_server
from tests.simulation.facts import journal_of, link_of
from tests.simulation.history import Step
from tests.simulation.operations import carry_out
from tests.simulation.oracle import Fold, Held, People
from tests.simulation.world import World

_PASSES = 10
_STEPS = ("sync", "recover", "rejoin", "post", "audit")


def heal(world: World) -> None:
    """Until nobody has anything new to say."""
    number = 1_000_000
    world.stores_down.clear()
    world.offsets.clear()
    world.tick(60)
    while world.network.under_way:
        world.deliver(0)
    for name in (*world.terminals, *world.clones()):  # what a machine hears in one round it acts on in the next
        carry_out(world, Step(number := number + 1, "sync", {"lane": name}))
    world.retire_clones()
    said: list[str] = []
    for _ in range(_PASSES):
        before, said = said, []
        for name in sorted(world.terminals):
            said += [carry_out(world, Step(number := number + 1, kind, {"lane": name})) for kind in _STEPS]
        if said == before and not _at_work(said):
            return
    world.find("diverged", f"terminals do not come to rest: {said}")


def _at_work(said: list[str]) -> bool:
    """Whether the server still posted or audited anything, of which terminals hear in their next round."""
    return any(outcome.endswith(" frames") and outcome != "0 frames" for outcome in said)


def check_end(world: World) -> None:
    """Nothing is lost, nothing is doubled, and everybody sees the same."""
    held, expected = check_server(world)
    _check_nothing_lost(world, held)
    undecided = _undecided(world, held)
    for terminal in world.terminals.values():
        _check_chain(world, terminal)
        _check_terminal(world, terminal, undecided)
    _check_settlement(world, expected)
    _check_coupons(world, expected)


def _check_nothing_lost(world: World, held: Held) -> None:
    journals = world.journals()
    for fact in sorted(world.acknowledged | journals, key=lambda fact: fact.key):
        if held.has(fact) or (fact in world.excused and fact not in journals):
            continue
        if not held.has_aside(fact):
            world.find("lost", f"{fact.key} is not at the server")
        elif fact.key[0] not in world.suspects:
            world.find("lost", f"{fact.key} is in quarantine for no reason")


def _check_chain(world: World, terminal: Terminal) -> None:
    report = terminal.store.verify_chain()
    if report.fault:
        world.find("lost", f"the journal of {terminal.name} breaks at {report.fault}")
    for fact in terminal.returned - set(journal_of(terminal)):
        world.find("lost", f"{fact.key} is not in the journal of {terminal.name}")


def _check_terminal(world: World, terminal: Terminal, undecided: frozenset[str]) -> None:
    head, link = terminal.replica.head().position, link_of(terminal)
    if terminal.trouble:
        world.find("diverged", f"terminal {terminal.name} cannot sync: {terminal.trouble}")
    elif not head == (link.durable_epoch, link.durable_seq) == (link.posted_epoch, link.posted_seq):
        world.find("diverged", f"terminal {terminal.name} is at {head}, and its link at {tuple(link)}")
    if terminal.replica.programme_version() < world.version:
        world.find("diverged", f"terminal {terminal.name} has version {terminal.replica.programme_version()}")
    carried, states = _states_of(world, world.cell_of(terminal))
    if terminal.replica.member_count() != carried:
        world.find("diverged", f"terminal {terminal.name} carries {terminal.replica.member_count()} ids of {carried}")
    for member, document in states.items():
        if document is None or member in undecided:
            continue
        with terminal.store.view() as unit:
            record = unit.member(member)
        difference = _difference(record.state if record else None, decode_state(member, document))
        if difference:
            world.find("diverged", f"terminal {terminal.name} shows {member} otherwise: {difference}")


def _difference(shown: MemberState | None, held: MemberState) -> str:
    if shown is None:
        return "not at all"
    if shown == held:
        return ""
    figures = [(state.total, state.deficit, state.visits, dict(state.applied)) for state in (shown, held)]
    names = [each.name for each in fields(held) if getattr(shown, each.name) != getattr(held, each.name)]
    return f"{', '.join(names)}: {figures[0]} is {figures[1]} at the server"


def _undecided(world: World, held: Held) -> frozenset[str]:
    """Members of frames that are kept aside until the office has decided: tills go on showing what they know."""
    people = People((*held.facts(), *world.journals()), world.merged)
    booked = {fact.payload for fact in held.accepted}
    aside = (fact for fact in world.journals() if not held.has(fact) and fact.payload not in booked)
    concerned = {people.of(entry["member"]) for fact in aside for entry in fact.document["entries"]}
    return frozenset(member for member in people.names() if people.of(member) in concerned) | concerned


def _states_of(world: World, cell: str) -> tuple[int, dict[str, bytes | None]]:
    """How many ids a cell carries, and the state of each; none for an alias or somebody erased."""
    with world.server.database.read() as connection:
        carried = set(connection.execute(select(feed.c.member).where(feed.c.cell == cell)).scalars())
        rows = connection.execute(select(members)).all()
        count = connection.execute(select(cells.c.members).where(cells.c.cell == cell)).scalar_one_or_none()
    said = {row.member: None if row.alias_of or row.erased_at else row.state for row in rows if row.member in carried}
    return count or 0, said


def _check_settlement(world: World, expected: Fold) -> None:
    found: dict[str, int] = defaultdict(int)
    with world.server.database.read() as connection:
        for row in connection.execute(select(settlement_shares)):
            found[row.sale] += row.points
    for sale in sorted({*found, *expected.redeemed}):
        if found[sale] != max(expected.redeemed[sale] - expected.returned[sale], 0):
            world.find("diverged", f"sale {sale} settles {found[sale]} points")


def _check_coupons(world: World, expected: Fold) -> None:
    with world.server.database.read() as connection:
        uses = {row.number: row.uses for row in connection.execute(select(coupon_uses))}
        noted = connection.execute(select(exceptions.c.data).where(exceptions.c.code == "coupon_used_twice")).scalars()
        told = " ".join(noted)
    for number, count in expected.coupons.items():
        if uses.get(number, 0) != count:
            world.find("diverged", f"coupon {number} was used {count} times and counted {uses.get(number, 0)} times")
        if count > 1 and number not in told:
            world.find("diverged", f"coupon {number} was used {count} times and nobody was told")
