"""``stillpoint terminal staff``, and shifts of the drawer by ``till batch``, on a real store."""

import json
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner, Result

import ui.compose.terminals
import ui.compose.trial
import ui.secrets
from terminal.domain.staff import Deed, Role
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from terminal.store.store import TerminalStore
from terminal.usecases.sign_in import approve, sign_in
from terminal.usecases.staff import AddStaff, list_staff
from terminal.usecases.till import Till
from tests.journeys.shop import PROGRAMME, Shop
from ui.cli.commands import app
from ui.compose.actions import CounterActions


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    """A till in place of the one in the home folder."""
    with ui.compose.trial.trial_till(PROGRAMME, "xinyi", SystemClock()) as made:
        opened = made.store
        assert isinstance(opened, TerminalStore)
        with monkeypatch.context() as patched:
            patched.setattr(opened, "close", lambda: None)
            patched.setattr(ui.compose.terminals, "open_store", lambda *_: opened)
            patched.setattr(ui.secrets, "open_secrets", MemorySecrets)
            yield made


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["terminal", "staff", *arguments, "--home", "/nowhere"], input=typed)


def test_staff_come_and_go(till: Till) -> None:
    assert "不必登入" in run("list").stdout
    assert run("add", "王店長", "--role", "manager", typed="987654\n").stdout == "已加入 王店長（店長）。\n"
    assert run("add", "林小姐", typed="1234\n").exit_code == 0
    assert run("list").stdout.splitlines() == ["王店長（店長）", "林小姐（收銀員）"]
    assert json.loads(run("list", "--json").stdout)["staff"][1] == {
        "name": "林小姐", "role": "cashier", "active": True,
    }  # fmt: skip
    assert run("pin", "林小姐", typed="4321\n").exit_code == 0
    (_, cashier) = list_staff(till)
    assert sign_in(till, cashier.staff_id, "4321") == cashier
    assert json.loads(run("remove", "林小姐", "--json").stdout) == {"ok": True, "name": "林小姐", "role": "cashier"}
    assert [who.name for who in list_staff(till)] == ["王店長"]


def test_staff_are_deactivated_and_let_in_again(till: Till) -> None:
    run("add", "王店長", "--role", "manager", typed="987654\n")
    run("add", "林小姐", typed="1234\n")
    assert run("deactivate", "林小姐").stdout == "已停用 林小姐，不能再登入。\n"
    assert run("list").stdout.splitlines() == ["王店長（店長）", "林小姐（收銀員，停用）"]
    assert json.loads(run("list", "--json").stdout)["staff"][1]["active"] is False
    assert "staff_needs_manager" in run("deactivate", "王店長", "--json").output
    assert run("activate", "林小姐").exit_code == 0
    assert [who.name for who in list_staff(till)] == ["王店長", "林小姐"]
    assert [row.split("　")[1:] for row in run("trail", "--last", "2").stdout.splitlines()] == [
        ["林小姐", "啟用"], ["林小姐", "停用"],
    ]  # fmt: skip


def test_a_role_changes_and_the_pin_stays(till: Till) -> None:
    run("add", "王店長", "--role", "manager", typed="987654\n")
    run("add", "林小姐", typed="1234\n")
    assert run("role", "林小姐", "manager").stdout == "林小姐 現在是店長，密碼照舊。\n"
    assert run("list").stdout.splitlines() == ["王店長（店長）", "林小姐（店長）"]
    demoted = json.loads(run("role", "王店長", "cashier", "--json").stdout)
    assert demoted == {"ok": True, "name": "王店長", "role": "cashier"}
    assert "staff_needs_manager" in run("role", "林小姐", "cashier", "--json").output
    assert run("role", "林小姐", "owner").exit_code == 2
    who = list_staff(till)[1]
    assert who.is_manager and sign_in(till, who.staff_id, "1234") == who
    assert [row.split("　")[1:] for row in run("trail", "--last", "3").stdout.splitlines()] == [
        ["林小姐", "登入"], ["王店長", "改為收銀員"], ["林小姐", "改為店長"],
    ]  # fmt: skip


