"""When there is too much: whoever is sent away is told when to come back, and not all at once."""

import random
from collections.abc import Iterator
from datetime import timedelta

import httpx
import msgspec
import pytest

from sync.protocol.messages import PullRequest, StatusRequest
from sync.server.intake.backlog import INTERVAL_SECONDS_MAX, Backlog, Totals, totals_of
from sync.server.service import Pace, Service
from sync.server.web.gate import Room
from terminal.domain.errors import Refusal
from terminal.ports.clock import SetClock
from tests.sync.pushes import Sender
from tests.sync.world import START, Served, World


def wait_asked(backlog: Backlog, frames: int = 1) -> int:
    with pytest.raises(Refusal) as caught:
        backlog.require_room(frames)
    assert caught.value.kind == "server_busy"
    seconds = caught.value.data["retry_after_seconds"]
    assert isinstance(seconds, int)
    return seconds


def backlog_of(waiting: int, clock: SetClock, waiting_max: int = 100_000) -> Backlog:
    return Backlog(Totals(waiting, 0, 0), clock.now, waiting_max, random.Random(1))


def test_the_wait_grows_with_the_backlog() -> None:
    waits = [wait_asked(backlog_of(waiting, SetClock(START))) for waiting in (100_000, 130_000, 200_000)]
    assert waits == sorted(set(waits))


def test_the_wait_is_what_the_measured_rate_needs() -> None:
    clock = SetClock(START)
    backlog = backlog_of(200_000, clock)
    slow = wait_asked(backlog)
    posted = 0
    for _ in range(40):
        clock.instant += timedelta(seconds=1)
        posted += 10_000
        backlog.observe(Totals(200_000 + posted, posted, 0))
    assert backlog.frames_per_second == pytest.approx(10_000, rel=0.01)
    assert wait_asked(backlog) == (100_000 + 10_000) // 10_000 + 1 < slow


def test_who_is_sent_away_together_comes_back_one_after_the_other() -> None:
    backlog = backlog_of(110_000, SetClock(START))
    waits = [wait_asked(backlog, frames=5_000) for _ in range(10)]
    assert waits == sorted(set(waits))


def test_beyond_what_is_sensible_the_wait_is_bounded_and_spread() -> None:
    backlog = backlog_of(90_000_000, SetClock(START))
    waits = {wait_asked(backlog) for _ in range(50)}
    assert max(waits) <= 301 and min(waits) > 149 and len(waits) > 10


def test_what_was_posted_while_nothing_waited_says_nothing_about_the_rate() -> None:
    clock = SetClock(START)
    backlog = backlog_of(0, clock)
    before = backlog.frames_per_second
    clock.instant += timedelta(seconds=10)
    backlog.observe(Totals(5, 5, 0))
    assert backlog.frames_per_second == before


def test_there_is_room_again_once_the_backlog_is_posted() -> None:
    clock = SetClock(START)
    backlog = backlog_of(200_000, clock)
    wait_asked(backlog)
    clock.instant += timedelta(seconds=1)
    backlog.observe(Totals(200_000, 150_000, 0))
    backlog.require_room()


def test_the_interval_grows_with_the_backlog_and_is_bounded() -> None:
    intervals = [backlog_of(waiting, SetClock(START)).interval_seconds(15) for waiting in (0, 10_000, 60_000, 10**9)]
    assert intervals == [15, 15, 60, INTERVAL_SECONDS_MAX]


def test_the_interval_is_in_the_answers(small_world: World) -> None:
    sender = Sender.enrolled(small_world)
    small_world.service.backlog.add(40_000)
    assert small_world.service.pull(PullRequest(sender.terminal, 0)).interval_seconds == 40
    assert small_world.service.status(StatusRequest(sender.terminal)).interval_seconds == 40


def test_the_sample_is_of_all_processes(world: World) -> None:
    sender = Sender.enrolled(world)
    other = Service(world.database, world.keys, world.clock.now)
    other.push(sender.push())
    assert world.service.backlog.waiting == 0
    world.service.observe()
    assert world.service.backlog.waiting == 5
    world.post()
    world.service.observe()
    assert (world.service.backlog.waiting, totals_of(world.database).posted) == (0, 5)


@pytest.fixture
def full(small_world: World) -> Iterator[tuple[Served, Sender]]:
    small_world.service = Service(small_world.database, small_world.keys, small_world.clock.now, Pace(waiting_max=0))
    sender = Sender.enrolled(small_world)
    with Served(small_world) as served:
        yield served, sender


def test_a_push_without_room_is_503_with_the_seconds_in_the_header(full: tuple[Served, Sender]) -> None:
    served, sender = full
    body = msgspec.json.encode(sender.push())
    answer = httpx.post(f"{served.url}/v1/push", content=body, headers=sender.signed(body))
    assert (answer.status_code, answer.json()["error"]["kind"]) == (503, "server_busy")
    assert int(answer.headers["retry-after"]) == answer.json()["error"]["data"]["retry_after_seconds"]


def test_a_process_holds_no_more_requests_than_it_has_room_for() -> None:
    room = Room(requests_max=2)
    room.enter()
    room.enter()
    with pytest.raises(Refusal, match="server_busy"):
        room.enter()
    room.leave(0)
    room.enter()


def test_a_process_holds_no_more_bytes_than_it_has_room_for() -> None:
    room = Room(bytes_max=100)
    room.enter()
    room.hold(60)
    room.enter()
    with pytest.raises(Refusal, match="server_busy"):
        room.hold(60)
    room.leave(60)
    room.leave(60)
    room.enter()
    room.hold(100)


def test_the_wait_for_a_full_process_comes_from_how_fast_requests_end() -> None:
    waits = []
    for per_second in (10, 1000):
        room = Room(requests_max=100)
        for _ in range(100):
            room.enter()
        for _ in range(60):
            for _ in range(per_second):
                room.enter() if room.has_room() else room.leave(0)
            room.observe(1.0)
        while room.has_room():
            room.enter()
        with pytest.raises(Refusal) as caught:
            room.enter()
        waits.append(int(str(caught.value.data["retry_after_seconds"])))
    assert waits[0] > waits[1]
