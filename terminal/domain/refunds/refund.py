"""Giving back a bill, whole or in parts, so that the parts always add up to the whole.

Everything is a function of how much of each line has been given back so far: a refund is worth the difference between
that function after it and before it. Nothing is accumulated, so no rounding is either, and the order of the parts
does not matter to their sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from terminal.domain.coupons import CouponRefund, UsedCoupon
from terminal.domain.earning import spend_in_group
from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry, EntryKind, MemberState
from terminal.domain.lines import Explain
from terminal.domain.programme import BelowZero, Programme, RefundRounding, RefundRule, ReturnedExpiry, SpentPoints
from terminal.domain.progress import NO_PROGRESS, Progress, add
from terminal.domain.records import record
from terminal.domain.refunds.claims import ClaimGivenBack
from terminal.domain.refunds.clawback import Taken, change, taken_by_last
from terminal.domain.refunds.coupons import CouponsBack, coupons_back
from terminal.domain.refunds.explaining import coupons_of, missions_of, points_clawed_back, points_returned, vouchers_of
from terminal.domain.refunds.kept import without_kept
from terminal.domain.refunds.reversal import Reversal, reversal_of, reverse_entries, states_after, within_balance
from terminal.domain.refunds.shares import (
    RefundedLine,
    Shares,
    complete,
    nothing_of,
    paid_back,
    shares_after,
    wanted_parts,
)
from terminal.domain.refunds.spent import counts_back, points_back, renewed_parts, return_entries
from terminal.domain.sold import SoldBill

AS_IF_NEVER_SOLD: Final = RefundRule()
"""What a void goes by, whatever the brand's switches say."""
_UNKNOWN: Final[Mapping[str, MemberState]] = {}

Steps = Sequence[Sequence[RefundedLine]]


@record
class RefundResult:
    """What a refund comes to: ``amount`` to pay out, points ``returned`` and ``clawed_back``, and its entries.

    Points are the buyer's; entries may be other members' too. ``complete`` says that nothing of the bill is left.
    ``coupons`` may be used again; ``freed`` are those among them that are papers with a number and no holder.
    ``claim`` is what becomes of the claim that the receipt of a sale without a buyer has; its points are the buyer's.
    """

    lines: tuple[RefundedLine, ...]
    amount: int
    returned: int
    clawed_back: int
    complete: bool
    entries: tuple[Entry, ...]
    explain: tuple[Explain, ...]
    coupons: tuple[UsedCoupon, ...] = ()
    freed: tuple[UsedCoupon, ...] = ()
    claim: ClaimGivenBack | None = None


@record
class _Step:
    """One refund among those of its sale: ``parts`` wanted, and the shares after each of them, this one last.

    ``kept`` are the kinds of coupons that stay used.
    """

    programme: Programme
    sale: SoldBill
    rule: RefundRule
    kept: frozenset[str]
    day: date
    members: Mapping[str, MemberState]
    shares: tuple[Shares, ...]
    lines: tuple[RefundedLine, ...]

    @property
    def before(self) -> Shares:
        return self.shares[-2]

    @property
    def after(self) -> Shares:
        return self.shares[-1]

    @property
    def complete(self) -> bool:
        return complete(self.after)


def refund(
    programme: Programme,
    sale: SoldBill,
    already: Steps,
    lines: Sequence[tuple[int, Fraction | None]] | None,
    day: date,
    members: Mapping[str, MemberState] = _UNKNOWN,
) -> RefundResult:
    """Gives back ``lines`` (number from 1, quantity or ``None`` for all that is left), or with ``None`` all the rest.

    ``programme`` is the bundle the sale was calculated with, ``already`` the lines of each earlier refund in order.
    ``members`` are those whose entries the sale has, as they are now, by the id in the entry: brands that do not let
    a balance go negative look at them, as far as they are known. Raises ``Refusal``: ``already_refunded``,
    ``line_unknown``, ``line_repeated``, ``quantity_invalid``, ``refund_exceeds_sale``, ``refund_line_whole_only``,
    ``refund_whole_only``, ``clawback_above_balance``.
    """
    brand = programme.brand_at(programme.store(sale.store))
    all_kept = brand.refund.coupons is CouponRefund.KEEP
    kept = frozenset(code for code, coupon in brand.coupons.items() if all_kept or coupon.refund is CouponRefund.KEEP)
    shares, parts = _shares_and_lines(sale, already, lines)
    step = _Step(programme, sale, brand.refund, kept, day, members, shares, parts)
    if step.rule.rounding is RefundRounding.WHOLE_ONLY and not step.complete:
        raise Refusal("refund_whole_only")
    return _result(step)


def void(
    programme: Programme, sale: SoldBill, day: date, members: Mapping[str, MemberState] = _UNKNOWN
) -> RefundResult:
    """Undoes a whole sale as if it had never been: points and coupons come back whatever the brand's switches say."""
    shares, parts = _shares_and_lines(sale, (), None)
    return _result(_Step(programme, sale, AS_IF_NEVER_SOLD, frozenset(), day, members, shares, parts))


def _shares_and_lines(
    sale: SoldBill, already: Steps, lines: Sequence[tuple[int, Fraction | None]] | None
) -> tuple[tuple[Shares, ...], tuple[RefundedLine, ...]]:
    """The shares given back after each step, from nothing on, and the lines of the last with their amounts."""
    shares = [nothing_of(sale.lines)]
    for earlier in already:
        shares.append(shares_after(sale.lines, shares[-1], [(part.line, part.quantity) for part in earlier]))
    wanted = wanted_parts(sale.lines, shares[-1], lines)
    shares.append(shares_after(sale.lines, shares[-1], wanted))
    first, then = paid_back(sale.lines, shares[-2]), paid_back(sale.lines, shares[-1])
    parts = (RefundedLine(number, quantity, then[number - 1] - first[number - 1]) for number, quantity in wanted)
    return tuple(shares), tuple(parts)


