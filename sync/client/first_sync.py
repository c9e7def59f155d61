"""Members by snapshot: one sealed file instead of thousands of pages.

The file is fetched sealed, goes on where it was cut off, and is opened only on its way into the replica: nothing of it
is ever on this disk in the clear. Where there is none, or none that can be trusted, pages bring the members.
"""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import zstandard

from sync.client.priority import step_back
from sync.protocol.messages import PullAnswer
from sync.protocol.server import GroupServer
from sync.protocol.signing import verified
from sync.protocol.snapshots import PIECE_BYTES, Pieces, snapshot_statement
from sync.protocol.steps import ContentRequest, SnapshotAnswer, SnapshotRequest
from terminal.domain.errors import Refusal
from terminal.ports.replica import ReplicaStore
from terminal.store.errors import explaining
from terminal.store.schema import REPLICA

FAR_BEHIND = 20_000
FAR_BEHIND_SHARE = 5  # a fifth of the members
_READ_BYTES = 1_048_576
_NOT_FOUND = 404
_NOT_TO_BE_HAD = frozenset({"snapshot_damaged", "snapshot_signature_wrong", "snapshot_missing"})


class FirstSync:
    """One chance to take a snapshot over. ``trouble`` is why it could not be trusted."""

    def __init__(self, server: GroupServer, store: ReplicaStore, server_key: bytes) -> None:
        self._server, self._store, self._server_key = server, store, server_key
        self.trouble: Refusal | None = None
        self._tried = False

    def take(self, beyond: int = 0) -> int:
        """Replaces all members by those of a snapshot whose number is above ``beyond``; gives how many.

        None when there is no such snapshot, when it is not what the server made, or at the second call. Raises
        ``Refusal``, from the server or the disk; what has been fetched by then is not fetched again.
        """
        if self._tried:
            return 0
        self._tried = True
        offer = self._offer()
        if offer is None or offer.number <= beyond:
            return 0
        download = _Download(self._server, self._store, offer)
        try:
            self._check(offer)
            download.complete()
            with ThreadPoolExecutor(1, "snapshot", initializer=step_back) as aside:
                aside.submit(self._store.install, download.image(), offer.number, offer.members).result()
        except Refusal as refusal:
            if refusal.kind not in _NOT_TO_BE_HAD:
                raise
            self.trouble = refusal if refusal.kind != "snapshot_missing" else None  # a newer one has replaced it
            download.remove()
            return 0
        download.remove()
        return offer.members

    def _offer(self) -> SnapshotAnswer | None:
        request = SnapshotRequest(self._store.identity().terminal_id, REPLICA.newest)
        try:
            return self._server.snapshot(request)
        except Refusal as refusal:
            older_server = refusal.data.get("status") == _NOT_FOUND
            if refusal.kind == "snapshot_missing" or older_server:
                return None
            raise

    def _check(self, offer: SnapshotAnswer) -> None:
        if not verified(self._server_key, bytes.fromhex(offer.signature), snapshot_statement(offer)):
            raise Refusal("snapshot_signature_wrong")


def is_far_behind(cursor: int, page: PullAnswer) -> bool:
    """Whether a snapshot is the shorter way from ``cursor`` to where the feed is."""
    behind = page.newest - cursor
    return behind > FAR_BEHIND and behind * FAR_BEHIND_SHARE > page.members_total


class _Download:
    """The sealed file on its way, in the terminal's home."""

    def __init__(self, server: GroupServer, store: ReplicaStore, offer: SnapshotAnswer) -> None:
        self._server, self._offer = server, offer
        self._terminal = store.identity().terminal_id
        self._folder = store.folder
        self._file = self._folder / f"snapshot-{offer.digest}.part"

    def complete(self) -> None:
        """Fetches what is missing. Raises ``Refusal("snapshot_damaged")`` when it is not the file that was offered."""
        with explaining():
            self._remove_all(but=self._file)
            resumed = self._file.exists() and self._file.stat().st_size > 0
            digest = self._fetched()
            if resumed and digest != self._offer.digest:
                # What a power cut left behind need not be what was written.
                self._file.unlink()
                digest = self._fetched()
        if digest != self._offer.digest:
            raise Refusal("snapshot_damaged")

    def image(self) -> Iterator[bytes]:
        """The database in the file, opened piece by piece."""
        pieces = Pieces(bytes.fromhex(self._offer.key))
        unpacking = zstandard.ZstdDecompressor().decompressobj()
        unpacked = 0
        with explaining(), self._file.open("rb", buffering=0) as file:
            for place in range(-(-self._offer.size // PIECE_BYTES)):
                try:
                    portion = unpacking.decompress(pieces.open(place, file.read(PIECE_BYTES)))
                except zstandard.ZstdError as error:
                    raise Refusal("snapshot_damaged") from error
                unpacked += len(portion)
                yield portion
        if unpacked != self._offer.unpacked:
            raise Refusal("snapshot_damaged")

    def remove(self) -> None:
        """Forgets what was fetched."""
        with explaining():
            self._remove_all()

    def _fetched(self) -> str:
        digest = hashlib.sha256()
        with self._file.open("ab+", buffering=0) as file:
            file.seek(0)
            while portion := file.read(_READ_BYTES):
                digest.update(portion)
            have = file.tell()
            if have < self._offer.size:
                wanted = ContentRequest(self._terminal, self._offer.digest, have)
                for portion in self._server.snapshot_content(wanted):
                    file.write(portion)
                    digest.update(portion)
                    have += len(portion)
                    if have > self._offer.size:
                        break
        if have < self._offer.size:
            raise Refusal("server_unreachable", reason="snapshot ended early")
        return digest.hexdigest()

    def _remove_all(self, but: Path | None = None) -> None:
        for file in self._folder.glob("snapshot-*.part"):
            if file != but:
                file.unlink()
