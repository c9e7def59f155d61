"""Asking the server for a member that this terminal does not carry, by way of the sync process."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar

from terminal.domain.errors import Refusal
from terminal.domain.identifiers import IdentifierKind
from terminal.domain.records import record
from terminal.ports.store import UnitOfWork
from terminal.usecases.members import named_in
from terminal.usecases.till import Till

PATIENCE_SECONDS: Final = 2.0
POLL_SECONDS: Final = 0.05
_POLLS: Final = round(PATIENCE_SECONDS / POLL_SECONDS)

Answer = TypeVar("Answer")


@record
class Asked:
    """A question that is on its way: for whom, and when it was asked."""

    kind: str
    value: str
    at: datetime


def ask_for(till: Till, text: str) -> Asked | None:
    """Asks for whoever ``text`` names; ``None`` where nobody would answer: offline, or without a sync process."""
    if till.sync is None:
        return None
    with till.store.view() as unit:
        named = named_in(unit, text, till.clock.now())
        if named.kind is IdentifierKind.CARRIER or not unit.link().reached:
            return None
    if not till.sync.is_running():
        return None
    with till.store.unit_of_work() as unit:
        asked = Asked(named.kind.value, _told(unit, named.kind, named.value), till.sync.now())
        unit.want_member(asked.kind, asked.value, asked.at)
        unit.commit()
    return asked


def answer_to(till: Till, asked: Asked, polls: int = _POLLS) -> bool | None:
    """Whether the member has arrived, once that is known; ``None`` when it is not after ``polls`` looks."""
    for _ in range(polls):
        with till.store.view() as unit:
            found = unit.member_answer(asked.kind, asked.value, asked.at)
        if found is not None or till.sync is None:
            return found
        till.sync.wait(POLL_SECONDS)
    return None


def with_looking_up(till: Till, text: str | None, command: Callable[[], Answer]) -> Answer:
    """``command``, once more when it knew nobody called ``text`` and the server did. Waits two seconds at most."""
    try:
        return command()
    except Refusal as refusal:
        if refusal.kind != "member_unknown" or text is None:
            raise
        asked = ask_for(till, text)
        if asked is None or not answer_to(till, asked):
            raise
    return command()


def _told(unit: UnitOfWork, kind: IdentifierKind, value: str) -> str:
    """What leaves the till: an id, or the keyed hash of anything else."""
    return value if kind is IdentifierKind.MEMBER else unit.identifier_hash(kind.value, value)