def _result(step: _Step) -> RefundResult:
    return _without_member(step) if step.sale.member_id is None else _with_member(step, step.sale.member_id)


def _without_member(step: _Step) -> RefundResult:
    back = _coupons(step)
    return RefundResult(
        lines=step.lines,
        amount=sum(part.amount for part in step.lines),
        returned=0,
        clawed_back=0,
        complete=step.complete,
        entries=(),
        explain=tuple(coupons_of(step.programme, back)),
        coupons=back.returned,
        freed=back.freed,
    )


def _with_member(step: _Step, member_id: str) -> RefundResult:
    back = _coupons(step)
    taken, stayed = _taken(step, member_id)
    returns = _returns(step)
    states = states_after(step.members, returns, step.day)
    reversals = {
        who: within_balance(reversal_of(step.sale, theirs), _below_zero(step, who), states, step.day)
        for who, theirs in taken.items()
    }
    entries = [*returns]
    for who, theirs in taken.items():
        undone = (
            _undone(step, back, theirs)
            if who == member_id
            else Entry(who, EntryKind.REVERSE, 0, progress=theirs.progress)
        )
        if who == member_id or not theirs.nothing:
            entries += reverse_entries(reversals[who], undone)
    return RefundResult(
        lines=step.lines,
        amount=sum(part.amount for part in step.lines),
        returned=sum(entry.points for entry in returns),
        clawed_back=reversals[member_id].points,
        complete=step.complete,
        entries=tuple(entries),
        explain=_explained(step, back, taken, reversals, entries, stayed),
        coupons=back.returned,
        freed=back.freed,
    )


def _taken(step: _Step, member_id: str) -> tuple[dict[str, Taken], frozenset[str]]:
    """What is taken from whom, and the missions whose rewards stay."""
    taken = dict(taken_by_last(step.programme, step.rule.rounding, step.sale, step.shares[1:]))
    if step.rule.rounding is RefundRounding.SHARE:  # a part of a reward has gone with every part of the bill
        return taken, frozenset()
    brand = step.programme.brand_at(step.programme.store(step.sale.store))
    mine = without_kept(brand, step.sale, taken[member_id], taken[member_id].left, step.members.get(member_id))
    return {**taken, member_id: mine.taken}, mine.missions


def _coupons(step: _Step) -> CouponsBack:
    return coupons_back(step.sale, step.kept) if step.complete else CouponsBack()


def _returns(step: _Step) -> tuple[Entry, ...]:
    if step.rule.spent_points is SpentPoints.KEEP:
        return ()
    before, after = points_back(step.sale, step.before), points_back(step.sale, step.after)
    if after <= before:
        return ()
    entries = return_entries(step.sale, before, after)
    if step.rule.returned_expiry is ReturnedExpiry.OWN and not step.rule.returned_days:
        return entries
    return tuple(replace(entry, parts=renewed_parts(step.sale, step.rule, entry.parts, step.day)) for entry in entries)


def _below_zero(step: _Step, member_id: str) -> BelowZero:
    """What a balance below zero means; a bill is not refused for what another member has spent."""
    switch = step.rule.below_zero
    return BelowZero.ZERO if switch is BelowZero.REFUSE and member_id != step.sale.member_id else switch


def _undone(step: _Step, back: CouponsBack, taken: Taken) -> Entry:
    """The buyer's entry before points: their visit and spend on the day of the sale, tallies and vouchers."""
    return Entry(
        member_id=step.sale.facts.member_id if step.sale.facts else "",
        kind=EntryKind.REVERSE,
        points=0,
        spend_minor=_spend_left(step, step.after) - _spend_left(step, step.before),
        visits=-1 if step.complete else 0,
        qualifying=-taken.qualifying,
        counts_on=step.sale.day,
        progress=add(add(back.progress, taken.progress), _counts(step)),
    )


def _counts(step: _Step) -> Progress:
    """How the counts of rewards taken and points paid change."""
    if step.rule.spent_points is SpentPoints.KEEP:
        return NO_PROGRESS
    before, after = (counts_back(step.sale, shares) for shares in (step.before, step.after))
    return change(after, before)


def _spend_left(step: _Step, shares: Shares) -> int:
    store = step.programme.store(step.sale.store)
    left = step.sale.spend(step.programme.brand_at(store), sum(paid_back(step.sale.lines, shares)))
    return spend_in_group(step.programme, store, left)


def _explained(
    step: _Step,
    back: CouponsBack,
    taken: Mapping[str, Taken],
    reversals: Mapping[str, Reversal],
    entries: Sequence[Entry],
    stayed: frozenset[str],
) -> tuple[Explain, ...]:
    buyer = step.sale.member_id or ""
    mine, of_others = reversals[buyer], sum(their.points for who, their in reversals.items() if who != buyer)
    after = states_after(step.members, entries, step.day)
    missions = step.programme.brand_at(step.programme.store(step.sale.store)).missions
    return (
        *points_returned(entries, step.day),
        *points_clawed_back(mine.points, mine.waived, of_others),
        *coupons_of(step.programme, back),
        *vouchers_of(step.programme, taken[buyer].progress, after.get(buyer)),
        *missions_of({mission.code: mission.name for mission in missions}, taken[buyer].progress, stayed),
    )
