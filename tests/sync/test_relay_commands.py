"""Two tills of one store as processes, with the server gone."""

import json
import socket
import threading
from pathlib import Path

import pytest

from tests.sync.test_commands import PROGRAMME, Shell, line_of

PATIENCE_SECONDS = 60
SALE = '{"op":"sell","member":"0912345678","lines":[{"sku":"tea","qty":1,"price":1000}]}'
NEWCOMER = '{"op":"enrol_member","phone":"0923456789","name":"Bea"}'


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def identify(shell: Shell, home: str, phone: str) -> dict[str, object]:
    """The answer, which is a refusal as long as the member has not been heard of."""
    given = f'{{"op":"identify","member":"{phone}"}}'
    answer: dict[str, object] = json.loads(shell.run("till", "batch", "--home", home, given=given, code=None))
    return answer


@pytest.mark.slow
def test_two_tills_without_a_server_know_of_each_other(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("server", "init", "--home", "server")
    shell.run("server", "publish", PROGRAMME, "--home", "server")
    members = tmp_path / "members.csv"
    members.write_text("phone,name,points\n0912345678,Ann,500\n", encoding="utf-8")
    shell.run("server", "import-members", str(members), "--store", "xinyi", "--home", "server")
    with shell.running("server", "run", "--home", "server", "--port", "0", "--json") as server:
        url = line_of(server)["url"]
        for home in ("one", "two"):
            code = shell.json("server", "enrol-code", "--store", "xinyi", "--home", "server")["code"]
            shell.run("terminal", "enrol", "--server", url, "--code", code, "--home", home)
        for home in ("one", "two"):
            assert shell.json("terminal", "sync", "--home", home)["pushed"] == 1
        assert shell.json("terminal", "sync", "--home", "one")["pulled"] == 0  # and hears that there are two
    ports = {"one": free_port(), "two": free_port()}
    for home, other in (("one", "two"), ("two", "one")):
        shell.run("terminal", "set", "relay_port", str(ports[home]), "--home", home)
        shell.run("terminal", "set", "relay_peers", f"127.0.0.1:{ports[other]}", "--home", home)
    with (
        shell.running("terminal", "sync", "--follow", "--home", "one", "--json"),
        shell.running("terminal", "sync", "--follow", "--home", "two", "--json"),
    ):
        assert json.loads(shell.run("till", "batch", "--home", "one", given=SALE))["balance"] == 600
        assert json.loads(shell.run("till", "batch", "--home", "one", given=NEWCOMER))["ok"] is True
        waiting = threading.Event()
        for _ in range(PATIENCE_SECONDS):
            if identify(shell, "two", "0923456789").get("ok"):
                break
            waiting.wait(1)
        else:
            pytest.fail("the newcomer was never heard of")
        assert identify(shell, "two", "0912345678")["balance"] == 600
    assert shell.json("terminal", "set", "relay", "off", "--home", "one")["value"] == "off"
