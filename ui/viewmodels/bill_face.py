"""The bill as it reads on the screen."""

from dataclasses import dataclass

from terminal.domain.programme import Tier
from terminal.domain.redemption import LimitReason
from ui.viewmodels.desk import Desk
from ui.viewmodels.words import figure, money

OFFLINE_REASONS = {LimitReason.FLOOR_MEMBER_DAY, LimitReason.FLOOR_TERMINAL, LimitReason.BALANCE_TOO_OLD}


@dataclass(frozen=True, slots=True)
class LineFace:
    """One line of the bill."""

    name: str
    note: str
    quantity: str
    amount: str


@dataclass(frozen=True, slots=True)
class BillFace:
    """Texts of the bill; ``redeemed`` and ``redeemed_amount`` are empty when no points are spent on it."""

    number: str
    lines: tuple[LineFace, ...]
    subtotal: str
    redeemed: str
    redeemed_amount: str
    due: str
    due_money: str
    earn_note: str


def bill_face(desk: Desk, is_walk_in: bool) -> BillFace:
    """The desk's bill. ``is_walk_in`` says that the customer is known to be no member."""
    words, bill, currency = desk.words, desk.bill, desk.currency
    quote = bill.quote.quote if bill.quote else None
    redeemed = ""
    if quote and quote.redeemed:
        key = "redeemed_offline" if quote.limit.reason in OFFLINE_REASONS else "redeemed"
        redeemed = words.say(key, points=quote.redeemed)
    return BillFace(
        number=words.say("bill_number", number=desk.shop.next_number),
        lines=_lines(desk),
        subtotal=figure(currency, quote.subtotal if quote else bill.content.cart.subtotal),
        redeemed=redeemed,
        redeemed_amount=figure(currency, -quote.redeemed_amount) if quote else "",
        due=figure(currency, bill.due),
        due_money=money(currency, bill.due),
        earn_note=_earn_note(desk, is_walk_in),
    )


def _lines(desk: Desk) -> tuple[LineFace, ...]:
    words = desk.words
    return tuple(
        LineFace(words.name(line.name), words.name(line.note), f"× {line.quantity}", figure(desk.currency, line.amount))
        for line in desk.bill.content.cart.lines
    )


def _earn_note(desk: Desk, is_walk_in: bool) -> str:
    words, member, quote = desk.words, desk.bill.content.member, desk.bill.quote
    if is_walk_in:
        return words.say("earns_nothing")
    if member is None:
        return words.say("earns_with_member")
    if quote is None:
        return words.say("earns_later")
    if member.tier.multiplier == 1:
        return words.say("earns", points=quote.quote.earned)
    tier = words.name(member.tier.name)
    return words.say("earns_tier", points=quote.quote.earned, tier=tier, fold=_fold(member.tier))


def _fold(tier: Tier) -> str:
    return f"{float(tier.multiplier):g}"
