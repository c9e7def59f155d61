"""Rewards of missions that stay when their bill comes back, because the member's other bills reach the goal too.

What a refund takes is a function of the bill alone; which bills came after it only the member's own account says. So
this looks at the account without anything of the bill that comes back, the same for a part of it as for the whole:
parts still add up to the whole. An account that is not known keeps nothing, and the next bill fills the card instead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from terminal.domain.ledger import MemberState
from terminal.domain.missions.base import Mission
from terminal.domain.missions.card import DONE, Card
from terminal.domain.missions.windows import MISSION_TALLY, held_by_mission, tally_key
from terminal.domain.programme import Brand
from terminal.domain.progress import Progress, Tally, Voucher, add, negated, progress_of
from terminal.domain.records import record
from terminal.domain.refunds.clawback import Taken, change
from terminal.domain.sold import SoldBill


@record
class Kept:
    """What is ``taken`` besides the rewards that stay, and the missions, by code, that gave those."""

    taken: Taken
    missions: frozenset[str] = frozenset()


def without_kept(brand: Brand, sale: SoldBill, taken: Taken, left: Progress, state: MemberState | None) -> Kept:
    """``taken`` from the buyer, less the rewards that others of their bills have reached as well.

    ``left`` is what they had of the sale before this step, ``state`` their account then, ``None`` where it is unknown.
    """
    lost = {mission.code: mission for mission in brand.missions if _times_lost(mission, sale.day, taken)}
    if state is None or not lost:
        return Kept(taken)
    cards = held_by_mission(_of_others(state, left, sale.day))
    stayed = set()
    for code, mission in lost.items():
        times = _times_lost(mission, sale.day, taken)
        stays, tallies = Card.of(mission, cards.get(code, []), sale.day).filled(times)
        if stays:
            taken = _without_rewards(brand, sale, taken, mission, (stays, times), tallies)
            stayed.add(code)
    return Kept(taken, frozenset(stayed))


def _times_lost(mission: Mission, day: date, taken: Taken) -> int:
    scope = "" if mission.window.rolling else mission.window.label(day)
    done = taken.progress.tallies.get(tally_key(mission.code, DONE, scope))
    return max(-done.count, 0) if done else 0


def _of_others(state: MemberState, left: Progress, day: date) -> Mapping[str, int]:
    """The counts of missions as they would be without what is left of the bill."""
    mine = Progress(tallies={key: tally for key, tally in left.tallies.items() if key.startswith(MISSION_TALLY)})
    return add(Progress(tallies=state.progress.tallies), negated(mine)).tallies_on(day)


def _without_rewards(
    brand: Brand, sale: SoldBill, taken: Taken, mission: Mission, stays: tuple[int, int], tallies: tuple[Tally, ...]
) -> Taken:
    """``taken`` without the first of the rewards of ``mission``: so many of so many; ``tallies`` count them again."""
    source, gives = f"mission/{mission.code}", mission.gives
    lot_id = sale.sale_id if gives.expiry in (None, brand.expiry) else f"{sale.sale_id}.{source}"
    points = min(gives.points * stays[0], taken.lots.get(lot_id, 0))
    lots = {lot: count for lot, had in taken.lots.items() if (count := had - (points if lot == lot_id else 0))}
    progress = add(taken.progress, progress_of(tallies, _first(f"{sale.sale_id}.{source}.", stays, taken.progress)))
    qualifying = taken.qualifying - (min(points, taken.qualifying) if gives.qualifying else 0)
    return replace(taken, lots=lots, qualifying=qualifying, progress=change(Progress(), progress))


def _first(prefix: str, stays: tuple[int, int], progress: Progress) -> Iterable[Voucher]:
    """Of the vouchers called ``prefix`` and a number that are taken, those that the first rewards were."""
    gone = sorted(
        (voucher for key, voucher in progress.vouchers.items() if key.startswith(prefix) and voucher.uses < 0),
        key=lambda voucher: int(voucher.voucher_id[len(prefix) :]),
    )
    count = len(gone) * stays[0] // stays[1]
    return (voucher._replace(uses=-voucher.uses) for voucher in gone[:count])
