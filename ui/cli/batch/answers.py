"""Answers of use-cases as JSON-able objects; names and phones are masked, instants are ISO 8601 in UTC."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from terminal.domain.identifiers import mask_name, mask_phone
from terminal.domain.lines import Explain
from terminal.domain.money import Currency
from terminal.ports.store import LedgerRow
from terminal.ports.sync import SyncReport
from terminal.usecases.adjust import AdjustDone
from terminal.usecases.day_stats import DayStats
from terminal.usecases.identify import MemberCard
from terminal.usecases.link_state import LinkFigures
from terminal.usecases.member_ledger import MemberLedger
from terminal.usecases.refund import RefundDone
from terminal.usecases.reprint import Reprinted
from terminal.usecases.sell import SaleDone, SaleQuote
from terminal.usecases.wording import explain_text

Answer = dict[str, Any]


def enrolled(card: MemberCard) -> Answer:
    """The answer to ``enrol_member``."""
    return {"member": card.member_id, "tier": card.tier.code, "balance": card.balance}


def identified(card: MemberCard) -> Answer:
    """The answer to ``identify``."""
    soonest = card.next_to_expire
    return {
        "member": card.member_id,
        "name": mask_name(card.name),
        "phone": mask_phone(card.phone),
        "tier": card.tier.code,
        "balance": card.balance,
        "pending": card.pending,
        "offers": [],
        "limits": {
            "redeem_max": card.limit.points,
            "redeem_value": card.limit.value_minor,
            "reason": card.limit.reason.value,
            "online": card.offline_since is None,
        },
        "next_to_expire": {"points": soonest.points, "day": str(soonest.expires_on)} if soonest else None,
        "next_tier": {"tier": card.next_tier.code, "missing": card.missing_minor} if card.next_tier else None,
        "visits": card.visits,
        "last_visit": str(card.last_visit) if card.last_visit else None,
    }


def sold(done: SaleDone, language: str) -> Answer:
    """The answer to ``sell``."""
    answer = {"sale": done.sale_id, "number": done.number, **_bill(done, language)}
    if done.member_id:
        answer["member"] = done.member_id
    if done.clock_behind:
        answer["notes"] = ["clock_behind"]
    return answer


def quoted(quote: SaleQuote, language: str) -> Answer:
    """The answer to ``quote``: as to ``sell``, without what only a sale has."""
    answer = _bill(quote, language)
    if quote.member:
        answer["member"] = quote.member.member_id
    return answer


def _bill(bill: SaleDone | SaleQuote, language: str) -> Answer:
    answer: Answer = {
        "total": bill.quote.subtotal,
        "due": bill.due,
        "change": bill.change,
        "earned": bill.quote.earned,
        "redeemed": bill.quote.redeemed,
        "redeemed_amount": bill.quote.redeemed_amount,
        "balance": bill.balance,
        "tenders": [{"type": tender.type, "amount": tender.amount} for tender in bill.tendered],
        "explain": _explained(bill.quote.explain, bill.currency, language),
    }
    if bill.upgraded_to:
        answer["upgraded_to"] = bill.upgraded_to.code
    return answer


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
    """The answer to ``refund``."""
    return {
        "refund": done.refund_id,
        "sale": done.sale_id,
        "refunded": done.result.amount,
        "clawed_back": done.result.clawed_back,
        "returned": done.result.returned,
        "balance": done.balance,
        "explain": _explained(done.result.explain, done.currency, language),
    }


def adjusted(done: AdjustDone) -> Answer:
    """The answer to ``adjust``."""
    return {"member": done.member_id, "points": done.points, "balance": done.balance}


def reprinted(done: Reprinted) -> Answer:
    """The answer to ``reprint``."""
    return {"sale": done.sale_id, "number": done.number, "output": done.output_id}


def synced(report: SyncReport) -> Answer:
    """The answer to ``sync``."""
    return {
        "pushed": report.pushed,
        "durable": report.durable,
        "posted": report.posted,
        "pulled": report.pulled,
        "frames": report.frames,
    }


def day_figures(stats: DayStats) -> Answer:
    """The answer to ``day_stats``."""
    plain = (
        "sales", "total", "member_sales", "member_total", "member_share_permille", "average", "member_average",
        "other_average", "refunds", "refunded", "points_issued", "points_redeemed", "points_clawed_back",
        "points_returned", "new_members", "members", "returning_members", "last_week_total", "unsent_frames",
    )  # fmt: skip
    return {
        "day": stats.day.isoformat(),
        **{name: getattr(stats, name) for name in plain},
        "tiers": {tier.code: tier.sales for tier in stats.tiers},
        "hours": [
            {"hour": hour.hour, "sales": hour.sales, "member_sales": hour.member_sales, "total": hour.total}
            for hour in stats.hours
        ],
        "as_of": _instant(stats.as_of),
        "currency": stats.currency.code,
    }


def ledger_rows(ledger: MemberLedger) -> Answer:
    """The answer to ``ledger``."""
    return {
        "member": ledger.member_id,
        "balance": ledger.balance,
        "elsewhere": ledger.elsewhere,
        "entries": [_ledger_row(row, ledger.brand) for row in ledger.rows],
    }


def _ledger_row(row: LedgerRow, brand: str) -> Answer:
    answer: Answer = {
        "at": _instant(row.at),
        "day": row.day.isoformat(),
        "kind": row.entry.kind.value,
        "points": row.entry.points,
        "brand": brand,
        "terminal": row.terminal,
        "confirmed": row.confirmed,
    }
    if row.sale_id:
        answer["sale"] = row.sale_id
    return answer


def link_figures(figures: LinkFigures) -> Answer:
    """The answer to ``link_state``."""
    return {
        "online": figures.online,
        "reached": figures.link.reached,
        "last_success_at": _instant(figures.link.last_success_at),
        "unsent_frames": figures.link.unsent_frames,
        "oldest_unsent_at": _instant(figures.link.oldest_unsent_at),
        "refusal": figures.link.refusal,
        "print_jobs": dict(figures.print_jobs),
    }


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat().replace("+00:00", "Z")
