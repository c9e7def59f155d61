"""Posting calculates every sale again by its own bundle, counts papers, and settles between brands."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sync.programme.compiler import compile_yaml
from sync.server.office.settlement_report import SettlementReport, settlement
from sync.server.programmes.programmes import publish
from sync.server.storage.database import sqlite_url
from sync.server.storage.tables import coupon_uses, exceptions, settlement_shares
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind, LotPart
from terminal.domain.progress import Voucher, progress_of
from terminal.ports.store import NewFrame, StoredSale
from terminal.usecases.refund import Refund, refund
from tests.sync.office import DAY, codes, conserved, wallet
from tests.sync.world import PROGRAMME, Lane, World, later

MakeLane = Callable[[str], Lane]
PHONE = "+886912345678"
TWO_BRANDS = (
    PROGRAMME.replace("version: 1", "version: 2", 1)
    .replace("accepts: [chawu]", "accepts: [chawu, noodles]")
    .replace(
        "stores:\n",
        """  noodles:
    name: {zh-TW: 麵, en: Noodles}
    currency: TWD
    earning:
      - {code: base, rule: amount, per: 100, points: 10}
    redemption: {points: 10, amount: 1, block: 10, minimum: 10, share_of_bill: 100%, accepts: [chawu, noodles]}
    expiry: {clock: never}
settlement:
  rate: 50%
coupons:
  paper:
    name: {zh-TW: 紙券, en: Paper}
    present: bearer
    number: 7
    uses: 2
    benefit: {kind: amount, amount: 10}
    valid: {days: 30}
stores:
  banqiao: {brand: noodles, name: {zh-TW: 板橋店, en: Banqiao}, time_zone: Asia/Taipei, cut_off: "04:00"}
