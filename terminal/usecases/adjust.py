"""Points put right by hand, with a reason."""

from terminal.domain.errors import Refusal
from terminal.domain.expiry import new_lot
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, plan_spend
from terminal.domain.records import record
from terminal.ports.store import MemberRecord, NewFrame, UnitOfWork
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.members import find_member, use_token
from terminal.usecases.till import Counter, Till, counter_of, new_id

POINTS_MAX = 10**9
REASON_LENGTH_MAX = 200


@record
class Adjust:
    """Adds ``points`` (negative takes them)."""

    member: str
    points: int
    reason: str
    approved_by: str = ""
    key: str | None = None


@record
class AdjustDone:
    """A committed adjustment and the balance after it."""

    member_id: str
    points: int
    balance: int


def adjust(till: Till, command: Adjust) -> AdjustDone:
    """Adjusts; what is added runs out as if it had been earned today.

    Raises ``Refusal``: ``adjust_zero``, ``adjust_below_zero``, ``points_invalid``, ``reason_missing``,
    ``reason_invalid``, ``member_unknown``, and what ``AdjustmentPolicy.check`` refuses.
    """
    _check(command)
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "adjust", command.key, AdjustDone)
        if done is None:
            counter = counter_of(till, unit)
            counter.programme.adjustments.check(command.points, command.reason.strip(), command.approved_by.strip())
            done = _adjust(unit, counter, find_member(unit, command.member, counter.now), command)
            use_token(unit, command.member, counter.now)
            keep_answer(unit, "adjust", command.key, done)
            unit.commit()
        return done


def _check(command: Adjust) -> None:
    if command.points == 0:
        raise Refusal("adjust_zero")
    if abs(command.points) > POINTS_MAX:
        raise Refusal("points_invalid", points=command.points, points_max=POINTS_MAX)
    if not command.reason.strip():
        raise Refusal("reason_missing")
    if len(command.reason) > REASON_LENGTH_MAX:
        raise Refusal("reason_invalid", length_max=REASON_LENGTH_MAX)


def _adjust(unit: UnitOfWork, counter: Counter, member: MemberRecord, command: Adjust) -> AdjustDone:
    wallet = member.wallet
    balance = wallet.balance(counter.day)
    if command.points < 0 and balance + command.points < 0:
        raise Refusal("adjust_below_zero", balance=balance, points=-command.points)
    entry = Entry(wallet.member_id, EntryKind.ADJUST, command.points, _parts(counter, wallet, command.points))
    body = {"member": member.member_id, "reason": command.reason.strip(), "approved_by": command.approved_by}
    unit.append(NewFrame(FrameKind.ADJUSTMENT, counter.now, counter.day, counter.programme.digest, body, (entry,)))
    return AdjustDone(member.member_id, command.points, balance + command.points)


def _parts(counter: Counter, wallet: MemberState, points: int) -> tuple[LotPart, ...]:
    if points > 0:
        return (new_lot(counter.brand.expiry, counter.brand.code, new_id(), points, counter.day),)
    return plan_spend(wallet.lots, -points, counter.day)
