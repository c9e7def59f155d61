"""Pulling: pages may break off anywhere, and a cashier never sees points twice."""

from collections.abc import Callable

import msgspec
import pytest

from sync.client.round import SyncRound
from sync.programme.signing import sign
from sync.protocol.messages import ProgrammeAnswer, PullAnswer, PullRequest
from sync.protocol.signing import SigningKey
from sync.server.programmes.programmes import publish
from terminal.domain.errors import Refusal
from tests.sync.test_pushing import Interposed, refused
from tests.sync.world import Lane, World, bundle

MakeLane = Callable[[str], Lane]
PHONES = [f"+88691200000{place}" for place in range(6)]


def small_pages(world: World, size: int = 2) -> Interposed:
    def pull(request: PullRequest) -> PullAnswer:
        return world.service.pull(msgspec.structs.replace(request, limit=size))

    return Interposed(world, pull=pull)


def sell_to_all(lane: Lane) -> None:
    for phone in PHONES:
        if not lane.knows(phone):
            lane.enrol(phone.replace("+886", "0"))
        lane.sell(phone, 1000)


def test_many_pages_bring_every_member_once(world: World, lanes: MakeLane) -> None:
    first, second = lanes("first"), lanes("second")
    sell_to_all(first)
    first.sync()
    assert second.sync(small_pages(world)).pulled == len(PHONES)
    assert [second.balance(phone) for phone in PHONES] == [100] * len(PHONES)


def test_an_interrupted_page_is_taken_up_where_it_stopped(world: World, lanes: MakeLane) -> None:
    first, second = lanes("first"), lanes("second")
    sell_to_all(first)
    first.sync()
    pages = small_pages(world)
    calls: list[int] = []

    def break_off(request: PullRequest) -> PullAnswer:
        calls.append(request.cursor)
        if len(calls) == 2:
            raise Refusal("server_unreachable")
        return pages.pull(request)  # type: ignore[no-any-return]  # a server's step

    assert refused(second, Interposed(world, pull=break_off)).kind == "server_unreachable"
    assert sum(second.knows(phone) for phone in PHONES) == 2
    second.sync(pages)
    assert [second.balance(phone) for phone in PHONES] == [100] * len(PHONES)


def test_own_frames_are_never_counted_twice_between_two_pages(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    sell_to_all(lane)
    pages = small_pages(world, size=1)
    seen: list[list[int]] = []

    def look_between(request: PullRequest) -> PullAnswer:
        world.post()
        seen.append([lane.balance(phone) for phone in PHONES])
        return pages.pull(request)  # type: ignore[no-any-return]  # a server's step

    lane.sync(Interposed(world, pull=look_between))
    assert len(seen) == len(PHONES)
    assert all(balances == [100] * len(PHONES) for balances in seen)


def test_own_frames_made_while_pulling_stay_on_top_of_what_arrives(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    sell_to_all(lane)
    pages = small_pages(world)

    def sell_meanwhile(request: PullRequest) -> PullAnswer:
        page = pages.pull(request)
        lane.sell(PHONES[0], 500)
        return page  # type: ignore[no-any-return]  # a server's step

    lane.sync(Interposed(world, pull=sell_meanwhile))
    sold = lane.replica.head().position[1] - 1 - 2 * len(PHONES)
    assert sold > 0
    assert lane.balance(PHONES[0]) == 100 + 50 * sold
    lane.sync()
    assert lane.balance(PHONES[0]) == 100 + 50 * sold


def test_a_replica_of_another_server_is_pulled_anew(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    sell_to_all(lane)
    lane.sync()
    lane.replica.apply_page((), 10_000, (1, 1))
    assert lane.sync().pulled == len(PHONES)
    lane.replica.apply_page((), lane.replica.cursor(), (1, 1), fresh=True)
    assert lane.sync().pulled == len(PHONES)
    assert [lane.balance(phone) for phone in PHONES] == [100] * len(PHONES)


def test_a_newer_programme_arrives_with_a_round(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    publish(world.database, world.keys, bundle(2), world.clock.now)
    lane.sync()
    with lane.store.view() as unit:
        assert unit.programme().version == 2


@pytest.mark.parametrize(
    ("key_is_ours", "version", "kind"),
    [(False, 2, "programme_signature_wrong"), (True, 1, "programme_version_old")],
)
def test_a_programme_that_cannot_be_trusted_is_refused_and_the_old_one_stays(
    small_world: World, lanes_small: MakeLane, key_is_ours: bool, version: int, kind: str
) -> None:
    world, lane = small_world, lanes_small("first")
    publish(world.database, world.keys, bundle(2), world.clock.now)
    key = world.keys.signing if key_is_ours else SigningKey.generate()
    document = bundle(version)
    answer = ProgrammeAnswer(version, "0" * 64, document.decode(), sign(document, key.private).hex())

    assert refused(lane, Interposed(world, programme=lambda _request: answer)).kind == kind
    with lane.store.view() as unit:
        assert unit.programme().version == 1
    lane.sync()
    with lane.store.view() as unit:
        assert unit.programme().version == 2


def test_a_state_that_is_none_is_not_taken_over(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    lane.enrol(PHONES[0].replace("+886", "0"))

    def garbled(request: PullRequest) -> PullAnswer:
        small_world.post()
        page = small_world.service.pull(request)
        members = tuple(msgspec.structs.replace(member, state=msgspec.Raw(b'"?"')) for member in page.members)
        return msgspec.structs.replace(page, members=members)

    assert refused(lane, Interposed(small_world, pull=garbled)).kind == "server_answer_not_understood"
    assert lane.replica.cursor() == 0


def test_a_round_gives_up_waiting_for_posting_after_a_while(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    pauses: list[float] = []
    lane.pause = pauses.append
    round_of_lane: SyncRound = lane.round()
    assert round_of_lane.run_once().posted == 0
    assert 0 < sum(pauses) < 3


def test_an_alias_never_shows_points_twice_between_two_pages(world: World, lanes: MakeLane) -> None:
    first, second = lanes("first"), lanes("second")
    for lane in (first, second):
        lane.enrol(PHONES[0].replace("+886", "0"))
    first.sell(PHONES[0], 1000)
    first.sync()
    second.sell(PHONES[0], 2000)
    pages = small_pages(world, size=1)
    seen: list[int] = []

    def look_between(request: PullRequest) -> PullAnswer:
        world.post()
        seen.append(second.balance(PHONES[0]))
        return pages.pull(request)  # type: ignore[no-any-return]  # a server's step

    second.sync(Interposed(world, pull=look_between))
    assert set(seen) <= {200, 300}
    assert second.balance(PHONES[0]) == 300
