"""Redemptions and what refunds gave back of them, as rows that say which brand's points paid how much of each."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from sync.server.storage.tables import settlement_shares
from terminal.domain.frames import Frame
from terminal.domain.ledger import EntryKind
from terminal.domain.settlement import Share, redemption_shares, returned_shares, worth_of
from terminal.domain.sold import SoldBill

_CURRENCY_LENGTH = 8
_WORTH_MAX = 2**53
Row = dict[str, Any]


class Settling:
    """The settlement of one terminal's frames; ``spent_at`` is its brand. ``rows`` are for whoever keeps them."""

    def __init__(self, connection: Connection, spent_at: str) -> None:
        self._connection = connection
        self._spent_at = spent_at
        self._by_sale: dict[str, list[Row]] = {}
        self.rows: list[Row] = []

    def settle(self, frame: Frame, sold: SoldBill | None) -> None:
        """Notes what the frame redeems and gives back. ``sold`` is the sale in it, as far as it could be read."""
        sale = frame.body.get("sale")
        kinds = {entry.kind for entry in frame.entries}
        if not isinstance(sale, str):
            return
        if EntryKind.REDEEM in kinds:
            worth = worth_of(sold.lines, sold.spent) if sold else frame.body.get("redeemed_amount", 0)
            valid = isinstance(worth, int) and 0 <= worth <= _WORTH_MAX
            shares = redemption_shares(frame.entries, worth if valid else 0, self._spent_at)
            self._by_sale.setdefault(sale, [])  # a sale redeems once: there is nothing of it to look up
            self._add(frame, sale, shares, self._spent_at, _currency(frame))
        if EntryKind.RETURN in kinds and (known := self._rows_of(sale)):
            redemption, left = _shares([row for row in known if row["points"] > 0]), _shares(known)
            first = known[0]
            returned = returned_shares(redemption, left, frame.entries)
            self._add(frame, sale, returned, first["spent_at"], first["currency"])

    def _add(self, frame: Frame, sale: str, shares: Sequence[Share], spent_at: str, currency: str) -> None:
        rows = [
            {
                "sale": sale,
                "terminal": frame.terminal,
                "epoch": frame.epoch,
                "seq": frame.seq,
                "earned_at": share.brand,
                "spent_at": spent_at,
                "period": f"{frame.day:%Y-%m}",
                "currency": currency,
                "points": share.points,
                "amount": share.amount,
            }
            for share in shares
        ]
        self.rows.extend(rows)
        self._rows_of(sale).extend(rows)

    def _rows_of(self, sale: str) -> list[Row]:
        if sale not in self._by_sale:
            found = self._connection.execute(select(settlement_shares).where(settlement_shares.c.sale == sale))
            self._by_sale[sale] = [dict(row) for row in found.mappings()]
        return self._by_sale[sale]


def _shares(rows: Sequence[Row]) -> tuple[Share, ...]:
    points: dict[str, int] = defaultdict(int)
    amounts: dict[str, int] = defaultdict(int)
    for row in rows:
        points[row["earned_at"]] += row["points"]
        amounts[row["earned_at"]] += row["amount"]
    return tuple(Share(brand, points[brand], amounts[brand]) for brand in sorted(points))


def _currency(frame: Frame) -> str:
    currency = frame.body.get("currency")
    return currency[:_CURRENCY_LENGTH] if isinstance(currency, str) else ""
