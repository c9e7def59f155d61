"""What must hold at any moment: at a till after whatever happened there, and at the server."""

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from sync.programme.compiler import read_bundle
from sync.protocol.states import decode_state
from sync.server.accounts.ledger_rows import SERVER_SOURCES
from sync.server.storage.tables import epochs, exceptions, ledger, members
from terminal.domain.frames import CHAIN_START, chain
from terminal.domain.programme import OfflinePolicy
from tests.simulation.actors import Terminal
from tests.simulation.facts import Fact, Said, heard_of, journal_of, link_of, replica_of
from tests.simulation.oracle import Fold, Held, People, fold, held_by
from tests.simulation.site import bundle

if TYPE_CHECKING:
    from tests.simulation.world import World

_VERSIONS = 12
_CLOCK_TOLERANCE = 6  # minutes


@cache
def _policies() -> dict[str, OfflinePolicy]:
    programmes = [read_bundle(bundle(version)) for version in range(1, _VERSIONS)]
    return {programme.digest: programme.offline for programme in programmes}


def check_floor(world: "World", terminal: Terminal, fact: Fact) -> None:
    """What a frame redeems on stale knowledge is within the limits of its programme."""
    document = fact.document
    redeemed = _redeemed(fact)
    if not redeemed:
        return
    policy = _policies()[document["programme"]]
    age = _age_minutes(terminal)
    if terminal.reached and age is not None and -_CLOCK_TOLERANCE <= age <= policy.fresh_minutes:
        return
    member = document["body"]["member"]
    others = [other for other in journal_of(terminal) if other.key != fact.key]
    ids = _names(replica_of(terminal), member)
    durable = link_of(terminal)
    today = sum(_redeemed(other, ids) for other in others if other.document["day"] == document["day"])
    unsent = sum(_redeemed(other) for other in others if other.key[1:] > (durable.durable_epoch, durable.durable_seq))
    stale = age is None or age < -_CLOCK_TOLERANCE or age > (policy.trusted_hours or 0) * 60 + 59
    if today + redeemed > (policy.member_day_points or 0):
        world.find("floor_exceeded", f"{fact.key}: {today} + {redeemed} of one member on a day")
    if unsent + redeemed > (policy.terminal_points or 0):
        world.find("floor_exceeded", f"{fact.key}: {unsent} + {redeemed} since the last sync")
    if stale:
        world.find("floor_exceeded", f"{fact.key}: {redeemed} on knowledge of {age} minutes ago")


def check_reserved(world: "World") -> None:
    """What is redeemed from points set aside never overdraws, where no journal was copied and nothing forgotten."""
    if world.is_forgetful:
        return
    overdrawn = select(exceptions).where(exceptions.c.code == "overdrawn")
    with world.server.database.read() as connection:
        cases = connection.execute(overdrawn).all()
    for case in cases:
        key = (case.terminal, case.epoch, case.seq)
        facts = [fact for fact in world.acknowledged if fact.key == key]
        if facts and case.terminal not in world.suspects:
            entry = facts[0].document["entries"][case.line]
            if entry.get("reservation", {}).get("step") == "spend":
                world.find("reserved_overdraft", f"{key} line {case.line}: {case.data}")


