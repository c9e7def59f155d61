"""What a refund says of itself."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from terminal.domain.ledger import Entry, EntryKind, MemberState
from terminal.domain.lines import Explain
from terminal.domain.missions.base import STEPS
from terminal.domain.missions.windows import MISSION_TALLY
from terminal.domain.programme import Programme
from terminal.domain.progress import Progress
from terminal.domain.refunds.coupons import CouponsBack
from terminal.domain.text import LocalText

DIFFERENT: Final = "at/"


def points_returned(entries: Iterable[Entry], day: date) -> list[Explain]:
    """Spent points on their way back; those whose last day has passed are no step of the sum, but worth hearing of."""
    parts = [part for entry in entries if entry.kind is EntryKind.RETURN for part in entry.parts]
    returned = sum(part.points for part in parts)
    expired = sum(part.points for part in parts if not part.open_on(day))
    steps = [Explain("points_returned", points=returned)] if returned else []
    return steps + ([Explain("points_returned_expired", data={"expired": expired})] if expired else [])


def points_clawed_back(points: int, waived: int, of_others: int) -> list[Explain]:
    """Points that the buyer loses, those left to them, and those that another member loses."""
    steps = [Explain("points_clawed_back", points=-points)] if points else []
    if waived:
        steps.append(Explain("clawback_waived", data={"waived": waived}))
    if of_others:
        steps.append(Explain("clawed_back_of_other", data={"taken": of_others}))
    return steps


def claim_clawed_back(points: int, waived: int) -> list[Explain]:
    """Points that whoever claimed the receipt loses, and those left to them."""
    steps = [Explain("claim_clawed_back", points=-points)] if points else []
    return steps + ([Explain("clawback_waived", data={"waived": waived})] if waived else [])


def coupons_of(programme: Programme, back: CouponsBack) -> list[Explain]:
    """Coupons that were used on the bill."""
    returned = [Explain("coupon_returned", data={"coupon": _coupon(programme, used.coupon)}) for used in back.returned]
    return returned + [Explain("coupon_kept", data={"coupon": _coupon(programme, used.coupon)}) for used in back.kept]


def vouchers_of(programme: Programme, change: Progress, state: MemberState | None) -> list[Explain]:
    """Vouchers that the bill had given; ``state`` is the member's after the refund, where it is known."""
    held = state.progress.vouchers if state else {}
    steps = []
    for voucher in change.vouchers.values():
        spent = voucher.voucher_id in held and held[voucher.voucher_id].uses < 0
        code = "voucher_given" if voucher.uses > 0 else "voucher_spent" if spent else "voucher_taken_back"
        steps.append(Explain(code, data={"coupon": _coupon(programme, voucher.coupon)}))
    return steps


def missions_of(names: Mapping[str, LocalText], change: Progress, stayed: Collection[str]) -> list[Explain]:
    """How far cards of missions go back, or forward again where the bill had filled them.

    Rewards that have ``stayed`` are named instead: other bills have reached them too.
    """
    steps: dict[str, int] = {}
    for key, tally in change.tallies.items():
        if key.startswith(MISSION_TALLY):
            code, _, counted = key.removeprefix(MISSION_TALLY).partition("/")
            if counted.partition("@")[0] == STEPS or counted.startswith(DIFFERENT):
                steps[code] = steps.get(code, 0) + tally.count
    moved = [
        Explain("mission_taken_back", data={"mission": names.get(code, code), "count": f"{count:+d}"})
        for code, count in steps.items()
        if count and code not in stayed
    ]
    return [*moved, *(Explain("mission_stays", data={"mission": names.get(code, code)}) for code in sorted(stayed))]


def _coupon(programme: Programme, code: str) -> object:
    return programme.coupons[code].name if code in programme.coupons else code
