"""What the frame of a sale says: what was calculated, what was paid, and what the paper told the member."""

from datetime import date
from typing import Any, Final

from terminal.domain.ledger import MemberState
from terminal.domain.missions.awards import progress_on
from terminal.domain.redemption import LimitReason
from terminal.domain.sold import sold_document
from terminal.usecases.bill import Paper, Sell, WorkedOut
from terminal.usecases.members import next_to_expire

OFFLINE_LIMITS: Final = (
    LimitReason.BALANCE_TOO_OLD,
    LimitReason.FLOOR_MEMBER_DAY,
    LimitReason.FLOOR_TERMINAL,
    LimitReason.RESERVATION,
    LimitReason.CLOCK_BEHIND,
)


def sale_body(command: Sell, bill: WorkedOut, number: str) -> dict[str, Any]:
    """The frame's body.

    ``receipt`` is what the paper tells the member, so that a copy can tell it again; ``awards`` says which rule gave
    how many points, so that head office can see what worked.
    """
    quoted = bill.quote
    body: dict[str, Any] = {
        "sale": quoted.sold.sale_id,
        "number": number,
        "currency": bill.counter.brand.currency.code,
        **sold_document(quoted.sold),
        "subtotal": quoted.subtotal,
        "redeemed": quoted.redeemed,
        "redeemed_amount": quoted.redeemed_amount,
        "total": quoted.total,
        "tenders": [{"type": tender.type, "amount": tender.amount} for tender in quoted.settled.paid],
        "change": quoted.settled.change,
        "earned": quoted.earned,
    }
    given = [[award.source, award.points] for award in quoted.awards if award.points or award.vouchers]
    if given:
        body["awards"] = given
    wallet = bill.wallet_after
    if bill.customer and quoted.tier and wallet:
        member = {"member": bill.customer.facts.member_id, "tier": quoted.tier.code, "receipt": _told(bill, wallet)}
        body |= member
    if quoted.redeemed and not bill.knowledge.online:
        body["offline"] = _offline(bill)
    optional: dict[str, Any] = {
        "papers": [_paper(paper) for paper in bill.printed],
        "tax": quoted.tax,
        "cashier": command.cashier,
        "approved_by": command.approved_by,
        "key": command.key,
    }
    return body | {name: value for name, value in optional.items() if value}


def _offline(bill: WorkedOut) -> dict[str, object]:
    """What allowed points to be redeemed on what the till knew: the limit, why not more, how much was set aside."""
    limit = bill.quote.limit
    return {
        "limit": limit.points,
        "reason": limit.reason.value,
        "age_hours": bill.knowledge.age_hours,
        "reserved": bill.quote.redeemed_of_reserved,
    }


def _told(bill: WorkedOut, after: MemberState) -> dict[str, object]:
    told: dict[str, object] = {"balance": after.balance(bill.counter.day)}
    expiring = next_to_expire(after, bill.counter.day)
    if expiring and expiring.expires_on:
        told["expiring"] = {"points": expiring.points, "on": expiring.expires_on.isoformat()}
    if bill.quote.upgraded_to:
        told["upgraded"] = bill.quote.upgraded_to.code
    if bill.figures.given:
        told["vouchers"] = [
            {
                "voucher": voucher.voucher_id,
                "coupon": voucher.coupon,
                "until": voucher.valid_until.isoformat(),
                **_since(voucher.valid_from if voucher.valid_from > bill.counter.day else None),
            }
            for voucher in bill.figures.given
        ]
    missions = _missions(bill)
    if missions:
        told["missions"] = missions
    if not bill.knowledge.online:
        told["offline"] = True
        if bill.quote.redeemed_of_reserved:
            told["reserved"] = bill.quote.redeemed_of_reserved
        if bill.quote.limit.reason in OFFLINE_LIMITS:
            told["limit"] = bill.quote.limit.reason.value
    return told


def _paper(paper: Paper) -> dict[str, str]:
    return {
        "number": paper.number,
        "coupon": paper.coupon,
        "until": paper.until.isoformat(),
        **_since(paper.since),
    }


def _since(day: date | None) -> dict[str, str]:
    return {"since": day.isoformat()} if day else {}


def _missions(bill: WorkedOut) -> list[list[object]]:
    """How far the member is in the missions that this sale was a step of: (code, have, goal)."""
    moved = {award.source for award in bill.quote.awards if award.tallies and award.member_id is None}
    member = bill.states.get(bill.customer.facts.member_id) if bill.customer else None
    if member is None or not moved:
        return []
    day = bill.counter.day
    progress = progress_on(bill.counter.brand.missions, member.progress.tallies_on(day), day)
    return [
        [done.mission.code, max(done.have, 0), done.goal]
        for done in progress
        if f"mission/{done.mission.code}" in moved
    ]
