"""Members that a terminal does not carry: asked for while the line is up, earning by phone while it is down."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sync.client.looking_up import MemberLookups
from sync.client.process import Follower, RecordingRound, SingleInstance, is_followed
from sync.programme.compiler import compile_yaml
from sync.protocol.steps import LookupRequest
from sync.server.office.erasing import erase_member
from sync.server.office.households import create_household
from sync.server.office.merges import merge_members
from sync.server.office.overview import overview
from sync.server.programmes.programmes import publish
from terminal.domain.errors import Refusal
from terminal.ports.clock import SetClock
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.identify import identify
from terminal.usecases.sell import quote_sale, sell
from tests.sync.office import codes, conserved, desk, server_profile
from tests.sync.test_erasing import _sale as sale_of
from tests.sync.test_pushing import PHONE, Interposed, MakeLane
from tests.sync.world import PROGRAMME, Lane, World, later
from ui.cli.batch.answers import quoted, sold

FAR = "far"


def kind_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.kind


@dataclass
class Beside:
    """A sync process beside the till: it does its work whenever the till waits."""

    lookups: MemberLookups
    clock: SetClock
    running: bool = True
    waits: int = 0
    deaf_for: int = 0
    seen: list[float] = field(default_factory=list)

    def is_running(self) -> bool:
        return self.running

    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, seconds: float) -> None:
        self.waits += 1
        self.seen.append(seconds)
        if self.waits > self.deaf_for:
            self.lookups.answer_all()


@pytest.fixture
def far(world: World, tmp_path: Path) -> Any:
    """A terminal of another cell than all others."""
    programme = PROGRAMME.replace("version: 1", "version: 2", 1).replace("daan: {", "daan: {cell: south, ")
    publish(world.database, world.keys, compile_yaml(programme, "programme.yaml").bundle, world.clock.now)
    made = world.lane(tmp_path / FAR, "daan")
    yield made
    made.close()


def beside(lane: Lane, server: Any = None, **how: Any) -> Beside:
    made = Beside(MemberLookups(server or lane.server, lane.replica), lane.clock, **how)
    lane.till = replace(lane.till, sync=made)
    lane.replica.record_attempt(True, lane.clock.now())
    return made


def test_a_member_of_another_cell_is_found_while_the_line_is_up(world: World, lanes: MakeLane, far: Lane) -> None:
    home = lanes("home")
    member = enrol_member(home.till, EnrolMember("0912345678", "王小明", card="CARD-0001")).member_id
    home.sell(PHONE, 1000)
    home.sync()
    far.sync()
    assert not far.knows(PHONE)
    process = beside(far)
    card = identify(far.till, "0912345678")
    assert (card.member_id, card.name, card.balance) == (member, "王小明", 100)
    assert process.waits == 1
    assert identify(far.till, "CARD-0001").member_id == identify(far.till, member).member_id == member
    assert process.waits == 1

    cursor = far.replica.cursor()
    far.sync()
    assert far.replica.cursor() > cursor
    assert far.sync().pulled == 0
    home.sell(PHONE, 500)
    home.sync()
    far.sync()
    assert far.balance(PHONE) == 150


@pytest.mark.parametrize("by", ["phone", "card", "member"])
def test_by_phone_card_and_id(world: World, lanes: MakeLane, far: Lane, by: str) -> None:
    home = lanes("home")
    member = enrol_member(home.till, EnrolMember("0912345678", card="CARD-0001")).member_id
    home.sync()
    beside(far)
    text = {"phone": "0912345678", "card": "card-0001", "member": member}[by]
    assert identify(far.till, text).member_id == member


def test_a_sale_looks_up_too_and_redeems(world: World, lanes: MakeLane, far: Lane) -> None:
    home = lanes("home")
    home.enrol("0912345678")
    home.sell(PHONE, 3000)
    home.sync()
    far.sync()
    beside(far)
    assert quote_sale(far.till, sale_of(PHONE, 100)).member is not None
    done = sell(far.till, replace(sale_of(PHONE, 100), redeem=100))
    assert done.figures.redeemed == 100
    assert not done.member_pending


def test_other_names_and_the_household_come_along(world: World, lanes: MakeLane, far: Lane) -> None:
    home = lanes("home")
    for phone in ("0912345678", "0912345679", "0912345670"):
        home.enrol(phone)
    home.sell(PHONE, 1000)
    home.sync()
    merge_members(desk(world), "0912345670", "0912345678")
    create_household(desk(world), ["0912345678", "0912345679"])
    beside(far)
    assert identify(far.till, "0912345670").balance == 100
    far.sync()
    assert far.sync().pulled == 0
    assert far.replica.member_count() == 3


def test_nobody_waits_where_nobody_would_answer(world: World, lanes: MakeLane, far: Lane) -> None:
    lanes("home").enrol("0912345678")
    process = beside(far, running=False)
    assert kind_of(lambda: identify(far.till, "0912345678")) == "member_unknown"
    process.running = True
    far.replica.record_attempt(False, far.clock.now(), "server_unreachable")
    assert kind_of(lambda: identify(far.till, "0912345678")) == "member_unknown"
    assert process.waits == 0
    assert kind_of(lambda: identify(replace(far.till, sync=None), "0912345678")) == "member_unknown"


def test_an_answer_that_does_not_come_is_waited_for_two_seconds(world: World, far: Lane) -> None:
    process = beside(far, deaf_for=10_000)
    assert kind_of(lambda: identify(far.till, "0912345678")) == "member_unknown"
    assert sum(process.seen) == pytest.approx(2)


def test_a_phone_that_nobody_has_is_answered_at_once(world: World, far: Lane) -> None:
    process = beside(far)
    assert kind_of(lambda: identify(far.till, "0912345678")) == "member_unknown"
    assert process.waits == 1
    assert kind_of(lambda: identify(far.till, "0912345678")) == "member_unknown"


def test_an_erased_member_is_not_found_again(world: World, lanes: MakeLane, far: Lane) -> None:
    home = lanes("home")
    member = home.enrol("0912345678")
    home.sync()
    erase_member(desk(world), PHONE)
    for kind, value in (("member", member), ("phone", "00" * 32)):
        assert world.service.lookup(LookupRequest(far.terminal_id, kind, value)).members == ()


def test_while_the_server_cannot_be_asked_the_question_stays_open(world: World, lanes: MakeLane, far: Lane) -> None:
    asked: list[LookupRequest] = []

    def away(request: LookupRequest) -> object:
        asked.append(request)
        raise Refusal("server_unreachable")

    beside(far, Interposed(world, lookup=away))
    assert kind_of(lambda: identify(far.till, "0912345678")) == "member_unknown"
    assert len(asked) == 1
    assert "912345678" not in asked[0].value


def test_the_sync_process_answers_between_rounds(world: World, lanes: MakeLane, far: Lane) -> None:
    home = lanes("home")
    home.enrol("0912345678", "王小明")
    home.sync()
    stopping = threading.Event()
    recording = RecordingRound(far.round(), far.replica, far.clock)
    between = MemberLookups(far.server, far.replica).answer_all
    synced = threading.Event()
    follower = Follower(recording, far.replica, stopping, lambda _outcome: synced.set(), random.Random(1), between)
    process = beside(far)
    process.deaf_for = 10_000
    running = threading.Thread(target=follower.follow)
    running.start()
    try:
        assert synced.wait(20)
        patient = replace(far.till, sync=Patient(process))
        assert identify(patient, "0912345678").name == "王小明"
    finally:
        stopping.set()
        running.join()


@dataclass
class Patient:
    """Waits for real, as long as it takes."""

    process: Beside

    def is_running(self) -> bool:
        return True

    def now(self) -> datetime:
        return self.process.now()

    def wait(self, seconds: float) -> None:
        threading.Event().wait(seconds)


def test_whether_somebody_follows_a_home_can_be_seen(tmp_path: Path) -> None:
    assert not is_followed(tmp_path)
    with SingleInstance(tmp_path):
        assert is_followed(tmp_path)
    assert not is_followed(tmp_path)


def test_offline_an_unknown_phone_earns_and_turns_out_to_be_the_member(
    world: World, lanes: MakeLane, far: Lane
) -> None:
    home = lanes("home")
    member = home.enrol("0912345678", "王小明")
    home.sell(PHONE, 1000)
    home.sync()
    later(world, days=1)
    assert quote_sale(far.till, sale_of(PHONE, 1000)).member_pending
    done = sell(far.till, sale_of(PHONE, 1000))
    assert (done.member_pending, done.figures.earned, done.figures.balance) == (True, 100, 100)
    again = sell(far.till, sale_of(PHONE, 500))
    assert (again.member_pending, again.figures.balance) == (False, 150)
    far.sync()
    home.sync()
    assert home.balance(PHONE) == far.balance(PHONE) == 250
    assert overview(world.database).members == 1
    profile = server_profile(world, member)
    assert profile is not None
    assert profile.name == "王小明"
    assert codes(world) == []
    assert conserved(world)
    assert far.store.verify_chain().fault is None


def test_nothing_can_be_redeemed_of_points_nobody_here_knows(far: Lane, world: World) -> None:
    later(world, days=1)
    assert kind_of(lambda: sell(far.till, replace(sale_of(PHONE, 1000), redeem=10))).startswith("redeem_")
    assert not far.knows(PHONE)


def test_online_and_by_anything_but_a_phone_nobody_is_made_up(far: Lane, world: World) -> None:
    far.sync()
    assert kind_of(lambda: sell(far.till, sale_of(PHONE, 1000))) == "member_unknown"
    later(world, days=1)
    assert kind_of(lambda: sell(far.till, sale_of("CARD-0001", 1000))) == "member_unknown"


def test_a_member_without_a_name_is_completed_by_enrolling_them(world: World, lanes: MakeLane, far: Lane) -> None:
    later(world, days=1)
    far.sell(PHONE, 1000)
    card = enrol_member(far.till, EnrolMember("0912345678", "王小明", card="CARD-0001"))
    assert (card.name, card.balance) == ("王小明", 100)
    assert kind_of(lambda: enrol_member(far.till, EnrolMember("0912345678", "林小華"))) == "phone_taken"
    far.sync()
    home = lanes("home")
    beside(home)
    found = identify(home.till, "CARD-0001")
    assert (found.member_id, found.name) == (card.member_id, "王小明")
    profile = server_profile(world, card.member_id)
    assert profile is not None
    assert profile.enrolled_on == far.clock.now().date()


def test_a_member_whom_the_server_knows_without_a_name_is_completed_too(world: World, far: Lane) -> None:
    later(world, days=1)
    far.sell(PHONE, 1000)
    far.sync()
    card = enrol_member(far.till, EnrolMember("0912345678", "王小明"))
    assert (card.name, card.balance) == ("王小明", 100)
    far.sync()
    profile = server_profile(world, card.member_id)
    assert profile is not None
    assert profile.name == "王小明"
    assert identify(far.till, PHONE).name == "王小明"
    assert codes(world) == []


def test_the_batch_says_that_a_member_is_pending(far: Lane, world: World) -> None:
    later(world, days=1)
    assert quoted(quote_sale(far.till, sale_of(PHONE, 1000)), "en")["member_pending"] is True
    answer = sold(sell(far.till, sale_of(PHONE, 1000)), "en")
    assert answer["member_pending"] is True
    again = sold(sell(far.till, sale_of(PHONE, 1000)), "en")
    assert "member_pending" not in again
    assert again["member"] == answer["member"]