def test_a_pin_is_no_argument_and_never_printed(till: Till) -> None:
    done = run("add", "王店長", "--role", "manager", "987654")
    assert done.exit_code == 2
    done = run("add", "王店長", "--role", "manager", typed="12\n")
    assert (done.exit_code, list_staff(till)) == (1, ())
    assert "12" not in run("add", "王店長", "--role", "manager", typed="1212\n").stdout


def test_the_trail_says_who_did_what(till: Till) -> None:
    run("add", "王店長", "--role", "manager", typed="987654\n")
    run("add", "林小姐", typed="1234\n")
    manager, cashier = list_staff(till)
    sign_in(till, cashier.staff_id, "1234")
    approve(till, manager.staff_id, "987654", Deed.VOID, cashier.name)
    rows = run("trail", "--last", "2").stdout.splitlines()
    assert [row.split("　", 1)[1] for row in rows] == ["王店長　核准　void（林小姐）", "林小姐　登入"]
    said = json.loads(run("trail", "--json").stdout)["trail"]
    assert [(note["event"], note["name"]) for note in said][-1] == ("added", "王店長")


def test_refusals_say_what_to_do(till: Till) -> None:
    refused = run("add", "林小姐", "--json", typed="1234\n")
    assert refused.exit_code == 1
    assert "staff_needs_manager" in refused.output


def test_the_counter_knows_who_is_signed_in(till: Till) -> None:
    run("add", "王店長", "--role", "manager", typed="987654\n")
    actions = CounterActions(till, "somebody")
    shop = actions.shop()
    assert (shop.cashier, [who.name for who in shop.staff], shop.lock_minutes) == ("somebody", ["王店長"], 5)
    actions.sign_in(shop.staff[0].staff_id, "987654")
    assert actions.shop().cashier == "王店長"
    assert actions.drawer.current() is None


def test_the_office_and_the_command_set_up_the_same_staff(till: Till) -> None:
    actions = CounterActions(till, "somebody")
    new = actions.staff.add(AddStaff("王店長", Role.MANAGER, "987654"))
    assert actions.sign_in(new.staff_id, "987654") == new == actions.shop().staff[0]
    actions.staff.add(AddStaff("林小姐", Role.CASHIER, "1234"))
    actions.staff.set_pin("林小姐", "4321")
    actions.staff.set_active("林小姐", False)
    assert run("list").stdout.splitlines() == ["王店長（店長）", "林小姐（收銀員，停用）"]
    assert actions.staff.set_role("林小姐", Role.MANAGER).is_manager
    assert run("list").stdout.splitlines() == ["王店長（店長）", "林小姐（店長，停用）"]
    assert [who.name for who in actions.shop().staff] == ["王店長"]
    run("activate", "林小姐")
    assert [one.is_active for one in actions.staff.everyone()] == [True, True]
    assert actions.sign_in(actions.shop().staff[1].staff_id, "4321").name == "林小姐"


def test_a_shift_by_commands(counter: Shop) -> None:
    assert counter.done("shift")["shift"] is None
    opened = counter.done("open_shift", count=[{"value": 100000, "pieces": 2}], cashier="林", key="o")
    assert (opened["shift"], opened["opening"], opened["cashier"]) == (1, 200000, "林")
    counter.done("sell", lines=[{"sku": "ruby", "price": 6500}])
    counter.done("move_cash", amount=-50000, reason="bank", approved_by="王")
    going_on = counter.done("shift")
    assert [move["amount"] for move in going_on["moves"]] == [-50000]
    assert not {"expected", "taken", "difference"} & set(going_on)
    closed = counter.done("close_shift", counted=156000, key="c")
    assert (closed["taken"], closed["expected"], closed["difference"]) == (6500, 156500, -500)
    assert counter.done("close_shift", counted=156000, key="c") == closed
    assert counter.refused("move_cash", amount=1, reason="x")[0] == "shift_not_open"
    assert counter.refused("open_shift")[0] == "field_missing"
    assert counter.refused("open_shift", opening=1, count=[])[0] == "field_conflict"
