"""Coupons and vouchers as they read on the screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from terminal.domain.coupon_numbers import short_number
from terminal.domain.records import record
from ui.viewmodels.coupons import effects_of
from ui.viewmodels.words import SEPARATOR, money, signed

if TYPE_CHECKING:
    from terminal.domain.lines import Explain
    from terminal.domain.progress import Voucher
    from ui.viewmodels.desk import Desk


@record
class CouponFace:
    """A coupon on the bill: ``note`` is what it does there, or why it does nothing yet (``is_waiting``)."""

    name: str
    note: str
    is_waiting: bool


@record
class VoucherFace:
    """A coupon that the member holds and may use today."""

    voucher_id: str
    name: str
    note: str
    is_on_bill: bool


def coupon_faces(desk: Desk) -> tuple[CouponFace, ...]:
    """The coupons on the desk's bill, in the order in which they came."""
    bill, book = desk.bill, desk.bill.book
    texts = bill.content.cart.coupons
    used = [text for place, text in enumerate(texts) if place not in bill.waiting_coupons]
    effects = effects_of(bill.quote.quote, used, book) if bill.quote else {}
    faces = []
    for place, text in enumerate(texts):
        kind, refusal = book.kind(text), bill.waiting_coupons.get(place)
        name = desk.words.name(kind.name) if kind else text
        if refusal is not None:
            faces.append(CouponFace(name, desk.words.error(refusal).text, is_waiting=True))
        else:
            steps = effects.get(text)
            faces.append(CouponFace(name, _effect(desk, steps), is_waiting=steps is None))
    return tuple(faces)


def voucher_faces(desk: Desk, vouchers: tuple[Voucher, ...]) -> tuple[VoucherFace, ...]:
    """The member's vouchers, those that end first before others."""
    bill, book = desk.bill, desk.bill.book
    faces = []
    for voucher in vouchers:
        kind = book.kinds.get(voucher.coupon)
        on_bill = any(book.is_voucher(text, voucher.voucher_id) for text in bill.content.cart.coupons)
        name = desk.words.name(kind.name) if kind else voucher.coupon
        faces.append(VoucherFace(voucher.voucher_id, name, voucher_note(desk, voucher), on_bill))
    return tuple(faces)


def voucher_note(desk: Desk, voucher: Voucher, *, with_number: bool = False) -> str:
    """Until when it may be used, how often, and the number it can be typed by."""
    until = voucher.valid_until
    parts = [desk.words.say("until", day=desk.words.whole_day(until))] if until != date.max else []
    if voucher.uses > 1:
        parts.append(desk.words.say("uses_left", count=voucher.uses))
    if with_number:
        parts.append(desk.words.say("voucher_number", number=short_number(voucher.voucher_id)))
    return SEPARATOR.join(parts)


def _effect(desk: Desk, steps: list[Explain] | None) -> str:
    if steps is None:
        return desk.words.say("coupon_waits_for_lines")
    for step in steps:
        if step.points is not None:
            return desk.words.say("coupon_points", points=signed(step.points))
        if step.amount is not None:
            return money(desk.currency, step.amount)
    return desk.words.say("coupon_hand_over")
