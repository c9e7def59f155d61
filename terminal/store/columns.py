"""Column types that SQLite lacks."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator


def instant_text(instant: datetime) -> str:
    """An instant in UTC as ISO 8601: the form that frames and columns carry. The instant must know its zone."""
    return instant.astimezone(UTC).isoformat()


class Instant(TypeDecorator[datetime]):
    """A point in time, stored as ISO 8601 text in UTC."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """From text."""
        return None if value is None else datetime.fromisoformat(value)


class Codes(TypeDecorator[tuple[str, ...]]):
    """A few codes, stored as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """To text."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...] | None:
        """From text."""
        return None if value is None else tuple(json.loads(value))


def parse_instant(text: str) -> datetime:
    """The instant that ``instant_text`` wrote."""
    return datetime.fromisoformat(text)
