"""The gifts of a bundle: welcome, birthday, festive, win-back, for a bill, for a tier."""

from collections.abc import Callable
from typing import Any, Final

from terminal.domain.bundle.common import BRANDS, CURRENCY_CODE, DAY, NAMED
from terminal.domain.bundle.conditions import WHEN
from terminal.domain.bundle.giving import GIVING
from terminal.domain.bundle.records import Coded, Field, OneOf, Record
from terminal.domain.gifts.base import Gift, GiftKind
from terminal.domain.gifts.registry import REGISTRY


def _fields(kind: GiftKind) -> dict[str, Field[Any]]:
    optional: dict[str, Any] = {} if kind.dated else {"default": None}
    return {
        "name": NAMED,
        "brands": BRANDS,
        **kind.arguments,
        "when": WHEN,
        "currency": Field(
            CURRENCY_CODE, "What its amounts are in, in a group with several; stores selling in it give it.", None
        ),
        "from": Field(DAY, "The first day.", **optional),
        "until": Field(DAY, "The last day.", **optional),
        "gives": Field(GIVING, "What it gives."),
    }


def _builder(kind: GiftKind) -> Callable[..., Gift]:
    def build(**values: Any) -> Gift:
        occasions = kind.build(**{name: values.pop(name) for name in kind.arguments})
        return Gift(kind=kind, occasions=occasions, since=values.pop("from"), **values)

    return build


_GIFT: Final = OneOf[Gift](
    "gift", "Which kind.", {kind.name: Record(_builder(kind), _fields(kind)) for kind in REGISTRY.values()}
)

GIFTS: Final = Field(Coded(_GIFT, 500, minimum=0), "What members get on occasions, by code.", {})