def _age_minutes(terminal: Terminal) -> int | None:
    """By this terminal's own clock; negative where it was set back since."""
    if terminal.last_success is None:
        return None
    return int((terminal.clock.now() - terminal.last_success).total_seconds() // 60)


def _redeemed(fact: Fact, ids: frozenset[str] | None = None) -> int:
    entries = fact.document["entries"] if b'"redeem"' in fact.payload else []
    bounded = (entry for entry in entries if entry["kind"] == "redeem" and "reservation" not in entry)
    return sum(-entry["points"] for entry in bounded if ids is None or entry["member"] in ids)


def _root(replica: dict[str, Said], member: str) -> str:
    while member in replica and (alias := replica[member].alias_of):
        member = alias
    return member


def _names(replica: dict[str, Said], member: str) -> frozenset[str]:
    """All ids that a terminal takes for one person."""
    root = _root(replica, member)
    return frozenset({root, member, *(name for name in replica if _root(replica, name) == root)})


def check_rebase(world: "World", terminal: Terminal) -> None:
    """Points at a till are the server's and those of later frames, its own and those heard, each once."""
    replica, entries = replica_of(terminal), heard_of(terminal)
    for fact in journal_of(terminal):
        if b'"points"' in fact.payload:
            for entry in fact.document["entries"]:
                entries[entry["member"]].append((terminal.terminal_id, fact.key[1:], entry["points"]))
    # Whom a server forgot that was restored from a copy, and this terminal did not enrol, is unknown here for a while.
    for root in sorted({_root(replica, member) for member in replica}):
        said = replica[root]
        later = [
            points
            for name in _names(replica, root)
            for author, position, points in entries[name]
            if position > said.applied.get(author, (0, 0))
        ]
        expected = said.points + sum(later)
        with terminal.store.view() as unit:
            record = unit.member(root)
        shown = record.state.total if record else 0
        if shown != expected:
            world.find("diverged", f"terminal {terminal.name} shows {shown} of {root} instead of {expected}")


def check_server(world: "World") -> tuple[Held, Fold]:
    """Whatever is stored is stored once and chained; whatever is posted is posted once, and sums balance."""
    held = held_by(world.server)
    posted = _check_chains(world, held)
    counted = [fact for fact in held.facts() if fact.key[2] <= posted.get(fact.key[:2], 0)]
    people = People((*counted, *held.accepted), world.merged)
    accepted = sum(entry["points"] for fact in held.accepted for entry in fact.document["entries"])
    _check_ledger(world, fold(counted, people), accepted)
    expected = fold((*counted, *held.accepted), people)
    _check_sums(world, expected, people)
    _check_merges(world, counted)
    check_reserved(world)
    for (kind, name), keys in expected.said.items():
        if len(keys) > 1:
            world.find("doubled", f"{kind} {name} is in {len(keys)} frames: {keys}")
    return held, expected


def _check_chains(world: "World", held: Held) -> dict[tuple[str, int], int]:
    """How far each epoch is posted."""
    posted = {}
    with world.server.database.read() as connection:
        for row in connection.execute(select(epochs)):
            posted[row.terminal, row.epoch] = row.posted
            head = CHAIN_START
            for seq in range(1, row.durable + 1):
                copies = held.stored.get((row.terminal, row.epoch, seq), [])
                if len(copies) != 1:
                    kind = "lost" if not copies else "doubled"
                    world.find(kind, f"{row.terminal}/{row.epoch}/{seq} is stored {len(copies)} times")
                head = chain(head, copies[0]) if copies else head
            if head != row.head:
                world.find("lost", f"the chain of {row.terminal}/{row.epoch} does not end as it should")
    return posted


def _check_ledger(world: "World", expected: Fold, accepted: int) -> None:
    found: dict[tuple[str, int, int, int], list[int]] = defaultdict(list)
    with world.server.database.read() as connection:
        for row in connection.execute(select(ledger)):
            if row.terminal in SERVER_SOURCES:
                accepted -= row.points
            else:
                found[row.terminal, row.epoch, row.seq, row.line].append(row.points)
    if accepted:
        world.find("doubled" if accepted < 0 else "lost", f"frames that the office accepted are {accepted} points off")
    for line, points in expected.lines.items():
        rows = found.pop(line, [])
        if rows != [points]:
            kind = "doubled" if len(rows) > 1 else "diverged"
            world.find(kind, f"entry {line} of {points} points is booked as {rows}")
    for line, rows in found.items():
        world.find("doubled", f"entry {line} is booked as {rows} and in no posted frame")


def _check_merges(world: "World", counted: list[Fact]) -> None:
    """Whom a till's posted frame made one are one, unless a person was told why not."""
    with world.server.database.read() as connection:
        aliases = {row.member: row.alias_of for row in connection.execute(select(members.c.member, members.c.alias_of))}
        told = exceptions.c.code == "members_not_merged"
        places = (exceptions.c.terminal, exceptions.c.epoch, exceptions.c.seq)
        excused = {tuple(row) for row in connection.execute(select(*places).where(told))}
    for fact in counted:
        if b'"members_merged"' in fact.payload and fact.key not in excused:
            names = {fact.document["body"][name] for name in ("member", "into")}
            while any(aliases.get(name) for name in names):
                names = {aliases.get(name) or name for name in names}
            if len(names) > 1:
                world.find("lost", f"{fact.key} is posted, and {names} are two")


def _check_sums(world: "World", expected: Fold, people: People) -> None:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    with world.server.database.read() as connection:
        for row in connection.execute(select(members)):
            state = decode_state(row.member, row.state)
            sums = found[people.of(row.member)]
            for place, figure in enumerate((state.total, state.spend_minor, state.visits)):
                sums[place] += figure
    for person in sorted({*found, *expected.sums}):
        entries = expected.sums[person]
        if found[person] != [entries.points, entries.spend, entries.visits]:
            world.find("diverged", f"{person} has {found[person]}, entries come to {entries}")
