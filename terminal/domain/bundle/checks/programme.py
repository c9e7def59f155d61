"""All that must hold between the parts of a programme."""

from collections.abc import Callable
from typing import Final

from terminal.domain.bundle.checks.brands import check_brands
from terminal.domain.bundle.checks.campaigns import check_campaigns
from terminal.domain.bundle.checks.coupons import check_coupons, check_discounts, check_rewards
from terminal.domain.bundle.checks.earning import check_earning
from terminal.domain.bundle.checks.gifts import check_gifts
from terminal.domain.bundle.checks.missions import check_missions
from terminal.domain.bundle.checks.receipts import check_receipts
from terminal.domain.bundle.checks.referral import check_referral
from terminal.domain.bundle.checks.settlement import check_settlement
from terminal.domain.bundle.checks.stores import check_stores
from terminal.domain.bundle.checks.tiers import check_tiers
from terminal.domain.bundle.group import Sections

CHECKS: Final[tuple[Callable[[Sections], None], ...]] = (
    check_tiers,
    check_brands,
    check_stores,
    check_receipts,
    check_settlement,
    check_earning,
    check_campaigns,
    check_discounts,
    check_coupons,
    check_rewards,
    check_missions,
    check_gifts,
    check_referral,
)


def check_programme(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first promise that the parts break among themselves."""
    for check in CHECKS:
        check(sections)
