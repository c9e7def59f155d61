"""Cash put into the drawer or taken out of it beside sales and refunds, with a reason."""

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.records import record
from terminal.domain.tenders import CASH, TenderPaid
from terminal.ports.store import NewFrame
from terminal.usecases.cash_shifts import CashMove, open_shift_in
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.print_queue import queue_kick
from terminal.usecases.till import Till, counter_of

REASON_LENGTH_MAX = 80


@record
class MoveCash:
    """Puts ``amount`` minor units in; negative takes them out."""

    amount: int
    reason: str
    cashier: str = ""
    approved_by: str = ""
    key: str | None = None


def move_cash(till: Till, command: MoveCash) -> CashMove:
    """Notes it in the shift that goes on, and opens the drawer where there is one.

    Raises ``Refusal``: ``shift_not_open``, ``cash_move_zero``, ``amount_invalid``, ``cash_reason_invalid``, ``key_…``.
    """
    reason = _checked(command)
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "move_cash", command.key, CashMove)
        if done is None:
            counter = counter_of(till, unit)
            shift = open_shift_in(unit)
            if shift is None:
                raise Refusal("shift_not_open")
            done = CashMove(counter.now, command.amount, reason, command.cashier, command.approved_by)
            body = {
                "shift": shift.shift_id,
                "amount": done.amount,
                "reason": done.reason,
                "cashier": done.cashier,
                "approved_by": done.approved_by,
            }
            unit.append(NewFrame(FrameKind.CASH_MOVED, counter.now, counter.day, counter.programme.digest, body))
            queue_kick(unit, (TenderPaid(CASH, abs(command.amount)),))
            keep_answer(unit, "move_cash", command.key, done)
            unit.commit()
        return done


def _checked(command: MoveCash) -> str:
    reason = command.reason.strip()
    if not reason or len(reason) > REASON_LENGTH_MAX or not reason.isprintable():
        raise Refusal("cash_reason_invalid", length_max=REASON_LENGTH_MAX)
    if command.amount == 0:
        raise Refusal("cash_move_zero")
    if abs(command.amount) > AMOUNT_MINOR_MAX:
        raise Refusal("amount_invalid", amount=command.amount)
    return reason
