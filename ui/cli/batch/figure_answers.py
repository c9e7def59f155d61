"""Answers about what the terminal has done so far as JSON-able objects: days, ledgers, sync."""

from terminal.ports.store import LedgerRow
from terminal.ports.sync import SyncReport
from terminal.usecases.day_stats import DayStats
from terminal.usecases.link_state import LinkFigures
from terminal.usecases.member_ledger import MemberLedger
from ui.cli.batch.answers import Answer, instant


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
        "other_average", "refunds", "refunded", "voids", "voided", "points_issued", "points_redeemed",
        "points_clawed_back", "points_returned", "new_members", "members", "returning_members", "last_week_total",
        "unsent_frames",
    )  # fmt: skip
    return {
        "day": stats.day.isoformat(),
        **{name: getattr(stats, name) for name in plain},
        "tiers": {tier.code: tier.sales for tier in stats.tiers},
        "hours": [
            {"hour": hour.place, "sales": hour.sales, "member_sales": hour.member_sales, "total": hour.total}
            for hour in stats.hours
        ],
        "as_of": instant(stats.as_of),
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
        "at": instant(row.at),
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
        "last_success_at": instant(figures.link.last_success_at),
        "unsent_frames": figures.link.unsent_frames,
        "oldest_unsent_at": instant(figures.link.oldest_unsent_at),
        "clock_behind": figures.clock_behind,
        "refusal": figures.link.refusal,
        "print_jobs": dict(figures.print_jobs),
    }
