"""What refunds take back of what a sale gave, step by step.

Taken so far is what the whole bill gave less what its rest would give: no step adds anything up, so no rounding is
added up either. Where a lesser bill would have earned more, nothing is paid out: a step never takes less than the
steps before it took, and the last one takes what is left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from terminal.domain.programme import Programme, RefundRounding
from terminal.domain.progress import NO_PROGRESS, Progress, add, negated
from terminal.domain.records import record
from terminal.domain.refunds.gains import NO_GAINS, Gains, gains_of, left_of
from terminal.domain.refunds.shares import Shares
from terminal.domain.sold import SoldBill


@record
class Taken:
    """What one step takes from a member: points by lot and qualifying points, as positive numbers.

    ``progress`` is the change of their tallies and vouchers as their entry has it, ``left`` all that they had of the
    sale before.
    """

    lots: Mapping[str, int] = field(default_factory=dict)
    qualifying: int = 0
    progress: Progress = NO_PROGRESS
    left: Progress = NO_PROGRESS

    @property
    def points(self) -> int:
        """All points together."""
        return sum(self.lots.values())

    @property
    def nothing(self) -> bool:
        """Whether nothing changes."""
        return not (self.points or self.qualifying or self.progress)


def taken_by_last(
    programme: Programme, rounding: RefundRounding, sale: SoldBill, steps: Sequence[Shares]
) -> Mapping[str, Taken]:
    """What the last of ``steps`` takes, by member; each step is the shares given back after it, from nothing on."""
    whole = gains_of(sale)
    if not whole:
        return {}
    lefts = [whole, *(left_of(programme, rounding, sale, whole, shares) for shares in steps)]
    return {
        member_id: _last_step(gains, [left.get(member_id, NO_GAINS) for left in lefts])
        for member_id, gains in whole.items()
    }


def taken_so_far(whole: Gains, lefts: Iterable[Gains]) -> Taken:
    """The points taken of ``whole`` after all steps; ``lefts`` is what was left after each."""
    taken = Taken()
    for left in lefts:
        taken = _so_far(whole, left, taken)
    return taken


def _last_step(whole: Gains, lefts: Sequence[Gains]) -> Taken:
    """What the last step takes; ``lefts`` is what was left after each, beginning with the whole."""
    before = taken_so_far(whole, lefts[1:-1])
    after = _so_far(whole, lefts[-1], before)
    return Taken(
        lots={lot_id: more for lot_id, points in after.lots.items() if (more := points - before.lots.get(lot_id, 0))},
        qualifying=after.qualifying - before.qualifying,
        progress=change(lefts[-2].progress, lefts[-1].progress),
        left=lefts[-2].progress,
    )


def _so_far(whole: Gains, left: Gains, before: Taken) -> Taken:
    """The points taken once ``left`` is what is left: never less than ``before``.

    Lots are taken from by what each of them loses, as far as all together lose: where a rest earns less in one lot
    and more in another, only the difference goes.
    """
    more = max(sum(whole.lots.values()) - sum(left.lots.values()) - before.points, 0)
    lots = dict(before.lots)
    for lot_id, points in whole.lots.items():
        had = before.lots.get(lot_id, 0)
        taken = min(max(points - left.lots.get(lot_id, 0) - had, 0), more)
        lots[lot_id] = had + taken
        more -= taken
    return Taken(lots, max(whole.qualifying - left.qualifying, before.qualifying))


def change(before: Progress, after: Progress) -> Progress:
    """What makes ``after`` of ``before``, without what stays as it is."""
    changed = add(after, negated(before))
    return Progress(
        tallies={key: tally for key, tally in changed.tallies.items() if tally.count},
        vouchers={key: voucher for key, voucher in changed.vouchers.items() if voucher.uses},
    )
