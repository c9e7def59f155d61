"""Making a terminal of a home folder and a one-time code; going on with one in a new epoch with a new key."""

from contextlib import closing
from hashlib import sha256
from pathlib import Path

from sync.client.keys import keep_device_key, newest_epoch_with_key
from sync.programme.compiler import read_bundle
from sync.programme.signing import verify
from sync.protocol.messages import EnrolAnswer, EnrolRequest
from sync.protocol.server import GroupServer
from sync.protocol.signing import SigningKey
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.programme import Programme
from terminal.domain.records import record
from terminal.ports.clock import Clock
from terminal.ports.secrets import SecretStore
from terminal.ports.store import NewFrame, TerminalIdentity
from terminal.store.home import Home, secret_name
from terminal.store.store import TerminalStore, create_terminal_store, open_replica_store, open_terminal_store


@record
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
    keep_device_key(place.secrets, answer.terminal, answer.epoch, device)
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


def rejoin_terminal(server: GroupServer, home: Path, secrets: SecretStore, code: str, clock: Clock) -> TerminalIdentity:
    """Goes on as the terminal in ``home`` in the next epoch, with a new key, because the office lets it in again.

    Interrupted anywhere, it is repeated with the same code. Raises ``Refusal``: ``enrol_code_wrong`` and its kin,
    ``enrol_code_other``, ``server_unreachable`` and its kin, and what opening the store raises.
    """
    terminal, typed = Home(home).terminal_id(), "".join(filter(str.isalnum, code)).upper()
    with closing(open_replica_store(home, secrets)) as replica:
        newest = replica.identity().epoch
    device = _kept_key(secrets, secret_name(terminal, f"rejoin-{sha256(typed.encode()).hexdigest()[:16]}"))
    answer = server.enrol(EnrolRequest(code.strip(), device.public.hex(), terminal=terminal, epoch=newest))
    programme = _trusted_programme(answer)
    for purpose, key in (("server", answer.server_key), ("group", answer.group_key)):
        secrets.write(secret_name(terminal, purpose), bytes.fromhex(key))
    keep_device_key(secrets, terminal, answer.epoch, device)
    with closing(open_replica_store(home, secrets)) as replica:
        progress = replica.progress()
        if answer.before < progress.durable:
            # A server restored from a copy lacks what it once confirmed: it gets those frames before the new epoch's.
            replica.record_push(answer.before, progress.posted)
    with closing(open_terminal_store(home, secrets)) as store:
        return _open_epoch(store, answer.epoch, device, programme, clock)


def open_next_epoch(home: Path, secrets: SecretStore, clock: Clock, above: int = 0) -> TerminalIdentity:
    """Goes on with a restored journal in a new epoch with a new key, so that nothing is numbered twice.

    The epoch is later than ``above``, and than all that this keyring has a key for. Raises ``Refusal``:
    ``store_key_missing``, ``programme_missing`` and what opening the store raises.
    """
    terminal = Home(home).terminal_id()
    with closing(open_terminal_store(home, secrets)) as store:
        with store.view() as unit:
            programme, identity = unit.programme(), unit.identity()
        epoch = max(identity.epoch, above, newest_epoch_with_key(secrets, terminal)) + 1
        device = SigningKey.generate()
        keep_device_key(secrets, terminal, epoch, device)
        return _open_epoch(store, epoch, device, programme, clock)


def _open_epoch(
    store: TerminalStore, epoch: int, device: SigningKey, programme: Programme, clock: Clock
) -> TerminalIdentity:
    with store.view() as unit:
        identity = unit.identity()
    if identity.epoch >= epoch:
        return identity
    heads = store.epoch_heads()
    previous = heads[max(heads)].chain_hash if heads else None
    return store.open_epoch(epoch, _opening(device, programme, identity.store, clock, previous))


def _device_key(place: Place) -> SigningKey:
    # Before the server answers there is no terminal id, so the key waits under the folder's name.
    return _kept_key(place.secrets, secret_name(sha256(str(place.home.absolute()).encode()).hexdigest()[:16], "device"))


def _kept_key(secrets: SecretStore, name: str) -> SigningKey:
    private = secrets.read(name)
    if private is None:
        private = SigningKey.generate().private
        secrets.write(name, private)
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
        epoch=answer.epoch,
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
