"""Membership levels as head office declares them."""

from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from terminal.domain.days import add_months, month_end
from terminal.domain.expiry import ExpiryRule, expires_on
from terminal.domain.records import record
from terminal.domain.selection import EVERYTHING, ItemSelector
from terminal.domain.text import LocalText

Figures = tuple[int, int, int]
"""Spend in minor units of the group's currency, visits, qualifying points."""


class WindowKind(StrEnum):
    """Over which time a tier looks back."""

    EVER = "ever"
    MONTHS = "months"
    DAYS = "days"
    CALENDAR_MONTHS = "calendar_months"
    CALENDAR_YEAR = "calendar_year"
    TERM = "term"
    WHOLE_TERM = "whole_term"


OF_A_TERM: Final = frozenset({WindowKind.TERM, WindowKind.WHOLE_TERM})
COUNTED: Final = frozenset({WindowKind.MONTHS, WindowKind.DAYS, WindowKind.CALENDAR_MONTHS})


@record
class Window:
    """The time up to a day that counts: ``count`` months or days for the kinds that need one.

    ``term`` is the time since the tier's present term began, without the day on which it was reached; ``whole_term``
    has that day too.
    """

    kind: WindowKind = WindowKind.EVER
    count: int = 0

    @property
    def key(self) -> str:
        """What facts and documents call it: ``ever``, ``12 months``. ``Window.of`` reads it."""
        return f"{self.count} {self.kind}" if self.count else str(self.kind)  # ``value`` takes its time

    @classmethod
    def of(cls, key: str) -> "Window":
        """The window called ``key``. Raises ``ValueError`` when there is no such window."""
        return _window(key)

    def start(self, day: date, term_began: date | None = None, reached: date | None = None) -> date | None:
        """The first day that counts when looking back from ``day``; ``None`` is since ever.

        ``term_began`` is the first day of the term after that on which it was ``reached``.
        """
        if self.kind is WindowKind.WHOLE_TERM:
            return reached
        if self.kind is WindowKind.MONTHS:
            return add_months(day, -self.count) + timedelta(days=1)
        if self.kind is WindowKind.DAYS:
            return day - timedelta(days=self.count - 1)
        if self.kind is WindowKind.CALENDAR_MONTHS:
            return month_end(day, -self.count) + timedelta(days=1)
        if self.kind is WindowKind.CALENDAR_YEAR:
            return date(day.year, 1, 1)
        return term_began if self.kind is WindowKind.TERM else None


@lru_cache(maxsize=256)
def _window(key: str) -> Window:
    number, _, name = key.rpartition(" ")
    kind = WindowKind(name)
    if (kind in COUNTED) != bool(number):
        raise ValueError(f"“{key}” is no window")
    return Window(kind, int(number or 0))


@record
class Requirement:
    """So much within ``window``, all of it; 0 is not asked for. Spend is minor units of the group's currency."""

    spend: int = 0
    visits: int = 0
    points: int = 0
    window: Window = field(default_factory=Window)

    def met(self, figures: Figures) -> bool:
        """Whether these figures of the window are enough."""
        return figures[0] >= self.spend and figures[1] >= self.visits and figures[2] >= self.points

    @property
    def basis(self) -> tuple[str, int, int, int]:
        """The requirement as plain values: what a tier that was reached by it rests on."""
        return (self.window.key, self.spend, self.visits, self.points)


@record
class Qualification:
    """What reaches a tier: any one of these requirements."""

    any_of: tuple[Requirement, ...]


class TierFall(StrEnum):
    """Where a member goes whose tier was not kept."""

    QUALIFIED = "qualified"
    ONE_STEP = "one_step"
    FIRST = "first"


class TierRenewal(StrEnum):
    """When a tier that is kept begins its next term."""

    AT_END = "at_end"
    WHEN_MET = "when_met"


class TierAfterRefund(StrEnum):
    """What becomes of a tier when the activity that reached it is refunded."""

    RECHECK = "recheck"
    KEEP = "keep"


@record
class Tier:
    """A membership level: points are multiplied by ``multiplier``.

    ``qualify`` reaches it (``None`` for the first and for those that head office grants). Without a ``term`` a member
    is in it only as long as ``qualify`` holds; with one they keep it to its end, then through ``grace_days``, and for
    another term when ``keep`` (``None``: ``qualify``) is met at that end; otherwise ``down`` says where they go.
    ``renew`` may begin the next term on the very day on which ``keep`` is met by what came after the present one began.
    ``discount`` is the share of ``discount_items`` on a bill that it takes off, ``benefits`` what else it gives, for
    people to read.
    """

    code: str
    name: LocalText
    multiplier: Fraction = Fraction(1)
    qualify: Qualification | None = None
    term: ExpiryRule | None = None
    keep: Qualification | None = None
    grace_days: int = 0
    down: TierFall = TierFall.QUALIFIED
    renew: TierRenewal = TierRenewal.AT_END
    discount: Fraction = Fraction(0)
    discount_items: ItemSelector = EVERYTHING
    benefits: tuple[LocalText, ...] = ()

    @property
    def kept_by(self) -> Qualification | None:
        """What keeps it for another term."""
        return self.keep or self.qualify

    def term_end(self, day: date) -> date | None:
        """The last day of a term that begins on ``day``, or after a term that ended on ``day``; ``None`` is for good.

        Without terms a tier that was reached is held for that day.
        """
        return expires_on(self.term, day) if self.term else day
