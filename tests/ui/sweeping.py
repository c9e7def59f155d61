"""Every state of every screen, looked at once: where keys get, what Qt says meanwhile, and what is left."""

import re
import weakref
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QWidget,
)

from resources.language import LANGUAGES
from tests.ui.conftest import settle
from tests.ui.on_screen import (
    DONE,
    asked,
    focus,
    is_pressed,
    key_of,
    kind_of,
    named,
    rim,
    said,
    said_of,
    scrolling,
    strike,
    visible,
)
from ui.qt.first_run_window import FirstRunWindow
from ui.qt.screens.__main__ import window_of
from ui.qt.screens.customer_screen import CustomerScreen
from ui.qt.screens.customer_states import CUSTOMER_STATES
from ui.qt.screens.first_run_states import FIRST_RUN_STATES
from ui.qt.screens.states import STATES, Scene, new_scene
from ui.qt.translations import Translations
from ui.qt.widgets.key_button import KeyButton
from ui.qt.window import TillWindow
from ui.viewmodels.listeners import Listeners
from ui.viewmodels.office.office import Office

EVERY_STATE = (*FIRST_RUN_STATES, *STATES, *CUSTOMER_STATES)
PRESSED = tuple(state for state in EVERY_STATE if state not in CUSTOMER_STATES)
"""Nobody presses anything on the customer's screen."""
OTHER = {"zh_TW": "en", "en": "zh_TW"}
SIZE = (1366, 768)
STEPS_MAX = 300
ROWS_MAX = 16
PLATFORM_SAYS = "This plugin does not support"
"""What the platform without a display says about itself."""
WALK = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up)


@dataclass(frozen=True)
class Pressable:
    """Something that takes a press or text: what it is, what it is called, the key printed on it, how keys reach it."""

    kind: str
    name: str
    said: str
    key: str
    is_tabbed: bool
    is_walked: bool

    def __str__(self) -> str:
        return f"{self.kind} {self.name} “{self.said}”"


@dataclass(frozen=True)
class Look:
    """What was found in one state and language.

    ``stuck`` is what no key scrolls, ``unseen`` looks the same with the focus and without; ``unlike`` are buttons that
    do not ask the till for the same as the key that is printed on them, and those keys.
    """

    texts: tuple[str, ...]
    pressables: tuple[Pressable, ...]
    stuck: tuple[str, ...]
    unseen: tuple[str, ...]
    unlike: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    stage_left: tuple[str, ...]
    window_left: tuple[str, ...]
    still_told: tuple[str, ...]


