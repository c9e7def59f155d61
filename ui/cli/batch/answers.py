"""Answers of use-cases as JSON-able objects; names and phones are masked, instants are ISO 8601 in UTC."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from terminal.domain.coupon_numbers import short_number
from terminal.domain.identifiers import mask_name, mask_phone
from terminal.domain.lines import Explain
from terminal.domain.money import Currency, format_quantity
from terminal.domain.progress import Voucher
from terminal.domain.tenders import TenderPaid
from terminal.domain.tiers import TierGap
from terminal.usecases.adjust import AdjustDone
from terminal.usecases.claim_points import PointsClaimed
from terminal.usecases.exchange import ExchangeDone
from terminal.usecases.identify import MemberCard
from terminal.usecases.merge_members import MergeNoted
from terminal.usecases.past_sales import PastSale
from terminal.usecases.refund import RefundDone, RefundQuote
from terminal.usecases.reprint import Reprinted
from terminal.usecases.sell import SaleDone, SaleQuote
from terminal.usecases.wording import explain_text

Answer = dict[str, Any]


def enrolled(card: MemberCard) -> Answer:
    """The answer to ``enrol_member``."""
    answer: Answer = {"member": card.member_id, "tier": card.tier.code, "balance": card.balance}
    if card.vouchers:
        answer["vouchers"] = [_voucher(voucher) for voucher in card.vouchers]
    return answer


def identified(card: MemberCard, language: str) -> Answer:
    """The answer to ``identify``."""
    soonest = card.next_to_expire
    return {
        "member": card.member_id,
        "name": mask_name(card.name),
        "phone": mask_phone(card.phone),
        "tier": card.tier.code,
        "balance": card.balance,
        "pending": card.pending,
        "offers": _explained(card.offers, card.currency, language),
        "vouchers": [_voucher(voucher) for voucher in card.vouchers],
        "missions": [
            {"mission": done.mission.code, "have": done.have, "goal": done.goal, "until": _day(done.until)}
            for done in card.missions
        ],
        "limits": {
            "redeem_max": card.limit.points,
            "redeem_value": card.limit.value_minor,
            "reason": card.limit.reason.value,
            "online": card.offline_since is None,
        },
        "reserved": card.reserved,
        "reserved_elsewhere": card.reserved_elsewhere,
        "next_to_expire": {"points": soonest.points, "day": str(soonest.expires_on)} if soonest else None,
        "tier_until": _day(card.tier_until),
        "next_tier": _gap(card.gap) if card.gap else None,
        "visits": card.visits,
        "last_visit": str(card.last_visit) if card.last_visit else None,
    }


def _gap(gap: TierGap) -> Answer:
    """What is missing: ``missing`` money, visits or qualifying points, each enough by itself, and all the ``ways``."""
    alone = {"missing": gap.spend, "missing_visits": gap.visits, "missing_points": gap.points}
    ways = [{"spend": way.spend, "visits": way.visits, "points": way.points} for way in gap.ways]
    near = {name: figure for name, figure in alone.items() if figure is not None}
    return {"tier": gap.tier.code, **near, "ways": ways}


def sold(done: SaleDone, language: str) -> Answer:
    """The answer to ``sell``."""
    answer = {"sale": done.sale_id, "number": done.number, **_bill(done, language)}
    if done.member_id:
        answer["member"] = done.member_id
    if done.papers:
        answer["papers"] = [
            {"number": paper.number, "coupon": paper.coupon, "until": paper.until.isoformat()} for paper in done.papers
        ]
    if done.member_pending:
        answer["member_pending"] = True
    if done.clock_behind:
        answer["notes"] = ["clock_behind"]
    return answer


def quoted(quote: SaleQuote, language: str) -> Answer:
    """The answer to ``quote``: as to ``sell``, without what only a sale has."""
    answer = _bill(quote, language)
    if quote.member_pending:
        answer["member_pending"] = True
    elif quote.member:
        answer["member"] = quote.member.member_id
    return answer


def _bill(bill: SaleDone | SaleQuote, language: str) -> Answer:
    figures = bill.figures
    answer: Answer = {
        "total": figures.subtotal,
        "discount": figures.discount,
        "due": figures.due,
        "tax": figures.tax,
        "change": bill.change,
        "earned": figures.earned,
        "redeemed": figures.redeemed,
        "redeemed_amount": figures.redeemed_amount,
        "balance": figures.balance,
        "tenders": _tenders(bill.tendered),
        "explain": _explained(figures.explain, bill.currency, language),
    }
    if figures.upgraded_to:
        answer["upgraded_to"] = figures.upgraded_to.code
    if figures.given:
        answer["given"] = [_voucher(voucher) for voucher in figures.given]
    return answer


def _tenders(tenders: Iterable[TenderPaid]) -> list[Answer]:
    return [{"type": tender.type, "amount": tender.amount} for tender in tenders]


def _voucher(voucher: Voucher) -> Answer:
    return {
        "voucher": voucher.voucher_id,
        "coupon": voucher.coupon,
        "uses": voucher.uses,
        "from": voucher.valid_from.isoformat(),
        "until": voucher.valid_until.isoformat(),
        "number": short_number(voucher.voucher_id),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _explained(steps: Iterable[Explain], currency: Currency, language: str) -> list[Answer]:
    explained = []
    for step in steps:
        answer: Answer = {"code": step.code, "text": explain_text(step, currency, language)}
        if step.points is not None:
            answer["points"] = step.points
        if step.amount is not None:
            answer["amount"] = step.amount
        explained.append(answer)
    return explained


def refunded(done: RefundDone, language: str) -> Answer:
    """The answer to ``refund`` and ``void``."""
    return {"refund": done.refund_id, "sale": done.sale_id, **refund_quoted(done, language)}


def refund_quoted(done: RefundDone | RefundQuote, language: str) -> Answer:
    """The answer to ``quote_refund``: what would be given back."""
    answer: Answer = {
        "refunded": done.result.amount,
        "clawed_back": done.result.clawed_back,
        "returned": done.result.returned,
        "balance": done.balance,
        "tenders": _tenders(done.tenders),
        "explain": _explained(done.result.explain, done.currency, language),
    }
    if done.result.coupons:
        answer["coupons"] = [used.voucher_id or used.coupon for used in done.result.coupons]
    if done.fell_to:
        answer["fell_to"] = done.fell_to.code
    return answer


def past_sale(sale: PastSale) -> Answer:
    """The answer to ``sale``: what it was, and what of it is left."""
    return {
        "sale": sale.sale_id,
        "number": sale.number,
        "day": sale.day.isoformat(),
        "at": instant(sale.at),
        "member": sale.member_id,
        "cashier": sale.cashier,
        "due": sale.due,
        "tenders": _tenders(sale.paid),
        "refunded": sale.given_back,
        "lines": [
            {
                "line": line.number,
                "name": line.name,
                "qty": format_quantity(line.sold),
                "left": format_quantity(line.left),
                "amount": line.amount,
                "left_amount": line.left_amount,
            }
            for line in sale.lines
        ],
        "void": sale.no_void.kind if sale.no_void else None,
    }


def claimed(done: PointsClaimed) -> Answer:
    """The answer to ``claim_points``."""
    return {"member": done.member_id, "points": done.points, "balance": done.balance}


def exchanged(done: ExchangeDone, language: str) -> Answer:
    """The answer to ``exchange``: that to ``sell``, with the refund in it and what was paid on top (or out)."""
    return {**sold(done.sale, language), "difference": done.difference, "refund": refunded(done.refund, language)}


def adjusted(done: AdjustDone) -> Answer:
    """The answer to ``adjust``."""
    return {"member": done.member_id, "points": done.points, "balance": done.balance}


def merge_noted(done: MergeNoted) -> Answer:
    """The answer to ``merge_members``."""
    return {"member": done.member_id, "into": done.into_id, "balance": done.balance}


def reprinted(done: Reprinted) -> Answer:
    """The answer to ``reprint``."""
    return {"sale": done.sale_id, "number": done.number, "output": done.output_id}


def instant(at: datetime | None) -> str | None:
    """As answers say it: ISO 8601, UTC."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")
