"""What must hold of gifts."""

from typing import Final

from terminal.domain.bundle.checks.conditions import check_when
from terminal.domain.bundle.checks.currencies import check_currency
from terminal.domain.bundle.checks.giving import check_days, check_giving
from terminal.domain.bundle.checks.references import check_all_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid
from terminal.domain.gifts.base import Gift
from terminal.domain.gifts.purchase import PurchaseGift
from terminal.domain.gifts.tier_reached import TierReached

_OF_A_BILL: Final = frozenset({"minimum", "spend", "quantity", "tenders", "only_tenders"})


def check_gifts(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first promise that a gift breaks."""
    for code, gift in sections.gifts.items():
        path = f"gifts.{code}"
        check_all_known(gift.brands, sections.brands, f"{path}.brands")
        check_when(gift.when, sections, f"{path}.when")
        amounts = gift.kind.monetary(gift.occasions) or gift.when.monetary
        check_currency(sections, gift.currency, amounts, path)
        check_days(gift.since, gift.until, path)
        if gift.kind.on_joining:
            _check_without_bill(gift, path)
        if isinstance(gift.occasions, TierReached):
            _check_tiers(gift.occasions, sections, path)
        if not gift.gives:
            raise invalid(f"{path}.gives", "gives_nothing")
        check_giving(gift.gives, sections, f"{path}.gives", gift.since, gift.until)
        if _feeds_itself(gift):
            raise invalid(f"{path}.until", "feeds_itself")


def _check_without_bill(gift: Gift, path: str) -> None:
    for named in gift.when.named:
        if named.kind.name in _OF_A_BILL:
            raise invalid(f"{path}.when.{named.kind.name}", "asks_about_a_bill")


def _check_tiers(reached: TierReached, sections: Sections, path: str) -> None:
    tiers = [tier.code for tier in sections.tiers]
    check_all_known(reached.tiers, tiers, f"{path}.tiers")
    for index, tier in enumerate(reached.tiers):
        if tier == tiers[0]:
            raise invalid(f"{path}.tiers[{index}]", "first_tier_not_reached")


def _feeds_itself(gift: Gift) -> bool:
    """Whether every bill there ever is brings a coupon for the next one, whatever is on it."""
    occasions = gift.occasions
    if not isinstance(occasions, PurchaseGift) or gift.until is not None or gift.when.named or not gift.gives.coupons:
        return False
    return occasions.items.everything and occasions.every is None and occasions.per_member is None
