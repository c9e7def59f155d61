"""``stillpoint device list`` and ``device test`` with devices that speak real bytes."""

import json
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ui.secrets
from devices.display.line_display import TRIAL
from devices.display.simulator import VirtualLineDisplay
from devices.printer.simulator import Trouble, VirtualPrinter
from devices.scanner.simulator import VirtualScanner
from resources.language import LANGUAGES, vocabulary
from terminal.domain.frames import FrameKind
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import NewFrame, TerminalIdentity
from terminal.store.store import create_terminal_store
from tests.devices.receipts import SHORT
from ui.cli import device
from ui.cli.commands import app
from ui.compose import device_trials
from ui.compose.terminals import open_store, save_settings

AT = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
IDENTITY = TerminalIdentity(
    terminal_id="till-1", number=1, store="xinyi", brand="chawu", group="group", epoch=1, server_url=""
)
CODE = "4711234567899"


class Terminal:
    """A terminal's home, and the command line on it."""

    def __init__(self, home: Path) -> None:
        self.home, self.secrets = home, MemorySecrets()
        opening = NewFrame(FrameKind.EPOCH_OPENED, AT, AT.date(), "", {"public_key": "", "previous": None})
        create_terminal_store(home, IDENTITY, self.secrets, bytes(32), opening).close()

    def set(self, **settings: str) -> None:
        save_settings(self.home, self.secrets, settings)

    def say(self, *arguments: str) -> tuple[int, str]:
        """Exit code and all that was printed."""
        environment = {"STILLPOINT_HOME": str(self.home), "STILLPOINT_LANGUAGE": "zh_TW"}
        result = CliRunner().invoke(app, ["device", *arguments], env=environment)
        return result.exit_code, result.output

    def ask(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        exit_code, printed = self.say(*arguments, "--json")
        assert exit_code == code, printed
        answer: dict[str, Any] = json.loads(printed)
        return answer

    def refused(self, *arguments: str) -> dict[str, Any]:
        answer = self.ask(*arguments, code=1)
        assert not answer["ok"]
        assert answer["error"]["message"]
        error: dict[str, Any] = answer["error"]
        return error


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal(tmp_path / "home")
    monkeypatch.setattr(ui.secrets, "open_secrets", lambda: made.secrets)
    return made


def test_every_device_is_listed_with_its_state(terminal: Terminal) -> None:
    with VirtualPrinter.tcp() as printer, VirtualLineDisplay.pty() as pole:
        terminal.set(
            printer=printer.url, cash_drawer="printer", scanner="serial:///dev/not-there", line_display=pole.url
        )
        listed = {each["device"]: each for each in terminal.ask("list")["devices"]}
    assert list(listed) == ["printer", "drawer", "scanner", "line_display"]
    assert (listed["printer"]["state"], listed["printer"]["port"]) == ("online", printer.url)
    assert listed["printer"]["last_good"] is not None
    assert listed["drawer"]["state"] == "online"
    assert (listed["scanner"]["state"], listed["scanner"]["detail"]) == ("offline", "unplugged")
    assert listed["scanner"]["last_error"]["detail"] == "unplugged"
    assert (listed["line_display"]["state"], listed["line_display"]["detail"]) == ("unknown", "no_reply")


def test_the_list_in_words(terminal: Terminal) -> None:
    with VirtualPrinter.tcp() as printer:
        printer.befall(Trouble.PAPER_OUT)
        terminal.set(printer=printer.url)
        assert terminal.say("list") == (
            0,
            f"印表機 ・ 缺紙  {printer.url}\n錢櫃 ・ 未設定\n掃描器 ・ 等候回應  wedge\n客顯 ・ 未設定\n",
        )


def test_a_list_ends_though_a_device_never_says_a_word(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "LOOK_SECONDS", 0.05)
    with VirtualPrinter.tcp() as printer:
        printer.befall(Trouble.HANG)
        terminal.set(printer=printer.url)
        assert terminal.ask("list")["devices"][0]["state"] == "unknown"


def test_a_page_and_a_drawer(terminal: Terminal) -> None:
    with VirtualPrinter.tcp() as printer:
        terminal.set(printer=printer.url, cash_drawer="printer")
        assert terminal.ask("test", "printer") == {"ok": True, "device": "printer", "result": "passed", "text": ""}
        assert printer.wait_for_receipts(1)
        assert terminal.say("test", "drawer") == (0, "已送出開啟訊號。沒有彈開時，請檢查錢櫃的線。\n")
        assert printer.wait_for_kicks(1)


def test_a_text_stays_on_the_display_until_it_is_read(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    was_read: list[bool] = []
    with VirtualLineDisplay.pty() as pole:
        terminal.set(line_display=pole.url)
        monkeypatch.setattr(device_trials, "sleep", lambda _: was_read.append(pole.wait_for(TRIAL)))
        assert terminal.ask("test", "display")["result"] == "unconfirmed"
    assert was_read == [True]


def test_a_scan_is_waited_for(terminal: Terminal) -> None:
    with VirtualScanner() as scanner:
        terminal.set(scanner=scanner.url)
        answers: list[dict[str, Any]] = []
        asking = threading.Thread(target=lambda: answers.append(terminal.ask("test", "scanner")))
        asking.start()
        while asking.is_alive():
            scanner.scan(CODE)  # opening the line throws away what came before
            asking.join(0.1)
    assert answers == [{"ok": True, "device": "scanner", "result": "passed", "text": CODE}]


def test_a_scanner_that_reads_nothing_is_not_waited_for_long(terminal: Terminal) -> None:
    with VirtualScanner() as scanner:
        terminal.set(scanner=scanner.url)
        error = terminal.refused("test", "scanner", "--seconds", "1")
    assert (error["kind"], error["data"]) == ("scanner_silent", {"seconds": 1})


def test_a_printer_that_hangs_is_given_up(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_trials, "TRIAL_SECONDS", 0.05)
    with VirtualPrinter.tcp() as printer:
        printer.befall(Trouble.HANG)
        terminal.set(printer=printer.url)
        assert terminal.refused("test", "printer")["kind"] == "printer_timed_out"


def test_what_is_wrong_is_said(terminal: Terminal) -> None:
    with VirtualPrinter.tcp() as printer:
        printer.befall(Trouble.PAPER_OUT)
        terminal.set(printer=printer.url)
        assert terminal.refused("test", "printer")["kind"] == "printer_paper_out"
    terminal.set(printer="tcp://127.0.0.1:1", cash_drawer="printer", scanner="serial:///dev/not-there")
    assert terminal.refused("test", "printer")["kind"] == "printer_refused"
    error = terminal.refused("test", "drawer")
    assert (error["kind"], error["data"]["detail"]) == ("drawer_not_opened", "refused")
    assert terminal.refused("test", "scanner")["kind"] == "scanner_unplugged"
    assert terminal.say("test", "display") == (1, "還沒有設定客顯。請設定 line_display。\n")


def test_a_scanner_that_types_is_tested_in_the_window(terminal: Terminal) -> None:
    assert terminal.refused("test", "scanner")["kind"] == "scanner_types"


def test_receipts_that_wait_are_left_to_the_window(terminal: Terminal) -> None:
    with closing(open_store(terminal.home, terminal.secrets)) as store, VirtualPrinter.tcp() as printer:
        with store.unit_of_work() as unit:
            unit.add_print_job(SHORT, None)
            unit.commit()
        terminal.set(printer=printer.url)
        assert terminal.ask("test", "printer")["result"] == "passed"
        with store.view() as unit:
            assert unit.job_counts() == {"queued": 1}
        assert printer.receipts == 1


@pytest.mark.parametrize("arguments", [["test"], ["test", "toaster"], ["test", "scanner", "--seconds", "0"]])
def test_misuse_is_two(terminal: Terminal, arguments: list[str]) -> None:
    assert terminal.say(*arguments)[0] == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_has_its_sentence(language: str) -> None:
    words = vocabulary(language)
    names = ("printer", "drawer", "scanner", "line_display")
    results = ("runs", "passed", "unconfirmed")
    assert {f"trial_{result}_{name}" for result in results for name in names} <= set(words["till"])
    assert {f"{name}_not_set" for name in names} | {"drawer_not_opened"} <= set(words["error"])
    details = ("online", "unknown", "closed", "no_reply", "not_set")
    assert {f"state_{detail}" for detail in details} <= set(words["till"])
