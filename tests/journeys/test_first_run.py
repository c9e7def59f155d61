"""From nothing to the first sale: a real server process, an unseen wizard, a printer that speaks real bytes."""

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from devices.printer.simulator import VirtualPrinter
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from terminal.ports.sync import Watch
from terminal.usecases.till import Till
from tests.journeys.shop import PROGRAMME
from ui.cli.demo.processes import run
from ui.cli.demo.site import DemoServer, Keys
from ui.cli.server_home import make_keys
from ui.compose.actions import CounterActions
from ui.compose.care import HomeCare
from ui.compose.counter_peripherals import CounterPeripherals
from ui.compose.first_run import FirstRunHome, first_step
from ui.compose.first_run_record import FirstRunRecord
from ui.compose.peripherals import device_settings
from ui.compose.terminals import open_store
from ui.compose.window import run_window
from ui.qt.application import Counter, Session
from ui.qt.design.look import dress
from ui.qt.first_run_application import FirstRunSession
from ui.qt.first_run_window import FirstRunWindow
from ui.qt.screens.first_run_states import SampleMachine
from ui.qt.window import TillWindow
from ui.viewmodels.desk import StageName
from ui.viewmodels.first_run import Begun, FirstRun, FirstStep
from ui.viewmodels.printer_setup import PrinterSetup, Trying
from ui.viewmodels.runner import InlineRunner

pytestmark = pytest.mark.slow
Key = Qt.Key
PATIENCE_MS = 15_000


@pytest.fixture(scope="module")
def application(qapp: QApplication) -> QApplication:
    dress(qapp)
    return qapp


class Site:
    """A server process, and a folder that is no terminal's."""

    def __init__(self, folder: Path, application: QApplication, qtbot: QtBot) -> None:
        self.secrets, self.home = MemorySecrets(), folder / "terminal"
        self.server = DemoServer(folder / "server", Keys(self.secrets, True))
        self.application, self.qtbot = application, qtbot
        make_keys(self.server.home, self.secrets)
        command = ["server", "publish", "--json", "--home", str(self.server.home), str(PROGRAMME)]
        run(command, self.secrets.kept, folder / "log")
        self.server.start()

    def wizard(self) -> FirstRunSession:
        """The wizard, where it begins or goes on."""
        begun = first_step(self.home)
        assert begun is not None
        session = FirstRunSession(self.application, FirstRunHome(self.home, self.secrets, SystemClock()), begun)
        session.start()
        return session

    def until_here(self, session: FirstRunSession) -> None:
        """Waits for the members, or for what keeps them away."""
        run = session.run
        self.qtbot.waitUntil(lambda: run.is_complete or run.notice is not None, timeout=PATIENCE_MS)
        assert run.notice is None, run.notice

    def join(self, session: FirstRunSession) -> None:
        """From the first page to the members, by keys."""
        press(session.window, Key.Key_2)
        press(session.window, Key.Key_Return)
        type_into(session.window, self.server.url)
        press(session.window, Key.Key_Tab)
        type_into(session.window, self.server.enrol_code("xinyi"))
        press(session.window, Key.Key_Return)
        self.until_here(session)


@pytest.fixture
def site(tmp_path: Path, application: QApplication, qtbot: QtBot) -> Iterator[Site]:
    made = Site(tmp_path, application, qtbot)
    try:
        yield made
    finally:
        made.server.stop()


def press(window: QWidget, key: Key) -> None:
    focused: QWidget | None = window.focusWidget()
    QTest.keyClick(window if focused is None else focused, key)
    QCoreApplication.processEvents()


def stage_of(session: Session) -> StageName:
    return session.till.stage.name


def type_into(window: QWidget, text: str) -> None:
    focused: QWidget | None = window.focusWidget()
    QTest.keyClicks(window if focused is None else focused, text)


def test_from_nothing_to_the_first_sale(site: Site) -> None:
    wizard = site.wizard()
    site.join(wizard)
    press(wizard.window, Key.Key_Return)
    site.qtbot.waitUntil(lambda: wizard.is_finished, timeout=PATIENCE_MS)
    wizard.stop()
    assert first_step(site.home) is None
    record, clock = FirstRunRecord(site.home), SystemClock()
    assert record.is_open()

    with closing(open_store(site.home, site.secrets)) as store, VirtualPrinter.tcp() as printer:
        peripherals = CounterPeripherals(device_settings(store), store.print_queue(), lambda: device_settings(store))
        care = HomeCare(site.home, site.secrets, store, clock)
        actions = CounterActions(Till(store, clock))
        session = Session(site.application, Counter(actions, peripherals, lambda: None, str, care, record.close))
        session.start()
        try:
            sell_something(site, session, printer, care)
        finally:
            session.stop()
        assert not record.is_open()
        with store.view() as unit:
            assert unit.setting("language") == "en" and unit.setting("printer") == printer.url
            assert unit.last_sale() is not None


