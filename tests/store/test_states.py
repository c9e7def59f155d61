"""States that are kept between looks are always what folding from scratch gives."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.ledger import MemberState
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import MemberProfile, MemberRecord, UnitOfWork
from terminal.store import journal
from terminal.store.states import FoldedState, MemberStates, ServerWord
from terminal.store.store import TerminalStore, create_terminal_store, open_replica_store
from tests.store import facts
from tests.store.conftest import Terminal
from tests.store.facts import DAY

IDS = ("m1", "m2", facts.PROFILE.member_id)


def scratch(unit: UnitOfWork, store: TerminalStore, member_id: str) -> MemberRecord | None:
    """The member as a store that has just been opened would see them within the same transaction."""
    known, store._known = store._known, None  # type: ignore[assignment]  # replaced below, for this look only
    raise NotImplementedError((known, unit, member_id))
