"""What must hold of referral."""

from terminal.domain.bundle.checks.conditions import check_when
from terminal.domain.bundle.checks.currencies import check_currency
from terminal.domain.bundle.checks.giving import check_days, check_giving
from terminal.domain.bundle.checks.references import check_all_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid


def check_referral(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first promise that the referral rules break."""
    referral = sections.referral
    if referral is None:
        return
    check_all_known(referral.brands, sections.brands, "referral.brands")
    check_when(referral.when, sections, "referral.when")
    check_currency(sections, referral.currency, referral.when.monetary, "referral")
    check_days(referral.since, referral.until, "referral")
    check_days(referral.joined.since, referral.joined.until, "referral.joined")
    if not (referral.member or referral.referrer):
        raise invalid("referral.referrer", "gives_nothing")
    check_giving(referral.member, sections, "referral.member", referral.since, referral.until)
    check_giving(referral.referrer, sections, "referral.referrer", referral.since, referral.until)
