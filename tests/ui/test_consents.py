"""The new-member sheet: consents, and a phone that somebody has already."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.ui.conftest import Counter
from ui.qt.screens.sample_shop import GOLD_PHONE, NEW_PHONE
from ui.qt.screens.states import Scene, new_scene
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.enrolling import Enrolling


def enrolling(scene: Scene, phone: str = NEW_PHONE) -> Enrolling:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    scene.press(Command.NEW_MEMBER)
    stage = scene.till.stage
    assert isinstance(stage, Enrolling)
    stage.type_phone(phone)
    return stage


def test_what_is_required_comes_first_and_nobody_is_enrolled_without_it() -> None:
    scene = new_scene()
    stage = enrolling(scene)
    assert [(row.key, row.text) for row in stage.consents] == [
        ("F5", "同意個資蒐集告知事項 *"),
        ("F6", "願意收到優惠通知"),
    ]
    scene.press(Command.ENTER)
    assert (stage.can_accept, scene.till.stage is stage) == (False, True)
    scene.press(Command.DETAILS, Command.ENTER)
    assert scene.till.member is not None


def test_a_consent_is_taken_back_by_the_same_key() -> None:
    scene = new_scene()
    stage = enrolling(scene)
    scene.press(Command.REDEEM, Command.DETAILS, Command.REDEEM)
    assert stage.agreed == {"privacy"}


def test_without_consents_nothing_is_asked() -> None:
    scene = new_scene()
    scene.press(Command.NEW_MEMBER)
    stage = scene.till.stage
    assert isinstance(stage, Enrolling)
    stage.type_phone(NEW_PHONE)
    assert (stage.consents, stage.can_accept) == ((), True)


def test_a_phone_that_somebody_has_offers_them_at_once() -> None:
    scene = new_scene()
    stage = enrolling(scene, GOLD_PHONE[:9])
    assert stage.taken is None
    stage.type_phone(GOLD_PHONE)
    assert stage.taken_text == "這支電話已是會員：王○明（金卡）。按 Enter 直接帶入。"
    assert stage.can_accept
    stage.type_phone(NEW_PHONE)
    assert (stage.taken, stage.can_accept) == (None, False)
    stage.type_phone(GOLD_PHONE)
    scene.press(Command.ENTER)
    assert scene.till.stage.name is StageName.SELLING
    face = scene.till.member
    assert face is not None
    assert face.name == "王○明"


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_consents_are_given_by_touch_and_by_key(open_counter: Callable[..., Counter], language: str) -> None:
    counter = open_counter(language, size=(1024, 768))
    stage = enrolling(counter.scene, "")
    counter.scene.till.changed.tell()
    edit = counter.find("phone")
    assert isinstance(edit, QLineEdit)
    counter.tap("phone")
    counter.type(NEW_PHONE)
    counter.tap("consent_privacy")
    counter.key(Qt.Key.Key_F6)
    assert stage.agreed == {"privacy", "news"}
    counter.tap("accept")
    assert counter.scene.till.member is not None
