"""A terminal takes rules from its own group server and from nobody else; a new version keeps what ledgers rest on."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.programme.signing import sign, verify
from sync.programme.succession import check_succession
from terminal.domain.errors import Refusal
from terminal.domain.programme import Programme
from tests.unit.domain.samples import document, programme

KEY = bytes(range(32))
BUNDLE = b'{"stillpoint":1}'


def public(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def test_a_signed_bundle_is_taken() -> None:
    verify(BUNDLE, sign(BUNDLE, KEY), public(KEY))


@pytest.mark.parametrize(
    ("bundle", "signature", "key"),
    [
        (BUNDLE + b" ", sign(BUNDLE, KEY), public(KEY)),
        (BUNDLE, sign(BUNDLE, bytes(32)), public(KEY)),
        (BUNDLE, sign(BUNDLE, KEY), public(bytes(32))),
        (BUNDLE, Ed25519PrivateKey.from_private_bytes(KEY).sign(BUNDLE), public(KEY)),
        (BUNDLE, b"", public(KEY)),
        (BUNDLE, sign(BUNDLE, KEY), b"short"),
    ],
)
def test_anything_else_is_not(bundle: bytes, signature: bytes, key: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        verify(bundle, signature, key)
    assert refused.value.kind == "programme_signature_wrong"


def test_a_newer_version_of_the_same_group_follows() -> None:
    check_succession(programme(), programme(version=2, tiers=document()["tiers"][:1]))


@pytest.mark.parametrize(
    ("changes", "kind", "data"),
    [
        ({}, "programme_version_old", {"version": 1, "current": 1}),
        ({"version": 2, "group": "other"}, "programme_group_differs", {"group": "other", "current": "group"}),
        ({"version": 2, "stores__plain": None}, "programme_keeps", {"what": "store", "code": "plain"}),
        (
            {"version": 2, "stores__plain__brand": "tea", "brands__plain": None},
            "programme_keeps",
            {"what": "brand", "code": "plain"},
        ),
        ({"version": 2, "currencies__TWD__exponent": 2}, "programme_keeps", {"what": "exponent", "code": "TWD"}),
    ],
)
def test_what_ledgers_rest_on_stays(changes: dict[str, Any], kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        check_succession(programme(), programme(**changes))
    assert (refused.value.kind, dict(refused.value.data)) == (kind, data)


YEN = {"exponent": 0, "symbol": "¥", "rate": "0.2"}


def with_yen(**changes: Any) -> Programme:
    """The sample programme with a shop of tea that sells in yen."""
    base: dict[str, Any] = {
        "currencies__JPY": YEN,
        "brands__tea__abroad": {"JPY": {}},
        "stores__tokyo": {**document()["stores"]["tea"], "currency": "JPY"},
    }
    return programme(**{**base, **changes})


@pytest.mark.parametrize(
    ("changes", "data"),
    [
        ({"stores__tokyo": document()["stores"]["tea"]}, {"what": "currency", "code": "tokyo"}),
        ({"stores__tea__currency": "JPY"}, {"what": "currency", "code": "tea"}),
        ({"currencies__JPY__exponent": 2}, {"what": "exponent", "code": "JPY"}),
        (
            {"currency": "JPY", "currencies__JPY": {**YEN, "rate": 1}, "currencies__TWD__rate": 5},
            {"what": "currency", "code": "TWD"},
        ),
    ],
)
def test_amounts_of_stores_abroad_keep_their_meaning(changes: dict[str, Any], data: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        check_succession(with_yen(), with_yen(version=2, **changes))
    assert (refused.value.kind, dict(refused.value.data)) == ("programme_keeps", data)


def test_a_rate_may_change_and_a_store_may_become_another_brands() -> None:
    changes = {"currencies__JPY": {**YEN, "rate": "0.25"}, "stores__plain__brand": "tea"}
    check_succession(with_yen(), with_yen(version=2, **changes))


def test_a_brand_keeps_its_currency() -> None:
    first = programme(currencies__USD={"exponent": 2, "symbol": "$", "rate": 30}, tiers=document()["tiers"][:1])
    second = programme(
        version=2,
        currencies__USD={"exponent": 2, "symbol": "$", "rate": 30},
        tiers=document()["tiers"][:1],
        brands__plain__currency="USD",
    )
    with pytest.raises(Refusal) as refused:
        check_succession(first, second)
    assert dict(refused.value.data) == {"what": "currency", "code": "plain"}
