"""``stillpoint till report``: on the screen, as JSON, on paper; days closed under numbers that last."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import ui.compose.terminals
import ui.compose.trial
import ui.secrets
from devices.printer.simulator import VirtualPrinter
from terminal.domain.bills import Line
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from terminal.store.store import TerminalStore
from terminal.usecases.sell import Sell, sell
from terminal.usecases.till import Till
from tests.journeys.shop import PROGRAMME
from ui.cli.commands import app

HOME = ["--home", "/nowhere"]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[TerminalStore]:
    """A till that has sold once today, in place of the one in the home folder."""
    with ui.compose.trial.trial_till(PROGRAMME, "xinyi", SystemClock()) as till:
        opened = till.store
        assert isinstance(opened, TerminalStore)
        sell(till, Sell(None, (Line("ruby", "紅玉紅茶", "", Fraction(1), 65),), print_receipt=False))
        with monkeypatch.context() as patched:
            patched.setattr(opened, "close", lambda: None)
            patched.setattr(ui.compose.terminals, "open_store", lambda *_: opened)
            patched.setattr(ui.secrets, "open_secrets", MemorySecrets)
            yield opened


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["till", "report", *arguments, *HOME])


def answer(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    return dict(json.loads(result.stdout))


def test_a_look_at_the_day(store: TerminalStore) -> None:
    said = answer("x")
    assert (said["ok"], said["report"], said["sales"], said["net"], said["cash"]) == (True, "x", 1, 65, 65)
    assert said["tenders"] == [{"type": "cash", "sales": 1, "taken": 65, "given_back": 0}]
    assert "number" not in said
    assert "output" not in said


def test_closing_the_day_counts_up_and_repeats(store: TerminalStore) -> None:
    first, again = answer("z"), answer("z")
    assert [(said["number"], said["repeated"]) for said in (first, again)] == [(1, False), (1, True)]
    sell(Till(store, SystemClock()), Sell(None, (Line("ruby", "紅玉紅茶", "", Fraction(1), 65),)))
    last = answer("z")
    assert (last["number"], last["instead_of"], last["net"]) == (2, 1, 130)
    with store.view() as unit:
        assert [closed.body["number"] for closed in unit.closed_days()] == [2, 1]


def test_the_report_on_a_screen_is_the_one_on_paper(store: TerminalStore) -> None:
    rows = run("x").stdout.splitlines()
    assert "X 報表" in [row.strip() for row in rows]
    assert next(row for row in rows if row.startswith("淨額")).endswith(" 65")
    assert "-" * 40 in rows


def test_the_report_reaches_the_paper(store: TerminalStore) -> None:
    with VirtualPrinter.tcp() as printer:
        with store.unit_of_work() as unit:
            unit.set_setting("printer", printer.url)
            unit.commit()
        assert answer("z", "--print")["output"]
        assert printer.receipts == 1


@pytest.mark.parametrize(
    ("arguments", "code"), [(["y"], 2), (["x", "--day", "yesterday"], 2), (["x", "--day", "2999-01-01"], 1)]
)
def test_what_cannot_be_reported_is_said(store: TerminalStore, arguments: list[str], code: int) -> None:
    assert run(*arguments).exit_code == code


def test_without_a_printer_nothing_is_closed(store: TerminalStore) -> None:
    assert run("z", "--print").exit_code == 1
    with store.view() as unit:
        assert list(unit.closed_days()) == []
