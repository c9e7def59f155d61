"""A shift of the cash drawer begins, with what is counted into it."""

from terminal.domain.denominations import Count, checked_cash, counted
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.records import record
from terminal.ports.store import NewFrame
from terminal.usecases.cash_shifts import OpenShift, last_number, open_shift_in
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.till import Till, counter_of, new_id


@record
class BeginShift:
    """``opening`` is the float in minor units; with a ``count`` by denomination, that says it."""

    opening: int = 0
    count: Count = ()
    cashier: str = ""
    key: str | None = None


def begin_shift(till: Till, command: BeginShift) -> OpenShift:
    """Begins a shift. Raises ``Refusal``: ``shift_is_open``, ``amount_invalid``, ``count_invalid``, ``key_…``."""
    opening = counted(command.count) if command.count else checked_cash(command.opening)
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "open_shift", command.key, OpenShift)
        if done is None:
            counter = counter_of(till, unit)
            going_on = open_shift_in(unit)
            if going_on is not None:
                raise Refusal("shift_is_open", number=going_on.number)
            done = OpenShift(
                new_id(), last_number(unit) + 1, counter.now, counter.day, command.cashier, opening, moves=()
            )
            body = {
                "shift": done.shift_id,
                "number": done.number,
                "cashier": done.opened_by,
                "currency": counter.brand.currency.code,
                "opening": opening,
                "count": [list(pieces) for pieces in command.count],
            }
            unit.append(NewFrame(FrameKind.SHIFT_OPENED, counter.now, counter.day, counter.programme.digest, body))
            keep_answer(unit, "open_shift", command.key, done)
            unit.commit()
        return done
