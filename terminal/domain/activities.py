"""What a member did between two days, looked up quickly: the figures that tiers ask about."""

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import accumulate

from terminal.domain.ledger import MemberState
from terminal.domain.progress import told_from
from terminal.domain.tier_rules import Figures


class Activities:
    """A member's activity with running sums, made once for all the windows of one look."""

    __slots__ = ("_days", "_points", "_spend", "_state", "_told", "_visits")

    def __init__(self, state: MemberState) -> None:
        activity = state.progress.activity
        self._state = state
        self._told = told_from(activity)
        self._days = [past.day for past in activity]
        self._spend = list(accumulate([past.spend_minor for past in activity], initial=0))
        self._visits = list(accumulate([past.visits for past in activity], initial=0))
        self._points = list(accumulate([past.points for past in activity], initial=0))

    def tells(self, start: date | None) -> bool:
        """Whether every day from ``start`` on is still told; sums since ever always are."""
        return start is None or start >= self._told

    def days(self, first: date, last: date) -> list[date]:
        """The days from ``first`` to ``last`` on which anything is told."""
        return self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]

    def figures(self, start: date | None, last: date) -> Figures:
        """Spend, visits and qualifying points from ``start`` (``None``: since ever) to ``last``, both inclusive."""
        end = bisect_right(self._days, last)
        if start is None:
            # Spend and visits from before there was activity by day are in the sums of all time only.
            later_spend, later_visits = self._spend[-1] - self._spend[end], self._visits[-1] - self._visits[end]
            return (self._state.spend_minor - later_spend, self._state.visits - later_visits, self._points[end])
        first = min(bisect_left(self._days, start), end)
        return (
            self._spend[end] - self._spend[first],
            self._visits[end] - self._visits[first],
            self._points[end] - self._points[first],
        )
