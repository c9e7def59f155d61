from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.qt.single_instance import SingleInstance


def test_a_second_window_knocks_at_the_first_and_stays_away(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire()
    first.listen()
    with qtbot.waitSignal(first.knocked):
        assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()
