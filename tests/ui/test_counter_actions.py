"""The window's door to the use-cases: what it does without being asked."""

from datetime import timedelta

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.usecases.shift_report import ReportKind
from tests.unit.usecases.counter import CounterInMemory
from tests.unit.usecases.test_reserved_points import aside, counter, lot
from ui.compose.actions import CounterActions


def test_looking_at_the_counter_gives_back_what_is_due() -> None:
    till = counter(aside(lot("a", 300)))
    actions = CounterActions(till.till)
    actions.shop()
    assert till.frames[-1].kind is not FrameKind.RESERVATION_RETURNED
    till.clock.instant += timedelta(days=1)
    actions.shop()
    actions.shop()
    kinds = [frame.kind for frame in till.frames]
    assert kinds.count(FrameKind.RESERVATION_RETURNED) == 1


def test_the_day_is_looked_at_printed_and_closed() -> None:
    till = CounterInMemory()
    actions = CounterActions(till.till)
    till.sell(185)
    frames = len(till.frames)
    looked = actions.day_report(ReportKind.X)
    assert (looked.figures.total, looked.output_id, len(till.frames)) == (185, None, frames)
    assert actions.day_report(ReportKind.X, print_it=True).output_id is not None
    closed = actions.day_report(ReportKind.Z, looked.day, print_it=True)
    assert (closed.number, till.frames[-1].kind) == (1, FrameKind.DAY_CLOSED)


def test_options_are_saved_all_or_none() -> None:
    till = CounterInMemory()
    actions = CounterActions(till.till)
    actions.save_settings({"wedge_prefix": "~", "wedge_gap_ms": "25"})
    with pytest.raises(Refusal, match="setting_invalid"):
        actions.save_settings({"wedge_prefix": "", "wedge_gap_ms": "1"})
    with till.till.store.view() as unit:
        assert (unit.setting("wedge_prefix"), unit.setting("wedge_gap_ms")) == ("~", "25")
