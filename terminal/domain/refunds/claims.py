"""Points of a claim, on their way back: its sale named no member, and somebody brought its receipt later.

What they lose is what a member loses who was on the bill: what the claim gave less what the rest of the sale would
give, of all refunds together less of those before. Which claims a refund has taken from stands in its frame, by lot;
the group server takes what that leaves: the claim was booked at a till that the refund's knew nothing of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Any

from terminal.domain.awards import earned
from terminal.domain.claimed import Claimed, claim_awards, qualifying_of
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState
from terminal.domain.lines import EarningLine, PricedLine
from terminal.domain.programme import BelowZero, Programme, RefundRounding, RefundRule
from terminal.domain.records import record
from terminal.domain.refunds.clawback import Taken, taken_so_far
from terminal.domain.refunds.gains import NO_GAINS, Gains, less_share
from terminal.domain.refunds.reversal import Reversal, reverse_entries, within_balance
from terminal.domain.refunds.shares import RefundedLine, nothing_of, part_of, shares_after


@record
class ClaimGivenBack:
    """What a refund says of the claim on its sale's receipt: ``left`` of the ``amount`` that it was for.

    ``numbers`` are those it may be known by: each epoch of the till that printed it again has one. ``taken`` are the
    points and qualifying points, by the lot of the claim, that this refund settled with who had claimed them.
    ``by_share`` and ``stops_at_zero`` are the brand's switches as they held for it.
    """

    numbers: tuple[str, ...]
    amount: int
    left: int
    taken: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    by_share: bool = False
    stops_at_zero: bool = False


def amounts_left(
    lines: Sequence[PricedLine], earning: Sequence[EarningLine], steps: Iterable[Sequence[RefundedLine]]
) -> tuple[int, ...]:
    """What is left of the amount that earned after each of the refunds ``steps``."""
    left, shares = [], nothing_of(lines)
    for step in steps:
        shares = shares_after(lines, shares, [(part.line, part.quantity) for part in step])
        left.append(sum(line.amount - part_of(line.amount, share) for line, share in zip(earning, shares, strict=True)))
    return tuple(left)


def taken_of_claim(claimed: Claimed, programme: Programme | None, by_share: bool, left: Sequence[int]) -> Taken:
    """All that is taken back of a claim once so much is ``left``, step by step.

    ``programme`` gave it. Where it is not known, or what it was asked with is not, the claim loses by share.
    """
    lots = _lots(claimed)
    whole = Gains({lot_id: part.points for lot_id, (_, part) in lots.items()}, _qualifying(claimed))
    return taken_so_far(whole, [_gains_left(claimed, programme, by_share, whole, amount) for amount in left])


def taken_beyond(taken: Taken, points: int, qualifying: int) -> Taken:
    """``taken`` without so much of it that has been settled before."""
    lots = {}
    for lot_id, more in taken.lots.items():
        lots[lot_id] = max(more - points, 0)
        points = max(points - more, 0)
    left = {lot_id: more for lot_id, more in lots.items() if more}
    return Taken(left, max(taken.qualifying - qualifying, 0))


def claim_reversal(
    claimed: Claimed, taken: Taken, rule: RefundRule, states: Mapping[str, MemberState], day: date
) -> Reversal:
    """``taken`` as parts of the claim's lots, as far as ``rule`` allows for accounts as they are in ``states``.

    A refund is not refused for what another than its customer has spent.
    """
    lots = _lots(claimed)
    parts = tuple((lots[lot][0], lots[lot][1]._replace(points=points)) for lot, points in taken.lots.items())
    below_zero = BelowZero.ZERO if rule.below_zero is BelowZero.REFUSE else rule.below_zero
    return within_balance(Reversal(parts), below_zero, states, day)


def claim_entries(claimed: Claimed, taken: Taken, reversal: Reversal) -> tuple[Entry, ...]:
    """The entries that take it back; none where nothing changes."""
    whose = next((entry.member_id for entry in claimed.entries if entry.qualifying), claimed.member_id)
    undone = Entry(whose, EntryKind.REVERSE, 0, qualifying=-taken.qualifying, counts_on=claimed.day)
    entries = reverse_entries(reversal, undone)
    return tuple(entry for entry in entries if entry.points or entry.qualifying)


def given_back_document(said: ClaimGivenBack) -> dict[str, Any]:
    """What the refund's frame says, JSON-able; switches that stand as usual are left out."""
    document: dict[str, Any] = {"numbers": list(said.numbers), "amount": said.amount, "left": said.left}
    if said.taken:
        document["taken"] = [[lot_id, *settled] for lot_id, settled in said.taken.items()]
    switches = {"by_share": said.by_share, "stops_at_zero": said.stops_at_zero}
    return document | {name: True for name, on in switches.items() if on}


def given_back_from_document(document: Mapping[str, Any]) -> ClaimGivenBack:
    """What ``given_back_document`` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
    return ClaimGivenBack(
        numbers=tuple(document["numbers"]),
        amount=document["amount"],
        left=document["left"],
        taken={lot_id: (points, qualifying) for lot_id, points, qualifying in document.get("taken", ())},
        by_share=document.get("by_share", False),
        stops_at_zero=document.get("stops_at_zero", False),
    )


def is_by_share(rule: RefundRule) -> bool:
    """Whether parts of a bill lose by their share of it."""
    return rule.rounding is RefundRounding.SHARE


def _lots(claimed: Claimed) -> dict[str, tuple[str, LotPart]]:
    return {part.lot_id: (entry.member_id, part) for entry in claimed.entries for part in entry.parts}


def _qualifying(claimed: Claimed) -> int:
    return sum(entry.qualifying for entry in claimed.entries)


def _gains_left(claimed: Claimed, programme: Programme | None, by_share: bool, whole: Gains, left: int) -> Gains:
    if left >= claimed.amount:
        return whole
    if left <= 0:
        return NO_GAINS
    if by_share or programme is None or claimed.facts is None or claimed.moment is None:
        return less_share(whole, Fraction(claimed.amount - left, claimed.amount))
    awards = claim_awards(programme, programme.store(claimed.store), claimed.moment, claimed.facts, left)
    return Gains({lot_id: earned(awards) for lot_id in whole.lots}, qualifying_of(awards))
