"""How values are kept in columns that SQLite has no type for. ``INTO`` and ``FROM`` go by a conversion's name."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def instant_text(instant: datetime) -> str:
    """An instant in UTC as ISO 8601: the form that frames and columns carry. The instant must know its zone."""
    return instant.astimezone(UTC).isoformat()


def parse_instant(text: str) -> datetime:
    """The instant that ``instant_text`` wrote."""
    return datetime.fromisoformat(text)


def _array(texts: Any) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


INTO: Mapping[str, Callable[[Any], Any]] = {
    "instant": instant_text,
    "date": date.isoformat,
    "codes": _array,
    "texts": _array,
}
"""What is done with a value that is not ``None`` before SQLite is given it."""
FROM: Mapping[str, Callable[[Any], Any]] = {
    "instant": parse_instant,
    "date": date.fromisoformat,
    "codes": _codes,
    "flag": bool,
}
"""What is done with a value that SQLite gave, if it is not ``None``."""
