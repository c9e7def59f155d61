"""What some business days add up to, straight from the frames: what the rows have to say too."""

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import date, datetime

from terminal.domain.frames import Frame, FrameKind
from terminal.ports.figures import BackSums, PeriodSums, SoldSums, TierSums, Visitors


def sums_of(frames: Iterable[Frame], first: date, last: date) -> PeriodSums:
    """The sums of the business days from ``first`` to ``last``."""
    inside = [frame for frame in frames if first <= frame.day <= last]
    sales = [frame for frame in inside if frame.kind is FrameKind.SALE]
    backs = [frame for frame in inside if frame.kind is FrameKind.REFUND]
    enrolled = sum(frame.kind is FrameKind.MEMBER_ENROLLED for frame in inside)
    return PeriodSums(_sold(sales, _voided(backs)), _backs(backs), enrolled)


def visitors_of(frames: Iterable[Frame], first: date, last: date) -> Visitors:
    """Who came on the business days from ``first`` to ``last``."""
    inside = [frame for frame in frames if first <= frame.day <= last]
    voided = _voided([frame for frame in inside if frame.kind is FrameKind.REFUND])
    sales = [frame for frame in inside if frame.kind is FrameKind.SALE]
    standing = [sale for sale in sales if sale.body.get("member") and sale.body["sale"] not in voided]
    before: dict[str, int] = {}
    for sale in standing:
        came = int(sale.body.get("facts", {}).get("visits", 0) > 0)
        before[sale.body["member"]] = min(came, before.get(sale.body["member"], 1))
    return Visitors(len(before), sum(before.values()), _tiers(standing))


def _voided(backs: list[Frame]) -> set[str]:
    return {back.body["sale"] for back in backs if back.body.get("void")}


def _sold(sales: list[Frame], voided: set[str]) -> tuple[SoldSums, ...]:
    sums: dict[tuple[date, int, bool, bool], Tally[str]] = {}
    for sale in sales:
        key = (sale.day, _quarter(sale), "member" in sale.body, sale.body["sale"] in voided)
        said = {"sales": 1} | {name: sale.body.get(name, 0) for name in ("total", "earned", "redeemed")}
        sums.setdefault(key, Tally()).update(said)
    return tuple(
        SoldSums(*key, said["sales"], said["total"], said["earned"], said["redeemed"])
        for key, said in sorted(sums.items())
    )


def _backs(backs: list[Frame]) -> tuple[BackSums, ...]:
    sums: dict[tuple[date, int, bool], Tally[str]] = {}
    for back in backs:
        said = {
            "count": 1,
            "refunded": back.body.get("refunded", 0),
            "taken_back": back.body.get("clawed_back", 0),
            "returned": back.body.get("returned", 0),
        }
        sums.setdefault((back.day, _quarter(back), bool(back.body.get("void"))), Tally()).update(said)
    return tuple(
        BackSums(*key, said["count"], said["refunded"], said["taken_back"], said["returned"])
        for key, said in sorted(sums.items())
    )


def _tiers(standing: list[Frame]) -> tuple[TierSums, ...]:
    sales = Tally(sale.body.get("tier", "") for sale in standing)
    members = Tally(tier for tier, _ in {(sale.body.get("tier", ""), sale.body["member"]) for sale in standing})
    return tuple(TierSums(tier, sales[tier], members[tier]) for tier in sorted(sales))


def _quarter(frame: Frame) -> int:
    return int(datetime.fromisoformat(frame.at).timestamp()) // 900
