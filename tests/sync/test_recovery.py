"""Journals restored from copies: what is missing comes back, and nothing is numbered twice."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from sync.client.enrolment import open_next_epoch, rejoin_terminal
from sync.client.keys import read_keys
from sync.client.recovery import go_on_restored, recover
from sync.protocol.messages import StatusRequest
from sync.protocol.steps import FramesRequest
from sync.server.office.overview import overview
from sync.server.storage.tables import terminals
from terminal.domain.errors import Refusal
from terminal.ports.secrets import MemorySecrets
from terminal.store.home import secret_name
from terminal.usecases.day_stats import day_stats
from terminal.usecases.refund import Refund, refund
from tests.sync.test_pushing import PHONE, Interposed, MakeLane
from tests.sync.world import Lane, Served, World

SERVER_DOWN = Refusal("server_unreachable")


def reopened(lane: Lane, folder: Path, secrets: MemorySecrets | None = None) -> Lane:
    return Lane.opened(folder, secrets or lane.secrets, lane.clock, lane.server, lane.pause)


def kind_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.kind


def away(_request: object) -> Any:
    raise SERVER_DOWN


@pytest.fixture
def copied(world: World, lanes: MakeLane, tmp_path: Path) -> Lane:
    """A terminal whose disk died: the copy of it knows of one sale, the server of three and a refund."""
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sell(PHONE, 1000)
    lane.sync()
    lane.close()
    shutil.copytree(lane.folder, tmp_path / "copy")
    lost = reopened(lane, lane.folder)
    sale = lost.sell(PHONE, 2000)
    lost.sell(PHONE, 500, redeem=20)
    refund(lost.till, Refund(sale.sale_id))
    lost.sync()
    lost.close()
    return Lane(
        tmp_path / "copy", lane.secrets, lane.clock, lost.store, lost.replica, lost.till, lane.server, lane.pause
    )


def test_what_the_copy_lacks_comes_back_with_all_that_can_be_asked_of_it(world: World, copied: Lane) -> None:
    before = overview(world.database).points
    done = go_on_restored(world.service, copied.folder, copied.secrets, world.clock)
    assert (done.frames, done.epoch, done.new, done.complete) == (3, 2, True, True)

    lane = reopened(copied, copied.folder)
    assert lane.store.verify_chain().fault is None
    assert day_stats(lane.till).sales == 3
    lane.sync()
    assert lane.balance(PHONE) == before == overview(world.database).points
    with lane.store.view() as unit:
        last = unit.last_sale()
        assert last is not None
        assert last.number == "0003"
        refunded = unit.sale_by_number("0002", lane.clock.now().date())
        assert refunded is not None
        assert len(unit.refunds_of(refunded.sale_id)) == 1
    assert lane.sell(PHONE, 100).number == "0004"
    lane.sync()
    assert overview(world.database).terminals[0].epoch == 2
    lane.close()


def test_each_epoch_has_a_key_of_its_own(world: World, copied: Lane) -> None:
    first = read_keys(copied.folder, copied.secrets).device.public
    go_on_restored(world.service, copied.folder, copied.secrets, world.clock)
    keys = read_keys(copied.folder, copied.secrets)
    assert keys.device.public != first
    assert keys.of_epoch(1).public == first
    lane = reopened(copied, copied.folder)
    lane.sync()
    with world.database.read() as connection:
        assert connection.execute(select(terminals.c.public_key)).scalar_one() == keys.device.public
    lane.close()


def test_without_the_server_a_restored_till_sells_at_once_and_fetches_the_rest_later(
    world: World, copied: Lane
) -> None:
    down = Interposed(world, frames=away)
    done = go_on_restored(down, copied.folder, copied.secrets, world.clock)
    assert (done.frames, done.epoch, done.complete) == (0, 2, False)
    lane = reopened(copied, copied.folder)
    lane.sell(PHONE, 700)
    lane.sync()
    later = recover(world.service, lane.folder, lane.secrets, world.clock)
    assert (later.frames, later.epoch, later.new) == (3, 2, False)
    again = recover(world.service, lane.folder, lane.secrets, world.clock)
    assert again.frames == 0
    lane.sync()
    assert lane.store.verify_chain().fault is None
    assert lane.balance(PHONE) == overview(world.database).points
    lane.close()


def test_a_second_restore_of_the_same_copy_takes_an_epoch_of_its_own(
    world: World, copied: Lane, tmp_path: Path
) -> None:
    shutil.copytree(copied.folder, tmp_path / "again")
    go_on_restored(world.service, copied.folder, copied.secrets, world.clock)
    lane = reopened(copied, copied.folder)
    lane.sell(PHONE, 300)
    lane.sync()
    lane.close()
    down = Interposed(world, frames=away)
    done = go_on_restored(down, tmp_path / "again", copied.secrets, world.clock)
    assert done.epoch == 3
    second = reopened(copied, tmp_path / "again")
    second.sync()
    assert recover(world.service, second.folder, second.secrets, world.clock).frames == 3 + 2
    second.sync()
    assert second.balance(PHONE) == overview(world.database).points
    second.close()


def test_a_power_cut_after_the_key_was_written_leaves_a_terminal_that_can_try_again(
    small_world: World, lanes_small: MakeLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = lanes_small("first")
    lane.sync()

    class PowerCut(Exception):
        pass

    def cut(*_arguments: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr("terminal.store.store.TerminalStore.open_epoch", cut)
        with pytest.raises(PowerCut):
            open_next_epoch(lane.folder, lane.secrets, small_world.clock)
    lane.enrol("0912345678")
    lane.sync()
    open_next_epoch(lane.folder, lane.secrets, small_world.clock)
    lane.sell(PHONE, 1000)
    lane.sync()
    assert lane.balance(PHONE) == overview(small_world.database).points == 100


def test_frames_that_do_not_continue_the_journal_are_not_taken(world: World, copied: Lane) -> None:
    def forged(request: FramesRequest) -> Any:
        answer = world.service.frames(request)
        frames = tuple(frame.replace('"terminal":"', '"terminal":"x') for frame in answer.frames)
        return msgspec.structs.replace(answer, frames=frames)

    server: Any = Interposed(world, frames=forged)
    assert kind_of(lambda: recover(server, copied.folder, copied.secrets, world.clock)) == "frames_not_ours"

    def elsewhere(request: FramesRequest) -> Any:
        return msgspec.structs.replace(world.service.frames(request), previous="00" * 32)

    server = Interposed(world, frames=elsewhere)
    assert kind_of(lambda: recover(server, copied.folder, copied.secrets, world.clock)) == "frames_not_ours"
    lane = reopened(copied, copied.folder)
    assert lane.store.verify_chain().frames == 3
    lane.close()


def test_a_command_that_was_carried_out_before_the_loss_is_not_carried_out_again(
    small_world: World, lanes_small: MakeLane, tmp_path: Path
) -> None:
    from fractions import Fraction

    from terminal.domain.lines import Line
    from terminal.usecases.sell import Sell, sell

    lane = lanes_small("first")
    lane.sync()
    shutil.copytree(lane.folder, tmp_path / "copy")
    command = Sell(None, (Line("tea", "Tea", "drink", Fraction(1), 1000),), key="bill-1", print_receipt=False)
    sell(lane.till, command)
    lane.sync()
    go_on_restored(small_world.service, tmp_path / "copy", lane.secrets, small_world.clock)
    restored = reopened(lane, tmp_path / "copy")
    assert kind_of(lambda: sell(restored.till, command)) == "key_reused"
    restored.close()


def test_frames_come_back_in_as_many_answers_as_it_takes(
    small_world: World, lanes_small: MakeLane, tmp_path: Path
) -> None:
    lane = lanes_small("first")
    lane.sync()
    shutil.copytree(lane.folder, tmp_path / "copy")
    for _ in range(5):
        lane.sell(None, 100)
        lane.sync()

    def two(request: FramesRequest) -> Any:
        return small_world.service.frames(msgspec.structs.replace(request, limit=2))

    server: Any = Interposed(small_world, frames=two)
    assert recover(server, tmp_path / "copy", lane.secrets, small_world.clock).frames == 5
    restored = reopened(lane, tmp_path / "copy")
    assert restored.store.verify_chain().fault is None
    restored.close()


def test_on_another_machine_a_code_takes_the_place_of_the_keys(world: World, copied: Lane) -> None:
    elsewhere = MemorySecrets()
    name = secret_name(Lane.terminal_id.fget(reopened(copied, copied.folder)), "database")  # type: ignore[attr-defined]  # a property
    elsewhere.write(name, copied.secrets.kept[name])
    assert kind_of(lambda: go_on_restored(world.service, copied.folder, elsewhere, world.clock)) == "store_key_missing"
    terminal = overview(world.database).terminals[0].terminal
    code = world.service.enrolment.new_code_again(terminal).code
    assert rejoin_terminal(world.service, copied.folder, elsewhere, code, world.clock).epoch == 2
    assert recover(world.service, copied.folder, elsewhere, world.clock).frames == 3
    lane = reopened(copied, copied.folder, elsewhere)
    lane.sell(PHONE, 300)
    lane.sync()
    assert lane.balance(PHONE) == overview(world.database).points
    lane.close()


def test_over_http_a_lost_answer_to_the_opening_push_locks_nobody_out(
    served: Served, world: World, tmp_path: Path
) -> None:
    lane = served.lane(tmp_path / "first")
    lane.enrol("0912345678")
    lane.sync()
    open_next_epoch(lane.folder, lane.secrets, world.clock)
    client = served.client(lane)

    def lose(request: Any) -> Any:
        client.push(request)
        raise SERVER_DOWN

    losing: Any = Interposed(world, push=lose)
    assert kind_of(lambda: lane.sync(losing)) == "server_unreachable"
    old = read_keys(lane.folder, lane.secrets).of_epoch(1)
    from sync.client.http import HttpServer

    behind = HttpServer(served.url, world.clock.now, old)
    assert behind.status(StatusRequest(lane.terminal_id)).standing.epoch == 2
    assert (
        kind_of(
            lambda: behind.pull(
                __import__("sync.protocol.messages", fromlist=["PullRequest"]).PullRequest(lane.terminal_id, 0)
            )
        )
        == "request_unsigned"
    )
    behind.close()
    lane.sell(PHONE, 500)
    lane.sync(served.client(lane))
    assert overview(world.database).terminals[0].durable == 2
    lane.close()
