"""What the operator sees: counters, probes, request ids, and logs without anything personal."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from sync.protocol.messages import PullRequest
from sync.server.office.members import ImportedMember, ImportPlace, import_members
from sync.server.web.logs import LogSettings, formatter
from tests.sync.pushes import Sender
from tests.sync.world import Served, World

PHONE, NAME = "+886912345678", "王小明"


@pytest.fixture
def small_served(small_world: World) -> Iterator[Served]:
    with Served(small_world) as served:
        yield served


@pytest.fixture(params=["json", "text"])
def logged(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything that is logged, as the server would log it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(LogSettings(request.param, "info")))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def sample(text: str, name: str) -> float:
    """The value of a metric in what Prometheus reads; 0 when it is not there."""
    lines = [line for line in text.splitlines() if line.startswith(name + " ")]
    return float(lines[0].rpartition(" ")[2]) if lines else 0.0


def test_metrics_count_pushes_frames_requests_and_what_waits(small_world: World, small_served: Served) -> None:
    sender = Sender.enrolled(small_world)
    body = msgspec.json.encode(sender.push())
    for headers in (sender.signed(body), sender.signed(body), {}):
        httpx.post(f"{small_served.url}/v1/push", content=body, headers=headers)
    answer = small_served.get("/metrics")

    assert answer.headers["content-type"].startswith("text/plain")
    assert sample(answer.text, 'stillpoint_pushes_total{outcome="stored"}') == 1
    assert sample(answer.text, 'stillpoint_pushes_total{outcome="repeated"}') == 1
    assert sample(answer.text, 'stillpoint_pushes_total{outcome="request_unsigned"}') == 1
    assert sample(answer.text, "stillpoint_frames_durable_total") == 5
    assert sample(answer.text, 'stillpoint_request_seconds_count{status="200",step="push"}') == 2
    assert sample(answer.text, 'stillpoint_request_seconds_count{status="401",step="push"}') == 1
    for name in ("stillpoint_backlog_frames", "stillpoint_posting_frames_per_second", "stillpoint_unaudited_frames"):
        assert f"\n{name} " in answer.text


def test_metrics_show_cases_by_their_code(small_world: World) -> None:
    sender = Sender.enrolled(small_world, frames=2)
    sender.frames.append(b"not a frame")
    small_world.service.push(sender.push())
    small_world.post()
    text = small_world.service.metrics.render(small_world.service.figures.figures()).decode()
    assert sample(text, 'stillpoint_exceptions{code="frame_unreadable"}') == 1


def test_a_request_id_comes_back_and_a_strange_one_is_replaced(small_served: Served) -> None:
    def asked(given: str) -> str:
        return httpx.get(f"{small_served.url}/health", headers={"X-Request-Id": given}).headers["x-request-id"]

    assert asked("till-7.round_3") == "till-7.round_3"
    assert asked("two words") != "two words"
    assert len(asked("")) == 32


def test_probes(small_served: Served, small_world: World) -> None:
    assert small_served.get("/health").json() == {"status": "running"}
    assert small_served.get("/ready").json() == {"status": "ready"}
    with small_world.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    answer = small_served.get("/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "migrations_pending"})


def test_logs_name_requests_and_hold_nothing_personal(
    small_world: World, small_served: Served, tmp_path: Path, logged: io.StringIO
) -> None:
    lane = small_served.lane(tmp_path / "lane")
    lane.enrol(PHONE, NAME)
    lane.sell(PHONE, 1000)
    lane.sync()
    logging.getLogger("sync.server.posting.posting").error("booking failed", exc_info=ValueError(f"{NAME} {PHONE}"))
    lane.close()

    text = logged.getvalue()
    assert "booking failed" in text and "ValueError" in text
    for step in ("enrol", "push", "pull"):
        assert step in text
    for personal in (PHONE, PHONE[1:], PHONE[4:], NAME, "小明"):
        assert personal not in text
        assert json.dumps(personal)[1:-1] not in text


def test_a_json_log_line_has_the_request_its_step_status_and_duration(
    small_served: Served, logged: io.StringIO
) -> None:
    httpx.post(f"{small_served.url}/v1/pull", content=b"{}", headers={"X-Request-Id": "abc"})
    lines = [line for line in logged.getvalue().splitlines() if "abc" in line and "pull" in line]
    assert len(lines) == 1
    if lines[0].startswith("{"):
        line = json.loads(lines[0])
        assert (line["request_id"], line["step"], line["status"], line["level"]) == ("abc", "pull", 400, "info")
        assert line["milliseconds"] >= 0


def test_large_answers_are_compressed_for_who_takes_zstd(small_world: World, small_served: Served) -> None:
    sender = Sender.enrolled(small_world)
    people = [ImportedMember(f"+8869{number:08}", "Ann") for number in range(60)]
    place = ImportPlace("chawu", "xinyi", "main", "")
    import_members(small_world.database, small_world.keys, place, people, small_world.clock.now)
    body = msgspec.json.encode(PullRequest(sender.terminal, 0))
    headers = sender.signed(body, "/v1/pull")
    answers = {
        accepted: httpx.post(
            f"{small_served.url}/v1/pull", content=body, headers={**headers, "Accept-Encoding": accepted}
        )
        for accepted in ("zstd, gzip", "gzip", "zstd;q=0")
    }
    assert [answer.headers.get("content-encoding") for answer in answers.values()] == ["zstd", None, None]
    assert len({answer.content for answer in answers.values()}) == 1
