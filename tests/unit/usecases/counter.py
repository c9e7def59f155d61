"""A till in memory with a member or two, for the tests of the use-cases."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from terminal.domain.bills import Line
from terminal.domain.frames import Frame, FrameKind
from terminal.ports.clock import SetClock
from terminal.ports.printing import ReceiptDocument
from terminal.ports.store import NewFrame, TerminalIdentity
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.identify import identify
from terminal.usecases.sell import SaleDone, Sell, sell
from terminal.usecases.till import Till
from tests.fakes.store import fake_store
from tests.unit.domain.samples import programme

AT = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
PHONE = "0912345678"
TENDERS = ["cash", "card", "line_pay"]


class CounterInMemory:
    """A till at store ``tea``, last synced a minute ago, 14:32 on 2026-11-21 in Taipei."""

    def __init__(self, **changes: object) -> None:
        self.clock = SetClock(AT)
        identity = TerminalIdentity("terminal-1", 2, "tea", "tea", "group", 1, "")
        opening = NewFrame(FrameKind.EPOCH_OPENED, AT, AT.date(), "", {"public_key": "", "previous": None})
        self.store, self.replica = fake_store(identity, opening)
        self.store.files.replica.programmes["digest"] = (1, programme(**{"brands__tea__tenders": TENDERS, **changes}))
        self.replica.record_attempt(True, AT - timedelta(minutes=1))
        self.till = Till(self.store, self.clock)

    def go_offline(self, hours: int) -> None:
        """The server was last reached ``hours`` ago."""
        self.replica.record_attempt(True, self.clock.now() - timedelta(hours=hours))
        self.replica.record_attempt(False, self.clock.now())

    def enrol(self, phone: str = PHONE, points: int = 0, **more: Any) -> str:
        member_id = enrol_member(self.till, EnrolMember(phone, **more)).member_id
        if points:
            adjust(self.till, Adjust(member_id, points, "opening balance"))
        return member_id

    def sell(self, *amounts: int, member: str | None = None, **more: Any) -> SaleDone:
        return sell(self.till, Sell(member, lines(*amounts), **more))

    def balance(self, phone: str = PHONE) -> int:
        return identify(self.till, phone).balance

    @property
    def frames(self) -> list[Frame]:
        return [kept[0] for kept in self.store.files.journal.frames]

    def set_language(self, language: str) -> None:
        with self.store.unit_of_work() as unit:
            unit.set_setting("language", language)
            unit.commit()

    def jobs(self) -> list[ReceiptDocument]:
        return [job.document for job in self.store.files.journal.jobs.values() if job.document is not None]


def lines(*amounts: int) -> tuple[Line, ...]:
    return tuple(Line(f"sku-{at}", f"Item {at}", "any", Fraction(1), amount) for at, amount in enumerate(amounts))


def paper(document: ReceiptDocument) -> list[str]:
    """The rows as text, columns apart by a bar."""
    return [" | ".join(part for part in (row.left, row.middle, row.right) if part) for row in document.rows]
