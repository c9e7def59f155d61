"""The server tells the terminals of a store of each other."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import update

from sync.client.keys import read_keys
from sync.client.relay.carrying import CarryingRound, Membership
from sync.client.relay.hearsay import Hearsay
from sync.protocol.signing import lanes_statement, verified
from sync.protocol.steps import LanesAnswer, LanesRequest
from sync.server.office.overview import revoke
from sync.server.storage.tables import epochs
from terminal.domain.errors import Refusal
from tests.sync.relay_shop import RelayTill
from tests.sync.test_pushing import Interposed
from tests.sync.world import Lane, World


def asked(world: World, lane: Lane) -> LanesAnswer:
    return world.service.lanes(LanesRequest(lane.terminal_id))


def test_the_terminals_of_one_store_are_listed_with_their_keys_and_standing(world: World, tmp_path: Path) -> None:
    here, beside = world.lane(tmp_path / "here"), world.lane(tmp_path / "beside")
    elsewhere = world.lane(tmp_path / "elsewhere", "daan")
    beside.sync()
    answer = asked(world, here)
    keys = {lane.terminal_id: read_keys(lane.folder, lane.secrets).device.public.hex() for lane in (here, beside)}
    assert answer.store == "xinyi"
    assert {lane.terminal: lane.public_key for lane in answer.lanes} == keys
    assert {lane.terminal: (lane.epoch, lane.durable, lane.posted) for lane in answer.lanes} == {
        here.terminal_id: (1, 0, 0),
        beside.terminal_id: (1, 1, 1),
    }
    assert [lane.terminal for lane in asked(world, elsewhere).lanes] == [elsewhere.terminal_id]
    signature = bytes.fromhex(answer.signature)
    assert verified(world.keys.signing.public, signature, lanes_statement(answer.store, answer.lanes))
    for lane in (here, beside, elsewhere):
        lane.close()


def test_who_is_revoked_or_frozen_is_not_listed(world: World, tmp_path: Path) -> None:
    here, revoked, frozen = (world.lane(tmp_path / name) for name in ("here", "revoked", "frozen"))
    revoke(world.database, revoked.terminal_id, world.clock.now)
    with world.database.write() as connection:
        own = epochs.c.terminal == frozen.terminal_id
        connection.execute(update(epochs).where(own).values(frozen_at=world.clock.now()))
    assert [lane.terminal for lane in asked(world, here).lanes] == [here.terminal_id]
    with pytest.raises(Refusal, match="terminal_revoked"):
        asked(world, revoked)
    for lane in (here, revoked, frozen):
        lane.close()


@pytest.mark.parametrize("change", ["key", "posted", "store", "signature", "refused"])
def test_a_list_that_the_server_did_not_sign_is_not_taken(small_world: World, tmp_path: Path, change: str) -> None:
    here, beside = RelayTill(small_world, tmp_path / "here"), RelayTill(small_world, tmp_path / "beside")
    beside.sync()

    def changed(request: LanesRequest) -> LanesAnswer:
        answer = small_world.service.lanes(request)
        first, *others = answer.lanes
        if change == "refused":
            raise Refusal("server_answer_not_understood", status=404, content="")
        if change == "store":
            return msgspec.structs.replace(answer, store="daan")
        if change == "signature":
            return msgspec.structs.replace(answer, signature="00" * 64)
        other = {"public_key": "00" * 32} if change == "key" else {"posted": 99}
        return msgspec.structs.replace(answer, lanes=(msgspec.structs.replace(first, **other), *others))

    lane = here.lane
    membership = Membership(lane.terminal_id, "xinyi", small_world.keys.signing.public)
    server = Interposed(small_world, lanes=changed)
    CarryingRound(lane.round(), server, lane.replica.lanes, membership, Hearsay()).run_once()
    assert here.listed() == {}
    server = Interposed(small_world)
    CarryingRound(lane.round(), server, lane.replica.lanes, membership, Hearsay()).run_once()
    assert set(here.listed()) == {beside.terminal_id}
    assert replace(here.listed()[beside.terminal_id], public_key=b"").posted == 1
    for till in (here, beside):
        till.close()
