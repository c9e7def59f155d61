"""The bill on the receipt: every line, and every amount that leads from the lines to what is due."""

from collections.abc import Mapping
from typing import Any, Final

from terminal.domain.coupons import SOURCE as COUPON
from terminal.domain.lines import POINTS_DISCOUNT
from terminal.domain.money import format_share
from terminal.domain.rewards import SOURCE as REWARD
from terminal.ports.printing import Row, RowKind
from terminal.usecases.receipt_rows import Rows

CASHIER: Final = "cashier"


def line_rows(rows: Rows, line: Mapping[str, Any], remark: str = "") -> list[Row]:
    """The item, and below it the cashier's remark and what they took off."""
    said = [Row(RowKind.TEXT, left=f"  {remark}")] if remark else []
    less = sum(amount for source, amount in line.get("discounts", ()) if source == CASHIER)
    return [rows.item(line), *said, *([rows.amount("line_discount", -less)] if less else [])]


def total_rows(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """The lines' sum, what comes off and on, what is due, and how it was paid.

    The subtotal is what the lines above it add up to, those that a cashier made cheaper at their new price.
    """
    taken = _taken_off(body)
    printed = [rows.amount("subtotal", body["subtotal"] - taken.pop(CASHIER, 0))]
    printed += [_discount_row(rows, body, source, amount) for source, amount in taken.items()]
    printed += _handed_over(rows, body, taken)
    paid = sum(points for source, points in body.get("spent", ()) if source == POINTS_DISCOUNT)
    if paid:
        printed.append(rows.amount("redeemed_amount", -body["redeemed_amount"], points=paid))
    tax, rule = body.get("tax"), rows.head.store.tax
    if tax and rule and not rule.included:
        printed.append(rows.amount("tax_added", tax, rate=format_share(rule.rate)))
    printed.append(rows.amount("due", body["total"], bold=True, scale=2))
    return printed + _paid(rows, body)


def tax_rows(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    """The tax in the prices, where the store shows it."""
    tax, rule = body.get("tax"), rows.head.store.tax
    if not (tax and rule and rule.included and rule.shown):
        return []
    return [rows.amount("tax", tax, rate=format_share(rule.rate))]


def _taken_off(body: Mapping[str, Any]) -> dict[str, int]:
    """What was taken off all lines, by what gave it; points are not among them."""
    taken: dict[str, int] = {}
    for line in body["lines"]:
        for source, amount in line.get("discounts", ()):
            if source != POINTS_DISCOUNT:
                taken[source] = taken.get(source, 0) + amount
    return taken


def _discount_row(rows: Rows, body: Mapping[str, Any], source: str, amount: int) -> Row:
    return rows.amount("discount", -amount, name=_source_name(rows, body, source))


def _source_name(rows: Rows, body: Mapping[str, Any], source: str) -> str:
    if source.startswith(COUPON):
        return rows.coupon_name(source.removeprefix(COUPON))
    if source.startswith(REWARD):
        return _reward_name(rows, body, source)
    return rows.say("discount_tier" if source == "tier" else "discount_other")


def _reward_name(rows: Rows, body: Mapping[str, Any], source: str) -> str:
    """The reward with what it cost."""
    code = source.removeprefix(REWARD)
    reward = rows.head.brand_then.rewards.get(code)
    points = sum(points for spent_on, points in body.get("spent", ()) if spent_on == source)
    return rows.say("reward", reward=rows.name(reward.name) if reward else code, points=points)


def _handed_over(rows: Rows, body: Mapping[str, Any], taken: Mapping[str, int]) -> list[Row]:
    """Coupons and rewards that took nothing off: something over the counter, or points."""
    gave = {source for source, _ in body.get("awards", ())}
    coupons = (f"{COUPON}{code}" for code, _ in body.get("coupons", ()))
    rewards = (source for source, _ in body.get("spent", ()) if source.startswith(REWARD))
    sources = (source for source in (*coupons, *rewards) if source not in taken and source not in gave)
    return [rows.columns(_source_name(rows, body, source), rows.say("handed_over")) for source in sources]


def _paid(rows: Rows, body: Mapping[str, Any]) -> list[Row]:
    carried = body["exchange"]["carried"] if "exchange" in body else []
    printed = []
    if carried:
        number, amount = body["exchange"]["number"], sum(tender["amount"] for tender in carried)
        printed.append(rows.amount("exchanged", amount, sale_number=number))
    printed += rows.tenders(body["tenders"][len(carried) :])
    if body["change"]:
        printed.append(rows.amount("change", body["change"]))
    return printed
