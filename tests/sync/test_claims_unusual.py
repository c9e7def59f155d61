"""Claims and refunds where something is out of the ordinary: households, branches, copies, forgeries, old tills."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from sync.client.recovery import go_on_restored
from sync.server.office.case_queue import ACCEPT, decide_case
from sync.server.office.households import create_household
from sync.server.posting.claims import locked
from sync.server.programmes.programmes import publish
from sync.server.storage.database import open_database
from sync.server.storage.tables import claims, exceptions, office_log
from terminal.domain.claims import read
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind, LotPart
from terminal.ports.printing import RowKind
from terminal.ports.store import NewFrame
from terminal.usecases.till import Till
from tests.sync.claims_shop import (
    OTHER,
    PHONE,
    MakeLane,
    Tills,
    claimant,
    claimed,
    code_of,
    given_back,
    opened,
    pushed,
    signing,
    sold,
    told,
    with_claims,
)
from tests.sync.office import DAY, codes, conserved, desk, server_state, wallet
from tests.sync.test_pushing import refused
from tests.sync.test_trouble import cases
from tests.sync.world import Lane, World
from ui.cli.batch.clock import BatchClock
from ui.cli.batch.dispatch import Batch
from ui.compose.signing import DeviceSigner
from ui.compose.trial import NoServer


@pytest.fixture
def tills(world: World, lanes: MakeLane) -> Tills:
    """The till that sells, and the one of the same store at which its receipts are claimed; both know the member."""
    return opened(world, lanes)


def test_points_that_went_into_a_household_are_taken_there(world: World, tills: Tills) -> None:
    seller, other = tills
    other.enrol(OTHER)
    sale = sold(seller, 300)
    claimed(other, sale)
    pushed(other)
    made = create_household(desk(world), [PHONE, OTHER])
    given_back(seller, sale)
    pushed(seller, other)
    assert server_state(world, made.household).total == 0
    assert server_state(world, claimant(other)).total == 0
    assert conserved(world)


def test_a_household_claims_into_its_pool_and_its_member_counts_towards_tiers(world: World, tills: Tills) -> None:
    seller, other = tills
    other.enrol(OTHER)
    pushed(other)
    made = create_household(desk(world), [PHONE, OTHER])
    pushed(other)
    sale = sold(seller, 300, 200)
    claimed(other, sale)
    given_back(seller, sale, 2)
    pushed(other, seller, other)
    member = server_state(world, claimant(other))
    assert (server_state(world, made.household).total, member.total) == (30, 0)
    assert sum(day.points for day in member.progress.activity) == 30
    assert conserved(world)


def test_a_claim_of_a_branch_that_is_accepted_counts_like_any_other(world: World, tills: Tills, tmp_path: Path) -> None:
    seller, other = tills
    shutil.copytree(other.folder, tmp_path / "clone")
    clone = signing(Lane.opened(tmp_path / "clone", other.secrets, other.clock, other.server, world.post))
    sale = sold(seller, 300)
    given_back(seller, sale)
    other.sell(None, 100)
    pushed(seller, other)
    claimed(clone, sale)
    refused(clone)
    (waiting,) = cases(world)
    decide_case(desk(world), waiting.case, ACCEPT)
    assert server_state(world, claimant(seller)).total == 0
    assert [code for code, _ in told(world)] == ["claim_taken_back"]
    assert conserved(world)
    clone.close()


def test_a_restored_journal_knows_what_it_gave_for_a_receipt(world: World, tills: Tills, tmp_path: Path) -> None:
    seller, _ = tills
    sale = sold(seller, 210, 150)
    seller.sync()
    shutil.copytree(seller.folder, tmp_path / "copy")
    claimed(seller, sale)
    seller.sync()
    go_on_restored(world.service, tmp_path / "copy", seller.secrets, world.clock)
    restored = signing(Lane.opened(tmp_path / "copy", seller.secrets, seller.clock, seller.server, world.post))
    with pytest.raises(Refusal, match="claim_used"):
        claimed(restored, sale)
    assert given_back(restored, sale, 1) == 20
    pushed(restored, restored)
    assert (wallet(restored, PHONE), told(world)) == (10, [])
    restored.close()


BAD: list[Any] = [
    None,
    "all",
    [],
    {"numbers": [], "amount": 1, "left": 0},
    {"numbers": ["x" * 40], "amount": 1, "left": 0},
    {"numbers": ["0" * 40], "amount": 1, "left": -1},
    {"numbers": ["0" * 40], "amount": 1, "left": 0, "taken": [["lot", -5, 0]]},
    {"terminal": "t", "epoch": "1", "sale": "s", "amount": 1},
    {"terminal": "t", "epoch": 1, "sale": "s", "amount": 1, "time": "noon"},
    {"terminal": "t", "epoch": 1, "sale": "s", "amount": 1, "time": "12:00:00", "facts": {"member": "m"}},
]


@pytest.mark.parametrize("said", BAD)
@pytest.mark.parametrize("kind", [FrameKind.ADJUSTMENT, FrameKind.REFUND])
def test_what_nobody_can_settle_is_booked_and_left_alone(
    small_world: World, lanes_small: MakeLane, said: Any, kind: FrameKind
) -> None:
    lane = lanes_small("first")
    member = lane.enrol(PHONE)
    entry = Entry(member, EntryKind.ACCRUE, 5, (LotPart("lot", "chawu", 5, None, DAY),))
    with lane.store.unit_of_work() as unit:
        body = {"member": member, "claim": said}
        unit.append(NewFrame(kind, small_world.clock.now(), DAY, "", body, (entry,)))
        unit.commit()
    lane.sync()
    assert (server_state(small_world, member).total, codes(small_world)) == (5, [])
    with small_world.database.read() as connection:
        assert connection.execute(select(claims)).all() == []


def test_a_claim_that_gives_more_than_its_amount_earns_is_posted_and_shown(
    small_world: World, lanes_small: MakeLane
) -> None:
    seller, other = opened(small_world, lanes_small)
    sale = sold(seller, 300)
    assert claimed(other, sale) == 30
    with other.store.view() as unit:
        (frame,) = unit.claim_frames(read(code_of(sale)).claim.number)
    honest = frame.entries[0]
    with other.store.unit_of_work() as unit:
        lot = honest.parts[0]._replace(points=300, lot_id="forged")
        entry = replace(honest, points=300, parts=(lot,), qualifying=300)
        body = {**frame.body, "claim": {**frame.body["claim"], "sale": "another"}}
        unit.append(NewFrame(FrameKind.ADJUSTMENT, other.clock.now(), DAY, frame.programme, body, (entry,)))
        unit.commit()
    pushed(seller, other)
    with small_world.database.read() as connection:
        (case,) = connection.execute(select(exceptions).where(exceptions.c.code == "rule_mismatch")).all()
    differences = msgspec.json.decode(case.data)["differences"]
    assert {one["what"]: (one["said"], one["computed"]) for one in differences} == {
        "earned": (300, 30),
        "qualifying": (300, 30),
    }
    assert server_state(small_world, honest.member_id).total == 330


def test_a_claim_of_a_till_too_old_to_say_what_it_was_asked_with_loses_its_share(
    small_world: World, lanes_small: MakeLane
) -> None:
    publish(small_world.database, small_world.keys, with_claims(2), small_world.clock.now)
    seller = signing(lanes_small("seller"))
    member = seller.enrol(PHONE)
    sale = sold(seller, 200, 100)
    given_back(seller, sale, 1)
    with seller.store.unit_of_work() as unit:
        reference = next(row.left for row in sale.document.rows if row.kind is RowKind.BARCODE)
        body = {
            "member": member,
            "reason": "claim",
            "claim": {"terminal": seller.terminal_id, "epoch": 1, "sale": reference, "amount": 300},
        }
        entry = Entry(member, EntryKind.ACCRUE, 31, (LotPart("old", "chawu", 31, None, DAY),), qualifying=31)
        unit.append(NewFrame(FrameKind.ADJUSTMENT, seller.clock.now(), DAY, "", body, (entry,)))
        unit.commit()
    seller.sync()
    assert server_state(small_world, member).total == 31 - 20
    with small_world.database.read() as connection:
        acts = connection.execute(select(office_log)).all()
    assert [(act.operation, act.member, act.other) for act in acts] == [("claim_taken_back", member, sale.sale_id)]


@pytest.mark.postgres
def test_the_second_who_hears_of_a_receipt_waits_for_the_first(
    postgres_url: str,
) -> None:
    database = open_database(postgres_url)
    number = "0" * 40
    with database.write() as first:
        locked(first, number)
        with pytest.raises(OperationalError, match="lock timeout"), database.write() as second:
            second.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            locked(second, number)
    database.close()


def test_commands_claim_and_give_back(small_world: World, lanes_small: MakeLane) -> None:
    publish(small_world.database, small_world.keys, with_claims(2), small_world.clock.now)
    lane, clock = lanes_small("till"), BatchClock()
    signer = DeviceSigner(lane.folder, lane.secrets)
    batch = Batch(Till(lane.store, clock, None, signer), clock, NoServer, "en")
    lane.sync()

    def done(op: str, **fields: Any) -> dict[str, Any]:
        line = msgspec.json.encode({"op": op, "at": "2026-11-21T14:00:00+08:00", **fields})
        answer = dict(batch.answer_line(line, 1))
        assert answer["ok"], answer
        return answer

    def code() -> str:
        with lane.store.view() as unit:
            document = unit.print_jobs(1)[0].document
        assert document is not None
        return next(row.left for row in document.rows if row.kind is RowKind.QR)

    done("enrol_member", phone=PHONE)
    sale = done("sell", lines=[{"sku": "tea", "amount": 200}, {"sku": "cake", "amount": 150}])["sale"]
    assert done("claim_points", member=PHONE, code=code())["points"] == 30
    quoted = done("quote_refund", sale=sale, lines=[{"line": 1, "qty": 1}])
    given = done("refund", sale=sale, lines=[{"line": 1, "qty": 1}], key="k")
    assert (quoted["clawed_back"], given["clawed_back"]) == (20, 20)
    assert [step["text"] for step in given["explain"]] == ["Points claimed for this receipt taken back -20"]
    assert done("refund", sale=sale, lines=[{"line": 1, "qty": 1}], key="k")["refund"] == given["refund"]
    assert done("identify", member=PHONE)["balance"] == 10
    lane.sync()
    lane.sync()
    assert (wallet(lane, PHONE), codes(small_world)) == (10, [])
