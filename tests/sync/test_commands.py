"""The commands as processes: a server, a terminal, and what they print."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROGRAMME = str(Path(__file__).parent / "programme.yaml")


class Shell:
    """Runs ``stillpoint`` in a folder of its own, with secrets in a private file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {"PYTHONPATH": str(Path(__file__).parents[2]), "STILLPOINT_SECRETS_FILE": str(folder / "secrets.json")}
        self.environment = {**os.environ, **kept, "STILLPOINT_LANGUAGE": "en"}
        self.environment.pop("STILLPOINT_HOME", None)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "ui.cli.main", *arguments]

    def run(self, *arguments: str, code: int | None = 0, given: str = "") -> str:
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert code is None or done.returncode == code, done.stderr + done.stdout
        return done.stdout or done.stderr

    def json(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.run(*arguments, "--json", code=code))
        return answer

    @contextmanager
    def running(self, *arguments: str, code: int = 0) -> Iterator[subprocess.Popen[str]]:
        process = subprocess.Popen(
            self.command(*arguments), cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            output, _ = process.communicate(timeout=30)
            assert process.returncode == code, output


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    made = Shell(tmp_path)
    assert made.json("server", "init", "--home", "server") == {"ok": True, "home": "server", "new": True}
    assert made.json("server", "publish", PROGRAMME, "--home", "server")["version"] == 1
    return made


def line_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    document: dict[str, Any] = json.loads(process.stdout.readline())
    return document


@pytest.mark.slow
def test_from_an_empty_folder_to_a_synced_sale(shell: Shell) -> None:
    members = shell.folder / "members.csv"
    members.write_text("phone,name,points\n0912345678,Ann,500\n", encoding="utf-8")
    imported = shell.json("server", "import-members", str(members), "--store", "xinyi", "--home", "server")
    assert imported == {"ok": True, "imported": 1, "known": 0}
    made = shell.json("server", "snapshot", "--home", "server")
    assert (made["cell"], made["members"]) == ("main", 1)
    code = shell.json("server", "enrol-code", "--store", "xinyi", "--home", "server")["code"]

    with shell.running("server", "run", "--home", "server", "--port", "0", "--json") as server:
        url = line_of(server)["url"]
        enrolled = shell.json("terminal", "enrol", "--server", url, "--code", code, "--home", "till")
        assert (enrolled["store"], enrolled["number"]) == ("xinyi", 1)
        with shell.running("terminal", "sync", "--follow", "--home", "till", "--json") as following:
            assert line_of(following)["pulled"] == 1
            busy = shell.json("terminal", "sync", "--home", "till", code=1)
            assert busy["error"]["kind"] == "sync_running"
            sale = '{"op":"sell","member":"0912345678","lines":[{"sku":"tea","qty":1,"price":1000}]}'
            assert json.loads(shell.run("till", "batch", "--home", "till", given=sale))["balance"] == 600
            assert line_of(following)["durable"] == 2
        assert shell.json("terminal", "sync", "--home", "till")["posted"] == 2
        seen = shell.json("server", "status", "--home", "server")
        assert (seen["points"], seen["terminals"][0]["posted"]) == (600, 2)

    exported = [json.loads(line) for line in shell.run("server", "export", "--home", "server").splitlines()]
    assert sorted((entry["kind"], entry["points"]) for entry in exported) == [("accrue", 100), ("adjust", 500)]
    assert sum(points for entry in exported for _lot, _brand, points in entry["moves"]) == 600
    assert "912345678" not in json.dumps(exported)
    assert shell.run("server", "export", "--home", "server", "--to", "2000-01-01") == ""
    assert shell.json("terminal", "sync", "--home", "till", code=1)["error"]["kind"] == "server_unreachable"
    assert shell.json("terminal", "doctor", "--home", "till")["ok"] is True


@pytest.mark.slow
def test_what_the_office_does_with_members(shell: Shell) -> None:
    members = shell.folder / "members.csv"
    members.write_text("phone,points\n0912345678,500\n0923456789,70\n0934567890,30\n", encoding="utf-8")
    shell.run("server", "import-members", str(members), "--store", "xinyi", "--home", "server")
    why = ("--reason", "two phones", "--by", "lin", "--home", "server")
    merged = shell.json("server", "merge", "0912345678", "0923456789", *why)
    assert (merged["changed"], merged["points"]) == (True, 570)
    assert shell.json("server", "merge", "0912345678", "0923456789", *why)["changed"] is False
    parted = shell.json("server", "unmerge", merged["member"], *why)
    assert (parted["changed"], parted["points"], parted["member_points"]) == (True, 70, 500)
    made = shell.json("server", "household", "create", "0912345678", "0923456789", *why)
    assert (made["points"], len(made["members"])) == (570, 2)
    assert shell.json("server", "household", "join", "0934567890", made["household"], *why)["points"] == 600
    assert len(shell.json("server", "household", "leave", "0934567890", *why)["members"]) == 2
    assert shell.json("server", "household", "leave", "0934567890", *why) == {"ok": True, "changed": False}
    assert "600 points" in shell.run("server", "household", "show", "0912345678", "--home", "server")
    assert shell.json("server", "member", "tag", "0912345678", "vip", "staff", *why)["labels"] == ["staff", "vip"]
    assert shell.json("server", "member", "segment", "0912345678", "new", *why)["kind"] == "segment"
    assert shell.json("server", "member", "tag", "0912345678", "vip", "--remove", *why)["labels"] == ["staff"]
    assert shell.json("server", "status", "--home", "server")["members"] == 3
    assert shell.json("server", "settlement", "--home", "server") == {
        "ok": True,
        "group_currency": "TWD",
        "lines": [],
        "totals": [],
    }
    refused = shell.json("server", "settlement", "--period", "2026-13", "--home", "server", code=1)
    assert refused["error"]["kind"] == "period_invalid"
    refused = shell.json("server", "household", "show", "nobody", "--home", "server", code=1)
    assert refused["error"]["kind"] in ("member_unknown", "identifier_unknown_form")


@pytest.mark.slow
def test_a_terminal_is_restored_shut_out_and_let_in_again(shell: Shell) -> None:
    code = shell.json("server", "enrol-code", "--store", "xinyi", "--home", "server")["code"]
    sale = '{"op":"sell","member":"0912345678","lines":[{"sku":"tea","qty":1,"price":1000}]}\n'
    with shell.running("server", "run", "--home", "server", "--port", "0", "--json") as server:
        url = line_of(server)["url"]
        terminal = shell.json("terminal", "enrol", "--server", url, "--code", code, "--home", "till")["terminal"]
        shell.json("terminal", "backup", "copy", "--home", "till")
        enrol = '{"op":"enrol_member","phone":"0912345678","name":"王小明"}\n'
        shell.run("till", "batch", "--home", "till", given=enrol + sale)
        shell.json("terminal", "sync", "--home", "till")
        restored = shell.json("terminal", "restore", "copy", "--home", "again")
        assert (restored["frames"], restored["epoch"], restored["complete"]) == (2, 2, True)
        assert shell.json("terminal", "recover", "--home", "again")["frames"] == 0
        shell.json("terminal", "sync", "--home", "again")

        shell.json("server", "revoke", terminal, "--home", "server")
        shell.run("till", "batch", "--home", "again", given=sale)
        assert shell.json("terminal", "sync", "--home", "again", code=1)["error"]["kind"] == "terminal_revoked"
        again = shell.json("server", "enrol-code", "--terminal", terminal, "--home", "server")["code"]
        assert shell.json("terminal", "rejoin", "--code", again, "--home", "again")["epoch"] == 3
        shell.json("terminal", "sync", "--home", "again")

        (case,) = shell.json("server", "cases", "list", "--code", "terminal_revoked", "--home", "server")["cases"]
        shown = shell.json("server", "cases", "show", case["case"], "--home", "server")
        assert [frame["standing"] for frame in shown["frames"]] == ["new"]
        assert "王" not in shell.run("server", "cases", "show", case["case"], "--home", "server")
        why = ("--reason", "found again", "--by", "lin", "--home", "server")
        decided = shell.json("server", "cases", "decide", case["case"], "--outcome", "accept", *why)
        assert (decided["changed"], decided["appended"]) == (True, 1)
        assert shell.json("server", "cases", "decide", case["case"], "--outcome", "accept", *why)["changed"] is False
        synced = shell.json("terminal", "sync", "--home", "again")
        assert synced["durable"] == 1
    assert "terminal_revoked" not in shell.run("server", "cases", "list", "--home", "server")
    assert "terminal_revoked" in shell.run("server", "cases", "list", "--all", "--home", "server")
    refused = shell.json("server", "enrol-code", "--home", "server", code=1)
    assert refused["error"]["kind"] == "enrol_code_for_one"


@pytest.mark.slow
def test_a_member_changes_phones_and_is_erased(shell: Shell) -> None:
    members = shell.folder / "members.csv"
    members.write_text("phone,name,points\n0912345678,Ann,500\n0923456789,Bo,70\n", encoding="utf-8")
    shell.run("server", "import-members", str(members), "--store", "xinyi", "--home", "server")
    why = ("--reason", "asked for", "--by", "lin", "--home", "server")
    identifier = ("server", "member", "identifier")
    moved = shell.json(*identifier, "0923456789", "--add", "0912345678", "--move-from", "0912345678", *why)
    assert (moved["gained"], moved["changed"]) == (1, True)
    assert shell.json(*identifier, "0912345678", "--remove", "0912345678", *why)["lost"] == 1
    assert shell.json(*identifier, moved["member"], *why, code=1)["error"]["kind"] == "identifier_none"
    assert shell.json("server", "member", "erase", moved["member"], *why)["changed"] is True
    assert shell.json("server", "member", "erase", moved["member"], *why)["changed"] is False
    assert shell.json("server", "forget", "--home", "server") == {"ok": True, "count": 0}
    assert shell.json("server", "status", "--home", "server")["points"] == 570


@pytest.mark.slow
def test_commands_refuse_in_a_sentence_and_with_exit_code_1(shell: Shell) -> None:
    assert "server init" in shell.run("server", "status", "--home", "elsewhere", code=1)
    assert shell.json("server", "enrol-code", "--store", "nowhere", "--home", "server", code=1)["error"]["kind"] == (
        "store_unknown"
    )
    assert shell.json("server", "revoke", "nobody", "--home", "server", code=1)["error"]["kind"] == "terminal_unknown"
    assert shell.json("terminal", "sync", "--home", "nothing", code=1)["error"]["kind"] == "not_enrolled"
    assert shell.json("terminal", "doctor", "--home", "nothing", code=1)["error"]["kind"] == "not_enrolled"
    bad = shell.folder / "bad.csv"
    bad.write_text("phone,points\n0912345678,5\n12,7\n", encoding="utf-8")
    refused = shell.json("server", "import-members", str(bad), "--store", "xinyi", "--home", "server", code=1)
    assert refused["error"]["data"] == {"line": 3, "reason": "phone"}
    bad.write_text("name,points\n", encoding="utf-8")
    refused = shell.json("server", "import-members", str(bad), "--store", "xinyi", "--home", "server", code=1)
    assert refused["error"]["data"] == {"line": 1, "reason": "heading_without_phone"}
    (shell.folder / "broken.db").write_text("garbage " * 100, encoding="utf-8")
    for url, kind in (
        ("nonsense", "database_url_invalid"),
        ("mysql://user:secret@host/db", "database_url_invalid"),
        ("postgresql://127.0.0.1:1/db", "database_unavailable"),
        ("postgresql://user:secret@127.0.0.1:1,127.0.0.1:2/db", "database_unavailable"),
        (f"sqlite:///{shell.folder}/broken.db", "database_unavailable"),
        (f"sqlite:///{shell.folder}/nowhere/server.db", "database_unavailable"),
    ):
        answer = shell.json("server", "status", "--home", "server", "--database", url, code=1)
        assert answer["error"]["kind"] == kind
        assert "secret" not in json.dumps(answer)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_new_database_is_made_in_hash_partitions_when_asked(shell: Shell, empty_postgres_url: str) -> None:
    refused = shell.json("server", "init", "--home", "server", "--partitions", "4", code=1)
    assert refused["error"]["kind"] == "partitions_need_postgresql"
    there = ("server", "init", "--home", "server", "--database", empty_postgres_url)
    assert shell.json(*there, "--partitions", "4")["ok"] is True
    assert shell.json(*there)["ok"] is True
    refused = shell.json(*there, "--partitions", "8", code=1)
    assert refused["error"] | {"message": ""} == {"kind": "partitions_fixed", "data": {"partitions": 4}, "message": ""}


@pytest.mark.slow
def test_a_server_that_is_killed_loses_nothing_and_counts_nothing_twice(shell: Shell) -> None:
    sales = 40
    code = shell.json("server", "enrol-code", "--store", "xinyi", "--home", "server")["code"]
    serve = ("server", "run", "--home", "server", "--json", "--interval", "1", "--port")
    with shell.running(*serve, "0", code=-signal.SIGKILL) as server:
        url = line_of(server)["url"]
        shell.json("terminal", "enrol", "--server", url, "--code", code, "--home", "till")
        with shell.running("terminal", "sync", "--follow", "--home", "till", "--json") as following:
            assert line_of(following)["durable"] == 1
            enrol = '{"op":"enrol_member","phone":"0912345678"}\n'
            sale = '{"op":"sell","member":"0912345678","lines":[{"sku":"tea","qty":1,"price":100}]}\n'
            shell.run("till", "batch", "--home", "till", given=enrol + sale * (sales // 2))
            server.kill()
            shell.run("till", "batch", "--home", "till", given=sale * (sales // 2))
            with shell.running(*serve, url.rsplit(":", 1)[1]) as again:
                assert line_of(again)["url"] == url
                told = line_of(following)
                while told.get("posted") != sales + 2:
                    told = line_of(following)
                seen = shell.json("server", "status", "--home", "server")
    assert (seen["points"], seen["entries"], seen["members"], seen["exceptions"]) == (sales * 10, sales, 1, {})
