"""Secrets in the operating system's keyring.

A keyring may answer with a prompt that nobody sees, so every call runs in a thread of its own and is given up after
a while. Backends that keep nothing, or keep it readable, are refused by name.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from terminal.domain.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SERVICE = "stillpoint"
TIMEOUT_SECONDS = 10.0
_REFUSED = ("keyring.backends.fail", "keyring.backends.null", "plaintext")

Result = TypeVar("Result")


class KeyringSecrets:
    """A ``SecretStore`` over the ``keyring`` package.

    Every call raises ``Refusal``: ``keyring_unavailable`` (no backend that keeps secrets, or it failed) or
    ``keyring_locked`` (it waits for someone to unlock it).
    """

    def __init__(self, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds

    def read(self, name: str) -> bytes | None:
        """The secret called ``name``; ``None`` when there is none."""
        text = self._asked(lambda: _read(name))
        try:
            return None if text is None else bytes.fromhex(text)
        except ValueError as error:
            raise Refusal("keyring_unavailable", reason=f"{name} is not what was written") from error

    def write(self, name: str, secret: bytes) -> None:
        """Keeps ``secret`` under ``name``, in place of what was there."""
        self._asked(lambda: _write(name, secret.hex()))

    def _asked(self, call: Callable[[], Result]) -> Result:
        outcome: list[Result | BaseException] = []

        def run() -> None:
            try:
                outcome.append(call())
            except BaseException as error:
                outcome.append(error)

        thread = threading.Thread(target=run, name="keyring", daemon=True)  # a hanging prompt must not hold the exit
        thread.start()
        thread.join(self._timeout_seconds)
        if not outcome:
            raise Refusal("keyring_locked")
        if isinstance(outcome[0], BaseException):
            raise _explained(outcome[0]) from outcome[0]
        return outcome[0]


def _read(name: str) -> str | None:
    import keyring  # 0.1 s, and only in the process that owns a home

    refuse_unsafe_backend(keyring.get_keyring())
    return keyring.get_password(SERVICE, name)


def _write(name: str, text: str) -> None:
    import keyring

    refuse_unsafe_backend(keyring.get_keyring())
    keyring.set_password(SERVICE, name, text)


def refuse_unsafe_backend(backend: object) -> None:
    """Raises ``Refusal("keyring_unavailable")`` for a backend, or a chain of them, that keeps nothing or in clear."""
    chained: Iterable[object] | None = getattr(backend, "backends", None)
    for single in (backend,) if chained is None else tuple(chained):
        name = f"{type(single).__module__}.{type(single).__qualname__}"
        if any(refused in name.lower() for refused in _REFUSED):
            raise Refusal("keyring_unavailable", reason=name)
    if chained is not None and not tuple(chained):
        raise Refusal("keyring_unavailable", reason="no backend")


def _explained(error: BaseException) -> BaseException:
    from keyring import errors

    if isinstance(error, Refusal):
        return error
    if isinstance(error, errors.KeyringLocked):
        return Refusal("keyring_locked")
    return Refusal("keyring_unavailable", reason=type(error).__name__)
