"""``till batch`` and bad input: a clear answer, and nothing written."""

import json
from typing import Any

import pytest

from tests.journeys.shop import AT, PHONE, Shop
from ui.cli.batch.parsing import LINE_BYTES_MAX

TEA = {"sku": "ruby", "qty": 2, "price": 65}


def sell(**changes: Any) -> dict[str, Any]:
    return {"op": "sell", "lines": [TEA], **changes}


def line(**changes: Any) -> dict[str, Any]:
    return sell(lines=[{**TEA, **changes}])


REFUSED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # who
    ("member_unknown", {"op": "identify", "member": "0987654321"}, {"member": "0987-***-321"}),
    ("member_unknown", sell(member="01890000-0000-7000-8000-000000000001"), {}),
    ("phone_invalid", {"op": "identify", "member": "091234567"}, {}),
    ("phone_invalid", {"op": "enrol_member", "phone": "091234567"}, {}),
    ("identifier_unknown_form", {"op": "identify", "member": "||/%%&"}, {}),
    ("identifier_unknown_form", {"op": "identify", "member": ""}, {}),
    ("member_unknown", {"op": "identify", "member": "4710088410207"}, {}),
    ("phone_taken", {"op": "enrol_member", "phone": PHONE}, {}),
    # what
    ("lines_empty", sell(lines=[]), {}),
    ("lines_too_many", sell(lines=[TEA] * 1001), {"lines": 1001, "lines_max": 1000}),
    ("quantity_invalid", line(qty=-2), {"quantity": "-2"}),
    ("quantity_invalid", line(qty="-0.5"), {"quantity": "-0.5"}),
    ("quantity_invalid", line(qty=0), {"quantity": "0"}),
    ("quantity_invalid", line(qty="1e3"), {"quantity": "1e3"}),
    ("quantity_invalid", line(qty="٣"), {}),
    ("quantity_invalid", line(qty="9" * 100), {"quantity": "9" * 40}),
    ("amount_invalid", line(price=-65), {}),
    ("amount_invalid", line(price=10**30), {}),
    ("amount_invalid", sell(lines=[{"sku": "a", "amount": -1}]), {}),
    ("field_conflict", line(amount=130), {"field": "lines[0].amount", "other": "price"}),
    ("coupon_unknown", sell(coupons=["SPRING"]), {"coupon": "SPRING"}),
    # how it is paid
    ("tender_unknown", sell(tenders=[{"type": "shells"}]), {"tender": "shells"}),
    ("tenders_short", sell(tenders=[{"type": "cash", "amount": 100}]), {"due": 130, "tendered": 100, "missing": 30}),
    ("tenders_over", sell(tenders=[{"type": "card", "amount": 200}]), {"over": 70}),
    ("tender_amount_missing", sell(tenders=[{"type": "card"}, {"type": "cash"}]), {}),
    ("redeem_without_member", sell(redeem=100), {}),
    ("redeem_above_limit", sell(member=PHONE, redeem=510), {"limit": 500, "reason": "balance"}),
    ("redeem_below_minimum", sell(member=PHONE, redeem=10), {"minimum": 100}),
    ("redeem_invalid", sell(member=PHONE, redeem=-100), {"points": -100}),
    # afterwards
    ("sale_unknown", {"op": "refund", "sale": "0099"}, {"sale": "0099"}),
    ("already_refunded", {"op": "refund", "sale": "0001"}, {}),
    ("line_unknown", {"op": "refund", "sale": "0002", "lines": [{"line": 0}]}, {}),
    ("refund_exceeds_sale", {"op": "refund", "sale": "0002", "lines": [{"line": 1, "qty": 3}]}, {"left": "2"}),
    ("adjust_zero", {"op": "adjust", "member": PHONE, "points": 0, "reason": "x"}, {}),
    ("adjust_below_zero", {"op": "adjust", "member": PHONE, "points": -501, "reason": "x"}, {"points": 501}),
    ("reason_missing", {"op": "adjust", "member": PHONE, "points": 5}, {}),
    ("merge_itself", {"op": "merge_members", "member": PHONE, "into": PHONE, "reason": "new_card"}, {}),
    (
        "merge_reason_unknown",
        {"op": "merge_members", "member": PHONE, "into": PHONE, "reason": "moved"},
        {"reason": "moved"},
    ),
    # how it is written
    ("op_unknown", {"op": "sel"}, {"op": "sel", "suggestion": "sell"}),
    ("field_missing", {"at": AT}, {"field": "op"}),
    ("field_invalid", {"op": 7}, {"field": "op"}),
    ("field_unknown", sell(tender=[]), {"op": "sell", "field": "tender", "suggestion": "tenders"}),
    ("field_unknown", line(pirce=65), {"op": "sell", "field": "lines[0].pirce", "suggestion": "price"}),
    ("field_unknown", {"op": "identify", "member": PHONE, "lines": []}, {"op": "identify", "field": "lines"}),
    ("field_missing", {"op": "sell"}, {"op": "sell", "field": "lines"}),
    ("field_missing", sell(lines=None), {"op": "sell", "field": "lines"}),
    ("field_missing", sell(lines=[{"price": 5}]), {"op": "sell", "field": "lines[0].sku"}),
    ("field_missing", sell(lines=[{"sku": "a"}]), {"op": "sell", "field": "lines[0].price"}),
    ("field_invalid", sell(lines={}), {"op": "sell", "field": "lines", "expected": "list"}),
    ("field_invalid", sell(lines=[5]), {"op": "sell", "field": "lines[0]", "expected": "object"}),
    ("field_invalid", line(price="65"), {"field": "lines[0].price", "expected": "whole"}),
    ("field_invalid", line(price=10**4000), {"field": "lines[0].price", "expected": "whole"}),
    ("field_invalid", sell(member=PHONE, redeem=10**4000), {"field": "redeem", "expected": "redeem"}),
    ("field_invalid", line(price=True), {"field": "lines[0].price", "expected": "whole"}),
    ("field_invalid", line(qty=False), {"field": "lines[0].qty", "expected": "quantity"}),
    ("field_invalid", line(sku="a\u0000b"), {"field": "lines[0].sku", "expected": "text"}),
    ("field_invalid", line(sku="\ud800"), {"field": "lines[0].sku", "expected": "text"}),
    ("field_invalid", sell(member=912345678), {"field": "member", "expected": "text"}),
    ("field_invalid", sell(redeem="all"), {"field": "redeem", "expected": "redeem"}),
    ("field_invalid", {"op": "day_stats", "day": "2026-11-31"}, {"field": "day", "expected": "date"}),
    ("field_invalid", {"op": "day_stats", "day": "20261121"}, {"field": "day", "expected": "date"}),
    ("field_invalid", {"op": "day_stats", "day": "0001-01-01"}, {"field": "day", "expected": "date"}),
    ("field_invalid", {"op": "day_stats", "day": "9999-12-31"}, {"field": "day", "expected": "date"}),
    ("time_invalid", sell(at="2026-11-21T14:32:00"), {"at": "2026-11-21T14:32:00"}),
    ("time_invalid", sell(at="yesterday"), {}),
    ("time_invalid", sell(at="0001-01-01T00:00:00+14:00"), {}),
    ("time_invalid", sell(at="9999-12-31T23:59:59Z"), {}),
    ("key_invalid", sell(key=""), {}),
    ("key_reused", sell(key="enrolment"), {"op": "enrol_member"}),
]


