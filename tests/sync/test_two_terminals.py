"""Two terminals and a real server over real HTTP: offline apart, together afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.server.office.export import export_ledger
from sync.server.office.overview import overview
from sync.server.storage.tables import metadata
from tests.sync.world import Lane, Served, World

PHONE = "+886912345678"


@pytest.fixture
def pair(served: Served, tmp_path: Path) -> Iterator[tuple[Lane, Lane]]:
    first, second = served.lane(tmp_path / "first"), served.lane(tmp_path / "second", "daan")
    yield first, second
    first.close()
    second.close()


def settle(*lanes: Lane) -> None:
    for _ in range(2):
        for lane in lanes:
            report = lane.sync()
            assert report.durable == report.frames


def test_both_agree_to_the_point_after_selling_to_one_member_offline(world: World, pair: tuple[Lane, Lane]) -> None:
    first, second = pair
    first.enrol("0912345678", "Ann")
    first.sell(PHONE, 1000)
    settle(first, second)
    assert second.balance(PHONE) == 100

    first.sell(PHONE, 2000)
    first.sell(PHONE, 50, redeem=30)
    second.sell(PHONE, 500)
    assert (first.balance(PHONE), second.balance(PHONE)) == (274, 150)

    settle(first, second)
    assert first.balance(PHONE) == second.balance(PHONE) == 324
    assert first.state(PHONE) == second.state(PHONE)
    assert overview(world.database).points == 324
    exported = list(export_ledger(world.database, None, None))
    assert sum(entry["points"] for entry in exported) == 324
    assert {entry["terminal"] for entry in exported} == {first.terminal_id, second.terminal_id}


def test_spending_one_balance_twice_offline_leaves_a_deficit_and_a_case(world: World, pair: tuple[Lane, Lane]) -> None:
    first, second = pair
    first.enrol("0912345678")
    first.sell(PHONE, 1000)
    settle(first, second)

    first.sell(PHONE, 10, redeem=100)
    second.sell(PHONE, 10, redeem=100)
    settle(first, second)

    assert first.balance(PHONE) == second.balance(PHONE) == -100
    assert overview(world.database).exceptions == {"overdrawn": 1}


def test_a_phone_enrolled_on_both_terminals_becomes_one_member(world: World, pair: tuple[Lane, Lane]) -> None:
    first, second = pair
    first.enrol("0912345678", "Ann")
    second.enrol("0912345678", "Ann of Daan")
    first.sell(PHONE, 1000)
    second.sell(PHONE, 2000)
    settle(first, second)

    assert first.balance(PHONE) == second.balance(PHONE) == 300
    assert first.state(PHONE) == second.state(PHONE)
    assert overview(world.database).members == 1

    second.sell(PHONE, 100)
    settle(second, first)
    assert first.balance(PHONE) == second.balance(PHONE) == 310


def test_names_travel_beside_the_frames_and_lie_sealed_on_the_server(world: World, pair: tuple[Lane, Lane]) -> None:
    first, second = pair
    member = first.enrol("0912345678", "Ann Example")
    settle(first, second)

    with second.store.view() as unit:
        record = unit.member(member)
    assert record is not None
    assert (record.name, record.phone) == ("Ann Example", PHONE)
    for text in (b"Ann Example", b"12345678"):
        assert text not in everything_stored(world)


def everything_stored(world: World) -> bytes:
    stored = bytearray()
    with world.database.read() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                stored += b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    return bytes(stored)


def test_an_idle_round_moves_nothing(pair: tuple[Lane, Lane]) -> None:
    first, second = pair
    first.enrol("0912345678")
    settle(first, second)
    report = first.sync()
    assert (report.pushed, report.pulled) == (0, 0)


def test_the_server_says_that_it_is_well(served: Served) -> None:
    assert served.get("/health").json() == {"status": "running"}
    assert served.get("/ready").json() == {"status": "ready"}
    described = served.get("/openapi.json").json()
    assert "409" in described["paths"]["/v1/push"]["post"]["responses"]
