"""What counts towards a tier: windows, and ways of reaching one."""

from datetime import date, timedelta
from typing import Any

import pytest

from terminal.domain.tier_rules import Window
from terminal.domain.tiers import tier_on, windows_on
from tests.unit.domain.samples import DAY
from tests.unit.domain.tiers_over_time import fold, rules, sale


@pytest.mark.parametrize(
    ("key", "day", "start"),
    [
        ("ever", date(2026, 11, 21), None),
        ("12 months", date(2026, 11, 21), date(2025, 11, 22)),
        ("12 months", date(2028, 2, 29), date(2027, 3, 1)),
        ("6 months", date(2026, 8, 31), date(2026, 3, 1)),
        ("365 days", date(2026, 11, 21), date(2025, 11, 22)),
        ("1 days", date(2026, 11, 21), date(2026, 11, 21)),
        ("1 calendar_months", date(2026, 11, 21), date(2026, 11, 1)),
        ("6 calendar_months", date(2026, 3, 31), date(2025, 10, 1)),
        ("calendar_year", date(2026, 11, 21), date(2026, 1, 1)),
    ],
)
def test_a_window_looks_back_to_its_first_day(key: str, day: date, start: date | None) -> None:
    window = Window.of(key)
    assert (window.key, window.start(day)) == (key, start)


@pytest.mark.parametrize("key", ["", "months", "12", "12 weeks", "3 ever", "x months"])
def test_what_is_no_window_is_refused(key: str) -> None:
    with pytest.raises(ValueError):
        Window.of(key)


def test_windows_count_what_is_inside_them() -> None:
    made = rules(
        {"qualify": [{"spend": 9000, "window": "12 months"}, {"visits": 5, "window": "calendar_year"}]},
        {"qualify": {"points": 900, "window": "30 days"}},
    )
    state = fold(
        sale(date(2025, 11, 21), 1000, 1), sale(date(2025, 11, 22), 2000, 2), sale(date(2026, 1, 1), 4000, 4),
        sale(DAY, 8000, 8), sale(DAY, 1, 1), sale(DAY + timedelta(days=1), 50, 50),
    )  # fmt: skip
    assert windows_on(made, state, DAY) == {
        "12 months": (14_001, 4, 15),
        "calendar_year": (12_001, 3, 13),
        "30 days": (8001, 2, 9),
    }


@pytest.mark.parametrize(
    ("qualify", "figures", "met"),
    [
        ({"spend": 2000, "visits": 8}, (2000, 1), True),
        ({"spend": 2000, "visits": 8}, (80, 8), True),
        ({"spend": 2000, "visits": 8}, (1999, 7), False),
        ({"spend": 2000, "visits": 8, "need": "all"}, (2000, 7), False),
        ({"spend": 2000, "visits": 8, "need": "all"}, (2000, 8), True),
        ([{"spend": 3000, "visits": 4, "need": "all"}, {"visits": 6}], (9999, 3), False),
        ([{"spend": 3000, "visits": 4, "need": "all"}, {"visits": 6}], (10, 6), True),
        ([{"spend": 3000, "visits": 4, "need": "all"}, {"visits": 6}], (3000, 4), True),
    ],
)
def test_any_of_the_ways_is_enough_and_all_of_a_way_where_it_says_so(
    qualify: Any, figures: tuple[int, int], met: bool
) -> None:
    made = rules({"qualify": qualify})
    state = fold(sale(DAY, figures[0]), *(sale(DAY, 0) for _ in range(figures[1] - 1)))
    assert (tier_on(made, state, DAY).code == "gold") is met
