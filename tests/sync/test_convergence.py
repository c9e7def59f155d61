"""Any interleaving of selling, pushing, posting and pulling, with losses, ends in one truth."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from sync.protocol.states import decode_state
from sync.server.storage.database import sqlite_url
from sync.server.storage.tables import ledger, members
from terminal.domain.errors import Refusal
from tests.sync.layouts import NewPostgres
from tests.sync.world import Direct, Lane, World

PHONES = [f"+88691200000{place}" for place in range(4)]
STEPS = 60


class Unreliable:
    """A server from which requests and answers get lost, and requests arrive twice."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._direct = Direct(world)
        self._chance = chance

    def __getattr__(self, step: str) -> Callable[[Any], Any]:
        def call(request: Any) -> Any:
            fate = self._chance.random()
            if fate < 0.15:
                raise Refusal("server_unreachable")
            answer = getattr(self._direct, step)(request)
            if fate < 0.30:
                answer = getattr(self._direct, step)(request)
            if fate > 0.85:
                raise Refusal("server_unreachable")
            return answer

        return call


def act(world: World, lane: Lane, chance: random.Random) -> None:
    phone = chance.choice(PHONES)
    action = chance.choice(["sell", "sell", "redeem", "sync", "sync", "post", "restart"])
    if action in {"sell", "redeem"}:
        if not lane.knows(phone):
            lane.enrol(phone.replace("+886", "0"))
        balance = lane.balance(phone)
        redeem = balance // 10 * 10 if action == "redeem" and balance >= 10 else 0
        lane.sell(phone, chance.randrange(100, 3000), redeem)
    elif action == "sync":
        try:
            lane.sync(Unreliable(world, chance))
        except Refusal as refusal:
            assert refusal.kind == "server_unreachable"
    elif action == "post":
        world.post()
    elif chance.random() < 0.2:
        world.restart()


@pytest.mark.parametrize("seed", range(6))
def test_every_view_converges_on_the_ledger(seed: int, tmp_path: Path) -> None:
    converge(seed, sqlite_url(tmp_path), tmp_path)


@pytest.mark.postgres
def test_every_view_converges_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    converge(6, postgres_url, tmp_path)


@pytest.mark.postgres
def test_every_view_converges_in_hash_partitions(new_postgres: NewPostgres, tmp_path: Path) -> None:
    converge(7, new_postgres(3), tmp_path)


def converge(seed: int, url: str, tmp_path: Path) -> None:
    chance = random.Random(seed)
    world = World(url)
    lanes = [world.lane(tmp_path / f"lane{number}") for number in range(3)]
    for lane in lanes:
        lane.pause = lambda _seconds: None
    for _ in range(STEPS):
        act(world, chance.choice(lanes), chance)

    for _ in range(2):
        for lane in lanes:
            lane.sync()
            world.post()
    for lane in lanes:
        report = lane.sync()
        assert report.frames == report.durable == report.posted, f"seed {seed}"
    for phone in PHONES:
        states = [lane.state(phone) for lane in lanes if lane.knows(phone)]
        assert all(state == states[0] for state in states), f"seed {seed}, {phone}"
        assert len(states) in {0, len(lanes)}, f"seed {seed}, {phone}"
    check_books(world, f"seed {seed}")
    for lane in lanes:
        lane.close()
    world.close()


def check_books(world: World, seed: str) -> None:
    """Entries, lots moved and member states add up to the same, member by member."""
    with world.database.read() as connection:
        rows = connection.execute(select(ledger)).all()
        states = {row.member: decode_state(row.member, row.state) for row in connection.execute(select(members))}
    for row in rows:
        moved = sum(points for _lot, _brand, points in msgspec.json.decode(row.moves))
        assert row.points == moved - row.deficit_change, seed
    for member_id, state in states.items():
        mine = [row for row in rows if row.member == member_id]
        assert state.total == sum(row.points for row in mine), seed
        assert state.visits == sum(row.visits for row in mine), seed
        assert state.spend_minor == sum(row.spend_minor for row in mine), seed
