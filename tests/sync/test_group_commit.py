"""Many pushes in one commit: each has an outcome of its own, and none suffers from another."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial

import pytest
from sqlalchemy import Connection, func, select, update

from sync.protocol.messages import PushRequest
from sync.server.intake.arriving import Incoming, Intake
from sync.server.intake.storing import Outcome, Stored, Storing
from sync.server.intake.terminal_keys import KeyShelf
from sync.server.intake.verification import Batch, Verification, json_arrival
from sync.server.office.overview import revoke
from sync.server.service import Service
from sync.server.storage.database import Database, open_database
from sync.server.storage.tables import batches, epochs, quarantine, terminals
from terminal.domain.errors import Refusal
from tests.sync.pushes import Sender
from tests.sync.world import World


def checked(world: World, *requests: PushRequest) -> list[Batch]:
    verification = Verification(KeyShelf(world.database, world.clock.now))
    found = verification.check([json_arrival(request) for request in requests])
    batches_found = [batch for batch in found if isinstance(batch, Batch)]
    assert len(batches_found) == len(requests)
    return batches_found


def stored(world: World, *requests: PushRequest) -> list[Outcome]:
    return Storing(world.database, world.keys, world.clock.now).store(checked(world, *requests))


def durable(world: World) -> dict[str, int]:
    with world.database.read() as connection:
        return {row.terminal: row.durable for row in connection.execute(select(epochs))}


def frames_of(outcome: Outcome) -> int:
    assert isinstance(outcome, Stored)
    return outcome.frames


def kind_of(outcome: Outcome) -> str:
    assert isinstance(outcome, Refusal)
    return outcome.kind


def test_each_push_of_a_group_has_its_own_outcome(world: World) -> None:
    good, gap, shut, clone, known = (Sender.enrolled(world) for _ in range(5))
    revoke(world.database, shut.terminal, world.clock.now)
    world.service.push(known.push())
    world.service.push(clone.push(1, 3))
    clone.frames[3:] = [b'{"another":"branch"}', b"{}"]
    clone.frames[2] = b'{"another":"frame"}'

    outcomes = stored(world, good.push(), gap.push(3), shut.push(), clone.push(), known.push())

    assert (frames_of(outcomes[0]), frames_of(outcomes[4])) == (5, 0)
    assert [kind_of(outcome) for outcome in outcomes[1:4]] == ["push_gap", "terminal_revoked", "epoch_frozen"]
    assert durable(world) == {
        good.terminal: 5,
        gap.terminal: 0,
        shut.terminal: 0,
        clone.terminal: 3,
        known.terminal: 5,
    }
    with world.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(quarantine)).scalar_one() == 2


def test_two_pushes_of_one_terminal_in_one_group_follow_each_other(world: World) -> None:
    sender = Sender.enrolled(world)
    outcomes = stored(world, sender.push(1, 2), sender.push(3, 4), sender.push(2), sender.push(1, 2))
    assert [frames_of(outcome) for outcome in outcomes] == [2, 2, 1, 0]
    assert durable(world) == {sender.terminal: 5}


def test_a_push_that_cannot_be_stored_does_not_hurt_the_others(world: World) -> None:
    senders = [Sender.enrolled(world) for _ in range(4)]
    broken = senders[1]
    world.service.push(broken.push(1, 3))
    with world.database.write() as connection:
        # The row stays and the epoch forgets it: what no code of ours does, and what the database then refuses.
        here = epochs.c.terminal == broken.terminal
        connection.execute(update(epochs).where(here).values(durable=0, head=bytes(32)))

    outcomes = stored(world, *(sender.push() for sender in senders))

    assert [isinstance(outcome, Stored) for outcome in outcomes] == [True, False, True, True]
    assert isinstance(outcomes[1], Exception) and not isinstance(outcomes[1], Refusal)
    assert durable(world) == {sender.terminal: 0 if sender is broken else 5 for sender in senders}


def test_a_database_that_is_away_is_everybodys_answer_and_tried_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushes = checked(world, *(Sender.enrolled(world).push() for _ in range(3)))
    tried: list[int] = []

    def away(_database: Database) -> AbstractContextManager[Connection]:
        tried.append(1)
        raise Refusal("database_unavailable", retry_after_seconds=5)

    monkeypatch.setattr(Database, "write", away)
    outcomes = Storing(world.database, world.keys, world.clock.now).store(pushes)
    assert [kind_of(outcome) for outcome in outcomes] == ["database_unavailable"] * 3
    assert len(tried) == 1


def test_what_waits_is_stored_with_one_commit(small_world: World) -> None:
    world = small_world
    service = world.service
    intake = Intake(world.database, world.keys, service.backlog, service.metrics, world.clock.now)
    outcomes: list[Outcome] = []
    settled = threading.Semaphore(0)

    def settle(outcome: Outcome) -> None:
        outcomes.append(outcome)
        settled.release()

    requests = [Sender.enrolled(world).push() for _ in range(20)]
    intake.start()
    with world.database.write():  # nobody else can commit, so all of them gather
        for request in requests:
            intake.submit(Incoming(partial(json_arrival, request), settle))
        assert outcomes == []
    for _ in requests:
        settled.acquire()
    intake.stop()

    assert sum(map(frames_of, outcomes)) == 100
    text = service.metrics.render(service.figures.figures()).decode()
    commits = float(text.partition("stillpoint_commit_group_pushes_count ")[2].partition("\n")[0])
    assert commits < len(requests)


def test_two_servers_that_take_the_same_pushes_store_every_frame_once(world: World) -> None:
    sender = Sender.enrolled(world, frames=60)
    other = open_database(world.url)
    services = (world.service, Service(other, world.keys, world.clock.now))
    parts = [sender.push(first, min(first + 9, 60)) for first in range(1, 60, 5)]

    def push_all(service: Service) -> None:
        for part in parts:
            service.push(part)

    with ThreadPoolExecutor(len(services)) as threads:
        list(threads.map(push_all, services))
    other.close()

    assert durable(world) == {sender.terminal: 60}
    with world.database.read() as connection:
        spans = connection.execute(select(batches.c.first, batches.c.last).order_by(batches.c.first)).all()
    assert [seq for row in spans for seq in range(row.first, row.last + 1)] == list(range(1, 61))


class TestCarriers:
    """A lane that brings what another one made."""

    def test_a_lane_of_the_same_store_may_carry(self, world: World) -> None:
        author, carrier = Sender.enrolled(world), Sender.enrolled(world)
        assert world.service.push(author.push(carrier=carrier.terminal)).durable == 5

    def test_a_lane_of_another_store_may_not(self, world: World) -> None:
        author, stranger = Sender.enrolled(world), Sender.enrolled(world)
        with world.database.write() as connection:
            here = terminals.c.terminal == stranger.terminal
            connection.execute(update(terminals).where(here).values(store="another"))
        with pytest.raises(Refusal, match="carrier_refused"):
            world.service.push(author.push(carrier=stranger.terminal))

    def test_a_revoked_lane_may_not(self, world: World) -> None:
        author, carrier = Sender.enrolled(world), Sender.enrolled(world)
        revoke(world.database, carrier.terminal, world.clock.now)
        with pytest.raises(Refusal, match="carrier_refused"):
            world.service.push(author.push(carrier=carrier.terminal))
        assert durable(world)[author.terminal] == 0

    def test_what_a_revoked_author_made_goes_to_quarantine(self, world: World) -> None:
        author, carrier = Sender.enrolled(world), Sender.enrolled(world)
        revoke(world.database, author.terminal, world.clock.now)
        with pytest.raises(Refusal, match="terminal_revoked"):
            world.service.push(author.push(carrier=carrier.terminal))

    def test_nobody_opens_an_epoch_for_another_with_a_key_of_their_own(self, world: World) -> None:
        author, carrier = Sender.enrolled(world), Sender.enrolled(world)
        forged = Sender(author.terminal, carrier.key, epoch=2)
        forged.opens(carrier.key)
        with pytest.raises(Refusal, match="push_epoch_unknown"):
            world.service.push(forged.push(carrier=carrier.terminal))
