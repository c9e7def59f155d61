"""A shift of the cash drawer ends with a count; only then is it said what should have been there."""

from dataclasses import replace

from terminal.domain.denominations import Count, checked_cash, counted
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.records import record
from terminal.ports.store import NewFrame
from terminal.usecases.cash_shifts import CashShift, latest_shift
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.till import Till, counter_of


@record
class CloseShift:
    """``counted`` is what is in the drawer, in minor units; with a ``count`` by denomination, that says it."""

    counted: int = 0
    count: Count = ()
    cashier: str = ""
    key: str | None = None


def close_shift(till: Till, command: CloseShift) -> CashShift:
    """Ends the shift that goes on.

    Raises ``Refusal``: ``shift_not_open``, ``amount_invalid``, ``count_invalid``, ``key_…``.
    """
    found = counted(command.count) if command.count else checked_cash(command.counted)
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "close_shift", command.key, CashShift)
        if done is None:
            counter = counter_of(till, unit)
            shift = latest_shift(unit)
            if shift is None or shift.counted is not None:
                raise Refusal("shift_not_open")
            done = replace(shift, closed_at=counter.now, closed_by=command.cashier, counted=found)
            body = _body(done, command.count, counter.brand.currency.code)
            unit.append(NewFrame(FrameKind.SHIFT_CLOSED, counter.now, counter.day, counter.programme.digest, body))
            keep_answer(unit, "close_shift", command.key, done)
            unit.commit()
        return done


def _body(shift: CashShift, count: Count, currency: str) -> dict[str, object]:
    return {
        "shift": shift.opened.shift_id,
        "number": shift.opened.number,
        "cashier": shift.closed_by,
        "currency": currency,
        "opening": shift.opened.opening,
        "taken": shift.taken,
        "given_back": shift.given_back,
        "moved_in": shift.moved_in,
        "moved_out": shift.moved_out,
        "expected": shift.expected,
        "counted": shift.counted,
        "difference": shift.difference,
        "count": [list(pieces) for pieces in count],
    }
