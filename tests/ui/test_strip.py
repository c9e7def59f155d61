from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from devices.states import DeviceState, DeviceStatus
from terminal.ports.store import LinkState
from terminal.usecases.link_state import LinkFigures
from ui.qt.screens.sample_shop import LAST_SYNC, NOW
from ui.viewmodels.strip import Strip
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import Words


def strip(language: str = "zh_TW") -> Strip:
    return Strip(Words(language), ZoneInfo("Asia/Taipei"))


def link(
    online: bool, age: timedelta | None, unsent: int = 0, refusal: str | None = None, held: int = 0
) -> LinkFigures:
    state = LinkState(online, NOW - age if age else None, unsent, LAST_SYNC if unsent else None, refusal)
    return LinkFigures(state, online, NOW, age, None, {"held": held} if held else {})


@pytest.mark.parametrize(
    ("figures", "tone", "text"),
    [
        (link(True, timedelta(seconds=12)), Tone.CALM, "已同步 ・ 12 秒前"),
        (link(True, timedelta(seconds=200), 3), Tone.CALM, "已同步 ・ 3 分鐘前"),
        (link(False, timedelta(hours=3), 37), Tone.AMBER, "離線 ・ 37 筆待上傳 ・ 照常收銀"),
        (link(False, None, 1200), Tone.AMBER, "離線 ・ 1,200 筆待上傳 ・ 照常收銀"),
        (link(False, None), Tone.AMBER, "離線 ・ 照常收銀"),
        (link(False, timedelta(hours=3), 37, "server_unreachable"), Tone.AMBER, "離線 ・ 37 筆待上傳 ・ 照常收銀"),
        (link(True, timedelta(seconds=5), 9, "frame_refused"), Tone.AMBER, "同步停住 ・ 9 筆待上傳 ・ 照常收銀"),
    ],
)
def test_the_link_in_words(figures: LinkFigures, tone: Tone, text: str) -> None:
    shown = strip()
    shown.link_arrived(figures)
    assert (shown.chips[0].tone, shown.chips[0].text) == (tone, text)
    assert shown.time == "14:32"


def test_a_wrong_clock_is_said_where_the_link_is() -> None:
    shown = strip()
    shown.link_arrived(replace(link(False, None, 37), clock_behind=True))
    assert (shown.chips[0].tone, shown.chips[0].text) == (Tone.AMBER, "時鐘不對 ・ 請校正 ・ 照常收銀")


@pytest.mark.parametrize(
    ("status", "tone", "text"),
    [
        (DeviceStatus("printer", DeviceState.CLOSED), Tone.PLAIN, "印表機"),
        (DeviceStatus("printer", DeviceState.UNKNOWN, "no_reply"), Tone.PLAIN, "印表機"),
        (DeviceStatus("printer", DeviceState.ONLINE), Tone.CALM, "印表機"),
        (DeviceStatus("printer", DeviceState.ONLINE, "paper_near_end"), Tone.AMBER, "印表機 ・ 紙快用完"),
        (DeviceStatus("printer", DeviceState.ERROR, "paper_out"), Tone.AMBER, "印表機 ・ 缺紙"),
        (DeviceStatus("printer", DeviceState.OFFLINE, "unplugged"), Tone.AMBER, "印表機 ・ 未接上"),
    ],
)
def test_the_printer_in_words(status: DeviceStatus, tone: Tone, text: str) -> None:
    shown = strip()
    shown.device_changed(status)
    assert (shown.chips[1].tone, shown.chips[1].text) == (tone, text)


def test_receipts_that_wait_are_counted() -> None:
    shown = strip("en")
    shown.link_arrived(link(True, timedelta(seconds=1), held=2))
    shown.device_changed(DeviceStatus("printer", DeviceState.ERROR, "cover_open"))
    assert shown.chips[1].text == "Printer · cover open · 2 waiting"


def test_only_changes_are_told() -> None:
    shown, told = strip(), []
    shown.changed.add(lambda: told.append(1))
    for _ in range(3):
        shown.device_changed(DeviceStatus("scanner", DeviceState.ONLINE))
    assert len(told) == 1


@pytest.mark.parametrize(
    ("state", "detail", "text"),
    [
        (DeviceState.UNKNOWN, "no_reply", ""),
        (DeviceState.CLOSED, "", ""),
        (DeviceState.OFFLINE, "unplugged", "客顯 ・ 未接上"),
        (DeviceState.ERROR, "port_invalid", "客顯 ・ 設定不對"),
    ],
)
def test_the_customers_display_has_a_chip_while_it_fails(state: DeviceState, detail: str, text: str) -> None:
    shown = strip()
    shown.device_changed(DeviceStatus("line_display", state, detail))
    chip = shown.display_chip
    assert (chip.text if chip else "") == text
