"""docs/programme.md says of every key what the reader reads, and its worked examples come out as written."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from resources.language import sentence
from sync.programme.compiler import compile_yaml
from sync.programme.yaml_reader import read_yaml
from terminal.domain.bills import Knowledge, Quote
from terminal.domain.bundle.group import json_schema
from terminal.domain.errors import Refusal
from terminal.domain.expiry import expires_on
from terminal.domain.ledger import Reservation
from terminal.domain.programme import ExpiryClock, ExpiryRule, Programme
from terminal.domain.redemption import redeem_limit
from terminal.domain.refunds import refund
from terminal.domain.settlement import owed_for
from tests.journeys.programme_sessions import merged
from tests.unit.domain.samples import DAY, bill, lot, member

PAGE = (Path(__file__).parents[3] / "docs" / "programme.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$|^((?:\|[^\n]*\|\n)+)", re.MULTILINE | re.DOTALL)
SESSION = "<!-- session"
RICH = member(lot("a", 10**6, brand="chawu"))
Row = dict[str, str]


def rows(table: str) -> Iterator[Row]:
    head, _, *body = ([cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines())
    return (dict(zip(head, cells, strict=True)) for cells in body)


def examples(wanted: str) -> list[tuple[Programme, Row]]:
    """The rows of tables with a column ``wanted``, each with the programme it is about."""
    base: dict[str, Any] = {}
    change: dict[str, Any] = {}
    found = []
    for block in BLOCK.finditer(PAGE.replace(SESSION, f"```session\n```\n{SESSION}")):
        language, code, table = block.groups("")
        if language == "session":
            change = {}
        elif language == "yaml":
            document: Any = read_yaml(code)[0]
            if "stillpoint" in document and "version" in document:
                base, change = document, {}
            else:
                change = document
        elif table:
            if wanted in table.splitlines()[0]:
                made = Programme.from_document(merged(base, change), "digest")
                found += [(made, row) for row in rows(table)]
            change = {}
    assert found, f"no example has a column {wanted}"
    return found


def sell(programme: Programme, row: Row) -> Quote:
    points = int(row.get("points before", 0))
    lots = (lot("a", points, brand="chawu"),) if points else ()
    return bill(
        tuple(map(int, row["bill"].split(","))),
        member(*lots, spend=int(row["spent before"])),
        redeem="max" if row.get("redeem") == "max" else int(row.get("redeem", 0)),
        store="xinyi",
        rules=programme,
    )


@pytest.mark.parametrize(("programme", "row"), examples("earned |"))
def test_bills_come_out_as_written(programme: Programme, row: Row) -> None:
    if row["due"].startswith("refused: "):
        with pytest.raises(Refusal) as refused:
            sell(programme, row)
        assert refused.value.kind == row["due"].removeprefix("refused: ")
        return
    quoted = sell(programme, row)
    assert (quoted.total, quoted.redeemed, quoted.earned) == (int(row["due"]), int(row["redeemed"]), int(row["earned"]))


@pytest.mark.parametrize(("programme", "row"), examples("refunded lines"))
def test_refunds_come_out_as_written(programme: Programme, row: Row) -> None:
    wanted = tuple((int(number), None) for number in row["refunded lines"].split(","))
    back = refund(programme, sell(programme, row).sold, (), wanted, DAY)
    assert (back.amount, back.clawed_back) == (int(row["paid back"]), int(row["points taken back"]))


@pytest.mark.parametrize(("programme", "row"), examples("hours since sync"))
def test_offline_limits_come_out_as_written(programme: Programme, row: Row) -> None:
    knowledge = Knowledge(
        online=False,
        age_hours=int(row["hours since sync"]),
        redeemed_today=int(row["redeemed today"]),
        redeemed_since_sync=int(row["redeemed since sync"]),
        terminal="till",
    )
    aside = int(row.get("set aside", 0))
    reserved = (Reservation("r", "till", DAY, (lot("b", aside, brand="chawu"),)),) if aside else ()
    who = replace(RICH, reserved=reserved)
    limit = redeem_limit(programme, programme.brand("chawu"), who, DAY, int(row["bill"]), knowledge)
    assert (limit.points, limit.reason.value) == (int(row["most points"]), row["because of"])


@pytest.mark.parametrize(("programme", "row"), examples("points of |"))
def test_settlements_come_out_as_written(programme: Programme, row: Row) -> None:
    pair, amount = (row["points of"], row["spent at"]), int(row["took off the bills of a month"])
    owed = owed_for(programme.settlement, pair, amount, (programme.currency, programme.currency))
    assert (owed.owed, owed.owed_in_group) == (int(row["owed"]), int(row["owed"]))


@pytest.mark.parametrize("row", [row for _, row in examples("last day")])
def test_clocks_come_out_as_written(row: Row) -> None:
    count = int(row["with"].strip("`").partition(": ")[2] or 0)
    last = row["earned 2026-11-21, last day"]
    rule = ExpiryRule(ExpiryClock(row["clock"].strip("`")), count)
    assert expires_on(rule, DAY) == (date.fromisoformat(last) if last else None)


def test_a_mistake_is_answered_as_written() -> None:
    blocks = [(language, code) for language, code, _ in BLOCK.findall(PAGE) if language]
    wrong, answer = next((said[1], told[1]) for said, told in pairwise(blocks) if told[0] == "text")
    with pytest.raises(Refusal) as refused:
        compile_yaml(wrong, "programme.yaml")
    assert sentence(refused.value.kind, refused.value.data, "en") == answer.strip()


def described(schema: Mapping[str, Any]) -> Iterator[str]:
    """The rows that a page must have for every key in ``schema``."""
    for name, field in schema.get("properties", {}).items():
        default = f"`{json.dumps(field['default'])}`" if "default" in field else "—"
        left_out = "required" if name in schema["required"] else default
        yield f"| `{name}` | {field['description']} | {left_out} |"
        yield from described(field)
    choices = (*schema.get("oneOf", ()), *schema.get("anyOf", ()))
    for inside in (schema.get("additionalProperties"), schema.get("items"), *choices):
        if isinstance(inside, Mapping):
            yield from described(inside)


@pytest.mark.parametrize("row", sorted(set(described(json_schema()))))
def test_every_key_is_explained_as_it_is_read(row: str) -> None:
    assert row in PAGE
