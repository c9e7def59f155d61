"""Everything that is drawn at random somewhere in the programme, drawn from the seed instead."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from unittest import mock
from uuid import UUID

from sync.protocol.signing import SigningKey
from sync.server.storage.act_numbers import ActNumbers

_PLACES = ("uuid_utils.compat.uuid7", "uuid_utils.uuid7")


class Draws:
    """Ids and keys that depend on where they were drawn, and on nothing else."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._random = random.Random(seed)
        self._milliseconds = 0

    def begin(self, number: int, at: datetime) -> None:
        """From now on ids are those of step ``number``, drawn at that instant."""
        self._random = random.Random(f"{self._seed}/{number}")
        self._milliseconds = int(at.timestamp() * 1000)

    def uuid7(self) -> UUID:
        """An id in the order of time, as RFC 9562 has it."""
        stamp = (self._milliseconds & ((1 << 48) - 1)) << 80
        return UUID(int=stamp | 7 << 76 | self._random.getrandbits(12) << 64 | 2 << 62 | self._random.getrandbits(62))

    def bits(self, count: int) -> int:
        """A number of so many bits."""
        return self._random.getrandbits(count)

    def signing_key(self) -> SigningKey:
        """A key pair."""
        return SigningKey(self._random.randbytes(32))


@contextmanager
def drawing(draws: Draws) -> Iterator[None]:
    """A block in which ids and key pairs come from ``draws``."""
    with ExitStack() as patches:
        for place in _PLACES:
            patches.enter_context(mock.patch(place, draws.uuid7))
        patches.enter_context(mock.patch.object(SigningKey, "generate", draws.signing_key))
        patches.enter_context(mock.patch("secrets.randbits", draws.bits))
        patches.enter_context(mock.patch("sync.server.accounts.desk.numbers", ActNumbers()))
        yield
