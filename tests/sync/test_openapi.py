"""What the server says of itself in ``/openapi.json``."""

from collections.abc import Iterator
from typing import Any

import pytest

from sync.protocol.errors import ERRORS
from sync.protocol.signing import DIGEST_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER, TIME_HEADER
from tests.sync.world import Served, World

FILE = ("/v1/snapshot/{digest}", "get")
STEPS = [
    ("/v1/enrol", "post"),
    ("/v1/push", "post"),
    ("/v1/status", "post"),
    ("/v1/pull", "post"),
    ("/v1/programme", "post"),
    ("/v1/snapshot", "post"),
    ("/v1/lookup", "post"),
    ("/v1/reserve", "post"),
    ("/v1/lanes", "post"),
    ("/v1/frames", "post"),
]
SIGNED = [route for route in (*STEPS, FILE) if route[0] != "/v1/enrol"]
SIGNATURE = {TERMINAL_HEADER, NONCE_HEADER, TIME_HEADER, SIGNATURE_HEADER}


@pytest.fixture
def document(small_world: World) -> Any:
    with Served(small_world) as served:
        return served.get("/openapi.json").json()


def resolved(document: Any, reference: str) -> Any:
    """What a reference names; a ``KeyError`` where that is not there."""
    root, *names = reference.split("/")
    assert root == "#", reference
    found = document
    for name in names:
        found = found[name.replace("~1", "/").replace("~0", "~")]
    return found


def references(part: Any) -> Iterator[str]:
    """Every reference in a part of the document."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def request_headers(document: Any, path: str, method: str) -> dict[str, bool]:
    """The headers that a route takes, and whether it needs them."""
    given = document["paths"][path][method].get("parameters", [])
    parameters = [resolved(document, part["$ref"]) if "$ref" in part else part for part in given]
    return {part["name"]: part["required"] for part in parameters if part["in"] == "header"}


def test_every_reference_leads_somewhere(document: Any) -> None:
    named = set(references(document))
    assert {"#/components/schemas/PullAnswer", "#/components/schemas/PushEnvelope"} <= named
    for reference in named:
        assert resolved(document, reference), reference


def test_nothing_is_described_that_no_route_leads_to(document: Any) -> None:
    reached: set[str] = set()
    waiting = set(references(document["paths"]))
    while waiting:
        reached |= waiting
        waiting = {inner for outer in waiting for inner in references(resolved(document, outer))} - reached
    components = {f"#/components/{room}/{name}" for room, parts in document["components"].items() for name in parts}
    assert reached == components


def test_every_route_is_described_with_every_error(document: Any) -> None:
    routes = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert {route for route in routes if route[0].startswith("/v1/")} == {*STEPS, FILE}
    for path, method in (*STEPS, FILE):
        described = document["paths"][path][method]["responses"]
        for error in ERRORS.values():
            assert f"`{error.kind}`" in described[str(error.status)]["description"], path


def test_a_push_has_both_its_forms(document: Any) -> None:
    content = document["paths"]["/v1/push"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "application/vnd.stillpoint.batch"}


def test_signed_routes_need_the_headers_of_a_signature(document: Any) -> None:
    for route in SIGNED:
        headers = request_headers(document, *route)
        assert {name for name, required in headers.items() if required} == SIGNATURE, route
    assert request_headers(document, "/v1/enrol", "post") == {}


def test_every_answer_to_a_step_and_every_refusal_says_its_digest(document: Any) -> None:
    for path, method in (*STEPS, FILE):
        for status, answer in document["paths"][path][method]["responses"].items():
            of_the_file = method == "get" and status in {"200", "206"}
            assert (DIGEST_HEADER in answer["headers"]) is not of_the_file, (path, status)


def test_a_file_is_asked_for_by_range(document: Any) -> None:
    assert {"Range", "If-Range"} <= set(request_headers(document, *FILE))
    answers = document["paths"][FILE[0]]["get"]["responses"]
    assert {status for status, answer in answers.items() if "Content-Range" in answer["headers"]} == {"206", "416"}


def test_a_members_state_is_described(document: Any) -> None:
    member = resolved(document, "#/components/schemas/MemberMessage")
    state = resolved(document, member["properties"]["state"]["$ref"])
    assert {"lots", "deficit", "applied", "progress", "reserved"} <= set(state["properties"])
