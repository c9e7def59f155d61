"""What the claim of a receipt gave, as the frame that booked it says, and what it is calculated from.

The receipt of a sale without a member says what of it earned. Whoever brings it gets what the brand's rules give for
that amount alone; what has been given back of the sale by then earns nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from typing import Any, Final

from terminal.domain.awards import Award
from terminal.domain.claims import Claim
from terminal.domain.earning import Purchase, base_awards, earning_lines
from terminal.domain.facts import Facts, facts_document, facts_from_document
from terminal.domain.frames import Frame
from terminal.domain.ledger import Entry
from terminal.domain.lines import EarningLine
from terminal.domain.occasion import Moment
from terminal.domain.programme import Brand, Programme, Store
from terminal.domain.receipts import ReceiptSection
from terminal.domain.records import record
from terminal.domain.sold import SoldBill

BODY: Final = "claim"
"""Where the body of a frame says what it does about a claim."""


@record
class Claimed:
    """What a claim gave: the ``entries`` of its frame, for ``amount`` of what had earned, on the business day ``day``.

    ``store`` and ``programme`` (its hash) gave it, to ``member_id``. ``moment`` and ``facts`` are what it was
    calculated with, which frames of older tills do not say.
    """

    member_id: str
    store: str
    programme: str
    day: date
    amount: int
    entries: tuple[Entry, ...]
    moment: Moment | None = None
    facts: Facts | None = None

    @property
    def lot_id(self) -> str:
        """The lot that its points went into, by which it is told from another claim of the same receipt."""
        return next((part.lot_id for entry in self.entries for part in entry.parts), "")


def claimable(brand: Brand, store: Store, sold: SoldBill) -> tuple[EarningLine, ...]:
    """What of the sale its receipt lets somebody claim the points of, by line; empty where it lets nobody."""
    if sold.member_id or ReceiptSection.CLAIM_POINTS not in brand.receipt.sections or not brand.earning:
        return ()
    lines = earning_lines(brand, store, sold.lines, sold.tenders)
    return lines if sum(line.amount for line in lines) > 0 else ()


def claim_awards(programme: Programme, store: Store, moment: Moment, facts: Facts, amount: int) -> Sequence[Award]:
    """What ``amount`` earns: as one line of nothing in particular, for the receipt does not say of what."""
    purchase = Purchase(
        sale_id="",
        store=store,
        moment=moment,
        facts=facts,
        lines=(EarningLine("", "", Fraction(1), amount, discounted=False),),
        tenders=(),
        spent=amount,
    )
    return base_awards(programme, purchase)


def qualifying_of(awards: Sequence[Award]) -> int:
    """The part of the member's points that counts towards tiers."""
    return sum(award.qualifying for award in awards if award.member_id is None)


def claimed_document(claim: Claim, amount: int, moment: Moment, facts: Facts) -> dict[str, Any]:
    """What the frame of a claim says of it: ``left`` of its amount where a part of the sale had been given back."""
    document: dict[str, Any] = {
        "terminal": claim.terminal,
        "epoch": claim.epoch,
        "sale": claim.sale,
        "amount": claim.amount,
        "time": moment.time.isoformat("seconds"),
        "facts": facts_document(facts),
    }
    return document | ({"left": amount} if amount != claim.amount else {})


def claimed_in(frame: Frame) -> Claimed:
    """What ``frame`` claimed. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for one that says nothing of it."""
    said: Mapping[str, Any] = frame.body[BODY]
    return Claimed(
        member_id=frame.body["member"],
        store=frame.store,
        programme=frame.programme,
        day=frame.day,
        amount=said.get("left", said["amount"]),
        entries=frame.entries,
        moment=Moment(frame.day, time.fromisoformat(said["time"])) if "time" in said else None,
        facts=facts_from_document(said["facts"]) if "facts" in said else None,
    )
