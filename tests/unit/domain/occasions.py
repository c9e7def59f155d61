"""Bills as rules and campaigns see them, and rules, conditions and campaigns as bundles write them."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from fractions import Fraction
from typing import Any

from terminal.domain.awards import Award
from terminal.domain.bundle.campaigns import CAMPAIGNS, STACKING
from terminal.domain.bundle.common import CODE
from terminal.domain.bundle.conditions import CONDITIONS
from terminal.domain.bundle.records import Field, Record
from terminal.domain.campaigns import Campaign, campaign_awards
from terminal.domain.conditions.base import When
from terminal.domain.facts import Facts
from terminal.domain.lines import EarningLine
from terminal.domain.occasion import Moment, Occasion
from terminal.domain.rules.base import EarningBill, EarningRule
from terminal.domain.rules.registry import REGISTRY
from terminal.domain.text import LocalText

DAY = date(2026, 11, 21)
"""A Saturday."""
GOLD = LocalText("金卡", "Gold")
WITHOUT = Facts("", "")


def line(
    amount: int, category: str = "any", sku: str = "sku", quantity: str | int = 1, *, discounted: bool = False
) -> EarningLine:
    return EarningLine(sku, category, Fraction(quantity), amount, discounted)


def facts(**known: Any) -> Facts:
    return Facts(**{"member_id": "m", "tier": "member", "visits": 3, **known})


def occasion(*lines: EarningLine, who: Facts | None = None, clock: str = "12:00", **changes: Any) -> Occasion:
    """A bill at store ``tea-1`` on ``DAY``; ``who`` is a plain member unless it is ``WITHOUT``."""
    fields: dict[str, Any] = {"brand": "tea", "store": "tea-1", "region": "north", "currency": "TWD", "day": DAY}
    fields.update(changes)
    moment = Moment(fields.pop("day"), time.fromisoformat(clock))
    return Occasion(moment=moment, facts=None if who is WITHOUT else who or facts(), lines=lines, **fields)


def bill(*lines: EarningLine, multiplier: str | int = 1, who: Facts | None = None, **changes: Any) -> EarningBill:
    who = who or facts()
    return EarningBill("sale", occasion(*lines, who=who, **changes), who, GOLD, Fraction(multiplier))


def when(**keys: Any) -> When:
    return CONDITIONS.read(keys, "when")


def rule(name: str, /, code: str = "base", **keys: Any) -> EarningRule:
    kind = REGISTRY[name]
    record = Record(kind.build, {"code": Field(CODE, "The code."), **kind.arguments})
    return record.read({"code": code, **keys}, "earning[0]")


def campaign_document(code: str, effect: Mapping[str, Any], **keys: Any) -> dict[str, Any]:
    """A campaign in November 2026, as a bundle writes it."""
    days = {"from": "2026-11-01", "until": "2026-11-30"}
    return {"code": code, "name": {"zh-TW": code, "en": code}, **days, "effect": dict(effect), **keys}


def campaigns(*documents: Mapping[str, Any]) -> tuple[Campaign, ...]:
    read: tuple[Campaign, ...] = CAMPAIGNS.shape.read(list(documents), "campaigns")
    return read


def given(
    bill: EarningBill,
    documents: Iterable[Mapping[str, Any]],
    stacking: Iterable[Mapping[str, Any]] = (),
    rules: tuple[EarningRule, ...] = (rule("amount", per=10, points=1),),
) -> list[Award]:
    """What campaigns give on top of a rule of one point for every 10."""
    groups = {group.code: group for group in STACKING.shape.read(list(stacking), "stacking")}
    return campaign_awards(campaigns(*documents), groups, rules, bill)
