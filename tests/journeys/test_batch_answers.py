"""``till batch``: what every operation answers, on a real store."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journeys.shop import PHONE, Shop, shop

TEA = {"sku": "ruby", "qty": 2, "price": 65}
BILL = [TEA, {"sku": "brown-sugar-milk", "price": 75}, {"sku": "salted-yolk-rolls-6", "amount": 180}]


def test_enrol_member(counter: Shop) -> None:
    answer = counter.done("enrol_member", phone=PHONE, name="林志華", birthday="1990-11-02", referrer="0987654321")
    assert answer == {"ok": True, "member": answer["member"], "tier": "member", "balance": 0}


def test_identify(counter: Shop) -> None:
    member = counter.enrol(points=1284)
    assert counter.done("identify", member=PHONE) == {
        "ok": True,
        "member": member,
        "name": "王○明",
        "phone": "0912-***-678",
        "tier": "member",
        "balance": 1284,
        "pending": 1284,
        "offers": [],
        "vouchers": [],
        "missions": [],
        "limits": {"redeem_max": 1280, "redeem_value": 128, "reason": "balance", "online": True},
        "reserved": 0,
        "reserved_elsewhere": 0,
        "next_to_expire": {"points": 1284, "day": "2027-12-31"},
        "tier_until": None,
        "next_tier": {
            "tier": "gold",
            "missing": 12000,
            "ways": [{"spend": 12000, "visits": 0, "points": 0}],
        },
        "visits": 0,
        "last_visit": None,
    }


def test_sell(counter: Shop) -> None:
    member = counter.enrol(points=1284)
    answer = counter.done(
        "sell", member=PHONE, lines=BILL, redeem=500, tenders=[{"type": "cash", "amount": 500}], cashier="林小姐"
    )
    assert answer == {
        "ok": True,
        "sale": answer["sale"],
        "number": "0001",
        "total": 385,
        "discount": 0,
        "due": 335,
        "tax": 0,
        "change": 165,
        "earned": 33,
        "redeemed": 500,
        "redeemed_amount": 50,
        "balance": 817,
        "tenders": [{"type": "cash", "amount": 500}],
        "explain": [
            {"code": "points_redeemed", "text": "折抵點數 -500，-NT$50", "points": -500, "amount": -50},
            {"code": "earn_amount", "text": "每 NT$10 得 1 點 +33", "points": 33},
        ],
        "member": member,
    }


def test_a_tender_without_an_amount_and_no_tender_at_all_pay_what_is_due(counter: Shop) -> None:
    assert counter.done("sell", lines=[TEA], tenders=[{"type": "card"}])["change"] == 0
    assert counter.done("sell", lines=[TEA])["tenders"] == [{"type": "cash", "amount": 130}]


def test_null_is_the_same_as_left_out(counter: Shop) -> None:
    assert counter.done("sell", member=None, lines=[TEA], redeem=None, tenders=None)["balance"] is None


def test_quantities_may_be_decimal_strings(counter: Shop) -> None:
    assert counter.done("sell", lines=[{"sku": "loose-tea", "qty": "0.375", "price": 680}])["total"] == 255
    assert counter.done("sell", lines=[{"sku": "delivery", "qty": 0, "amount": 60}])["total"] == 60


def test_quote_answers_as_sell_does_and_writes_nothing(counter: Shop) -> None:
    counter.enrol(points=1284)
    bill: dict[str, Any] = {"member": PHONE, "lines": BILL, "redeem": "max", "tenders": [{"type": "line_pay"}]}
    before = counter.state()
    quoted = counter.done("quote", **bill)
    assert counter.state() == before
    sold = counter.done("sell", **bill)
    assert quoted == {name: value for name, value in sold.items() if name not in ("sale", "number")}


def test_refund(counter: Shop) -> None:
    counter.enrol(points=1284)
    sold = counter.done("sell", member=PHONE, lines=BILL, redeem=500)
    parts = [
        counter.done("refund", sale=sold["sale"], lines=[{"line": 1, "qty": 1}]),
        counter.done("refund", sale="0001", lines=[{"line": 1}, {"line": 3}], tender="card"),
        counter.done("refund", sale=sold["number"]),
    ]
    named = {"ok", "refund", "sale", "refunded", "clawed_back", "returned", "balance", "tenders", "explain"}
    assert set(parts[0]) == named
    assert sum(part["refunded"] for part in parts) == sold["due"]
    assert sum(part["returned"] for part in parts) == 500
    assert sum(part["clawed_back"] for part in parts) == sold["earned"]
    assert parts[-1]["balance"] == counter.done("identify", member=PHONE)["balance"] == 1284


def test_void(counter: Shop) -> None:
    counter.enrol(points=1284)
    sold = counter.done("sell", member=PHONE, lines=BILL, redeem=500, tenders=[{"type": "card"}])
    answer = counter.done("void", sale=sold["number"], key="v")
    assert (answer["refunded"], answer["returned"], answer["clawed_back"]) == (sold["due"], 500, sold["earned"])
    assert answer["tenders"] == [{"type": "card", "amount": sold["due"]}]
    assert answer["balance"] == counter.done("identify", member=PHONE)["balance"] == 1284
    assert counter.done("void", sale=sold["number"], key="v") == answer
    assert counter.ask("void", sale=sold["number"])["error"]["kind"] == "already_refunded"


def test_exchange(counter: Shop) -> None:
    counter.enrol(points=1284)
    sold = counter.done("sell", member=PHONE, lines=BILL, redeem=500)
    before = counter.state()
    swap = {"sale": sold["sale"], "returned": [{"line": 3}], "lines": [{"sku": "cake", "amount": 300}]}
    assert counter.ask("exchange", **swap, tenders=[{"type": "cash", "amount": 1}])["error"]["kind"] == "tenders_short"
    assert counter.state() == before
    answer = counter.done("exchange", **swap, key="x")
    given_back = answer["refund"]
    assert answer["difference"] == 300 - given_back["refunded"] == sum(row["amount"] for row in answer["tenders"][1:])
    assert answer["balance"] == counter.done("identify", member=PHONE)["balance"]
    assert answer["balance"] == sold["balance"] + given_back["returned"] - given_back["clawed_back"] + answer["earned"]
    assert counter.done("exchange", **swap, key="x") == answer


def test_adjust(counter: Shop) -> None:
    member = counter.enrol(points=300)
    answer = counter.done("adjust", member=PHONE, points=-100, reason="duplicate", approved_by="陳先生")
    assert answer == {"ok": True, "member": member, "points": -100, "balance": 200}


def test_merge_members(counter: Shop) -> None:
    first = counter.enrol(points=300)
    second = counter.done("enrol_member", phone="0987654321")["member"]
    answer = counter.done("merge_members", member="0987654321", into=PHONE, reason="new_phone", approved_by="陳先生")
    assert answer == {"ok": True, "member": second, "into": first, "balance": 300}
    assert counter.done("identify", member="0987654321")["member"] == second
    ledger = counter.done("ledger", member=second)["entries"]
    assert [(row["kind"], row["points"], row["confirmed"]) for row in ledger] == [("adjust", 0, False)]


def test_ledger(counter: Shop) -> None:
    member = counter.enrol(points=500)
    sold = counter.done("sell", member=PHONE, lines=BILL, redeem=500)
    ledger = counter.done("ledger", member=member)
    assert (ledger["member"], ledger["balance"], ledger["elsewhere"]) == (member, 33, 0)
    assert [(row["kind"], row["points"], row.get("sale")) for row in ledger["entries"]] == [
        ("adjust", 500, None),
        ("redeem", -500, sold["sale"]),
        ("accrue", 33, sold["sale"]),
    ]
    assert ledger["entries"][1] == {
        "at": "2026-11-21T06:32:00Z",
        "day": "2026-11-21",
        "kind": "redeem",
        "points": -500,
        "brand": "chawu",
        "sale": sold["sale"],
        "terminal": "trial-terminal",
        "confirmed": False,
    }


def test_day_stats(counter: Shop) -> None:
    counter.enrol()
    counter.done("sell", member=PHONE, lines=BILL)
    counter.done("sell", lines=[TEA], at="2026-11-22T01:00:00+08:00")
    stats = counter.done("day_stats", day="2026-11-21")
    assert (stats["sales"], stats["total"], stats["member_sales"], stats["new_members"]) == (2, 515, 1, 1)
    assert [hour["hour"] for hour in stats["hours"]] == [14, 1]
    assert counter.done("day_stats", day="2026-11-20")["sales"] == 0


def test_reprint_and_link_state(counter: Shop) -> None:
    sold = counter.done("sell", lines=[TEA])
    assert counter.done("reprint")["sale"] == sold["sale"]
    assert counter.done("link_state")["print_jobs"] == {"queued": 2}


def test_sync_needs_a_server(counter: Shop) -> None:
    assert counter.refused("sync") == ("not_enrolled", {})


def test_messages_come_in_english_too() -> None:
    with shop(language="en") as counter:
        answer = counter.ask("sell", lines=[])
        assert answer["error"]["message"] == "There is nothing on this bill. Enter an item first."
        counter.enrol()
        explain = counter.done("sell", member=PHONE, lines=[TEA])["explain"]
        assert json.dumps(explain).isascii()


def test_a_clock_in_1970_is_noted(counter: Shop) -> None:
    counter.done("sell", lines=[TEA])
    assert counter.done("sell", lines=[TEA], at="1970-01-01T00:00:00+08:00")["notes"] == ["clock_behind"]


COMMANDS: dict[str, dict[str, Any]] = {
    "a": {"op": "sell", "member": PHONE, "lines": [TEA]},
    "b": {"op": "sell", "member": PHONE, "lines": BILL, "redeem": 100},
    "c": {"op": "adjust", "member": PHONE, "points": 40, "reason": "kindness"},
    "d": {"op": "refund", "sale": "0001", "lines": [{"line": 1, "qty": 1}]},
    "e": {"op": "enrol_member", "phone": "0987654321"},
}


@settings(max_examples=15)
@given(order=st.lists(st.sampled_from("abcde"), min_size=2, max_size=10))
def test_a_key_makes_any_command_repeatable(order: list[str]) -> None:
    with shop() as counter:
        counter.enrol(points=1000)
        counter.done("sell", member=PHONE, lines=BILL)
        before = counter.done("link_state")["unsent_frames"]
        answers: dict[str, Any] = {}
        for key in order:
            answer = counter.done(**COMMANDS[key], key=key)
            assert answers.setdefault(key, answer) == answer
        assert counter.done("link_state")["unsent_frames"] == before + len(set(order))
