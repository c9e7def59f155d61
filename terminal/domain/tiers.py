"""Which tier a member is in: derived from what the ledger says they spent, never stored."""

from terminal.domain.ledger import MemberState
from terminal.domain.programme import Programme, Tier


def tier_of(programme: Programme, state: MemberState) -> Tier:
    """The highest tier whose spend the member has reached; the first tier for everyone else."""
    reached = [tier for tier in programme.tiers if tier.qualify_spend <= state.spend_minor]
    return reached[-1] if reached else programme.tiers[0]


def next_tier(programme: Programme, state: MemberState) -> tuple[Tier, int] | None:
    """The next higher tier and the minor units still missing; ``None`` in the highest."""
    for tier in programme.tiers:
        if tier.qualify_spend > max(state.spend_minor, 0):
            return tier, tier.qualify_spend - state.spend_minor
    return None