""",
        1,
    )
)


@pytest.fixture
def brands(world: World) -> World:
    publish(world.database, world.keys, compile_yaml(TWO_BRANDS, "two.yaml").bundle, world.clock.now)
    return world


def cases(world: World) -> list[tuple[str, dict[str, Any]]]:
    with world.database.read() as connection:
        rows = connection.execute(select(exceptions).order_by(exceptions.c.seq, exceptions.c.line)).all()
    return [(row.code, msgspec.json.decode(row.data)) for row in rows]


def last_sale(lane: Lane) -> StoredSale:
    with lane.store.view() as unit:
        sale = unit.last_sale()
    assert sale is not None
    return sale


def forge(lane: Lane, sale: StoredSale, entries: tuple[Entry, ...] | None = None, **changes: object) -> None:
    """A frame as a hand that holds the device key could write it."""
    body = {**sale.body, "sale": f"forged-{lane.replica.head().position[1]}", **changes}
    with lane.store.unit_of_work() as unit:
        frame = NewFrame(FrameKind.SALE, sale.at, sale.day, sale.programme, body, entries or ())
        unit.append(frame)
        unit.commit()


def test_honest_tills_give_no_cases(brands: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol(PHONE)
    lane.sell(PHONE, 1000)
    lane.sell(PHONE, 500, redeem=50)
    lane.sell(None, 300)
    refund(lane.till, Refund(last_sale(lane).sale_id))
    lane.sync()
    assert cases(brands) == []


def test_a_frame_that_gives_more_than_the_rules_is_posted_and_shown(brands: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol(PHONE)
    lane.sell(PHONE, 1000)
    sale = last_sale(lane)
    lot = LotPart("forged", "chawu", 9_000, None, DAY)
    forge(lane, sale, (replace(sale.entries[0], points=9_000, parts=(lot,)),), earned=9_000)
    lane.sync()
    ((code, data),) = cases(brands)
    assert (code, data["sale"]) == ("rule_mismatch", "forged-3")
    differences = {one["what"]: (one["said"], one["computed"]) for one in data["differences"]}
    assert differences.keys() == {"earned", "entries"}
    # The lot of a forged sale would have been called after it.
    assert differences["earned"] == (9_000, 100)
    assert (differences["entries"][0][0]["points"], differences["entries"][1][0]["points"]) == (9_000, 100)
    assert wallet(lane, PHONE) == 9_100


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": []},
        {"lines": "none"},
        {"lines": [{"sku": "a", "name": "", "category": "", "quantity": "1/0", "amount": 1}]},
        {"lines": [{"sku": "a", "name": "", "category": "", "quantity": "1e999999999", "amount": 1}]},
        {"lines": [{"sku": "a", "name": "", "category": "", "quantity": "1", "amount": 10**20}]},
        {"lines": [{"sku": "a", "name": "", "category": "", "quantity": "1", "amount": -1}]},
        {"time": "noon"},
        {"time": "99:99:99"},
        {"paid": [["cash"]]},
        {"facts": {"member": "m"}},
        {"facts": {"member": "m", "tier": "member", "birthday": "never"}},
        {"facts": {"member": "m", "tier": "member", "tallies": {"a": "many"}}},
        {"coupons": [["paper", 7]]},
        {"spent": [["points", -5]]},
    ],
)
def test_a_sale_nothing_could_be_calculated_from_is_posted_and_shown(
    small_world: World, lanes_small: MakeLane, changes: dict[str, object]
) -> None:
    lane = lanes_small("first")
    lane.enrol(PHONE)
    lane.sell(PHONE, 1000)
    sale = last_sale(lane)
    lot = LotPart("forged", "chawu", 5, None, DAY)
    forge(lane, sale, (replace(sale.entries[0], points=5, parts=(lot,)),), **changes)
    lane.sell(PHONE, 1000)
    lane.sync()
    assert [code for code, _ in cases(small_world)] == ["sale_unreadable"]
    assert wallet(lane, PHONE) == 100 + 5 + 100


@pytest.mark.parametrize(
    "changes", [{"facts": {"member": "m", "tier": "unheard-of"}}, {"lines": [], "paid": []}, {"total": 1}]
)
def test_what_the_programme_does_not_know_is_shown(
    small_world: World, lanes_small: MakeLane, changes: dict[str, object]
) -> None:
    lane = lanes_small("first")
    lane.enrol(PHONE)
    lane.sell(PHONE, 1000)
    forge(lane, last_sale(lane), last_sale(lane).entries, **changes)
    lane.sync()
    assert {code for code, _ in cases(small_world)} <= {"rule_mismatch", "sale_unreadable"}
    assert len(cases(small_world)) == 1


def test_a_sale_of_a_till_too_old_to_tell_enough_is_not_calculated_again(
    small_world: World, lanes_small: MakeLane
) -> None:
    lane = lanes_small("first")
    lane.enrol(PHONE)
    lane.sell(PHONE, 1000)
    sale = last_sale(lane)
    old = {name: value for name, value in sale.body.items() if name not in ("time", "paid", "facts")}
    with lane.store.unit_of_work() as unit:
        unit.append(NewFrame(FrameKind.SALE, sale.at, sale.day, sale.programme, {**old, "earned": 7, "sale": "old"}))
        unit.commit()
    lane.sync()
    assert cases(small_world) == []


def test_points_of_one_receipt_claimed_at_two_tills_are_shown(brands: World, lanes: MakeLane) -> None:
    first, second = lanes("first"), lanes("second")
    for lane in (first, second):
        lane.sell(None, 1000)
        digest, body = last_sale(lane).programme, {"reason": "claim", "coupons": [["claim", "0123abcd"]]}
        with lane.store.unit_of_work() as unit:
            unit.append(NewFrame(FrameKind.ADJUSTMENT, brands.clock.now(), DAY, digest, body))
            unit.commit()
    first.sync()
    assert "claim_used_twice" not in codes(brands)
    second.sync()
    twice = [data for code, data in cases(brands) if code == "claim_used_twice"]
    assert [(data["number"], data["uses"], data["allowed"]) for data in twice] == [("0123abcd", 2, 1)]


def test_a_paper_used_more_often_than_its_kind_may_be_is_shown(brands: World, lanes: MakeLane) -> None:
    first, second = lanes("first"), lanes("second")
    for lane in (first, second):
        lane.sell(None, 1000)
        forge(lane, last_sale(lane), coupons=[["paper", "123"], ["summer", None]])
    first.sync()
    second.sync()
    assert "coupon_used_twice" not in codes(brands)
    forge(second, last_sale(second), coupons=[["paper", "123"], ["paper", "9"]])
    second.sync()
    third = [data for code, data in cases(brands) if code == "coupon_used_twice"]
    assert [(data["number"], data["uses"], data["allowed"]) for data in third] == [("123", 3, 2)]
    digest = last_sale(second).programme
    with second.store.unit_of_work() as unit:
        body = {"refund": "r", "sale": "forged-2", "lines": [], "coupons": [["paper", "123"], ["tea", "voucher-1"]]}
        voucher = progress_of(vouchers=[Voucher("voucher-1", "tea", 1, DAY, DAY)])
        back = Entry("holder", EntryKind.REVERSE, 0, progress=voucher)  # whose coupons are counted with the member's
        unit.append(NewFrame(FrameKind.REFUND, brands.clock.now(), DAY, digest, body, (back,)))
        unit.commit()
    second.sync()
    with brands.database.read() as connection:
        kept = connection.execute(select(coupon_uses.c.number, coupon_uses.c.uses).order_by(coupon_uses.c.number))
        assert [tuple(row) for row in kept] == [("123", 2), ("9", 1)]


def test_a_voucher_taken_by_two_tills_is_shown(small_world: World, lanes_small: MakeLane) -> None:
    first, second = lanes_small("first"), lanes_small("second")
    member_id = first.enrol(PHONE)
    given = progress_of(vouchers=[Voucher("v1", "tea", 1, DAY, DAY)])
    taken = progress_of(vouchers=[Voucher("v1", "tea", -1, DAY, DAY)])
    for lane, progress in ((first, given), (first, taken), (second, taken)):
        with lane.store.unit_of_work() as unit:
            entry = Entry(member_id, EntryKind.ADJUST, 0, progress=progress)
            unit.append(NewFrame(FrameKind.ADJUSTMENT, small_world.clock.now(), DAY, "", {}, (entry,)))
            unit.commit()
        lane.sync()
    assert cases(small_world) == [("voucher_overused", {"voucher": "v1", "coupon": "tea", "uses": -1})]


def test_refunds_that_come_to_more_than_the_sale_are_shown(brands: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.sell(None, 1000)
    sale = last_sale(lane)
    for place, paid_out in enumerate((400, 600, 1)):
        with lane.store.unit_of_work() as unit:
            body = {"refund": f"r{place}", "sale": sale.sale_id, "lines": [], "refunded": paid_out, "returned": 0}
            unit.append(NewFrame(FrameKind.REFUND, brands.clock.now(), DAY, sale.programme, body))
            unit.commit()
        lane.sync()
        assert [code for code, _ in cases(brands)] == (["refund_exceeds_sale"] if place == 2 else [])
    assert cases(brands)[0][1] == {
        "sale": sale.sale_id,
        "refunded": 1001,
        "due": 1000,
        "returned": 0,
        "redeemed": 0,
    }


def pairs(report: SettlementReport) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    return {(one.period, one.earned_at, one.spent_at): (one.points, one.amount, one.owed) for one in report.lines}


def test_points_of_one_brand_spent_at_another_are_settled(brands: World, tmp_path: Path) -> None:
    tea, noodles = brands.lane(tmp_path / "tea"), brands.lane(tmp_path / "noodles", "banqiao")
    tea.enrol(PHONE)
    tea.sell(PHONE, 1000)
    tea.sync()
    noodles.sync()
    noodles.sell(PHONE, 3000, redeem=30)  # 100 of tea, 299 of noodles after it
    noodles.sync()
    noodles.sell(PHONE, 500, redeem=350)
    noodles.sync()
    report = settlement(brands.database)
    # 30 points for 3; then 70 of tea and 280 of noodles for 35: 7 and 28. Half of 10 is owed.
    assert pairs(report) == {
        ("2026-11", "chawu", "noodles"): (100, 10, 5),
        ("2026-11", "noodles", "noodles"): (280, 28, 0),
    }
    assert [(one.points, one.amount, one.owed) for one in report.totals] == [(380, 38, 5)]

    later(brands, days=14)
    refund(noodles.till, Refund(last_sale(noodles).sale_id))
    noodles.sync()
    assert pairs(settlement(brands.database, "2026-12")) == {
        ("2026-12", "chawu", "noodles"): (-70, -7, -3),
        ("2026-12", "noodles", "noodles"): (-280, -28, 0),
    }
    assert sum(one.amount for one in settlement(brands.database).totals) == 3
    assert conserved(brands) and cases(brands) == []
    tea.close()
    noodles.close()


def test_what_two_tills_spent_of_one_balance_is_settled_as_each_says(brands: World, tmp_path: Path) -> None:
    tea, noodles = brands.lane(tmp_path / "tea"), brands.lane(tmp_path / "noodles", "banqiao")
    tea.enrol(PHONE)
    tea.sell(PHONE, 1000)
    tea.sync()
    noodles.sync()
    tea.sell(PHONE, 10, redeem=100)
    noodles.sell(PHONE, 10, redeem=100)
    tea.sync()
    noodles.sync()
    assert codes(brands) == ["overdrawn"]
    assert pairs(settlement(brands.database)) == {
        ("2026-11", "chawu", "chawu"): (100, 10, 0),
        ("2026-11", "chawu", "noodles"): (100, 10, 5),
    }
    with brands.database.read() as connection:
        assert len(connection.execute(select(settlement_shares)).all()) == 2
    tea.close()
    noodles.close()


STEPS = st.lists(
    st.tuples(st.sampled_from(["sell", "spend", "refund"]), st.integers(0, 1), st.integers(1, 40)),
    min_size=3,
    max_size=10,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_settlement_is_the_sum_of_redemptions_and_nothing_once_all_is_given_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("settled")
    world = World(sqlite_url(folder))
    publish(world.database, world.keys, compile_yaml(TWO_BRANDS, "two.yaml").bundle, world.clock.now)
    pair = (world.lane(folder / "tea"), world.lane(folder / "noodles", "banqiao"))
    pair[0].enrol(PHONE)
    redeemed = 0
    for step, place, size in steps:
        for lane in pair:
            lane.sync()
        lane = pair[place]
        if step == "refund":
            give_back(lane, Fraction(size, 40))
        else:
            most = max(wallet(lane, PHONE), 0) // 10 * 10
            sold = lane.sell(PHONE, 100 * size, min(most, 10 * size) if step == "spend" else 0)
            redeemed += sold.figures.redeemed_amount
    for lane in pair:
        lane.sync()
    report = settlement(world.database)
    given_back = sum(row.amount for row in shares(world) if row.points <= 0)
    assert sum(total.amount for total in report.totals) == redeemed + given_back
    assert sum(total.points for total in report.totals) == sum(line.points for line in report.lines)
    assert conserved(world) and set(codes(world)) <= {"overdrawn"}
    for lane in pair:
        give_back(lane, Fraction(1))
        lane.sync()
    assert all((line.points, line.amount, line.owed) == (0, 0, 0) for line in settlement(world.database).lines)
    for lane in pair:
        lane.close()
    world.close()


def shares(world: World) -> list[Any]:
    with world.database.read() as connection:
        return list(connection.execute(select(settlement_shares)).all())


def give_back(lane: Lane, share: Fraction) -> None:
    """Refunds that share of what is left of every sale, or the last sale when it is not the whole."""
    with lane.store.view() as unit:
        sales = list(unit.sales_on(DAY))
    for sale in sales if share == 1 else sales[-1:]:
        try:
            refund(lane.till, Refund(sale.sale_id, None if share == 1 else ((1, round_share(share)),)))
        except Refusal as refusal:
            assert refusal.kind in ("already_refunded", "refund_exceeds_sale")


def round_share(share: Fraction) -> Fraction:
    """A quantity as one can type it."""
    return Fraction(int(share * 1000), 1000)
