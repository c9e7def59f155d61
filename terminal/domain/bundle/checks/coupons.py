"""What must hold of coupons and rewards, and of the discounts of brands."""

from terminal.domain.benefits import BonusPoints, MultipliedPoints
from terminal.domain.bundle.benefits import monetary
from terminal.domain.bundle.checks.conditions import check_when
from terminal.domain.bundle.checks.currencies import check_currency
from terminal.domain.bundle.checks.references import check_all_known, check_distinct
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid
from terminal.domain.coupons import Coupon, Presentation


def check_coupons(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first coupon that a till could not rely on."""
    for code, coupon in sections.coupons.items():
        path = f"coupons.{code}"
        check_all_known(coupon.brands, sections.brands, f"{path}.brands")
        check_when(coupon.when, sections, f"{path}.when")
        if coupon.print_when is not None:
            check_when(coupon.print_when, sections, f"{path}.print_when")
        amounts = monetary(coupon.benefit) or coupon.when.monetary
        amounts = amounts or (coupon.print_when is not None and coupon.print_when.monetary)
        check_currency(sections, coupon.currency, amounts, path)
        _check_expiry(coupon, path)
        if isinstance(coupon.benefit, MultipliedPoints) and coupon.benefit.by <= 1:
            raise invalid(f"{path}.benefit.by", "multiplier_useless")
        _check_validity(coupon, path)
        _check_paper(coupon, path)
    numbers = {code: coupon.number for code, coupon in sections.coupons.items() if coupon.number is not None}
    check_distinct((f"coupons.{code}.number", str(number)) for code, number in numbers.items())


def check_rewards(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first reward that a till could not rely on."""
    for code, reward in sections.rewards.items():
        path = f"rewards.{code}"
        check_all_known(reward.brands, sections.brands, f"{path}.brands")
        check_all_known(reward.accepts, sections.brands, f"{path}.accepts")
        check_when(reward.when, sections, f"{path}.when")
        check_currency(sections, reward.currency, monetary(reward.benefit) or reward.when.monetary, path)


def check_discounts(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` where a manager could approve less than a cashier may give alone."""
    for code, brand in sections.brands.items():
        policy = brand.rest["discounts"]
        path = f"brands.{code}.discounts"
        check_distinct((f"{path}.reasons[{index}]", reason) for index, reason in enumerate(policy.reasons))
        if policy.approved_share and policy.approved_share < policy.share:
            raise invalid(f"{path}.approved_share", "approval_below_share")


def _check_expiry(coupon: Coupon, path: str) -> None:
    expiry = coupon.benefit.expiry if isinstance(coupon.benefit, BonusPoints | MultipliedPoints) else None
    last_day, needed = expiry.last_day if expiry else None, coupon.validity.until or coupon.validity.since
    if last_day is not None and needed is not None and last_day < needed:
        raise invalid(f"{path}.benefit.expiry.day", "ends_before_start", start=needed.isoformat())


def _check_validity(coupon: Coupon, path: str) -> None:
    valid = coupon.validity
    if valid.since and valid.until and valid.until < valid.since:
        raise invalid(f"{path}.valid.until", "ends_before_start", start=valid.since.isoformat())
    if valid.days is not None and valid.days < valid.after:
        raise invalid(f"{path}.valid.days", "below_minimum", minimum=valid.after)
    issued = valid.days is not None or valid.months is not None
    if coupon.present is Presentation.PUBLIC:
        if issued or valid.after:
            raise invalid(f"{path}.valid", "public_is_not_issued")
        if valid.until is None and not coupon.counted:
            raise invalid(f"{path}.valid", "coupon_never_ends")
    elif valid.until is None and not issued:
        raise invalid(f"{path}.valid", "coupon_never_ends")


def _check_paper(coupon: Coupon, path: str) -> None:
    if coupon.present is Presentation.BEARER and coupon.number is None:
        raise invalid(f"{path}.number", "number_missing")
    if coupon.present is not Presentation.BEARER and coupon.number is not None:
        raise invalid(f"{path}.number", "only_on_paper")
    if coupon.present is not Presentation.BEARER and coupon.print_when is not None:
        raise invalid(f"{path}.print_when", "only_on_paper")
