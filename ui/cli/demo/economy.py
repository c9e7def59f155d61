"""What the programme did, read from the journals: which rule gave what, and which coupons were used."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from terminal.domain.frames import Frame, FrameKind
from terminal.domain.records import record


@record
class Economy:
    """Points by what gave them, and how often; coupons given, printed and used; tiers reached."""

    campaign_points: int
    missions_done: int
    mission_points: int
    birthday_gifts: int
    birthday_points: int
    referrals: int
    referral_points: int
    tiers_reached: int
    coupons_given: int
    coupons_printed: int
    coupons_used: int


@record
class Settled:
    """What brands redeemed of each other's points: those points, what they bought in minor units, and what is owed."""

    points_settled: int
    settled_amount: int
    settled_owed: int
    settlement_sums: bool


def settled_of(report: Mapping[str, Any]) -> Settled:
    """The figures of the office's settlement table. ``settlement_sums`` is whether its lines add up to its totals."""
    across = [line for line in report["lines"] if line["earned_at"] != line["spent_at"]]
    sums = all(
        sum(line[figure] for line in report["lines"]) == sum(total[figure] for total in report["totals"])
        for figure in ("points", "amount", "owed")
    )
    return Settled(
        points_settled=sum(line["points"] for line in across),
        settled_amount=sum(line["amount"] for line in across),
        settled_owed=sum(line["owed"] for line in across),
        settlement_sums=sums,
    )


def economy_of(frames: Iterable[Frame]) -> Economy:
    """The figures of all sales in ``frames``."""
    points: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for frame in frames:
        if frame.kind is not FrameKind.SALE:
            continue
        body = frame.body
        for source, given in body.get("awards", ()):
            kind = source if source.startswith("gift/birthday") else source.partition("/")[0]
            points[kind] += given
            times[kind] += 1
        told = body.get("receipt", {})
        times["tier"] += "upgraded" in told
        times["given"] += len(told.get("vouchers", ()))
        times["printed"] += len(body.get("papers", ()))
        times["used"] += len(body.get("coupons", ()))
    return Economy(
        campaign_points=points["campaign"],
        missions_done=times["mission"],
        mission_points=points["mission"],
        birthday_gifts=times["gift/birthday"],
        birthday_points=points["gift/birthday"],
        referrals=times["referral"],
        referral_points=points["referral"],
        tiers_reached=times["tier"],
        coupons_given=times["given"],
        coupons_printed=times["printed"],
        coupons_used=times["used"],
    )
