"""The counter to practise on: the same programme over a store that is thrown away, with paper that says so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from terminal.domain.records import record
from terminal.domain.staff import Colleague, Deed
from terminal.ports.clock import Clock
from terminal.ports.printing import CancelReason, JobRecord, ReceiptDocument, marked_as_training
from terminal.settings.options import value_of
from terminal.store.engine import Connections
from terminal.store.store import TerminalStore
from terminal.store.unit_of_work import Known
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.link_state import LinkFigures
from terminal.usecases.sell import SaleDone, Sell
from terminal.usecases.till import Till
from ui.compose.actions import CounterActions
from ui.compose.staff_actions import StaffAtCounter
from ui.compose.trial_store import JustSyncedStore, JustSyncedUnit, trial_store
from ui.viewmodels.actions import Shop

TRAINING_PHONE: Final = "0900000000"
TRAINING_POINTS: Final = 1000
_KEPT_SETTINGS: Final = ("language", "receipt_footer")

Printed = Callable[[ReceiptDocument], None]


class _TrainingUnit(JustSyncedUnit):
    """A unit whose paper says that it is practice, and that never opens the drawer."""

    def __init__(
        self, connections: Connections, known: Known, clock: Clock, printed: Printed, *, reading: bool
    ) -> None:
        super().__init__(connections, known, clock, reading=reading)
        self._printed, self._papers = printed, list[ReceiptDocument]()

    def add_print_job(
        self, document: ReceiptDocument, sale_id: str | None, copy: bool = False, asked_by: str = ""
    ) -> int:
        """Keeps the document, and hands it to the real printer once this is committed."""
        marked = marked_as_training(document)
        self._papers.append(marked)
        return super().add_print_job(marked, sale_id, copy, asked_by)

    def add_kick(self) -> int:
        """The drawer stays shut."""
        return 0

    def commit(self) -> None:
        """Makes everything durable for as long as the practice lasts."""
        super().commit()
        papers, self._papers = self._papers, []
        for paper in papers:
            self._printed(paper)


class _TrainingStore(JustSyncedStore):
    """The store that is thrown away."""

    def __init__(self, opened: TerminalStore, clock: Clock, printed: Printed) -> None:
        super().__init__(opened, clock)
        self._printed = printed

    def unit_of_work(self) -> _TrainingUnit:
        """One transaction."""
        return _TrainingUnit(self._connections, self._known, self._clock, self._printed, reading=False)


@record
class TrainingActions(CounterActions):
    """The use-cases over the practice store; people, settings and the printer are the ``real`` counter's."""

    real: CounterActions | None = None

    @property
    def _counter(self) -> CounterActions:
        return self.real or self

    def shop(self) -> Shop:
        """The practice counter, with the real one's people and settings."""
        shop, real = CounterActions.shop(self), self._counter.shop()
        return replace(
            shop,
            cashier=real.cashier,
            language=real.language,
            paper_dots=real.paper_dots,
            staff=real.staff,
            manager_approves=real.manager_approves,
            lock_minutes=real.lock_minutes,
            theme=real.theme,
        )

    def sell(self, command: Sell) -> SaleDone:
        """Sells nothing."""
        done = CounterActions.sell(self, command)
        return replace(done, document=marked_as_training(done.document))

    def print_queue(self) -> Sequence[JobRecord]:
        """What the printer has to do."""
        return self._counter.print_queue()

    def print_again(self, output_id: int) -> JobRecord:
        """A copy of what that job was to print."""
        return self._counter.print_again(output_id)

    def cancel_print_job(self, output_id: int, reason: CancelReason) -> JobRecord:
        """The job, cancelled."""
        return self._counter.cancel_print_job(output_id, reason)

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Settings are no practice."""
        self._counter.save_settings(settings)

    @property
    def staff(self) -> StaffAtCounter:
        """People are no practice."""
        return StaffAtCounter(self._counter.till)

    def sign_in(self, staff_id: str, pin: str) -> Colleague:
        """Whoever practises is somebody."""
        return self._counter.sign_in(staff_id, pin)

    def approve(self, staff_id: str, pin: str, deed: Deed, asked_by: str) -> Colleague:
        """A manager's own PIN."""
        return self._counter.approve(staff_id, pin, deed, asked_by)

    def link(self) -> LinkFigures:
        """How the real terminal stands."""
        return self._counter.link()


def training_counter(
    real: CounterActions, clock: Clock, folder: Path, printed: Printed
) -> tuple[TrainingActions, TerminalStore]:
    """A counter over a new store in ``folder``, with a member to practise with."""
    store = real.till.store
    if not isinstance(store, TerminalStore):
        raise TypeError("practice needs a terminal's own store")
    with store.view() as unit:
        bundle, identity = unit.bundle(), replace(unit.identity(), terminal_id="training", epoch=1, server_url="")
        settings = {name: value_of(name, unit.setting) for name in _KEPT_SETTINGS}
    opened = trial_store(folder, identity, clock, bundle)
    till = Till(_TrainingStore(opened, clock, printed), clock)
    with till.store.unit_of_work() as work:
        for name, value in settings.items():
            work.set_setting(name, value)
        work.commit()
    _member_to_practise_with(till, settings["language"])
    return TrainingActions(till, real.named, real.signed_in, real=real), opened


def _member_to_practise_with(till: Till, language: str) -> None:
    name = "練習會員" if language == "zh_TW" else "Practice"
    member = enrol_member(till, EnrolMember(TRAINING_PHONE, name))
    adjust(till, Adjust(member.member_id, TRAINING_POINTS, "training", approved_by="training"))
