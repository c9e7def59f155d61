"""The missions of a bundle."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final

from terminal.domain.bundle.common import AMOUNT_MAX, BRANDS, CURRENCY_CODE, DAY, NAMED
from terminal.domain.bundle.conditions import WHEN
from terminal.domain.bundle.giving import GIVING
from terminal.domain.bundle.records import Coded, Either, Field, OneOf, Record
from terminal.domain.bundle.shapes import Choice, Flag, Whole
from terminal.domain.missions.base import NO_HEAD_START, HeadStart, Limits, Mission, MissionKind
from terminal.domain.missions.registry import REGISTRY
from terminal.domain.missions.windows import MissionWindow, Span

DIFFERENT_MAX: Final = 100
WINDOW_DAYS_MAX: Final = 366


class Cards(StrEnum):
    """Which cards have a head start."""

    EVERY = "every"
    FIRST = "first"


_ROLLING: Final = Record(
    lambda days: MissionWindow(days=days),
    {"days": Field(Whole(1, WINDOW_DAYS_MAX), "Days from the first step on, the day of that step included.")},
)

_HEAD_START: Final = Record(
    lambda steps, cards: HeadStart(steps, cards is Cards.FIRST),
    {
        "steps": Field(Whole(1, 1000), "The steps that are there before anything is done."),
        "cards": Field(Choice(Cards), "On `every` card, or only on the member's `first`.", "every"),
    },
)

_COUNTED: Final[dict[str, Field[Any]]] = {
    "per_bill": Field(Whole(1, AMOUNT_MAX), "The most steps that count of one bill.", None),
    "per_day": Field(Whole(1, AMOUNT_MAX), "The most steps that count of one member's business day.", None),
    "head_start": Field(_HEAD_START, "Steps that a card begins with; left out, none.", None),
}


def _fields(kind: MissionKind) -> dict[str, Field[Any]]:
    return {
        "name": NAMED,
        "brands": BRANDS,
        "goal": Field(Whole(1, DIFFERENT_MAX if kind.distinct else AMOUNT_MAX), kind.goal),
        **kind.arguments,
        "when": WHEN,
        "currency": Field(
            CURRENCY_CODE,
            "What its amounts are in, in a group with several; it counts at stores selling in it.",
            None,
        ),
        "from": Field(DAY, "The first day; left out, it runs at once.", None),
        "until": Field(DAY, "The last day; left out, there is none.", None),
        "window": Field(
            Either(Choice(Span), _ROLLING),
            "The time within which it has to be done: `ever`, a calendar `week`, `month` or `year`, or days.",
            "ever",
        ),
        **({} if kind.distinct else _COUNTED),
        "repeats": Field(
            Flag(),
            "Whether it begins anew when done; otherwise it is done once in each calendar window, or once in all.",
            kind.repeats,
        ),
        "maximum": Field(Whole(1, 10**6), "The most times that one member does it in all.", None),
        "gives": Field(GIVING, "What doing it gives."),
    }


def _builder(kind: MissionKind) -> Callable[..., Mission]:
    def build(**values: Any) -> Mission:
        arguments = {name: values.pop(name) for name in kind.arguments}
        window: Span | MissionWindow = values.pop("window")
        since: date | None = values.pop("from")
        return Mission(
            kind=kind,
            counting=kind.build(**arguments),
            window=window if isinstance(window, MissionWindow) else MissionWindow(window),
            since=since,
            head_start=values.pop("head_start", None) or NO_HEAD_START,
            limits=Limits(values.pop("per_bill", None), values.pop("per_day", None)),
            **values,
        )

    return build


_MISSION: Final = OneOf[Mission](
    "mission", "Which kind.", {kind.name: Record(_builder(kind), _fields(kind)) for kind in REGISTRY.values()}
)

MISSIONS: Final = Field(Coded(_MISSION, 500, minimum=0), "Missions and stamp cards by code.", {})
