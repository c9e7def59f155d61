"""What brands owe each other: the table of a period, or of all, from the rows that posting keeps."""

from sqlalchemy import func, select

from sync.server.programmes.programmes import require_latest
from sync.server.storage.database import Database
from sync.server.storage.tables import settlement_shares
from terminal.domain.programme import Programme
from terminal.domain.records import record
from terminal.domain.settlement import owed_for


@record
class SettlementLine:
    """A pair of brands, a period (``2026-11``) and a currency.

    ``earned_at`` gave ``points`` that took ``amount`` minor units off bills of ``spent_at``, refunds taken off, and
    owes it ``owed`` for that: nothing where both are one brand. ``owed_in_group`` is in the group's currency, ``None``
    for a currency that the programme in force no longer has.
    """

    period: str
    currency: str
    earned_at: str
    spent_at: str
    points: int
    amount: int
    owed: int
    owed_in_group: int | None


@record
class SettlementTotal:
    """All redemptions of a period in a currency: the sum of the lines, and what all brands owe together."""

    period: str
    currency: str
    points: int
    amount: int
    owed: int


@record
class SettlementReport:
    """The lines by period, currency and brands, and their totals; ``group_currency`` is what lines convert to."""

    group_currency: str
    lines: tuple[SettlementLine, ...]
    totals: tuple[SettlementTotal, ...]


def settlement(database: Database, period: str | None = None) -> SettlementReport:
    """The report of ``period`` (``2026-11``), or of every one, by the rates of the programme in force.

    Raises ``Refusal("programme_missing")``.
    """
    row = settlement_shares.c
    key = (row.period, row.currency, row.earned_at, row.spent_at)
    sums = select(*key, func.sum(row.points).label("points"), func.sum(row.amount).label("amount"))
    if period is not None:
        sums = sums.where(row.period == period)
    with database.read() as connection:
        programme = require_latest(connection).programme
        found = connection.execute(sums.group_by(*key).order_by(*key)).mappings().all()
    lines = tuple(
        _line(
            programme,
            (one["period"], one["currency"]),
            (one["earned_at"], one["spent_at"]),
            int(one["points"]),
            int(one["amount"]),
        )
        for one in found
    )
    return SettlementReport(programme.currency.code, lines, _totals(lines))


def _line(
    programme: Programme, when: tuple[str, str], pair: tuple[str, str], points: int, amount: int
) -> SettlementLine:
    known = programme.currencies.get(when[1])
    owed = owed_for(programme.settlement, pair, amount, (known or programme.currency, programme.currency))
    return SettlementLine(*when, *pair, points, amount, owed.owed, owed.owed_in_group if known else None)


def _totals(lines: tuple[SettlementLine, ...]) -> tuple[SettlementTotal, ...]:
    found: dict[tuple[str, str], SettlementTotal] = {}
    for line in lines:
        key = (line.period, line.currency)
        before = found.get(key, SettlementTotal(*key, 0, 0, 0))
        found[key] = SettlementTotal(
            *key, before.points + line.points, before.amount + line.amount, before.owed + line.owed
        )
    return tuple(found.values())
