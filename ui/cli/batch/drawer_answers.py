"""Answers about shifts of the cash drawer as JSON-able objects."""

from terminal.usecases.cash_shifts import CashMove, CashShift, OpenShift
from ui.cli.batch.answers import Answer, instant


def shift_opened(shift: OpenShift) -> Answer:
    """The answer to ``open_shift`` and ``shift``: nothing from which the drawer's contents could be told."""
    return {
        "shift": shift.number,
        "day": shift.day.isoformat(),
        "opened_at": instant(shift.opened_at),
        "cashier": shift.opened_by,
        "opening": shift.opening,
        "moves": [cash_moved(move) for move in shift.moves],
    }


def cash_moved(move: CashMove) -> Answer:
    """The answer to ``move_cash``."""
    return {
        "at": instant(move.at),
        "amount": move.amount,
        "reason": move.reason,
        "cashier": move.cashier,
        "approved_by": move.approved_by,
    }


def shift_closed(shift: CashShift) -> Answer:
    """The answer to ``close_shift``."""
    return {
        **shift_opened(shift.opened),
        "closed_by": shift.closed_by,
        "taken": shift.taken,
        "given_back": shift.given_back,
        "expected": shift.expected,
        "counted": shift.counted,
        "difference": shift.difference,
    }
