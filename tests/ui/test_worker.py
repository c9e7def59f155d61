import threading
from functools import partial

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from devices.states import DeviceState, DeviceStatus
from tests.ui.conftest import Counter
from ui.qt.bridge import DeviceBridge
from ui.qt.worker import SerialRunner
from ui.viewmodels.peripherals import ScanReading


def test_jobs_run_in_order_elsewhere_and_answers_come_back_here(qtbot: QtBot, application: QApplication) -> None:
    runner = SerialRunner()
    seen: list[tuple[int, bool, bool]] = []
    here = threading.get_ident()

    def job(number: int) -> tuple[int, int]:
        return number, threading.get_ident()

    def done(answer: tuple[int, int]) -> None:
        seen.append((answer[0], answer[1] != here, threading.get_ident() == here))

    for number in range(20):
        runner.run(partial(job, number), done, lambda error: None)
    qtbot.waitUntil(lambda: len(seen) == 20)
    runner.stop()
    assert seen == [(number, True, True) for number in range(20)]


def test_what_a_job_raises_comes_back_as_its_failure(qtbot: QtBot, application: QApplication) -> None:
    runner = SerialRunner()
    failures: list[Exception] = []

    def break_it() -> None:
        raise ValueError("broken")

    runner.run(break_it, lambda answer: None, failures.append)
    qtbot.waitUntil(lambda: len(failures) == 1)
    runner.stop()
    assert isinstance(failures[0], ValueError)


def test_a_stopped_runner_finishes_its_jobs_and_delivers_nothing(application: QApplication) -> None:
    runner = SerialRunner()
    ran: list[int] = []
    answers: list[object] = []
    for number in range(5):
        runner.run(partial(ran.append, number), answers.append, answers.append)
    runner.stop()
    assert (ran, answers) == ([0, 1, 2, 3, 4], [])


def test_devices_are_heard_on_the_windows_thread(qtbot: QtBot, counter: Counter) -> None:
    till = counter.scene.till
    bridge = DeviceBridge(till, lambda typed: ScanReading(typed, False))
    threads: set[int] = set()
    till.changed.add(lambda: threads.add(threading.get_ident()))

    def device() -> None:
        bridge.publish_scan(ScanReading("4710088410207", may_be_member=False))
        bridge.publish_status(DeviceStatus("printer", DeviceState.OFFLINE, "unplugged"))

    thread = threading.Thread(target=device)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: till.strip.chips[1].text == "印表機 ・ 未接上")
    assert till.bill.due == "180"
    assert threads == {threading.get_ident()}


def test_a_typed_scan_shows_that_the_scanner_works(counter: Counter) -> None:
    bridge = DeviceBridge(counter.scene.till, lambda typed: ScanReading(typed, False))
    bridge.scan_typed("4710088410207")
    assert counter.scene.till.bill.due == "180"
