"""Lines of text into commands: strict JSON, known operations, known fields."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from ui.cli.batch.fields import (
    SHOWN_LENGTH_MAX,
    Field,
    Place,
    Shape,
    business_day,
    claim_code,
    day,
    list_of,
    nearest,
    object_of,
    quantity,
    read_object,
    redeem,
    share,
    text,
    whole,
)

LINE_BYTES_MAX = 1 << 20
EARLIEST = datetime(1969, 12, 31, tzinfo=UTC)
LATEST = datetime(2900, 1, 1, tzinfo=UTC)
_NOT_JSON = {UnicodeDecodeError: "json_not_utf8", RecursionError: "json_too_deep"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)", re.ASCII)


def _instant(raw: object, place: Place) -> datetime:
    if not isinstance(raw, str):
        raise place.refuse("text")
    try:
        instant = datetime.fromisoformat(raw).astimezone(UTC) if _INSTANT.fullmatch(raw) else None
    except (ValueError, OverflowError):
        instant = None
    if instant is None or not EARLIEST <= instant <= LATEST:
        raise Refusal("time_invalid", op=place.op, field=place.path, at=raw[:SHOWN_LENGTH_MAX])
    return instant


_EVERY: Shape = {"op": Field(text, required=True), "at": Field(_instant)}
_KEY: Shape = {"key": Field(text)}
_DISCOUNT: Shape = {"share": Field(share), "amount": Field(whole), "reason": Field(text)}
_SOLD_LINE: Shape = {
    "sku": Field(text, required=True),
    "name": Field(text),
    "category": Field(text),
    "qty": Field(quantity),
    "price": Field(whole),
    "amount": Field(whole),
    "discount": Field(object_of(_DISCOUNT)),
}
_TENDER: Shape = {"type": Field(text, required=True), "amount": Field(whole)}
_REFUNDED_LINE: Shape = {"line": Field(whole, required=True), "qty": Field(quantity)}
_BILL: Shape = {
    "member": Field(text),
    "lines": Field(list_of(object_of(_SOLD_LINE)), required=True),
    "redeem": Field(redeem),
    "coupons": Field(list_of(text)),
    "rewards": Field(list_of(text)),
    "discount": Field(object_of(_DISCOUNT)),
    "approved_by": Field(text),
    "tenders": Field(list_of(object_of(_TENDER))),
    "cashier": Field(text),
}
_BY: Shape = {"cashier": Field(text), "approved_by": Field(text)}
_GIVEN_BACK: Shape = {
    "sale": Field(text, required=True),
    "lines": Field(list_of(object_of(_REFUNDED_LINE))),
    "tender": Field(text),
}
_PIECES: Shape = {"value": Field(whole, required=True), "pieces": Field(whole, required=True)}
_COUNTED: Shape = {"count": Field(list_of(object_of(_PIECES))), "cashier": Field(text), **_KEY}

OPERATIONS: Mapping[str, Shape] = {
    "enrol_member": {
        "phone": Field(text, required=True),
        "name": Field(text),
        "birthday": Field(day),
        "card": Field(text),
        "referrer": Field(text),
        "tags": Field(list_of(text)),
        "consents": Field(list_of(text)),
        **_KEY,
    },
    "identify": {"member": Field(text, required=True)},
    "sell": {**_BILL, **_KEY},
    "quote": {**_BILL, **_KEY},
    "sale": {"sale": Field(text, required=True)},
    "quote_refund": _GIVEN_BACK,
    "refund": {**_GIVEN_BACK, **_BY, **_KEY},
    "void": {"sale": Field(text, required=True), **_BY, **_KEY},
    "claim_points": {
        "member": Field(text, required=True),
        "code": Field(claim_code, required=True),
        "cashier": Field(text),
        **_KEY,
    },
    "exchange": {
        "sale": Field(text, required=True),
        "returned": Field(list_of(object_of(_REFUNDED_LINE))),
        "tender": Field(text),
        **_BILL,
        **_KEY,
    },
    "adjust": {
        "member": Field(text, required=True),
        "points": Field(whole, required=True),
        "reason": Field(text),
        "approved_by": Field(text),
        **_KEY,
    },
    "merge_members": {
        "member": Field(text, required=True),
        "into": Field(text, required=True),
        "reason": Field(text, required=True),
        "approved_by": Field(text),
        **_KEY,
    },
    "open_shift": {"opening": Field(whole), **_COUNTED},
    "move_cash": {
        "amount": Field(whole, required=True),
        "reason": Field(text, required=True),
        "cashier": Field(text),
        "approved_by": Field(text),
        **_KEY,
    },
    "close_shift": {"counted": Field(whole), **_COUNTED},
    "shift": {},
    "reprint": {"sale": Field(text)},
    "day_stats": {"day": Field(business_day)},
    "ledger": {"member": Field(text, required=True)},
    "link_state": {},
    "sync": {},
}


@record
class Command:
    """A command that is well-formed: its operation, the instant it asks for, and its other fields, read."""

    op: str
    at: datetime | None
    fields: Mapping[str, Any]


def read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1.

    What is beyond ``LINE_BYTES_MAX`` of a line is dropped as it is read, for ``parse`` to refuse what is left.
    """
    number = 0
    while line := stream.readline(LINE_BYTES_MAX + 1):
        number += 1
        rest = line
        while len(rest) > LINE_BYTES_MAX and not rest.endswith(b"\n"):
            rest = stream.readline(LINE_BYTES_MAX + 1)
        if line.strip():
            yield number, line


def parse(line: bytes, number: int) -> Command:
    """The command in line ``number``.

    Raises ``Refusal``: ``line_too_long``, ``json_invalid``, ``float_refused``, ``op_unknown``, ``field_unknown``,
    ``field_missing``, ``field_invalid``, ``quantity_invalid``, ``time_invalid``.
    """
    if len(line) > LINE_BYTES_MAX:
        raise Refusal("line_too_long", line=number, length_max=LINE_BYTES_MAX)
    return read_command(_json(line, number))


def read_command(document: object) -> Command:
    """The command in ``document``, an object as JSON gives it. Raises what ``parse`` raises but for the JSON itself."""
    if not isinstance(document, dict):
        raise Place("batch", "command").refuse("object")
    op = document.get("op")
    if op is None:
        raise Refusal("field_missing", op="batch", field="op")
    if not isinstance(op, str):
        raise Place("batch", "op").refuse("text")
    if op not in OPERATIONS:
        raise Refusal("op_unknown", op=op[:SHOWN_LENGTH_MAX], suggestion=nearest(op, OPERATIONS))
    fields = read_object(document, {**_EVERY, **OPERATIONS[op]}, Place(op))
    return Command(fields.pop("op"), fields.pop("at", None), fields)


def _json(line: bytes, number: int) -> object:
    def refuse_float(value: str) -> object:
        raise Refusal("float_refused", line=number, value=value[:SHOWN_LENGTH_MAX])

    def refuse_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise Refusal("json_invalid", line=number, reason="json_key_twice")
        return found

    try:
        return json.loads(
            line.decode("utf-8-sig"),
            parse_float=refuse_float,
            parse_constant=refuse_float,
            object_pairs_hook=refuse_twice,
        )
    except json.JSONDecodeError as error:
        raise Refusal("json_invalid", line=number, reason="json_syntax", column=error.pos + 1) from error
    except (ValueError, RecursionError) as error:
        raise Refusal("json_invalid", line=number, reason=_NOT_JSON.get(type(error), "json_number")) from error
