"""Reading members to import: CSV with a heading, or JSON Lines, with the same names.

``phone`` is needed; ``name``, ``birthday``, ``card``, ``points``, ``expires``, ``spend``, ``visits`` and ``enrolled``
may be there.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sync.server.office.members import ImportedMember
from terminal.domain.errors import Refusal
from terminal.domain.identifiers import parse_phone

_FIELDS = frozenset({"phone", "name", "birthday", "card", "points", "expires", "spend", "visits", "enrolled"})
_WHOLE_MAX = 10**12


def read_members(path: Path) -> tuple[ImportedMember, ...]:
    """The members in the file. Raises ``Refusal("import_line_invalid")`` with ``line`` and ``reason``: all or none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("import_file_unreadable", file=str(path)) from error
    lines = _json_lines(text) if text.lstrip().startswith("{") else _csv_lines(text)
    return tuple(_member(number, fields) for number, fields in lines)


def _json_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Refusal("import_line_invalid", line=number, reason="JSON") from error
        if not isinstance(fields, dict):
            raise Refusal("import_line_invalid", line=number, reason="JSON")
        yield number, fields


def _csv_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(text.splitlines())
    if "phone" not in (reader.fieldnames or ()):
        raise Refusal("import_line_invalid", line=1, reason="heading_without_phone")
    for fields in reader:
        yield reader.line_num, {name: value for name, value in fields.items() if value not in (None, "")}


def _member(line: int, fields: Mapping[str, Any]) -> ImportedMember:
    for name in fields:
        if name not in _FIELDS:
            raise Refusal("import_line_invalid", line=line, reason=str(name)[:40])
    try:
        phone = parse_phone(str(fields.get("phone", "")))
    except Refusal as refusal:
        raise Refusal("import_line_invalid", line=line, reason="phone") from refusal
    return ImportedMember(
        phone=phone,
        name=str(fields.get("name", "")),
        birthday=_day(line, fields, "birthday"),
        card=str(fields["card"]) if fields.get("card") else None,
        points=_whole(line, fields, "points"),
        expires=_day(line, fields, "expires"),
        spend_minor=_whole(line, fields, "spend"),
        visits=_whole(line, fields, "visits"),
        enrolled_on=_day(line, fields, "enrolled"),
    )


def _day(line: int, fields: Mapping[str, Any], name: str) -> date | None:
    value = fields.get(name)
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise Refusal("import_line_invalid", line=line, reason=name) from error


def _whole(line: int, fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name, 0)
    try:
        number = int(value) if isinstance(value, str) else value
    except ValueError as error:
        raise Refusal("import_line_invalid", line=line, reason=name) from error
    if isinstance(number, bool) or not isinstance(number, int) or abs(number) > _WHOLE_MAX:
        raise Refusal("import_line_invalid", line=line, reason=name)
    return number
