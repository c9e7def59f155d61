"""The real baskets, as commands for a till.

Names and phones do not exist in the data: they are derived here from ``household_id``, the same at every run.
"""

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from terminal.domain.records import record

STORE_ZONE = ZoneInfo("America/New_York")
SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周"
GIVEN_NAMES = ("志明", "淑芬", "堃", "喆宇", "犇", "煊婷", "峯銘", "瀞文", "家豪", "怡君", "俊傑", "雅雯", "承恩")
REDEEM_EVERY = 4
CARD_EVERY = 3
NOTE_CENTS = 2000
COUPON_CENTS = 1000


@record
class Basket:
    """One visit of one household; ``lines`` are lines of a ``sell`` command."""

    basket_id: int
    household_id: int
    store_id: int
    at: datetime
    lines: tuple[dict[str, Any], ...]

    @property
    def phone(self) -> str:
        """The household's made-up mobile number."""
        return f"09{self.household_id:08d}"

    @property
    def name(self) -> str:
        """The household's made-up name."""
        surname = SURNAMES[self.household_id % len(SURNAMES)]
        return surname + GIVEN_NAMES[self.household_id // len(SURNAMES) % len(GIVEN_NAMES)]

    @property
    def birthday(self) -> date:
        """The household's made-up birthday."""
        return date(1950 + self.household_id % 50, 1 + self.household_id % 12, 1 + self.household_id % 28)

    @property
    def takes_coupon(self) -> bool:
        """Whether the basket is worth one of the coupons of the demo's programme."""
        return self.total_cents >= COUPON_CENTS

    @property
    def total_cents(self) -> int:
        """What the lines add up to."""
        return sum(line["amount"] for line in self.lines)

    def sell_command(self, coupons: Sequence[str] = ()) -> dict[str, Any]:
        """The visit as a ``sell`` command; every fourth redeems all it may, every third pays by card."""
        command: dict[str, Any] = {
            "op": "sell",
            "key": f"basket-{self.basket_id}",
            "member": self.phone,
            "at": self.at.isoformat(),
            "lines": list(self.lines),
            "tenders": [{"type": "card"}],
        }
        if self.basket_id % REDEEM_EVERY == 0:
            command["redeem"] = "max"
        if coupons:
            command["coupons"] = list(coupons)
        notes = -(-self.total_cents // NOTE_CENTS) * NOTE_CENTS
        if notes and self.basket_id % CARD_EVERY:
            command["tenders"] = [{"type": "cash", "amount": notes}]
        return command

    def enrol_command(self, referrer: str | None = None) -> dict[str, Any]:
        """The household's enrolment, at the till where it is first seen."""
        command = {
            "op": "enrol_member",
            "phone": self.phone,
            "name": self.name,
            "birthday": self.birthday.isoformat(),
            "at": self.at.isoformat(),
        }
        if referrer:
            command["referrer"] = referrer
        return command


def read_baskets() -> list[Basket]:
    """All baskets, in the order of the file, which is the order of time."""
    products = {row["product_id"]: row for row in _rows("products.csv.gz")}
    baskets = []
    for basket_id, rows in groupby(_rows("transactions.csv.gz"), key=lambda row: row["basket_id"]):
        lines = list(rows)
        first = lines[0]
        baskets.append(
            Basket(
                basket_id=int(basket_id),
                household_id=int(first["household_id"]),
                store_id=int(first["store_id"]),
                at=datetime.fromisoformat(first["local_time"]).replace(tzinfo=STORE_ZONE),
                lines=tuple(_line(row, products.get(row["product_id"], {})) for row in lines),
            )
        )
    return baskets


def _line(row: dict[str, str], product: dict[str, str]) -> dict[str, Any]:
    return {
        "sku": row["product_id"],
        "name": product.get("product_type") or product.get("product_category") or row["product_id"],
        "category": product.get("department") or "UNKNOWN",
        "qty": row["quantity"],
        "amount": int(Decimal(row["sales_value"]) * 100),
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("resources") / "demo" / name).open("rb") as packed, gzip.open(packed) as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8", newline=""))
