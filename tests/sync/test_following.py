"""The sync process: what it tells, when it tries again, and that there is only one of it."""

import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.client.process import Follower, RecordingRound, SingleInstance
from sync.protocol.messages import PullRequest
from terminal.domain.errors import Refusal
from terminal.ports.sync import SyncReport
from tests.sync.test_pushing import Interposed
from tests.sync.world import Lane, World

MakeLane = Callable[[str], Lane]


class Waits(threading.Event):
    """A stopping event that never waits: it adds up seconds after each round, and stops after so many waits."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.pauses: list[float] = []
        self._most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout or 0)
        self.pauses[-1] += timeout or 0
        if len(self.seconds) >= self._most:
            self.set()
        return self.is_set()


def follow(lane: Lane, world: World, waits: Waits, server: object) -> list[SyncReport | Refusal]:
    told: list[SyncReport | Refusal] = []

    def tell(outcome: SyncReport | Refusal) -> None:
        told.append(outcome)
        waits.pauses.append(0)

    recording = RecordingRound(lane.round(server), lane.replica, world.clock)  # type: ignore[arg-type]  # a GroupServer
    Follower(recording, lane.replica, waits, tell, random.Random(1)).follow()
    return told


def down(_request: object) -> object:
    raise Refusal("server_unreachable")


def test_while_the_line_is_down_it_waits_longer_and_longer_up_to_half_a_minute(
    small_world: World, lanes_small: MakeLane
) -> None:
    lane, waits = lanes_small("lane"), Waits(2000)
    follow(lane, small_world, waits, Interposed(small_world, push=down, pull=down))
    assert max(waits.pauses[:3]) <= 5
    assert 15 < max(waits.pauses) <= 31
    assert min(waits.pauses[:-1]) >= 0.5


def test_it_waits_at_least_as_long_as_the_server_asks(small_world: World, lanes_small: MakeLane) -> None:
    def busy(_request: object) -> object:
        raise Refusal("server_busy", retry_after_seconds=120)

    lane, waits = lanes_small("lane"), Waits(60)
    follow(lane, small_world, waits, Interposed(small_world, push=busy))
    assert len(waits.pauses) > 2
    assert min(waits.pauses[:-1]) >= 120


def test_a_sale_is_worth_a_try_even_while_the_line_was_down(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("lane")
    lane.enrol("0912345678")
    tries: list[int] = []

    def down_after_a_sale(request: object) -> object:
        tries.append(len(waits.seconds))
        lane.sell("+886912345678", 100)
        return down(request)

    waits = Waits(10)
    follow(lane, small_world, waits, Interposed(small_world, push=down_after_a_sale))
    assert tries == list(range(10))


def test_a_sale_is_noticed_at_once(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("lane")
    lane.enrol("0912345678")

    class SellsOnce(Waits):
        def wait(self, timeout: float | None = None) -> bool:
            if len(self.seconds) == 2:
                lane.sell("+886912345678", 1000)
            return super().wait(timeout)

    waits = SellsOnce(6)
    told = follow(lane, small_world, waits, lane.server)
    assert [report.pushed for report in told if isinstance(report, SyncReport)] == [2, 1]


def test_the_till_can_see_how_the_last_round_went(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("lane")
    follow(lane, small_world, Waits(1), Interposed(small_world, push=down))
    with lane.store.view() as unit:
        link = unit.link()
    assert (link.reached, link.refusal, link.unsent_frames) == (False, "server_unreachable", 1)

    follow(lane, small_world, Waits(1), lane.server)
    with lane.store.view() as unit:
        link = unit.link()
    assert (link.reached, link.refusal, link.unsent_frames) == (True, None, 0)
    assert link.last_success_at == small_world.clock.now()


def test_a_lasting_refusal_is_set_aside_for_a_person_once(small_world: World, lanes_small: MakeLane) -> None:
    def wrong(_request: object) -> object:
        raise Refusal("push_signature_wrong", first=1, last=1)

    lane = lanes_small("lane")
    follow(lane, small_world, Waits(2000), Interposed(small_world, push=wrong))
    follow(lane, small_world, Waits(5), Interposed(small_world, push=down))
    assert [(parked.kind, parked.data) for parked in lane.replica.parked()] == [
        ("push_signature_wrong", {"first": 1, "last": 1})
    ]


@pytest.mark.parametrize("kind", ["request_unsigned", "request_malformed", "push_signature_wrong"])
def test_what_a_line_that_garbles_makes_the_server_say_now_and_then_is_nothing_for_a_person(
    small_world: World, lanes_small: MakeLane, kind: str
) -> None:
    lane = lanes_small("lane")
    rounds = 0

    def garbled(request: PullRequest) -> object:
        nonlocal rounds
        rounds += 1
        if rounds % 3:
            raise Refusal(kind)
        return lane.server.pull(request)

    told = follow(lane, small_world, Waits(2000), Interposed(small_world, pull=garbled))
    assert sum(isinstance(outcome, Refusal) for outcome in told) > 10
    assert lane.replica.parked() == ()


def test_only_one_process_syncs_a_home(tmp_path: Path) -> None:
    with SingleInstance(tmp_path), pytest.raises(Refusal, match="sync_running"), SingleInstance(tmp_path):
        pass
    with SingleInstance(tmp_path):
        pass


def test_a_folder_that_cannot_hold_the_lock_is_no_other_process(tmp_path: Path) -> None:
    (tmp_path / "sync.lock").mkdir()
    with pytest.raises(Refusal, match="store_unreachable"), SingleInstance(tmp_path):
        pass
