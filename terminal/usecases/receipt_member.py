"""The member's part of the receipt: points and what they are for, missions, coupons, what runs out next."""

from collections.abc import Mapping
from typing import Any, Final

from terminal.domain.coupon_numbers import short_number
from terminal.domain.missions.base import Mission
from terminal.domain.text import LocalText
from terminal.ports.printing import Row
from terminal.usecases.receipt_rows import NO_END, Rows

FOR_ANOTHER: Final = "referral/referrer"


def points_rows(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """Points redeemed and earned, what gave them, and the balance."""
    printed = [rows.points("redeemed", body["redeemed"])] if body["redeemed"] else []
    printed.append(rows.points("earned", body["earned"], signed=True))
    printed += _earned_by(rows, body)
    return [*printed, rows.points("balance", body["receipt"]["balance"], bold=True)]


def expiring_rows(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """The points that run out next."""
    told = body["receipt"].get("expiring")
    if not told:
        return []
    return [rows.columns(rows.say("expires"), rows.say("expiring", points=told["points"], day=told["on"]))]


def mission_rows(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """How far the missions are that the sale was a step of."""
    return [_mission(rows, *progress) for progress in body["receipt"].get("missions", ())]


def tier_rows(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """The tier that the sale lifted the member to."""
    told = body["receipt"]
    return [rows.text("upgraded", tier=rows.tier_name(told["upgraded"]))] if "upgraded" in told else []


def coupon_rows(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """The coupons that the member was given."""
    return [row for given in body["receipt"].get("vouchers", ()) for row in _voucher(rows, given)]


def note_rows(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """What the till could not promise: points set aside, a limit, a balance that the server has yet to confirm."""
    told = body["receipt"]
    printed = [rows.text("reserved", points=told["reserved"])] if "reserved" in told else []
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
    """The coupon, and below it what it is typed by and from when on: a number never breaks at a line's end."""
    coupon, is_endless = rows.coupon_name(given["coupon"]), given["until"] == NO_END
    return [
        rows.text("voucher_endless" if is_endless else "voucher", coupon=coupon, day=given["until"]),
        rows.text("voucher_no", number=short_number(given["voucher"])),
        *([rows.text("voucher_since", day=given["since"])] if "since" in given else []),
    ]
