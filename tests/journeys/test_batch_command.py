"""``stillpoint till batch`` as a command: streams, exit codes, misuse."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from typer.testing import CliRunner, Result

from resources.language import sentence
from tests.journeys.shop import PHONE, PROGRAMME
from ui.cli import commands
from ui.cli import main as command
from ui.cli.commands import PARTS, app

TRY = ["till", "batch", "--try", str(PROGRAMME), "--store", "xinyi"]
ENROL = json.dumps({"op": "enrol_member", "phone": PHONE})
SELL = json.dumps({"op": "sell", "member": PHONE, "lines": [{"sku": "ruby", "price": 65}]})


def run(arguments: list[str], text: str = "", **environment: str) -> Result:
    return CliRunner().invoke(app, arguments, input=text, env=environment)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_all_done_is_zero_and_blank_lines_are_nothing() -> None:
    result = run(TRY, f"\n{ENROL}\r\n   \n{SELL}")
    assert [answer["ok"] for answer in answers(result)] == [True, True]
    assert result.exit_code == 0


def test_any_refusal_is_one_and_the_rest_is_still_done() -> None:
    result = run([*TRY, "--language", "en"], f"{SELL}\nnonsense\n{ENROL}\n{SELL}\n")
    assert [answer["ok"] for answer in answers(result)] == [False, False, True, True]
    assert answers(result)[1]["error"]["data"]["line"] == 2
    assert result.exit_code == 1


def test_commands_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "commands.jsonl"
    file.write_text(ENROL + "\n", encoding="utf-8-sig")
    assert run([*TRY, str(file)]).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["till", "batch"],
        ["till", "batch", "--try", str(PROGRAMME)],
        [*TRY, "--print"],
        [*TRY, "--language", "tlh"],
        [*TRY, "/nowhere/commands.jsonl"],
        [*TRY, "--colour"],
        ["till", "sing"],
    ],
)
def test_misuse_is_two(arguments: list[str]) -> None:
    assert run(arguments, ENROL, STILLPOINT_HOME="").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["till", "batch", "--home", "{folder}"], "not_enrolled"),
        (["till", "batch", "--try", "{folder}/none.yaml", "--store", "xinyi"], "programme_unreadable"),
        (["till", "batch", "--try", str(PROGRAMME), "--store", "moon"], "store_unknown"),
        (["till", "batch", "--try", __file__, "--store", "xinyi"], "programme_invalid"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(tmp_path: Path, arguments: list[str], kind: str) -> None:
    from resources.language import vocabulary

    result = run([argument.format(folder=tmp_path) for argument in arguments], STILLPOINT_LANGUAGE="en")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(vocabulary("en")["error"][kind].split("{")[0])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "environment", "said"),
    [
        ([], {}, "這張單沒有品項"),
        ([], {"STILLPOINT_LANGUAGE": "en"}, "There is nothing on this bill"),
        (["--language", "zh_TW"], {"STILLPOINT_LANGUAGE": "en"}, "這張單沒有品項"),
        (["--language", "en"], {}, "There is nothing on this bill"),
        ([], {"STILLPOINT_LANGUAGE": "tlh"}, "這張單沒有品項"),
    ],
)
def test_the_language_is_the_options_or_the_environments_or_the_terminals(
    options: list[str], environment: dict[str, str], said: str
) -> None:
    result = run([*TRY, *options], '{"op":"sell","lines":[]}', **environment)
    assert answers(result)[0]["error"]["message"].startswith(said)


def test_the_language_option_holds_for_what_cannot_be_opened_too(tmp_path: Path) -> None:
    result = run(["till", "batch", "--home", str(tmp_path), "--language", "en"])
    assert result.stderr.startswith("This till has not joined")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ZeroDivisionError(), "internal_error"),
        (PermissionError(13, "no"), "store_unreachable"),
        (OSError(28, "full"), "disk_full"),
    ],
)
def test_what_nobody_foresaw_ends_in_a_sentence_too(
    error: Exception, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(commands, "app", fail)
    monkeypatch.setattr("sys.argv", ["stillpoint", "server", "status"])
    with pytest.raises(SystemExit, match="1"):
        command.main()
    assert capsys.readouterr().err == sentence(kind, {}) + "\n"
    monkeypatch.setattr("sys.argv", ["stillpoint", "server", "status", "--json"])
    with pytest.raises(SystemExit, match="1"):
        command.main()
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == kind


def test_the_trial_leaves_nothing_behind(tmp_path: Path) -> None:
    result = run(TRY, ENROL, TMPDIR=str(tmp_path))
    assert result.exit_code == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--help"], ["till", "--help"], ["till", "batch", "--help"]])
def test_help_is_there(arguments: list[str]) -> None:
    assert run(arguments).exit_code == 0


def test_a_part_that_is_not_installed_says_so_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS, "server", "not_installed.server")
    result = run(["server", "run", "--port", "8000"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "not_installed" in result.stderr
    assert run(["--help"]).exit_code == 0


@pytest.fixture
def process() -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "ui.cli.main", *TRY]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as running:
        yield running
        running.kill()


def ask(process: "subprocess.Popen[bytes]", text: str) -> dict[str, Any]:
    to_it, from_it = pipes(process)
    to_it.write(text.encode() + b"\n")
    to_it.flush()
    answer: dict[str, Any] = json.loads(from_it.readline())
    return answer


def pipes(process: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def test_each_answer_comes_before_the_next_command_is_read(process: "subprocess.Popen[bytes]") -> None:
    assert ask(process, ENROL)["ok"]
    sold = ask(process, SELL)
    assert sold["explain"][0]["text"] == "每 NT$10 得 1 點 +6"
    assert ask(process, json.dumps({"op": "refund", "sale": sold["sale"]}))["ok"]
    pipes(process)[0].close()
    assert process.wait(20) == 0
