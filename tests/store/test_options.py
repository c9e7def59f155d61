"""Every option of a terminal."""

import pytest

from resources.language import LANGUAGES, vocabulary
from terminal.domain.errors import Refusal
from terminal.settings.options import OPTIONS, checked, option, value_of


def test_every_default_is_one_of_the_values() -> None:
    for each in OPTIONS:
        assert checked(each.name, each.default) == each.default


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_says_what_it_is(language: str) -> None:
    assert set(vocabulary(language)["setting"]) == {each.name for each in OPTIONS}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", " en "),
        ("printer", "tcp://192.168.1.50:9100"),
        ("printer", "tcp://[fe80::1]:9100"),
        ("printer", "serial:///dev/ttyUSB0?baud=115200&flow=rtscts"),
        ("printer", "serial:COM3?baud=9600"),
        ("printer", "file:///dev/usb/lp0"),
        ("printer", "usb://04b8:0202?in=82&out=01"),
        ("printer", "spooler:EPSON TM-T82III Receipt"),
        ("printer", ""),
        ("printer_profile", "TM-T82III"),
        ("printer_text", "big5"),
        ("cash_drawer_sensor", "low_open"),
        ("scanner", "wedge"),
        ("scanner", "serial:///dev/ttyACM0"),
        ("receipt_footer", "謝謝光臨"),
    ],
)
def test_values_that_are_taken(name: str, value: str) -> None:
    assert checked(name, value) == value.strip()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"),
        ("printer", "192.168.1.50"),
        ("printer", "http://printer"),
        ("printer", "usb://printer"),
        ("printer", "spooler:"),
        ("printer_text", "utf8"),
        ("cash_drawer_pin", "3"),
        ("printer_paper_mm", "76"),
        ("scanner", "tcp://host:1"),
        ("cash_drawer", "yes"),
        ("receipt_footer", "x" * 121),
        ("receipt_footer", "two\nlines"),
    ],
)
def test_values_that_are_refused_say_what_is_wanted(name: str, value: str) -> None:
    with pytest.raises(Refusal, match="setting_invalid") as refused:
        checked(name, value)
    assert refused.value.data == {"name": name, "value": value, "form": option(name).form}


@pytest.mark.parametrize(("typed", "meant"), [("langauge", "language"), ("printer_paper", "printer_paper_mm")])
def test_an_unknown_option_names_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(Refusal, match="setting_unknown") as refused:
        option(typed)
    assert refused.value.data["suggestion"] == meant


@pytest.mark.parametrize(("typed", "meant"), [("tm-t82iii", "TM-T82III"), ("XP80", "XP-80"), ("defualt", "default")])
def test_an_unknown_printer_is_refused_with_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(Refusal, match="setting_not_a_name") as refused:
        checked("printer_profile", typed)
    assert refused.value.data == {"name": "printer_profile", "value": typed, "suggestion": meant}


def test_what_nobody_chose_or_is_no_longer_valid_is_the_default() -> None:
    assert value_of("language", lambda _: "en") == "en"
    assert value_of("language", lambda _: None) == "zh_TW"
    assert value_of("language", lambda _: "fr") == "zh_TW"


@pytest.mark.parametrize(
    ("name", "value", "is_taken"),
    [
        ("line_display", "", True),
        ("line_display", "serial:///dev/ttyUSB1?baud=9600", True),
        ("line_display", "tcp://192.168.1.60:9100", True),
        ("line_display", "by the window", False),
        ("line_display_protocol", "escpos", True),
        ("line_display_protocol", "vt100", False),
        ("customer_screen", "none", True),
        ("customer_screen", "HDMI-2", True),
        ("customer_screen", r"\\.\DISPLAY2", True),
        ("customer_screen", "", False),
        ("customer_screen", "x" * 65, False),
    ],
)
def test_values_of_the_customers_displays(name: str, value: str, is_taken: bool) -> None:
    assert option(name).accepts(value) is is_taken
