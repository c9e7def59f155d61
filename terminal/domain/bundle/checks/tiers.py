"""What must hold among the tiers."""

from collections.abc import Sequence

from terminal.domain.bundle.checks.references import check_distinct
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid
from terminal.domain.expiry import ExpiryClock, ExpiryRule
from terminal.domain.tier_rules import OF_A_TERM, Qualification, Requirement, Tier, TierRenewal

TERM_MONTHS_TOLD = 36
"""Activity is told by day for this long: what looks back over a term asks for terms no longer."""


def check_tiers(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for a tier that nobody could be in, or leave, as its keys say."""
    tiers = sections.tiers
    check_distinct((f"tiers[{index}].code", tier.code) for index, tier in enumerate(tiers))
    if tiers[0].qualify:
        raise invalid("tiers[0].qualify", "first_tier_qualifies")
    if tiers[0].term:
        raise invalid("tiers[0].term", "first_tier_ends")
    for index, tier in enumerate(tiers):
        _check_qualify(tiers[:index], tier, f"tiers[{index}]")
        _check_term(tier, f"tiers[{index}]")


def _check_qualify(lower: Sequence[Tier], tier: Tier, path: str) -> None:
    if tier.qualify is None:
        return
    _check_asks(tier.qualify, f"{path}.qualify")
    for asked in tier.qualify.any_of:
        if asked.window.kind in OF_A_TERM:
            raise invalid(f"{path}.qualify.window", "term_before_it_began")
        for below in lower:
            for enough in below.qualify.any_of if below.qualify else ():
                _check_more(asked, enough, f"{path}.qualify")


def _check_more(asked: Requirement, enough: Requirement, path: str) -> None:
    """Refuses a way to a tier that everybody has gone who went ``enough`` to reach a lower one."""
    pairs = ((asked.spend, enough.spend), (asked.visits, enough.visits), (asked.points, enough.points))
    if asked.window == enough.window and all(higher <= lower for higher, lower in pairs):
        raise invalid(path, "not_ascending", minimum=next(lower for higher, lower in pairs if higher) + 1)


def _check_term(tier: Tier, path: str) -> None:
    if tier.keep is not None:
        _check_asks(tier.keep, f"{path}.keep")
    if tier.term is None:
        renewed = tier.renew is TierRenewal.WHEN_MET
        for key, used in (("keep", tier.keep is not None), ("grace_days", tier.grace_days > 0), ("renew", renewed)):
            if used:
                raise invalid(f"{path}.{key}", "needs_term")
        return
    looks_back = tier.keep is not None and any(asked.window.kind in OF_A_TERM for asked in tier.keep.any_of)
    if (looks_back or tier.renew is TierRenewal.WHEN_MET) and _longer_than_told(tier.term):
        raise invalid(f"{path}.term", "term_too_long", months=TERM_MONTHS_TOLD)


def _longer_than_told(term: ExpiryRule) -> bool:
    if term.clock in {ExpiryClock.MONTHS, ExpiryClock.MONTHS_END}:
        return term.count + (term.clock is ExpiryClock.MONTHS_END) > TERM_MONTHS_TOLD
    return term.clock is ExpiryClock.YEARLY and (term.count + 1) * 12 > TERM_MONTHS_TOLD


def _check_asks(asked: Qualification, path: str) -> None:
    if not asked.any_of:
        raise invalid(path, "asks_nothing")