class Sweep:
    """Looks at each state when it is first asked for, and never again."""

    def __init__(self, application: QApplication) -> None:
        self._application, self._translations = application, Translations(application)
        self._looks: dict[tuple[str, str], Look] = {}
        self._focused: dict[str, bool] = {}
        self._struck: Counter[tuple[str, str, str]] = Counter()
        self.alive: list[weakref.ref[QWidget]] = []

    def look(self, state: str, language: str) -> Look:
        """What there is in that state."""
        if (state, language) not in self._looks:
            self._looks[state, language] = self._look(state, language)
        return self._looks[state, language]

    @contextmanager
    def opened(
        self, state: str, language: str = "zh_TW", size: tuple[int, int] = SIZE
    ) -> Iterator[tuple[Scene, QWidget]]:
        """A window in that state, gone afterwards."""
        scene = new_scene(language)
        window = window_of(state, scene, self._translations)
        window.resize(*size)
        window.show()
        arrange = {**STATES, **CUSTOMER_STATES}.get(state)
        if arrange is not None:
            arrange(scene)
        if state in PRESSED:
            window.activateWindow()
        settle()
        yield scene, window
        if isinstance(window, CustomerScreen):
            window.release()
        window.close()
        window.deleteLater()
        settle()

    def _look(self, state: str, language: str) -> Look:
        before = set(QApplication.allWidgets())
        with said_by_qt() as warnings:
            with self.opened(state, language) as (scene, window):
                self.alive += [weakref.ref(widget) for widget in (window, *opened_parts(window))]
                texts = tuple(dict.fromkeys(text for text in said(window) if text))
                is_first = language == LANGUAGES[0] and state in PRESSED  # keys are the same in every language
                unlike = self._strike(scene, window) if is_first and isinstance(window, TillWindow) else ()
                pressables, stuck, unseen = self._reach(window, with_keys=is_first)
                if language == LANGUAGES[0]:
                    self._switch(scene, window, language)
                stage_left = _left_by_stage(scene, window)
            still_told = tuple(_told_still(scene))
        return Look(
            texts,
            pressables,
            stuck,
            unseen,
            unlike,
            tuple(warnings),
            stage_left,
            tuple(sorted({named(widget) for widget in set(QApplication.allWidgets()) - before})),
            still_told,
        )

    def _switch(self, scene: Scene, window: QWidget, language: str) -> None:
        """The other language, while all is open."""
        if isinstance(window, FirstRunWindow):
            window.run.choose_language(OTHER[language])
        else:
            scene.till.set_language(OTHER[language])
        settle()

    def _strike(self, scene: Scene, window: QWidget) -> tuple[tuple[str, str], ...]:
        """The buttons that ask for something else than their keys, of those that no state before had."""
        unlike = []
        stage = type(scene.till.stage).__name__
        for button in [each for each in visible(window) if isinstance(each, KeyButton) and each.isEnabled()]:
            family = stage, FAMILY.sub("", button.objectName()), button.property("role")
            if not button.hint or self._struck[family] == FAMILY_MAX:
                continue
            self._struck[family] += 1
            with asked(scene) as by_touch:
                button.click()
            with asked(scene) as by_key:
                strike(window, button.hint)
            if by_touch != by_key or not by_touch or DONE in by_touch:
                unlike.append((button.objectName(), button.hint))
        scene.till.changed.tell()
        return tuple(unlike)

    def _reach(
        self, window: QWidget, *, with_keys: bool
    ) -> tuple[tuple[Pressable, ...], tuple[str, ...], tuple[str, ...]]:
        shown = [widget for widget in visible(window) if is_pressed(widget) and widget.isEnabled()]
        faces = [(type(w).__name__, w.objectName(), said_of(w), key_of(w)) for w in shown]
        if not with_keys:
            return tuple(Pressable(*each, True, True) for each in faces), (), ()
        areas = {area: area.verticalScrollBar().value() for area in scrolling(window)}
        tabbed, unseen = self._tab_through(window)
        groups = {widget.group() for widget in tabbed if isinstance(widget, QAbstractButton)} - {None}
        is_tabbed = [
            widget in tabbed or (isinstance(widget, QAbstractButton) and widget.group() in groups) for widget in shown
        ]
        _take_out_moved(areas)
        kinds = walk(window, areas)
        stuck = tuple(named(area) for area in areas)
        pressables = tuple(
            Pressable(*each, reached, each[0] in kinds) for each, reached in zip(faces, is_tabbed, strict=True)
        )
        return pressables, stuck, unseen

    def _tab_through(self, window: QWidget) -> tuple[list[QWidget], tuple[str, ...]]:
        """Where Tab goes, in its order, and which of them look the same without the focus."""
        stops: list[QWidget] = []
        unseen = []
        for _ in range(STEPS_MAX):
            QTest.keyClick(focus(window), Qt.Key.Key_Tab)
            stop = focus(window)
            if stop in stops:
                break
            stops.append(stop)
            if isinstance(stop, QAbstractScrollArea) and not isinstance(stop, QAbstractItemView):
                QTest.keyClick(stop, Qt.Key.Key_PageDown)
            if stop is not window and not self._is_seen(window, stop):
                unseen.append(f"{kind_of(stop)} {stop.objectName()}")
        return stops, tuple(unseen)

    def _is_seen(self, window: QWidget, stop: QWidget) -> bool:
        kind = kind_of(stop)
        if kind not in self._focused:
            focused = rim(stop)
            window.setFocus()
            self._focused[kind] = rim(stop) != focused
            stop.setFocus(Qt.FocusReason.TabFocusReason)
        return self._focused[kind]


