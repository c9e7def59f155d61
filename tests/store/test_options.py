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
        ("printer", ""),
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


def test_what_nobody_chose_or_is_no_longer_valid_is_the_default() -> None:
    assert value_of("language", lambda _: "en") == "en"
    assert value_of("language", lambda _: None) == "zh_TW"
    assert value_of("language", lambda _: "fr") == "zh_TW"
