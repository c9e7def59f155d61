"""``stillpoint till print-queue``: the list, printing again, cancelling."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ui.secrets
from devices.printer.simulator import VirtualPrinter
from terminal.domain.frames import FrameKind
from terminal.ports.printing import JobState
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import NewFrame, TerminalIdentity
from terminal.store.store import TerminalStore, create_terminal_store
from tests.devices.receipts import SHORT
from ui.cli.commands import app
from ui.compose.terminals import open_store, save_settings

AT = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
IDENTITY = TerminalIdentity(
    terminal_id="till-1", number=1, store="xinyi", brand="chawu", group="group", epoch=1, server_url=""
)


class Terminal:
    """A terminal's home, and the command line on it."""

    def __init__(self, home: Path) -> None:
        self.home, self.secrets = home, MemorySecrets()
        opening = NewFrame(FrameKind.EPOCH_OPENED, AT, AT.date(), "", {"public_key": "", "previous": None})
        create_terminal_store(home, IDENTITY, self.secrets, bytes(32), opening).close()

    def queue(self, *states: JobState) -> int:
        with closing(self.store()) as store:
            with store.unit_of_work() as unit:
                job = unit.add_print_job(SHORT, None)
                unit.commit()
            for state in states:
                assert store.print_queue().mark(job, state, "printer_paper_out" if state is JobState.HELD else "")
        return job

    def store(self) -> TerminalStore:
        return open_store(self.home, self.secrets)

    def say(self, *arguments: str, language: str = "zh_TW") -> tuple[int, str]:
        environment = {"STILLPOINT_HOME": str(self.home), "STILLPOINT_LANGUAGE": language}
        result = CliRunner().invoke(app, ["till", "print-queue", *arguments], env=environment)
        return result.exit_code, result.output

    def ask(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        exit_code, printed = self.say(*arguments, "--json")
        assert exit_code == code, printed
        answer: dict[str, Any] = json.loads(printed)
        return answer


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    made = Terminal(tmp_path / "home")
    monkeypatch.setattr(ui.secrets, "open_secrets", lambda: made.secrets)
    yield made


def test_the_list_says_state_times_and_why_a_job_is_held(terminal: Terminal) -> None:
    held = terminal.queue(JobState.HELD)
    newer = terminal.queue()
    first, second = terminal.ask("list")["jobs"]
    assert [(each["job"], each["state"], each["reason"]) for each in (first, second)] == [
        (newer, "queued", ""),
        (held, "held", "printer_paper_out"),
    ]
    assert second["queued_at"] <= second["changed_at"]
    assert [each["job"] for each in terminal.ask("list", "--limit", "1")["jobs"]] == [newer]
    for language, words in (
        ("zh_TW", ["排隊中", "等印表機", "缺紙"]),
        ("en", ["Waiting", "Waits for printer", "out of paper"]),
    ):
        printed = terminal.say("list", language=language)[1]
        assert SHORT.title in printed
        assert all(word in printed for word in words)


def test_a_job_is_cancelled_for_a_reason(terminal: Terminal) -> None:
    job = terminal.queue(JobState.HELD)
    code, printed = terminal.say("cancel", str(job), "--reason", "print_too_late", "--by", "林小姐")
    assert (code, printed.strip()) == (0, f"{job} 號：{SHORT.title}，已取消列印；交易不受影響。")
    (listed,) = terminal.ask("list")["jobs"]
    assert (listed["state"], listed["reason"], listed["asked_by"]) == ("cancelled", "print_too_late", "林小姐")
    assert terminal.ask("cancel", str(job), code=1)["error"]["kind"] == "print_job_settled"


def test_an_unconfirmed_job_waits_to_be_asked_for(terminal: Terminal) -> None:
    job = terminal.queue(JobState.SENDING, JobState.SENT_UNCONFIRMED)
    copy = terminal.ask("print", str(job), "--by", "林小姐")
    assert (copy["state"], copy["copy"], copy["asked_by"]) == ("queued", True, "林小姐")
    assert terminal.ask("print", str(copy["job"]), code=1)["error"]["kind"] == "print_job_waiting"
    assert terminal.ask("print", "99", code=1)["error"]["kind"] == "print_job_unknown"


def test_it_can_be_printed_from_here(terminal: Terminal) -> None:
    job = terminal.queue(JobState.SENDING, JobState.COMPLETE)
    assert terminal.ask("print", str(job), "--now", code=1)["error"]["kind"] == "printer_not_set"
    assert len(terminal.ask("list")["jobs"]) == 1
    with VirtualPrinter.tcp() as printer:
        save_settings(terminal.home, terminal.secrets, {"printer": printer.url})
        assert terminal.ask("print", str(job), "--now")["state"] == "complete"
        assert printer.wait_for_receipts(1)


def test_it_is_not_printed_from_here_while_a_window_prints(terminal: Terminal) -> None:
    job, waiting = terminal.queue(JobState.SENDING, JobState.COMPLETE), terminal.queue()
    with VirtualPrinter.tcp() as printer, closing(terminal.store()) as window:
        save_settings(terminal.home, terminal.secrets, {"printer": printer.url})
        claimed = window.print_queue()
        assert claimed.claim()
        assert terminal.ask("print", str(job), "--now", code=1)["error"]["kind"] == "printing_claimed"
        assert "已經在列印" in terminal.say("print", str(job), "--now")[1]
        states = {each["job"]: each["state"] for each in terminal.ask("list")["jobs"]}
        assert states == {job: "complete", waiting: "queued"}
        claimed.release()
        assert printer.received == 0
        assert terminal.ask("print", str(job), "--now")["state"] == "complete"
