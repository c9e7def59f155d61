"""The relay at work: its threads over real sockets, finding each other, and what is left when it ends."""

import gc
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from sync.client.relay.discovery import ADDRESSES_MAX, FOUND_MAX, Announcing, Neighbours, own_addresses, parse_peers
from sync.client.relay.hearsay import Hearsay
from sync.client.relay.opening import is_on, running_relay
from sync.client.relay.running import Relay, Rounds
from sync.client.relay.serving import Listener
from sync.client.relay.wire import Address, ask_over_tcp
from terminal.domain.errors import Refusal
from tests.sync.relay_shop import PHONE, RelayTill
from tests.sync.world import Served, World

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 30


class Silent:
    """Announces nothing."""

    def __init__(self) -> None:
        self.closed = False

    def tend(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True


class Wired:
    """A till whose relay runs, on the loopback, with neighbours that the test names."""

    def __init__(self, till: RelayTill) -> None:
        self.till = till
        self.neighbours = Neighbours()
        self.listener = Listener(till.relay.answering.answer, LOOPBACK, 0)
        self.address = Address(LOOPBACK, self.listener.port)
        self.rounds = Rounds(till.relay.gossip, till.relay.hearsay, self.neighbours, ask_over_tcp)
        self.relay = Relay(till.lane.replica, self.rounds, self.listener, Silent())


@pytest.fixture
def tills(small_world: World, tmp_path: Path) -> Iterator[list[RelayTill]]:
    made = [RelayTill(small_world, tmp_path / str(number)) for number in range(3)]
    for till in (*made, *made):
        till.sync()
    for till in made:
        till.cut()
    yield made
    for till in made:
        till.close()


def wait_until(true: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(PATIENCE_SECONDS * 50):
        if true():
            return
        waiting.wait(0.02)
    raise AssertionError("it never came to that")


def test_sales_reach_every_lane_by_themselves(tills: list[RelayTill]) -> None:
    wired = [Wired(till) for till in tills]
    for one in wired:
        for other in wired:
            if one is not other:
                one.neighbours.found(str(other.address), (other.address,))
    relays: list[AbstractContextManager[object]] = [one.relay for one in wired]
    with relays[0], relays[1], relays[2]:
        tills[0].lane.enrol("0912345678", "Ann")
        tills[0].lane.sell(PHONE, 1000)
        wait_until(lambda: all(till.lane.knows(PHONE) and till.lane.balance(PHONE) == 100 for till in tills))
        for till in tills:
            till.lane.sell(PHONE, 50, redeem=10)
        wait_until(lambda: all(till.lane.balance(PHONE) == 82 for till in tills))
    assert tills[0].state() == tills[1].state() == tills[2].state()


def test_a_dead_lane_is_left_alone_for_longer_and_longer_until_it_has_news(tills: list[RelayTill]) -> None:
    first, second, _ = tills
    asked: list[Address] = []
    seconds = [0.0]
    alive = [True]
    where = Address("lane", 1)

    def ask(address: Address, sealed: bytes) -> bytes:
        asked.append(address)
        if not alive[0]:
            raise Refusal("lane_unreachable", address="lane:1")
        return second.relay.answering.answer(sealed)

    rounds = Rounds(first.relay.gossip, first.relay.hearsay, Neighbours((where,)), ask, lambda: seconds[0])
    assert rounds.exchange_with_all() == 0
    alive[0] = False
    asked.clear()
    for _ in range(120):
        rounds.exchange_with_all()
        seconds[0] += 1
    assert 4 <= len(asked) <= 9
    alive[0] = True
    asked.clear()
    second.lane.sell(None, 100)
    second.ask(first)
    assert rounds.exchange_with_news() == 1
    assert rounds.exchange_with_news() == 0


def test_a_lane_hears_that_another_has_news(tills: list[RelayTill]) -> None:
    first, second, _ = tills
    second.lane.sell(None, 100)
    second.ask(first)
    assert first.relay.hearsay.stirred.is_set()
    assert first.relay.hearsay.take_news() == {second.terminal_id}
    first.ask(second)
    second.ask(first)
    assert first.relay.hearsay.take_news() == frozenset()


def test_with_the_network_away_the_relay_ends_as_it_began(tills: list[RelayTill]) -> None:
    silent, hearsay = Silent(), Hearsay()
    listener = Listener(tills[0].relay.answering.answer, LOOPBACK, 0)
    rounds = Rounds(tills[0].relay.gossip, hearsay, Neighbours((Address("lane.invalid", 1),)), ask_over_tcp)
    with Relay(tills[0].lane.replica, rounds, listener, silent):
        pass
    assert silent.closed


def test_the_settings_name_lanes_and_switch_the_relay_off(tills: list[RelayTill]) -> None:
    first, second, _ = tills
    settings = {"relay_port": "0", "relay_peers": ""}
    set_all(first, settings)
    assert is_on(first.lane.replica)
    with Listening(second) as listener:
        set_all(first, {"relay_peers": f"127.0.0.1:{listener.port}"})
        second.lane.sell(None, 100)
        with running_relay(first.lane.replica, first.relay, lambda: []):
            wait_until(lambda: first.listed()[second.terminal_id].heard == 2)
    set_all(first, {"relay": "off"})
    assert not is_on(first.lane.replica)


class Listening:
    """A till that only listens."""

    def __init__(self, till: RelayTill) -> None:
        self._listener = Listener(till.relay.answering.answer, LOOPBACK, 0)

    def __enter__(self) -> Listener:
        self._listener.start()
        return self._listener

    def __exit__(self, *_details: object) -> None:
        self._listener.stop()


def set_all(till: RelayTill, settings: dict[str, str]) -> None:
    with till.lane.store.unit_of_work() as unit:
        for name, value in settings.items():
            unit.set_setting(name, value)
        unit.commit()


def test_the_port_of_another_till_on_this_machine_is_not_fought_over(tills: list[RelayTill]) -> None:
    one = Listener(tills[0].relay.answering.answer, LOOPBACK, 0)
    other = Listener(tills[1].relay.answering.answer, LOOPBACK, one.port)
    assert one.port != other.port
    one.stop()
    other.stop()


def test_addresses_in_the_setting() -> None:
    assert parse_peers("") == ()
    assert parse_peers("10.0.0.5:47113, till-2.local:5000,[fe80::1]:9000") == (
        Address("10.0.0.5", 47113),
        Address("till-2.local", 5000),
        Address("fe80::1", 9000),
    )


def test_a_crowd_of_announcements_is_not_asked() -> None:
    neighbours = Neighbours((Address("named", 1),))
    for number in range(FOUND_MAX + 10):
        neighbours.found(str(number), tuple(Address(f"10.0.{number}.{host}", 1) for host in range(10)))
    assert len(neighbours.addresses()) == 1 + FOUND_MAX * ADDRESSES_MAX
    assert Address("named", 1) in neighbours.addresses()
    neighbours.lost("0")
    neighbours.found("new", (Address("new", 1),))
    assert Address("new", 1) in neighbours.addresses()


def test_who_answered_the_last_time_is_asked_first(tills: list[RelayTill]) -> None:
    first, second, _ = tills
    asked: list[str] = []

    def ask(address: Address, sealed: bytes) -> bytes:
        asked.append(address.host)
        if address.host == "a-dead":
            raise Refusal("lane_unreachable", address="dead")
        return second.relay.answering.answer(sealed)

    seconds = [0.0]
    neighbours = Neighbours((Address("a-dead", 1), Address("b-alive", 1)))
    rounds = Rounds(first.relay.gossip, first.relay.hearsay, neighbours, ask, lambda: seconds[0])
    rounds.exchange_with_all()
    seconds[0] += 1_000
    asked.clear()
    rounds.exchange_with_all()
    assert asked == ["b-alive", "a-dead"]


def test_lanes_of_one_store_find_each_other_and_no_others() -> None:
    places = {mark: Neighbours() for mark in ("one", "two", "elsewhere")}
    marks = {"one": "aa" * 16, "two": "aa" * 16, "elsewhere": "bb" * 16}
    announcing = {
        name: Announcing(neighbours, marks[name], 5000 + number, lambda: [LOOPBACK])
        for number, (name, neighbours) in enumerate(places.items())
    }
    try:
        for each in announcing.values():
            each.tend()
        wait_until(lambda: bool(places["one"].addresses() and places["two"].addresses()))
        assert places["one"].addresses() == (Address(LOOPBACK, 5001),)
        assert places["two"].addresses() == (Address(LOOPBACK, 5000),)
        assert places["elsewhere"].addresses() == ()
        announcing["two"].close()
        wait_until(lambda: places["one"].addresses() == ())
    finally:
        for each in announcing.values():
            each.close()


def test_a_network_that_comes_later_is_announced_on(monkeypatch: pytest.MonkeyPatch) -> None:
    networks: list[str] = []
    made: list[str] = []

    class Announced:
        def __init__(self, _neighbours: Neighbours, _mark: str, _port: int, interfaces: tuple[str, ...]) -> None:
            made.append(f"on {interfaces}")
            if len(made) == 1:
                raise OSError("no route for multicast yet")

        def resolve(self) -> None:
            pass

        def close(self) -> None:
            made.append("off")

    monkeypatch.setattr("sync.client.relay.discovery.Announcement", Announced)
    announcing = Announcing(Neighbours(), "mark", 1, lambda: networks)
    announcing.tend()
    assert made == []
    networks.append("10.0.0.5")
    for _ in range(3):
        announcing.tend()
    networks[:] = ["10.0.0.6"]
    announcing.tend()
    announcing.close()
    assert made == ["on ('10.0.0.5',)", "on ('10.0.0.5',)", "off", "on ('10.0.0.6',)", "off"]
    assert LOOPBACK not in own_addresses()


def test_over_http_the_carrier_signs_the_request_and_the_author_the_batch(
    world: World, served: Served, tmp_path: Path
) -> None:
    first, second = (RelayTill(world, tmp_path / name) for name in ("first", "second"))
    first.lane.enrol("0912345678", "Ann")
    for till in (first, second, first, second):
        till.sync()
    first.lane.sell(PHONE, 1000)
    second.ask(first)
    second.server = served.client(second.lane)
    second.lane.server = second.server
    second.reopen()
    second.sync()
    world.post()
    second.sync()
    assert second.lane.balance(PHONE) == 100
    assert second.lane.replica.lanes.waiting(1_000) == ()
    assert second.heard_rows()["lane_batch"] == []
    for till in (first, second):
        till.close()


def test_whoever_calls_while_it_stops_is_hung_up_on() -> None:
    for _ in range(40):
        listener = Listener(lambda question: question, LOOPBACK, 0)
        listener.start()
        callers = [socket.create_connection((LOOPBACK, listener.port)) for _ in range(6)]
        listener.stop()
        for caller in callers:
            with caller:
                caller.settimeout(PATIENCE_SECONDS)
                with suppress(ConnectionError):  # a reset is hanging up too
                    assert caller.recv(1) == b""
    gc.collect()  # a transport that was left open would complain here
