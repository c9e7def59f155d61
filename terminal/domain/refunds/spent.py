"""Points that were spent on a bill, on their way back into the lots they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from terminal.domain.errors import Broken
from terminal.domain.ledger import Entry, EntryKind, LotPart
from terminal.domain.lines import POINTS_DISCOUNT
from terminal.domain.pricing.points import POINTS_TALLY
from terminal.domain.programme_parts import RefundRule, ReturnedExpiry
from terminal.domain.progress import Progress, Tally
from terminal.domain.refunds.gains import lots_of
from terminal.domain.refunds.shares import Shares, complete, part_of
from terminal.domain.rewards import SOURCE as REWARD_TALLY
from terminal.domain.sold import SoldBill


def points_back(sale: SoldBill, shares: Shares) -> int:
    """The spent points that these shares of the lines give back: of each source, the floor of what its discount was.

    A reward that took nothing off (a gift in the hand) comes back with the whole bill only.
    """
    return sum(part_of(points, _share_of(sale, source, shares)) for source, points in _spent(sale).items())


def counts_back(sale: SoldBill, shares: Shares) -> Progress:
    """The counts of rewards taken and points paid that come back with those points."""
    tallies: dict[str, Tally] = {}
    for entry in sale.entries:
        for key, tally in entry.progress.tallies.items() if entry.member_id == sale.member_id else ():
            source = _source_counted(key)
            if source is not None:
                tallies[key] = replace(tally, count=part_of(tally.count, _share_of(sale, source, shares)))
    return Progress(tallies={key: tally for key, tally in tallies.items() if tally.count})


def _source_counted(key: str) -> str | None:
    """The source whose uses the tally ``key`` counts: ``reward/cake@2026-11-21`` is of ``reward/cake``."""
    if key.startswith(POINTS_TALLY):
        return POINTS_DISCOUNT
    return key.partition("@")[0] if key.startswith(REWARD_TALLY) else None


def _spent(sale: SoldBill) -> Mapping[str, int]:
    spent: dict[str, int] = {}
    for source, points in sale.spent:
        spent[source] = spent.get(source, 0) + points
    return spent


def _share_of(sale: SoldBill, source: str, shares: Shares) -> Fraction:
    """The share of what ``source`` took off that these shares of the lines give back."""
    if complete(shares):
        return Fraction(1)
    bought, back = 0, Fraction(0)
    for line, share in zip(sale.lines, shares, strict=True):
        discount = sum(amount for given_by, amount in line.discounts if given_by == source)
        bought += discount
        back += discount * share
    return back / bought if bought else Fraction(0)


def return_entries(sale: SoldBill, before: int, after: int) -> tuple[Entry, ...]:
    """The entries that give back points ``before`` to ``after`` of those that the sale spent.

    What was spent last comes back first: those are the points that stay valid longest. Points that no lot had when
    they were spent came out of the sale's own, and go back there.
    """
    parts = slice_of([*_from_own_lots(sale), *_from_lots(sale)], before, after - before)
    if sum(part.points for _, part in parts) != after - before:
        raise Broken(f"sale {sale.sale_id} spent points that none of its entries names")
    entries = []
    for account in dict.fromkeys(account for account, _ in parts):
        theirs = tuple(part for owner, part in parts if owner == account)
        entries.append(Entry(account, EntryKind.RETURN, sum(part.points for part in theirs), theirs))
    return tuple(entries)


def renewed_parts(sale: SoldBill, rule: RefundRule, parts: Sequence[LotPart], day: date) -> tuple[LotPart, ...]:
    """``parts`` that come back on ``day``, those that can be spent longer than before in lots of their own.

    A lot is named by the brand that gave its points and by its last day, so that its parts add up whichever refund
    they come back with. Points that live on by visits, and those that the bill gave itself, stay in their lots.
    """
    used = [part.expires_on for entry in _redemptions(sale) for part in entry.parts if not part.idle_months]
    latest = max((last or date.max for last in used), default=date.min)
    first = latest if rule.returned_expiry is ReturnedExpiry.LATEST else date.min
    at_least = max(first, day + timedelta(days=rule.returned_days)) if rule.returned_days else first
    given = lots_of(sale)
    renewed: dict[str, LotPart] = {}
    for part in parts:
        keeps = part.idle_months or part.lot_id in given or (part.expires_on or date.max) >= at_least
        moved = part if keeps else _renewed(sale, part, at_least)
        held = renewed.get(moved.lot_id)
        renewed[moved.lot_id] = moved._replace(points=moved.points + held.points) if held else moved
    return tuple(renewed.values())


def _renewed(sale: SoldBill, part: LotPart, last: date) -> LotPart:
    expires_on = None if last == date.max else last
    lot_id = f"{sale.sale_id}.returned.{part.brand}.{expires_on.isoformat() if expires_on else 'ever'}"
    return part._replace(lot_id=lot_id, expires_on=expires_on, earned_on=sale.day)


def _redemptions(sale: SoldBill) -> tuple[Entry, ...]:
    return tuple(entry for entry in sale.entries if entry.kind is EntryKind.REDEEM)


def _from_lots(sale: SoldBill) -> list[tuple[str, LotPart]]:
    return [(entry.member_id, part) for entry in _redemptions(sale)[::-1] for part in entry.parts[::-1]]


def _from_own_lots(sale: SoldBill) -> list[tuple[str, LotPart]]:
    unnamed = -sum(entry.points + sum(part.points for part in entry.parts) for entry in _redemptions(sale))
    accounts = {entry.member_id for entry in _redemptions(sale)}
    own = [(account, part) for account, part in lots_of(sale).values() if account in accounts]
    return slice_of(own, 0, max(unnamed, 0))


def slice_of(parts: Sequence[tuple[str, LotPart]], start: int, count: int) -> list[tuple[str, LotPart]]:
    """What makes up points ``start`` to ``start + count`` of the ``parts`` (of accounts) laid end to end."""
    found: list[tuple[str, LotPart]] = []
    at = 0
    for account, part in parts:
        points = min(at + part.points, start + count) - max(at, start)
        if points > 0:
            found.append((account, part._replace(points=points)))
        at += part.points
    return found
