"""The bill as it reads on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.ledger import EntryKind
from terminal.domain.lines import POINTS_DISCOUNT, CashierDiscount
from terminal.domain.money import format_share
from terminal.domain.records import record
from terminal.domain.redemption import LimitReason
from ui.viewmodels.coupon_face import CouponFace, coupon_faces
from ui.viewmodels.words import SEPARATOR, figure, money, points

if TYPE_CHECKING:
    from terminal.domain.bills import Quote
    from terminal.domain.programme import Tier
    from ui.viewmodels.cart import CartLine
    from ui.viewmodels.desk import Desk

OFFLINE_REASONS = {
    LimitReason.FLOOR_MEMBER_DAY,
    LimitReason.FLOOR_TERMINAL,
    LimitReason.BALANCE_TOO_OLD,
    LimitReason.CLOCK_BEHIND,
}


@record
class LineFace:
    """One line of the bill. ``discount`` is what the cashier took off it, and why; empty where they did not."""

    name: str
    note: str
    quantity: str
    amount: str
    discount: str = ""


@record
class BillFace:
    """Texts of the bill. The subtotal, less discounts and points, plus tax that is added, is what is due.

    ``discount``, ``redeemed``, ``exchanged``, ``tax_added`` and ``tax_included`` are empty where there is none of it.
    What is due ``is_paid_out`` where an exchange brings more than it costs. ``by_hand`` says what of the discounts the
    cashier took off the whole bill, and why.
    """

    number: str
    lines: tuple[LineFace, ...]
    coupons: tuple[CouponFace, ...]
    subtotal: str
    discount: str
    redeemed: str
    redeemed_amount: str
    rewards: str
    exchanged: str
    exchanged_amount: str
    tax_added: str
    tax_amount: str
    tax_included: str
    due: str
    due_money: str
    is_paid_out: bool
    earn_note: str
    by_hand: str = ""


def bill_face(desk: Desk, is_walk_in: bool) -> BillFace:
    """The desk's bill. ``is_walk_in`` says that the customer is known to be no member."""
    words, bill, currency = desk.words, desk.bill, desk.currency
    quote = bill.quote.quote if bill.quote else None
    back = bill.content.exchange
    discount = bill.quote.figures.discount if bill.quote else 0
    return BillFace(
        number=words.say("bill_number", number=desk.shop.next_number),
        lines=_lines(desk),
        coupons=coupon_faces(desk),
        subtotal=figure(currency, quote.subtotal if quote else bill.content.cart.subtotal),
        discount=figure(currency, -discount) if discount else "",
        redeemed=_redeemed(desk, quote) if quote else "",
        redeemed_amount=figure(currency, -quote.redeemed_amount) if quote else "",
        rewards=words.listed(_rewards(desk)),
        exchanged=words.say("exchange_back", number=back.number) if back else "",
        exchanged_amount=figure(currency, -back.amount) if back else "",
        tax_added=_tax(desk, quote, included=False) if quote else "",
        tax_amount=figure(currency, quote.tax) if quote else "",
        tax_included=_tax(desk, quote, included=True) if quote else "",
        due=figure(currency, abs(bill.difference) if back else bill.due),
        due_money=money(currency, abs(bill.difference) if back else bill.due),
        is_paid_out=back is not None and bill.difference < 0,
        earn_note=_earn_note(desk, is_walk_in),
        by_hand=_by_hand(desk, bill.content.cart.discount, None, "discount_of_bill"),
    )


def _rewards(desk: Desk) -> list[str]:
    """What the catalogue's rewards on the bill are, and what they cost."""
    catalogue, words = desk.shop.brand.rewards, desk.words
    taken = (catalogue[code] for code in desk.bill.content.rewards if code in catalogue)
    return [
        words.say("reward_on_bill", reward=words.name(reward.name), points=points(reward.points)) for reward in taken
    ]


def _redeemed(desk: Desk, quote: Quote) -> str:
    """The points that pay as money; those spent on rewards are among the discounts."""
    count = sum(points for source, points in quote.sold.spent if source == POINTS_DISCOUNT)
    key = "redeemed_offline" if quote.limit.reason in OFFLINE_REASONS else "redeemed"
    if quote.limit.reason is LimitReason.RESERVATION:
        key = "redeemed_reserved"
    return desk.words.say(key, points=count) if count else ""


def _tax(desk: Desk, quote: Quote, *, included: bool) -> str:
    """The tax by its rate; tax in the prices is shown only where the store wants it."""
    rule = desk.shop.store.tax
    if rule is None or not quote.tax or rule.included is not included or (included and not rule.shown):
        return ""
    rate = format_share(rule.rate)
    return desk.words.say(
        "tax_included" if included else "tax_added", rate=rate, amount=money(desk.currency, quote.tax)
    )


def _lines(desk: Desk) -> tuple[LineFace, ...]:
    words = desk.words
    return tuple(
        LineFace(
            name=words.name(line.name),
            note=_note(desk, line),
            quantity=f"× {line.quantity}",
            amount=figure(desk.currency, line.amount),
            discount=_by_hand(desk, line.discount, place, "discount_of_line"),
        )
        for place, line in enumerate(desk.bill.content.cart.lines)
    )


def _note(desk: Desk, line: CartLine) -> str:
    """The cashier's remark takes the place of the small print, but for a weight, which belongs to the price."""
    printed = desk.words.name(line.note)
    if not line.remark:
        return printed
    return f"{printed}{SEPARATOR}{line.remark}" if line.is_packed else line.remark


def _by_hand(desk: Desk, discount: CashierDiscount | None, place: int | None, key: str) -> str:
    """What the cashier took off that line, or off the bill, as far as it is worked out."""
    if discount is None:
        return ""
    made = desk.bill.quote.quote.sold.by_hand if desk.bill.quote else ()
    taken = next((by_hand.amount for by_hand in made if by_hand.place == place), discount.amount or 0)
    off = format_share(discount.share) if discount.share else ""
    return desk.words.say(key, off=f" {off}" if off else "", why=discount.reason, amount=figure(desk.currency, -taken))


def _earn_note(desk: Desk, is_walk_in: bool) -> str:
    words, member, quote = desk.words, desk.bill.content.member, desk.bill.quote
    if is_walk_in:
        return words.say("earns_nothing")
    if member is None:
        return words.say("earns_with_member")
    if quote is None:
        return words.say("earns_later")
    if member.tier.multiplier == 1 or any(
        award.kind is EntryKind.BONUS for award in quote.quote.awards if award.points
    ):
        return words.say("earns", points=quote.quote.earned)
    tier = words.name(member.tier.name)
    return words.say("earns_tier", points=quote.quote.earned, tier=tier, fold=_fold(member.tier))


def _fold(tier: Tier) -> str:
    return f"{float(tier.multiplier):g}"
