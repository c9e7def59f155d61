"""A stamp card: stamps for items, for bills, or for what is spent."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from terminal.domain.bundle.common import AMOUNT_MAX
from terminal.domain.bundle.items import ITEMS
from terminal.domain.bundle.records import Either, Field, Record
from terminal.domain.bundle.shapes import Choice, Whole, invalid
from terminal.domain.missions.base import STEPS, MissionKind
from terminal.domain.missions.pieces import pieces_bought
from terminal.domain.occasion import Occasion
from terminal.domain.records import record
from terminal.domain.selection import ItemSelector


class StampFor(StrEnum):
    """What a stamp is given for."""

    UNIT = "unit"
    BILL = "bill"


@record
class SmallBill:
    """A bill below the amount of one stamp still gets ``stamps`` from ``amount`` minor units on."""

    amount: int
    stamps: int


@record
class StampPerAmount:
    """A stamp for every ``amount`` minor units of a bill, what is left over dropped."""

    amount: int
    small: SmallBill | None = None

    def stamps(self, spent: int, each: int) -> int:
        """The stamps for ``spent`` when a full amount is worth ``each``."""
        if spent < self.amount and self.small and spent >= self.small.amount:
            return self.small.stamps
        return spent // self.amount * each


@record
class Stamps:
    """``stamps`` for every piece of ``items``, for a bill with some, or for every so much spent on them."""

    items: ItemSelector
    stamp_for: StampFor | StampPerAmount
    stamps: int

    def steps(self, occasion: Occasion) -> Mapping[str, int]:
        """The stamps."""
        stamps = self._stamps(occasion)
        return {STEPS: stamps} if stamps > 0 else {}

    def _stamps(self, occasion: Occasion) -> int:
        if self.stamp_for is StampFor.UNIT:
            return pieces_bought(self.items, occasion.lines) * self.stamps
        spent = sum([line.amount for line in self.items.of(occasion.lines)])
        if isinstance(self.stamp_for, StampPerAmount):
            return self.stamp_for.stamps(spent, self.stamps)
        return self.stamps if spent > 0 else 0


class _PerAmount(Record[StampPerAmount]):
    def read(self, value: object, path: str) -> StampPerAmount:
        found = super().read(value, path)
        if found.small and found.small.amount >= found.amount:
            raise invalid(f"{path}.small.amount", "not_below", maximum=found.amount - 1)
        return found


_SMALL: Final = Record(
    SmallBill,
    {
        "amount": Field(Whole(1, AMOUNT_MAX), "From this amount on, in minor units …"),
        "stamps": Field(Whole(1, 1000), "… this many stamps."),
    },
)

_PER_AMOUNT: Final = _PerAmount(
    StampPerAmount,
    {
        "amount": Field(Whole(1, AMOUNT_MAX), "Minor units of one bill that a stamp takes; the rest is dropped."),
        "small": Field(_SMALL, "What a bill below that amount still gets; left out, nothing.", None),
    },
)


def _stamps(**values: object) -> Stamps:
    return Stamps(values["items"], values["for"], values["stamps"])  # type: ignore[arg-type]  # what the fields above have read


KIND = MissionKind(
    name="stamps",
    doc="A stamp card, redeemed by itself when it is full; further stamps go to the next card.",
    goal="The stamps of a full card.",
    arguments={
        "items": ITEMS,
        "for": Field(
            Either(Choice(StampFor), _PER_AMOUNT),
            "`unit` for every piece, `bill` for a bill, or an amount.",
            "unit",
        ),
        "stamps": Field(Whole(1, 1000), "How many stamps that is.", 1),
    },
    build=_stamps,
    monetary=lambda counting: isinstance(counting.stamp_for, StampPerAmount),
    repeats=True,
)
