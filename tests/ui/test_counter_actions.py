"""The window's door to the use-cases: what it does without being asked."""

from datetime import timedelta

from terminal.domain.frames import FrameKind
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
