"""What a bill gives: points, progress, vouchers, each with the rule that gave it."""

from collections.abc import Iterable

from terminal.domain.expiry import ExpiryRule
from terminal.domain.ledger import EntryKind
from terminal.domain.lines import Explain
from terminal.domain.progress import HeldTier, Tally, Voucher
from terminal.domain.records import record


@record
class Award:
    """What one rule gives for one bill.

    ``source`` names the rule (``base/drinks``, ``campaign/double``, ``mission/tour``) and is stable from one
    calculation of the same bill to the next. ``kind`` is ``ACCRUE`` for base points and ``BONUS`` for the rest,
    ``qualifying`` the part that counts towards tiers. ``expiry`` is ``None`` where the brand's clock applies,
    ``member_id`` ``None`` for whoever buys. ``steps`` explain it; their points add up to ``points`` for the buyer.
    """

    source: str
    points: int = 0
    kind: EntryKind = EntryKind.BONUS
    qualifying: int = 0
    expiry: ExpiryRule | None = None
    tallies: tuple[Tally, ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    tiers: tuple[HeldTier, ...] = ()
    member_id: str | None = None
    steps: tuple[Explain, ...] = ()


def earned(awards: Iterable[Award]) -> int:
    """The points of the buyer."""
    return sum([award.points for award in awards if award.member_id is None])
