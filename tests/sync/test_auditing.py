"""The audit is a stage of its own: behind posting, never beyond it, and nobody's balance waits for it."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from sync.server.auditing import auditing as audit
from sync.server.auditing.auditing import Auditing
from sync.server.office.overview import overview
from sync.server.posting.portions import Portion
from sync.server.processes.worker import workers_of
from sync.server.storage.tables import epochs, exceptions, sale_sums, settlement_shares
from terminal.domain import frames as domain_frames
from tests.sync.world import Lane, World

MakeLane = Callable[[str], Lane]
PHONE = "+886912000001"


class PowerCutError(Exception):
    """Something ends in the middle."""


def crash(*_arguments: object) -> None:
    raise PowerCutError


def stages(world: World) -> tuple[int, int, int]:
    """Frames stored, posted and audited."""
    sums = select(func.sum(epochs.c.durable), func.sum(epochs.c.posted), func.sum(epochs.c.audited))
    with world.database.read() as connection:
        durable, posted, audited = connection.execute(sums).one()
    return int(durable), int(posted), int(audited)


def counted(world: World) -> list[list[tuple[object, ...]]]:
    """All that the audit writes but for how far it is."""
    with world.database.read() as connection:
        tables = (exceptions, sale_sums, settlement_shares)
        return [sorted(map(tuple, connection.execute(select(table))), key=str) for table in tables]


def redeemed(lanes: MakeLane) -> Lane:
    """A lane that has sold, taken points, and pushed; nothing is posted because it waits for that."""
    lane = lanes("one")
    lane.pause = lambda _seconds: None
    lane.enrol("0912000001")
    lane.sell(PHONE, 1000)
    lane.sell(PHONE, 500, redeem=50)
    lane.sync()
    return lane


def test_points_are_posted_while_the_audit_fails(
    world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = redeemed(lanes)
    monkeypatch.setattr(audit, "sale_exceptions", crash)
    world.service.posting.post_all()
    with pytest.raises(PowerCutError):
        world.service.auditing.audit_all()
    lane.sell(PHONE, 1000)
    lane.sync()
    world.service.posting.post_all()
    durable, posted, audited = stages(world)
    assert (durable, audited) == (posted, 0)
    assert lane.sync().posted == durable


def test_a_worker_posts_on_while_the_audit_fails(
    world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_failed, is_posted = threading.Event(), threading.Event()

    def fail(*_claim: object) -> int:
        has_failed.set()
        raise PowerCutError

    monkeypatch.setattr(Auditing, "audit_portion", fail)
    lane = redeemed(lanes)
    workers = workers_of(world.service)
    workers.start()
    try:
        assert has_failed.wait(30)
        monkeypatch.setattr(world.service.backlog, "posted", lambda _frames: is_posted.set())
        lane.sell(PHONE, 1000)
        lane.sync()
        assert is_posted.wait(30)
    finally:
        workers.stop()
    durable, posted, audited = stages(world)
    assert (durable, audited) == (posted, 0)


def test_the_audit_never_goes_beyond_posting(world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.posting.portions.FRAMES_PER_PORTION", 1)
    lane = redeemed(lanes)
    lane.sell(PHONE, 700)
    lane.sync()
    assert world.service.auditing.audit_all() == 0
    for claim in world.service.posting.waiting():
        world.service.posting.post_portion(*claim)
    durable, posted, _ = stages(world)
    assert 0 < posted < durable
    assert world.service.auditing.audit_all() == posted
    assert stages(world) == (durable, posted, posted)
    world.post()
    assert stages(world) == (durable, durable, durable)


def test_what_a_crash_left_of_an_audit_is_nothing(
    world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    redeemed(lanes)
    world.service.posting.post_all()
    before = counted(world)
    with monkeypatch.context() as patch:
        patch.setattr(audit, "move_on", crash)
        with pytest.raises(PowerCutError):
            world.service.auditing.audit_all()
    assert counted(world) == before
    world.service.auditing.audit_all()
    _, sums, shares = counted(world)
    assert len(sums) == 2
    assert len(shares) == 1


def test_to_audit_again_changes_nothing(world: World, lanes: MakeLane) -> None:
    lane = redeemed(lanes)
    world.post()
    after = counted(world)
    assert world.service.auditing.audit_portion(lane.terminal_id, 1) == 0
    assert world.service.auditing.audit_all() == 0
    assert counted(world) == after


def test_whoever_audits_the_same_later_keeps_nothing(
    world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = redeemed(lanes)
    world.service.posting.post_all()
    other = Auditing(world.database, world.clock.now)
    read = audit._read
    faster: list[list[list[tuple[object, ...]]]] = []

    def read_slowly(portion: Portion) -> object:
        examined = read(portion)
        if not faster:
            faster.append([])
            somebody = threading.Thread(target=other.audit_all)
            somebody.start()
            somebody.join()
            faster.append(counted(world))
        return examined

    monkeypatch.setattr(audit, "_read", read_slowly)
    assert world.service.auditing.audit_portion(lane.terminal_id, 1) == 0
    assert counted(world) == faster[1]
    assert stages(world)[1] == stages(world)[2]


def test_status_says_how_far_the_audit_is(world: World, lanes: MakeLane) -> None:
    redeemed(lanes)
    world.service.posting.post_all()
    (line,) = overview(world.database).terminals
    assert (line.posted, line.audited) == (line.durable, 0)
    world.post()
    (line,) = overview(world.database).terminals
    assert line.audited == line.durable


def test_a_body_that_nothing_can_be_made_of_counts_and_is_a_case(
    world: World, lanes: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What posting has no use for is not read by it; the audit, which has, says so."""
    written = domain_frames.canonical_json

    def with_a_huge_number(document: object) -> bytes:
        return written(document).replace(b'"earned":100', b'"earned":' + b"9" * 5000)

    lane = lanes("one")
    lane.pause = lambda _seconds: None
    lane.enrol("0912000001")
    monkeypatch.setattr(domain_frames, "canonical_json", with_a_huge_number)
    lane.sell(PHONE, 1000)
    lane.sync()
    world.post()
    with world.database.read() as connection:
        assert connection.execute(select(exceptions.c.code)).scalars().all() == ["sale_unreadable"]
    assert stages(world)[0] == stages(world)[2]
    assert lane.sync().posted == stages(world)[0]
