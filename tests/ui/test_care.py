"""Looking after a terminal from its own window, on a real store."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devices.health import HealthResult
from devices.printer.simulator import VirtualPrinter
from devices.settings import DeviceSettings
from devices.states import DeviceStatus
from sync.client.process import Wish
from sync.programme.compiler import compile_yaml
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.ports.clock import SystemClock
from terminal.ports.printing import ReceiptDocument, Row, RowKind
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import NewFrame, TerminalIdentity
from terminal.ports.sync import Watch
from terminal.store.store import create_terminal_store, open_replica_store, open_terminal_store
from tests.journeys.shop import PROGRAMME
from ui.compose.care import BACKUPS, HomeCare
from ui.compose.counter_peripherals import CounterPeripherals
from ui.compose.device_trials import NothingToPrint
from ui.compose.first_run import FirstRunHome, first_step
from ui.compose.first_run_record import FirstRunRecord, machine_language
from ui.viewmodels.first_run import Begun, FirstStep
from ui.viewmodels.peripherals import ScanReading


@pytest.fixture
def care(tmp_path: Path) -> Iterator[HomeCare]:
    clock, secrets, home = SystemClock(), MemorySecrets(), tmp_path / "home"
    compiled = compile_yaml(PROGRAMME.read_text(encoding="utf-8"), PROGRAMME.name)
    identity = TerminalIdentity("this-terminal", 1, "xinyi", "chawu", compiled.programme.group, 1, "")
    now = clock.now()
    opening = NewFrame(FrameKind.EPOCH_OPENED, now, now.date(), "", {"public_key": "", "previous": None})
    opened = create_terminal_store(home, identity, secrets, bytes(32), opening)
    with closing(opened):
        with closing(open_replica_store(home, secrets)) as replica:
            replica.add_programme(compiled.bundle, compiled.digest, compiled.programme.version, b"")
        yield HomeCare(home, secrets, opened, clock)


def test_figures_of_a_real_terminal(care: HomeCare) -> None:
    facts = care.facts()
    assert (facts.terminal, facts.store, facts.epoch, facts.frames) == ("this-terminal", "xinyi", 1, 1)
    assert facts.database_bytes > 0 and facts.free_bytes > 0 and facts.relay
    assert facts.unsent == 1 and facts.last_success is None and facts.neighbours == ()


def test_settings_are_those_that_somebody_chose(care: HomeCare) -> None:
    assert care.settings() == {}
    care.save_settings({"relay": "off", "wedge_gap_ms": " 80 "})
    assert care.settings() == {"relay": "off", "wedge_gap_ms": "80"}
    with pytest.raises(Refusal, match="setting_invalid"):
        care.save_settings({"relay": "perhaps"})


def test_the_examination_tells_how_far_it_is(care: HomeCare) -> None:
    watch = Watch()
    assert all(finding.well for finding in care.examine(watch) if finding.check != "disk")
    assert (watch.done, watch.total) == (4, 5)


def test_a_backup_can_be_opened_and_one_that_was_stopped_leaves_nothing(care: HomeCare) -> None:
    watch = Watch()
    folder = Path(care.back_up(watch))
    assert folder.parent == care.home / BACKUPS and watch.done == watch.total > 0
    with closing(open_terminal_store(folder, care.secrets)) as copy, copy.view() as unit:
        assert unit.identity().terminal_id == "this-terminal"
    with pytest.raises(Refusal, match="stopped"):
        care.back_up(Watch(is_wanted=False))
    assert all((found / "terminal.json").exists() for found in folder.parent.iterdir())


def test_a_backup_goes_where_it_is_set(care: HomeCare, tmp_path: Path) -> None:
    care.save_settings({"backup_folder": str(tmp_path / "stick")})
    assert Path(care.back_up(Watch())).parent == tmp_path / "stick"


def test_a_note_is_queued(care: HomeCare) -> None:
    care.print_note(ReceiptDocument("note", (Row(RowKind.TEXT, "hello"),)))
    assert care.facts().print_jobs == {"queued": 1}


def test_sync_without_a_server_says_what_is_wrong(care: HomeCare) -> None:
    with pytest.raises(Refusal):
        care.sync_now(Watch())
    with pytest.raises(Refusal):
        care.clock_difference(Watch())


def test_a_wish_is_there_until_it_is_fulfilled(tmp_path: Path) -> None:
    wish = Wish(tmp_path)
    assert not wish.is_there()
    wish.make()
    wish.make()
    assert wish.is_there()
    wish.fulfil()
    wish.fulfil()
    assert not wish.is_there()


def test_a_wish_that_is_given_up_does_not_wait(care: HomeCare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.client.process.is_followed", lambda home: True)
    with pytest.raises(Refusal, match="stopped"):
        care.sync_now(Watch(is_wanted=False))
    monkeypatch.setattr("ui.compose.care.PATIENCE_SECONDS", -1.0)
    with pytest.raises(Refusal, match="sync_silent"):
        care.sync_now(Watch())


# --- the record of the first run --------------------------------------------------------------------------------------


def test_a_home_that_was_enrolled_by_command_has_no_first_run(care: HomeCare) -> None:
    assert first_step(care.home) is None


def test_where_the_first_run_goes_on(care: HomeCare, tmp_path: Path) -> None:
    empty, record = tmp_path / "new", FirstRunRecord(tmp_path / "new")
    assert first_step(empty) is not None
    record.write(Begun("en", "https://a", FirstStep.SERVER))
    assert first_step(empty) == Begun("en", "https://a", FirstStep.SERVER)
    record.write(Begun("en", "https://a", FirstStep.MEMBERS))  # its store has gone since
    assert first_step(empty) == Begun("en", "https://a", FirstStep.SERVER)
    record.file.write_text("half a fi")
    assert first_step(empty) is not None

    here = FirstRunRecord(care.home)
    here.write(Begun("en", "https://a", FirstStep.SERVER))
    assert first_step(care.home) == Begun("en", "https://a", FirstStep.MEMBERS)
    here.write(Begun("xx", "https://a", FirstStep.READY))
    assert first_step(care.home) is None and here.is_open()
    here.close()
    here.close()
    assert not here.is_open()


def test_which_till_a_home_is(care: HomeCare) -> None:
    joined = FirstRunHome(care.home, care.secrets, care.clock).joined()
    assert joined.number == 1


@pytest.mark.parametrize(
    ("said", "language"), [("en_US.UTF-8", "en"), ("zh_TW.UTF-8", "zh_TW"), ("C.UTF-8", "en"), ("ja_JP", "zh_TW")]
)
def test_the_machines_language(said: str, language: str) -> None:
    assert machine_language({"LANG": said}) == language


# --- devices ----------------------------------------------------------------------------------------------------------


def test_a_printer_is_tried_while_the_others_rest_and_they_start_again() -> None:
    said: list[DeviceStatus] = []
    with VirtualPrinter.tcp() as printer:
        settings = [DeviceSettings(), DeviceSettings(printer_port=printer.url, has_drawer=True)]
        peripherals = CounterPeripherals(settings[0], NothingToPrint(), lambda: settings[1])
        peripherals.start(_unheard, said.append)
        try:
            assert peripherals.try_printer(printer.url, "80").result is not HealthResult.FAILED
            assert printer.wait_for_receipts(1)
            assert peripherals.drawer() is None
            peripherals.restart()
            assert peripherals.drawer() is not None
            assert peripherals.reports()[0].port == printer.url
            assert isinstance(peripherals.found_ports(), tuple)
        finally:
            peripherals.stop()


@pytest.mark.parametrize("pin", ["2", "5"])
def test_a_drawer_is_tried_by_its_pin_before_anything_is_set(pin: str) -> None:
    with VirtualPrinter.tcp() as printer:
        peripherals = CounterPeripherals(DeviceSettings(), NothingToPrint())
        assert peripherals.try_drawer(printer.url, pin).result is not HealthResult.FAILED
        assert printer.wait_for_kicks(1)
        assert printer.receipts == 0
        assert peripherals.drawer() is None


def test_a_printer_that_is_not_there_is_refused_in_words() -> None:
    peripherals = CounterPeripherals(DeviceSettings(), NothingToPrint())
    with pytest.raises(Refusal, match="printer_"):
        peripherals.try_printer("file:///dev/usb/none", "80")


def _unheard(_reading: ScanReading) -> None:
    """Nobody scans."""