def sell_something(site: Site, session: Session, printer: VirtualPrinter, care: HomeCare) -> None:
    till, window, wait = session.till, session.window, site.qtbot.waitUntil
    assert stage_of(session) is StageName.SET_UP
    press(window, Key.Key_1)
    stage = till.stage
    assert isinstance(stage, PrinterSetup)
    wait(lambda: stage.ports is not None, timeout=PATIENCE_MS)
    till.do(lambda: stage.type(printer.url.removeprefix("tcp://")))
    press(window, Key.Key_Return)
    wait(lambda: stage.trying is Trying.ASKING, timeout=PATIENCE_MS)
    assert printer.wait_for_receipts(1)
    press(window, Key.Key_Return)
    wait(lambda: stage_of(session) is StageName.SET_UP, timeout=PATIENCE_MS)
    press(window, Key.Key_3)
    press(window, Key.Key_Up)
    press(window, Key.Key_Return)
    wait(lambda: stage_of(session) is StageName.SET_UP, timeout=PATIENCE_MS)
    assert set(care.settings()) == {"language", "printer", "printer_paper_mm", "screen_mm_per_100px"}
    press(window, Key.Key_F12)
    assert stage_of(session) is StageName.SELLING
    for key in (Key.Key_1, Key.Key_8, Key.Key_5):
        press(window, key)
    press(window, Key.Key_Plus)
    wait(lambda: stage_of(session) is StageName.COMPLETED, timeout=PATIENCE_MS)
    wait(lambda: printer.receipts == 2, timeout=PATIENCE_MS)  # the window goes on meanwhile: it starts the devices


def test_what_was_done_when_it_ended_is_done(site: Site) -> None:
    wizard = site.wizard()
    press(wizard.window, Key.Key_2)
    press(wizard.window, Key.Key_Return)
    wizard.stop()
    begun = first_step(site.home)
    assert begun is not None and (begun.language, begun.step) == ("en", FirstStep.SERVER)

    # It ended in the middle of joining: the store is a till's, the wizard had not heard of it.
    machine = FirstRunHome(site.home, site.secrets, SystemClock())
    machine.join(site.server.url, site.server.enrol_code("xinyi"), "en", Watch())
    wizard = site.wizard()
    site.until_here(wizard)
    assert "till 1" in wizard.run.joined_text
    wizard.stop()


def test_a_stop_while_joining_leaves_nothing_and_the_code_is_good_again(site: Site) -> None:
    code, machine = site.server.enrol_code("xinyi"), FirstRunHome(site.home, site.secrets, SystemClock())
    with pytest.raises(Exception, match="stopped"):
        machine.join(site.server.url, code, "en", Watch(is_wanted=False))
    assert first_step(site.home) is not None and not (site.home / "terminal.json").exists()
    assert machine.join(site.server.url, code, "en", Watch()).number == 1


def test_a_line_that_is_cut_says_so_and_goes_on_where_it_was(site: Site) -> None:
    wizard = site.wizard()
    site.server.send(signal.SIGSTOP)
    try:
        press(wizard.window, Key.Key_Return)
        wizard.run.type("http://127.0.0.1:9", "AAAABBBBCCCC")
        press(wizard.window, Key.Key_Return)
        site.qtbot.waitUntil(lambda: wizard.run.notice is not None, timeout=PATIENCE_MS)
        assert wizard.run.step is FirstStep.SERVER
    finally:
        site.server.send(signal.SIGCONT)
    wizard.run.type(site.server.url, site.server.enrol_code("xinyi"))
    press(wizard.window, Key.Key_Return)
    site.until_here(wizard)
    wizard.stop()


def test_the_command_opens_the_wizard_then_the_till_and_later_only_the_till(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.compose.window.open_secrets", lambda: site.secrets)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    visitor = Visitor(site)
    try:
        assert run_window(site.home, with_sync=False) == 0
        assert visitor.seen == ["language", "server", "members", "set_up", "selling"]
        visitor.seen.clear()
        assert run_window(site.home, with_sync=False) == 0
        assert visitor.seen == ["selling"]
    finally:
        visitor.stop()
        # What Qt posted to itself when the last window closed would end the next test's first wait.
        QCoreApplication.removePostedEvents(site.application, QEvent.Type.Quit.value)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def test_head_office_gives_a_slip_to_scan(site: Site, tmp_path: Path) -> None:
    command = ["server", "enrol-code", "--json", "--home", str(site.server.home), "--store", "xinyi"]
    made = run([*command, "--url", f"{site.server.url}/"], site.secrets.kept, tmp_path / "log")
    wizard = FirstRun(SampleMachine(), InlineRunner(), Begun("en", "", FirstStep.SERVER))
    wizard.type("", made["slip"])
    assert (wizard.address, wizard.code) == (site.server.url, made["code"])
    assert wizard.may_join


class Visitor(QObject):
    """Looks at whatever window is open now and then, notes what it shows, and goes on to the next."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self._site, self._code, self.seen = site, site.server.enrol_code("xinyi"), list[str]()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(100)

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, FirstRunWindow) and window.isVisible():
                self._wizard(window)
            elif isinstance(window, TillWindow) and window.isVisible():
                self._till(window)

    def _note(self, what: str) -> None:
        if what not in self.seen:
            self.seen.append(what)

    def _wizard(self, window: FirstRunWindow) -> None:
        self._note(window.run.step)
        if window.run.step is FirstStep.SERVER and not window.run.is_busy:
            window.run.type("", f"{self._site.server.url}#{self._code}")
        if not window.run.is_busy:
            QTest.keyClick(window, Key.Key_Return)

    def _till(self, window: TillWindow) -> None:
        self._note(window.till.stage.name)
        if window.till.stage.name is StageName.SET_UP:
            QTest.keyClick(window, Key.Key_F12)
        else:
            self._site.application.quit()