@pytest.fixture
def busy(counter: Shop) -> Shop:
    """A member with 500 points, a sale that was refunded (0001) and one that was not (0002)."""
    counter.done("enrol_member", phone=PHONE, key="enrolment")
    counter.done("adjust", member=PHONE, points=500, reason="opening balance")
    counter.done("sell", lines=[TEA])
    counter.done("refund", sale="0001")
    counter.done("sell", lines=[TEA])
    return counter


def test_every_bad_input_is_refused_with_its_reason_and_nothing_is_written(busy: Shop) -> None:
    before = busy.state()
    for kind, command, expected in REFUSED:
        found, data = busy.refused(**{"op": None, **command})
        assert found == kind, command
        assert {name: data.get(name) for name in expected} == expected, command
        assert busy.state() == before, command


LINES: list[tuple[str, bytes]] = [
    ("json_invalid", b"{"),
    ("json_invalid", b"\xff\xfe{}"),
    ("json_invalid", b'{"op":"sell","op":"sell"}'),
    ("json_invalid", b'{"op":"sell","lines":[{"sku":"a","sku":"b","price":1}]}'),
    ("json_invalid", b"[" * 100_000),
    ("json_invalid", b'{"op":"adjust","points":' + b"9" * 5000 + b"}"),
    ("field_invalid", b"[]"),
    ("field_invalid", b"null"),
    ("float_refused", b'{"op":"sell","lines":[{"sku":"a","price":6.5}]}'),
    ("float_refused", b'{"op":"sell","lines":[{"sku":"a","price":1e3}]}'),
    ("float_refused", b'{"op":"sell","redeem":NaN}'),
    ("float_refused", b'{"op":"sell","redeem":-Infinity}'),
    ("line_too_long", b" " * (LINE_BYTES_MAX + 1)),
]


@pytest.mark.parametrize(("kind", "text"), LINES, ids=lambda value: str(value[:24]))
def test_a_line_that_is_no_command_is_named_by_its_number(counter: Shop, kind: str, text: bytes) -> None:
    answer = counter.batch.answer_line(text, 17)
    assert (answer["ok"], answer["error"]["kind"]) == (False, kind)
    if kind != "field_invalid":
        assert answer["error"]["data"]["line"] == 17
    json.dumps(answer)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"op":"sell"', "第 17 行不是有效的 JSON：第 13 個字元起有誤。"),
        (b"\xff\xfe{}", "第 17 行不是有效的 JSON：不是 UTF-8。"),
        (b"[" * 100_000, "第 17 行不是有效的 JSON：層數太深。"),
        (b'{"op":' + b"9" * 5000 + b"}", "第 17 行不是有效的 JSON：數字太長。"),
        (b'{"op":1,"op":1}', "第 17 行不是有效的 JSON：同一個物件裡有重複的鍵。"),
    ],
    ids=["cut", "bytes", "deep", "number", "twice"],
)
def test_why_a_line_is_not_json_is_said_in_the_readers_language(counter: Shop, text: bytes, said: str) -> None:
    assert counter.batch.answer_line(text, 17)["error"]["message"] == said


def test_a_fault_of_ours_does_not_end_the_batch(
    counter: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = counter.state()

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("terminal.usecases.sell.sale_receipt", broken)  # after the frame has been appended
        assert counter.refused("sell", lines=[TEA]) == ("internal_error", {"error": "ZeroDivisionError"})
    assert "ZeroDivisionError" in caplog.text
    assert "Traceback" not in caplog.text
    assert counter.state() == before
    assert counter.done("sell", lines=[TEA])["number"] == "0001"
