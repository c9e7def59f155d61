"""The member's part of the receipt: points and what they are for, missions, coupons, what runs out next."""

from collections.abc import Mapping
from typing import Any, Final

from terminal.domain.coupon_numbers import short_number
from terminal.domain.missions.base import Mission
from terminal.domain.text import LocalText
from terminal.ports.printing import Row
from terminal.ports.store import MemberRecord
from terminal.usecases.receipt_rows import NO_END, Rows

FOR_ANOTHER: Final = "referral/referrer"


def member_rows(rows: Rows, member: MemberRecord, body: Mapping[str, Any]) -> list[Row]:
    """What the sale did for ``member``."""
    told = body["receipt"]
    printed = [rows.member_line(member, body["tier"])]
    if body["redeemed"]:
        printed.append(rows.points("redeemed", body["redeemed"]))
    printed.append(rows.points("earned", body["earned"], signed=True))
    printed += _earned_by(rows, body)
    printed.append(rows.points("balance", told["balance"], bold=True))
    if "expiring" in told:
        expiring = rows.say("expiring", points=told["expiring"]["points"], day=told["expiring"]["on"])
        printed.append(rows.columns(rows.say("expires"), expiring))
    printed += [_mission(rows, *progress) for progress in told.get("missions", ())]
    if "upgraded" in told:
        printed.append(rows.text("upgraded", tier=rows.tier_name(told["upgraded"])))
    printed += [row for given in told.get("vouchers", ()) for row in _voucher(rows, given)]
    if "reserved" in told:
        printed.append(rows.text("reserved", points=told["reserved"]))
    if "limit" in told:
        printed.append(rows.text("limit", reason=told["limit"]))
    elif "offline" in told:
        printed.append(rows.text("offline_balance"))
    return printed


def _earned_by(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """What gave the points, where it was more than the earning rules."""
    earned: dict[str, int] = {}
    for source, points in body.get("awards", ()):
        if points and source != FOR_ANOTHER:
            name = _award_name(rows, source)
            earned[name] = earned.get(name, 0) + points
    if list(earned) in ([], [rows.say("earned_base")]):
        return []
    return [rows.columns(rows.say("earned_by", name=name), rows.count(points, True)) for name, points in earned.items()]


def _award_name(rows: Rows, source: str) -> str:
    """What a source of points is called; what has no name of its own counts as the earning rules'."""
    kind, _, code = source.partition("/")
    if kind == "coupon":
        return rows.coupon_name(code)
    if kind == "referral":
        return rows.say("earned_referral")
    brand = rows.head.brand_then
    names: dict[str, dict[str, LocalText]] = {
        "campaign": {campaign.code: campaign.name for campaign in brand.campaigns},
        "mission": {mission.code: mission.name for mission in brand.missions},
        "gift": {gift.code: gift.name for gift in brand.gifts},
    }
    name = names.get(kind, {}).get(code)
    return rows.name(name) if name else rows.say("earned_base")


def _mission(rows: Rows, code: str, have: int, goal: int) -> Row:
    mission: Mission | None = next((known for known in rows.head.brand_then.missions if known.code == code), None)
    is_spending = mission is not None and mission.kind.spending
    have_text, goal_text = (rows.currency.format(figure) if is_spending else f"{figure:,}" for figure in (have, goal))
    return rows.columns(rows.name(mission.name) if mission else code, f"{have_text} / {goal_text}")


def _voucher(rows: Rows, given: Mapping[str, Any]) -> list[Row]:
    since = [rows.text("voucher_since", day=given["since"])] if "since" in given else []
    number, coupon = short_number(given["voucher"]), rows.coupon_name(given["coupon"])
    if given["until"] == NO_END:
        return [rows.text("voucher_endless", coupon=coupon, number=number), *since]
    return [rows.text("voucher", coupon=coupon, day=given["until"], number=number), *since]
