"""What must hold of missions: their goals can be reached, and not for nothing for ever."""

from collections.abc import Callable, Mapping
from typing import Final

from terminal.domain.bundle.checks.conditions import check_when
from terminal.domain.bundle.checks.currencies import check_currency
from terminal.domain.bundle.checks.feeding import check_feeding
from terminal.domain.bundle.checks.giving import check_days, check_giving
from terminal.domain.bundle.checks.references import check_all_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid
from terminal.domain.missions.base import Mission
from terminal.domain.missions.collect import Collect
from terminal.domain.missions.windows import Span


def check_missions(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first promise that a mission breaks."""
    for code, mission in sections.missions.items():
        path = f"missions.{code}"
        check_all_known(mission.brands, sections.brands, f"{path}.brands")
        check_when(mission.when, sections, f"{path}.when")
        amounts = mission.kind.monetary(mission.counting) or mission.when.monetary
        check_currency(sections, mission.currency, amounts, path)
        check_days(mission.since, mission.until, path)
        _check_goal(mission, sections, path)
        if not mission.gives:
            raise invalid(f"{path}.gives", "gives_nothing")
        check_giving(mission.gives, sections, f"{path}.gives", mission.since, mission.until)
        check_feeding(mission, sections, f"{path}.repeats")


def _check_goal(mission: Mission, sections: Sections, path: str) -> None:
    if mission.head_start.steps >= mission.goal:
        raise invalid(f"{path}.head_start.steps", "goal_within_head_start", maximum=mission.goal - 1)
    most = _MOST.get(mission.kind.name, _any_number)(mission, sections)
    if most is not None and mission.goal > most:
        raise invalid(f"{path}.goal", "goal_out_of_reach", maximum=most)


def _any_number(_: Mission, __: Sections) -> int | None:
    return None


def _brands(mission: Mission, sections: Sections) -> int:
    return len(mission.brands or sections.brands)


def _stores(mission: Mission, sections: Sections) -> int:
    return sum(1 for store in sections.stores.values() if store.brand in (mission.brands or sections.brands))


def _days(mission: Mission, _: Sections) -> int | None:
    if mission.window.rolling:
        return mission.window.days
    return _LONGEST.get(mission.window.span)


def _items(mission: Mission, _: Sections) -> int | None:
    if not isinstance(mission.counting, Collect):
        return None
    items = mission.counting.items
    return len(items.skus - items.except_skus) if items.skus and not items.categories else None


_LONGEST: Final[Mapping[Span, int]] = {Span.WEEK: 7, Span.MONTH: 31, Span.YEAR: 366}
_MOST: Final[Mapping[str, Callable[[Mission, Sections], int | None]]] = {
    "visit_brands": _brands,
    "visit_stores": _stores,
    "visit_days": _days,
    "collect": _items,
}
