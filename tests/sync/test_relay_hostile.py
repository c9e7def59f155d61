"""Who lies, garbles or plays dead on the local network changes nothing, and the lane goes on."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.client.keys import read_keys
from sync.client.relay.box import Box
from sync.client.relay.exchange import Ask, Head, Unit
from sync.client.relay.serving import CALLERS_OF_ONE_HOST_MAX, Listener
from sync.client.relay.wire import ASK_BYTES_MAX, Address, ask_over_tcp
from sync.protocol.signing import SigningKey, batch_statement
from sync.server.office.overview import revoke
from terminal.domain.errors import Refusal
from terminal.domain.frames import canonical_json, chain
from terminal.store.home import secret_name
from tests.sync.relay_shop import PHONE, RelayTill, exchange
from tests.sync.world import World

replaced = msgspec.structs.replace
Change = Callable[[Unit], Unit]


@pytest.fixture
def pair(small_world: World, tmp_path: Path) -> Iterator[list[RelayTill]]:
    """Two lanes that know a member and have exchanged something; the line is down."""
    tills = [RelayTill(small_world, tmp_path / name) for name in ("first", "second")]
    tills[0].lane.enrol("0912345678", "Ann")
    for till in (*tills, *tills):
        till.sync()
    for till in tills:
        till.cut()
        till.lane.sell(PHONE, 1000)
    exchange(*tills)
    yield tills
    for till in tills:
        till.close()


@pytest.fixture
def listener(pair: list[RelayTill]) -> Iterator[Address]:
    """Where the first lane listens."""
    made = Listener(pair[0].relay.answering.answer, "127.0.0.1", 0, seconds=0.3)
    made.start()
    yield Address("127.0.0.1", made.port)
    made.stop()


def device_key(till: RelayTill) -> SigningKey:
    return read_keys(till.lane.folder, till.lane.secrets).device


def signed(unit: Unit, key: SigningKey) -> Unit:
    head = bytes.fromhex(unit.previous)
    for frame in unit.frames:
        head = chain(head, frame.encode())
    statement = batch_statement(unit.terminal, unit.epoch, unit.first + len(unit.frames) - 1, head)
    return replaced(unit, signature=key.sign(statement).hex())


def refused(till: RelayTill, unit: Unit, log: pytest.LogCaptureFixture) -> list[str]:
    """The kinds set aside for a person; nothing else may have changed."""
    before = till.heard_rows()
    log.clear()
    assert till.take(unit) == 0
    assert till.heard_rows() == before
    assert {record.levelno for record in log.records} == {logging.WARNING}
    return [parked.kind for parked in till.lane.replica.parked()]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda unit: replaced(unit, frames=(unit.frames[0].replace("100", "999"),)), id="frame"),
        pytest.param(lambda unit: replaced(unit, signature="00" * 64), id="signature"),
        pytest.param(lambda unit: replaced(unit, signature="00"), id="short signature"),
        pytest.param(lambda unit: replaced(unit, previous="00" * 32), id="previous hash"),
        pytest.param(lambda unit: replaced(unit, first=unit.first + 1), id="place"),
        pytest.param(lambda unit: replaced(unit, profiles="[]"), id="profiles"),
    ],
)
def test_what_a_carrier_changes_does_not_bear_the_authors_signature(
    pair: list[RelayTill], caplog: pytest.LogCaptureFixture, change: Change
) -> None:
    first, second = pair
    first.lane.sell(PHONE, 1000)
    (unit,) = first.units_for(second)
    assert refused(second, change(unit), caplog) == ["lane_signature_wrong"]
    assert refused(second, change(unit), caplog) == ["lane_signature_wrong"]  # told once
    assert second.take(unit) == 1
    assert second.state() == first.state()


def test_what_another_terminal_signs_for_it_is_refused(pair: list[RelayTill], caplog: pytest.LogCaptureFixture) -> None:
    first, second = pair
    first.lane.sell(PHONE, 1000)
    (unit,) = first.units_for(second)
    assert refused(second, signed(unit, SigningKey.generate()), caplog) == ["lane_signature_wrong"]
    assert refused(second, signed(unit, device_key(second)), caplog) == ["lane_signature_wrong"]


def test_names_that_a_carrier_changes_are_refused(pair: list[RelayTill], caplog: pytest.LogCaptureFixture) -> None:
    first, second = pair
    first.lane.enrol("0923456789", "Bea")
    (unit,) = first.units_for(second)
    changed = replaced(unit, profiles=unit.profiles.replace("Bea", "Eve"))
    assert changed != unit
    assert refused(second, changed, caplog) == ["lane_signature_wrong"]
    assert second.take(unit) == 1


def test_a_terminal_that_the_server_no_longer_lists_is_refused(
    small_world: World, pair: list[RelayTill], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = pair
    first.lane.sell(PHONE, 1000)
    (unit,) = first.units_for(second)
    revoke(small_world.database, first.terminal_id, small_world.clock.now)
    second.mend()
    second.sync()
    assert refused(second, unit, caplog) == []


def test_a_gap_is_refused_and_filled_later(pair: list[RelayTill], caplog: pytest.LogCaptureFixture) -> None:
    first, second = pair
    first.lane.sell(PHONE, 1000)
    (before,) = first.units_for(second)
    first.lane.sell(PHONE, 1000)
    (both,) = first.units_for(second)
    later = replaced(
        both, first=both.first + 1, frames=both.frames[1:], previous=chain_after(before), signature=both.signature
    )
    assert refused(second, later, caplog) == []
    assert (second.take(before), second.take(later)) == (1, 1)
    assert second.state() == first.state()


def chain_after(unit: Unit) -> str:
    head = bytes.fromhex(unit.previous)
    for frame in unit.frames:
        head = chain(head, frame.encode())
    return head.hex()


def test_a_copy_of_a_terminal_is_noticed_and_what_was_known_first_stays(
    pair: list[RelayTill], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = pair
    first.lane.sell(PHONE, 1000)
    (unit,) = first.units_for(second)
    other = signed(replaced(unit, frames=(unit.frames[0].replace("sale", "sold"),)), device_key(first))
    assert second.take(unit) == 1
    for clone in (other, signed(replaced(unit, previous="11" * 32), device_key(first))):
        assert refused(second, clone, caplog) == ["lane_forked"]
    longer = signed(replaced(other, frames=(*other.frames, *other.frames)), device_key(first))
    assert refused(second, longer, caplog) == ["lane_forked"]
    (evidence,) = (parked.data for parked in second.lane.replica.parked())
    assert (evidence["terminal"], evidence["seq"], evidence["carrier"]) == (first.terminal_id, unit.first, "somebody")
    assert evidence["here"] != evidence["there"]
    first.lane.sell(PHONE, 1000)
    assert second.ask(first) == 1


def test_a_signed_frame_that_cannot_be_booked_is_carried_and_counts_for_nobody(
    small_world: World, pair: list[RelayTill]
) -> None:
    first, second = pair
    first.lane.sell(PHONE, 1000)
    (unit,) = first.units_for(second)
    document: dict[str, Any] = msgspec.json.decode(unit.frames[0])
    bad = [dict(document, entries=[dict(document["entries"][0], points="7")]), dict(document, seq=999), 7]
    frames = tuple(canonical_json(frame).decode() for frame in bad)
    before = second.state()
    assert second.take(signed(replaced(unit, frames=frames), device_key(first))) == 3
    assert second.state() == before
    second.mend()
    second.sync()
    assert second.lane.replica.lanes.waiting(1_000) == ()


def test_nobody_without_the_groups_key_is_answered(pair: list[RelayTill]) -> None:
    first, second = pair
    head = Head(second.terminal_id, 1, 5)
    answering = first.relay.answering
    for sealed in (b"", b"\x01", b"\x02" * 64, bytes(200), Box(bytes(32), "xinyi").seal(b"{}")):
        with pytest.raises(Refusal, match="lane_message_wrong"):
            answering.answer(sealed)
    group_key = first.lane.secrets.read(secret_name(first.terminal_id, "group"))
    assert group_key is not None
    with pytest.raises(Refusal, match="lane_message_wrong"):
        answering.answer(Box(group_key, "daan").seal(b"{}"))  # another store of the group
    for content in (b"", b"[]", b"\xff", b"{}" * 1000, b"[" * 5000):
        with pytest.raises(Refusal, match="lane_message_wrong"):
            answering.answer(Box(group_key, "xinyi").seal(content))
    envelope = {"terminal": second.terminal_id, "epoch": 1, "signature": "00" * 64}
    unsigned = msgspec.json.encode({**envelope, "message": msgspec.json.encode(Ask(head, 0, ())).decode()})
    with pytest.raises(Refusal, match="lane_message_wrong"):
        answering.answer(Box(group_key, "xinyi").seal(unsigned))


def test_a_lane_does_not_talk_to_itself(pair: list[RelayTill]) -> None:
    with pytest.raises(Refusal, match="lane_message_wrong"):
        pair[0].ask(pair[0])


def test_garbage_oversize_and_slow_callers_are_hung_up_on_and_others_are_answered(
    pair: list[RelayTill], listener: Address, caplog: pytest.LogCaptureFixture
) -> None:
    _first, second = pair
    caplog.set_level(logging.WARNING)
    where = (listener.host, listener.port)
    openings = (b"GET / HTTP/1.1\r\n\r\n", (ASK_BYTES_MAX + 1).to_bytes(4, "big"), (9).to_bytes(4, "big") + b"x" * 9)
    for opening in (*openings, b"\0", (50).to_bytes(4, "big") + b"slow"):
        with socket.create_connection(where) as caller:
            caller.sendall(opening)
            caller.settimeout(20)
            assert hung_up(caller)
    assert len(caplog.records) == 5
    pair[0].lane.sell(PHONE, 500)
    _, new = second.relay.gossip.exchange(lambda sealed: ask_over_tcp(listener, sealed))
    assert new == 1


def hung_up(caller: socket.socket) -> bool:
    try:
        return caller.recv(1) == b""
    except ConnectionResetError:
        return True


def test_one_host_holds_only_so_many_calls(listener: Address, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    callers = [socket.create_connection((listener.host, listener.port)) for _ in range(CALLERS_OF_ONE_HOST_MAX + 1)]
    for caller in callers:
        caller.settimeout(20)
    assert all(hung_up(caller) for caller in callers)
    for caller in callers:
        caller.close()
    assert sum("too many" in record.message for record in caplog.records) == 1


def test_an_address_where_nobody_or_something_else_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as strange:
        address = Address("127.0.0.1", strange.getsockname()[1])

        def answer_and_hang_up() -> None:
            connection, _ = strange.accept()
            with connection:
                connection.recv(10)
                connection.sendall(b"\0\0\0\x09abc")

        thread = threading.Thread(target=answer_and_hang_up)
        thread.start()
        with pytest.raises(Refusal, match="lane_unreachable"):
            ask_over_tcp(address, b"question")
        thread.join()
    with pytest.raises(Refusal, match="lane_unreachable"):
        ask_over_tcp(address, b"question")


def test_an_answer_that_is_too_long_is_not_read() -> None:
    with socket.create_server(("127.0.0.1", 0)) as strange:

        def boast() -> None:
            connection, _ = strange.accept()
            with connection:
                connection.sendall(b"\xff\xff\xff\xff")
                connection.recv(100)

        thread = threading.Thread(target=boast)
        thread.start()
        with pytest.raises(Refusal, match="lane_message_wrong"):
            ask_over_tcp(Address("127.0.0.1", strange.getsockname()[1]), b"question")
        thread.join()
