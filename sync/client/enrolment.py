"""Making a terminal of a home folder and a one-time code."""

from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sync.client.round import TerminalKeys
from sync.programme.compiler import read_bundle
from sync.programme.signing import verify
from sync.protocol.messages import EnrolAnswer, EnrolRequest
from sync.protocol.server import GroupServer
from sync.protocol.signing import SigningKey
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.programme import Programme
from terminal.ports.clock import Clock
from terminal.ports.secrets import SecretStore
from terminal.ports.store import NewFrame, TerminalIdentity
from terminal.store.home import Home, secret_name
from terminal.store.store import create_terminal_store, open_replica_store, open_terminal_store

FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where the terminal comes into being: its folder, its keyring, and the address it will sync with."""

    home: Path
    secrets: SecretStore
    server_url: str


def enrol_terminal(server: GroupServer, place: Place, code: str, clock: Clock) -> TerminalIdentity:
    """Enrols ``place.home`` as a terminal.

    An attempt that was interrupted anywhere is taken up by calling this again with the same code: the key pair stays
    the same, so the server answers with the same terminal. Raises ``Refusal``: ``store_exists``,
    ``keyring_unavailable``, ``enrol_code_wrong`` and its kin, ``server_unreachable`` and its kin.
    """
    layout = Home(place.home)
    if layout.marker.exists():
        raise Refusal("store_exists", file=layout.marker.name)
    device = _device_key(place)
    answer = server.enrol(EnrolRequest(code.strip(), device.public.hex()))
    programme = _trusted_programme(answer)
    place.secrets.write(secret_name(answer.terminal, "device"), device.private)
    place.secrets.write(secret_name(answer.terminal, "server"), bytes.fromhex(answer.server_key))
    identity = _identity(answer, place.server_url)
    opening = _opening(device, programme, identity.store, clock, previous=None)
    group_key = bytes.fromhex(answer.group_key)
    create_terminal_store(place.home, identity, place.secrets, group_key, opening).close()
    bundle, signature = answer.programme.document.encode(), bytes.fromhex(answer.programme.signature)
    with closing(open_replica_store(place.home, place.secrets)) as replica:
        replica.add_programme(bundle, programme.digest, programme.version, signature)
        # Enrolling was a talk with the server: what this terminal knows is as fresh as after any other.
        replica.record_attempt(True, clock.now())
    return identity


def open_next_epoch(home: Path, secrets: SecretStore, clock: Clock) -> TerminalIdentity:
    """Goes on with a restored journal in a new epoch, so that what the copy lacks is not numbered again.

    Raises ``Refusal``: ``store_key_missing``, ``programme_missing`` and what opening the store raises.
    """
    keys = read_keys(home, secrets)
    with closing(open_replica_store(home, secrets)) as replica:
        previous = replica.head().chain_hash
    with closing(open_terminal_store(home, secrets)) as store:
        with store.view() as unit:
            programme, identity = unit.programme(), unit.identity()
        return store.open_epoch(_opening(keys.device, programme, identity.store, clock, previous))


def read_keys(home: Path, secrets: SecretStore) -> TerminalKeys:
    """The keys of the terminal in ``home``. Raises ``Refusal``: ``not_enrolled``, ``store_key_missing``."""
    terminal = Home(home).terminal_id()
    found = {purpose: secrets.read(secret_name(terminal, purpose)) for purpose in ("device", "server")}
    device, server = found["device"], found["server"]
    if device is None or server is None:
        missing = "server" if device else "device"
        raise Refusal("store_key_missing", name=secret_name(terminal, missing))
    return TerminalKeys(SigningKey(device), server)


def _device_key(place: Place) -> SigningKey:
    # Before the server answers there is no terminal id, so the key waits under the folder's name.
    name = secret_name(sha256(str(place.home.absolute()).encode()).hexdigest()[:16], "device")
    private = place.secrets.read(name)
    if private is None:
        private = SigningKey.generate().private
        place.secrets.write(name, private)
    return SigningKey(private)


def _trusted_programme(answer: EnrolAnswer) -> Programme:
    bundle = answer.programme.document.encode()
    verify(bundle, bytes.fromhex(answer.programme.signature), bytes.fromhex(answer.server_key))
    return read_bundle(bundle)


def _identity(answer: EnrolAnswer, server_url: str) -> TerminalIdentity:
    return TerminalIdentity(
        terminal_id=answer.terminal,
        number=answer.number,
        store=answer.store,
        brand=answer.brand,
        group=answer.group,
        epoch=FIRST_EPOCH,
        server_url=server_url,
    )


def _opening(device: SigningKey, programme: Programme, store: str, clock: Clock, previous: bytes | None) -> NewFrame:
    now = clock.now()
    return NewFrame(
        kind=FrameKind.EPOCH_OPENED,
        at=now,
        day=programme.store(store).business_day(now),
        programme=programme.digest,
        body={"public_key": device.public.hex(), "previous": previous.hex() if previous else None},
    )
