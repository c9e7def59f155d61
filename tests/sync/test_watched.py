"""A first sync that somebody watches: how far it says it is, and that a stop leaves nothing half."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from sync.client.process import Follower, RecordingRound, Wish
from sync.client.server_clock import clock_difference
from sync.client.watched import WatchedServer
from sync.protocol.messages import PullAnswer, PullRequest
from sync.protocol.steps import ContentRequest
from terminal.domain.errors import Refusal
from terminal.ports.sync import SyncReport, Watch
from tests.sync.snapshots import PHONES, MakeLane, build, busy_lane, by_pages
from tests.sync.test_following import Waits
from tests.sync.test_pushing import Interposed
from tests.sync.world import Lane, World


@pytest.fixture
def busy(small_world: World, lanes_small: MakeLane) -> Lane:
    return busy_lane(lanes_small)


def test_members_are_counted_by_pages(small_world: World, lanes_small: MakeLane, busy: Lane) -> None:
    watch, lane = Watch(), lanes_small("new")
    lane.sync(WatchedServer(by_pages(small_world), watch))
    assert (watch.done, watch.total, watch.is_file) == (watch.members, watch.members, False)
    assert watch.members == len(PHONES)


def test_a_snapshot_is_counted_by_bytes_and_goes_on_after_a_stop(
    small_world: World, lanes_small: MakeLane, busy: Lane
) -> None:
    size = build(small_world).size
    watch, lane, seen = Watch(), lanes_small("new"), []

    def slow(request: ContentRequest) -> Iterator[bytes]:
        for portion in small_world.service.snapshot_content(request):
            for place in range(0, len(portion), 1000):
                seen.append((watch.done, watch.total, watch.is_file, watch.members))
                yield portion[place : place + 1000]
                if request.offset == 0 and watch.done >= 2000:
                    watch.is_wanted = False

    server = Interposed(small_world, snapshot_content=slow)
    with pytest.raises(Refusal, match="stopped"):
        lane.sync(WatchedServer(server, watch))
    assert seen[0] == (0, size, True, len(PHONES)) and watch.done >= 2000
    assert not lane.knows(PHONES[0])

    watch.is_wanted, seen = True, []
    lane.sync(WatchedServer(server, watch))
    assert lane.knows(PHONES[-1]) and watch.done == watch.total


@pytest.mark.parametrize("step", ["push", "pull", "status", "programme", "snapshot"])
def test_no_step_begins_that_nobody_wants(small_world: World, step: str) -> None:
    server = WatchedServer(Interposed(small_world), Watch(is_wanted=False))
    with pytest.raises(Refusal, match="stopped"):
        getattr(server, step)(None)


def test_a_wish_brings_the_next_round_forward(small_world: World, lanes_small: MakeLane, tmp_path: Path) -> None:
    lane, wish, rounds = lanes_small("lane"), Wish(tmp_path), []

    class Wishes(Waits):
        def wait(self, timeout: float | None = None) -> bool:
            if len(self.seconds) == 1:
                wish.make()
            return super().wait(timeout)

    def pull(request: PullRequest) -> PullAnswer:
        rounds.append(wish.is_there())
        return small_world.service.pull(request)

    waits = Wishes(4)

    def told(_outcome: SyncReport | Refusal) -> None:
        waits.pauses.append(0)

    recording = RecordingRound(
        lane.round(Interposed(small_world, pull=pull)),
        lane.replica,
        small_world.clock,
    )
    Follower(recording, lane.replica, waits, told, random.Random(1), wish=wish).follow()
    assert (rounds[0], rounds[-1]) == (False, True) and not wish.is_there()


Answer = Callable[..., httpx.Response]


def answering(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    monkeypatch.setattr("sync.client.server_clock.httpx.get", answer)


def test_how_far_the_clock_is_from_the_servers(monkeypatch: pytest.MonkeyPatch, small_world: World) -> None:
    now = small_world.clock.now()
    header = now.strftime("%a, %d %b %Y %H:%M:%S GMT")
    answering(monkeypatch, lambda url, timeout: httpx.Response(200, headers={"Date": header}))
    assert abs(clock_difference("https://server/", lambda: now).total_seconds()) <= 1


def test_a_server_without_a_clock_or_without_an_answer(monkeypatch: pytest.MonkeyPatch, small_world: World) -> None:
    answering(monkeypatch, lambda url, timeout: httpx.Response(200))
    with pytest.raises(Refusal, match="server_answer_not_understood"):
        clock_difference("https://server", small_world.clock.now)

    def down(url: str, timeout: float) -> httpx.Response:
        raise httpx.ConnectError("no line")

    answering(monkeypatch, down)
    with pytest.raises(Refusal, match="server_unreachable"):
        clock_difference("https://server", small_world.clock.now)