@contextmanager
def said_by_qt() -> Iterator[list[str]]:
    """What Qt writes to its log meanwhile."""
    found: list[str] = []

    def heard(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if not text.startswith(PLATFORM_SAYS):
            found.append(text)

    before = qInstallMessageHandler(heard)
    try:
        yield found
    finally:
        qInstallMessageHandler(before)


FAMILY = re.compile("_.*")
FAMILY_MAX = 2
"""Buttons that are made in one loop share the beginning of their names: of them so many are tried."""


def opened_parts(window: QWidget) -> list[QWidget]:
    """The sheet or page of the stage that is on."""
    return [part for part in (window.sheet, window.page) if part] if isinstance(window, TillWindow) else []


def walk(window: QWidget, areas: dict[QAbstractScrollArea, int]) -> set[str]:
    """By pages, then through lists: the kinds of rows that were chosen meanwhile. ``areas`` loses those that moved."""
    window.setFocus()
    kinds = set(_chosen(window))
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, *_way_through(window)):
        QTest.keyClick(focus(window), key)
        QApplication.processEvents()  # new rows are not to be seen before
        kinds |= set(_chosen(window))
        _take_out_moved(areas)
    for _ in range(ROWS_MAX):
        if areas:
            QTest.keyClick(focus(window), Qt.Key.Key_Down)
            _take_out_moved(areas)
    return kinds


def _way_through(window: QWidget) -> Sequence[Qt.Key]:
    """To the first row of a list and from there to its last; a list of the office has to be entered."""
    stage = window.till.stage if isinstance(window, TillWindow) else None
    if not isinstance(stage, Office) or stage.section.is_entered:
        return WALK
    return (Qt.Key.Key_Return, *WALK) if stage.section.can_be_entered else ()


def _take_out_moved(areas: dict[QAbstractScrollArea, int]) -> None:
    for area, was in list(areas.items()):
        if not shiboken6.isValid(area) or area.verticalScrollBar().value() != was:
            del areas[area]


def _chosen(window: QWidget) -> Iterator[str]:
    for widget in visible(window):
        is_list = isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView)
        has_chosen = isinstance(widget, QAbstractItemView) and is_list and widget.selectionModel().hasSelection()
        if has_chosen or widget.property("chosen") is True:
            yield type(widget).__name__


def _left_by_stage(scene: Scene, window: QWidget) -> tuple[str, ...]:
    """The sheet and page that are still there though their stage was left."""
    parts = opened_parts(window)
    names = [named(part) for part in parts]
    if isinstance(window, TillWindow):
        stage = scene.till.desk.stage
        stage.holds = False
        scene.till.desk.go_home()
        scene.till.changed.tell()
        settle()
    return tuple(name for part, name in zip(parts, names, strict=True) if shiboken6.isValid(part))


def _told_still(scene: Scene) -> Iterator[str]:
    """The signals that a window still listens to though it is gone."""
    desk = scene.till.desk
    for name, signal in (
        ("changed", desk.changed),
        ("strip.changed", scene.till.strip.changed),
        ("receipt_queued", desk.receipt_queued),
        ("settings_changed", desk.settings_changed),
    ):
        yield from (f"{name}: {owner}" for owner in _owners(signal))


def _owners(signal: Listeners) -> Iterator[str]:
    for listener in vars(signal)["_listeners"]:
        owner = type(getattr(listener, "__self__", None))
        if owner.__module__.startswith("ui.qt"):
            yield owner.__name__
