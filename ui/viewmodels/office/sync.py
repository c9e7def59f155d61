"""Devices and sync: everything that one needs on the phone with support, and the three things that one then does."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from resources.language import sentence
from terminal.domain.errors import Refusal
from terminal.ports.sync import STOPPED, Watch
from ui.viewmodels.care import Care, Facts, Finding
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.office.support_facts import FactGroup, FactRow, SupportFacts, moment
from ui.viewmodels.office.support_paper import support_paper, support_text
from ui.viewmodels.tone import Tone

Answer = TypeVar("Answer")
KEYS = {"S": "sync_now", "D": "examine", "B": "back_up", "C": "copy", "P": "print_it", "R": "reload"}


class Task(StrEnum):
    """What takes its time."""

    SYNC = "sync"
    EXAMINE = "examine"
    BACK_UP = "back_up"


class Sync(Section):
    """The figures, and one task at a time. ``to_clipboard`` is the window's."""

    name = SectionName.SYNC

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.facts: Facts | None = None
        self.clock: timedelta | None = None
        self.task: Task | None = None
        self.watch: Watch | None = None
        self.findings: Sequence[Finding] = ()
        self.to_clipboard: Callable[[str], None] = _nowhere

    def opened(self) -> None:
        """Asks for everything."""
        self.reload()

    def reload(self) -> None:
        """Asks for everything afresh; the server's clock may take a moment."""
        care = self.desk.care
        if care is not None:
            self.desk.ask_aside(care.facts, self._arrived)
            self.desk.ask_aside(lambda: care.clock_difference(Watch()), self._clock_arrived, self._clock_unknown)

    @property
    def groups(self) -> tuple[FactGroup, ...]:
        """Everything, in groups; empty until it arrives."""
        return SupportFacts(self.desk, self.facts, self.clock).groups if self.facts else ()

    @property
    def results(self) -> tuple[FactRow, ...]:
        """What the examination found."""
        say = self.desk.words.say
        return tuple(
            FactRow(
                say(f"doctor_{finding.check}"),
                say("doctor_well") if finding.well else self._wrong(finding),
                Tone.CALM if finding.well else Tone.RED,
            )
            for finding in self.findings
        )

    @property
    def text(self) -> str:
        """All of it as plain text, to be sent to support: no name, no phone."""
        return support_text(self._heading, self._all_groups)

    @property
    def task_text(self) -> str:
        """What is going on; empty while nothing is."""
        if self.task is None or self.watch is None:
            return ""
        if not self.watch.is_wanted:
            return self.desk.words.say("first_stopping")
        return self.desk.words.say(f"task_{self.task}")

    @property
    def share(self) -> float | None:
        """How far that is, from 0 to 1; ``None`` where nobody knows."""
        watch = self.watch
        return watch.done / watch.total if watch is not None and watch.total else None

    def sync_now(self) -> None:
        """One round."""
        self._begin(Task.SYNC, lambda care, watch: care.sync_now(watch), self._synced)

    def examine(self) -> None:
        """Every check."""
        self.findings = ()
        self._begin(Task.EXAMINE, lambda care, watch: care.examine(watch), self._examined)

    def back_up(self) -> None:
        """A copy of the data."""
        self._begin(Task.BACK_UP, lambda care, watch: care.back_up(watch), self._backed_up)

    def stop(self) -> None:
        """Ends what is going on as soon as that can be."""
        if self.watch is not None:
            self.watch.is_wanted = False

    def copy(self) -> None:
        """Into the clipboard."""
        if self.facts is not None:
            self.to_clipboard(self.text)
            self.desk.say(Tone.CALM, "support_copied")

    def print_it(self) -> None:
        """On paper."""
        care, desk = self.desk.care, self.desk
        if care is None or self.facts is None:
            return
        zone = desk.shop.store.time_zone.key or ""
        paper = support_paper(self._heading, self._all_groups, zone)
        desk.ask(lambda: care.print_note(paper), self._printing)

    def letter(self, letter: str) -> bool:
        """The key that is printed on each button."""
        action = KEYS.get(letter.upper())
        if action is not None:
            getattr(self, action)()
        return action is not None

    def press(self, command: Command) -> bool:
        """Esc stops what is going on, before it leads anywhere."""
        if command is Command.BACK and self.watch is not None:
            self.stop()
            return True
        return False

    @property
    def _heading(self) -> str:
        now = self.facts.now if self.facts else None
        return self.desk.words.say("support_heading", time=moment(self.desk, now) if now else "")

    @property
    def _all_groups(self) -> tuple[FactGroup, ...]:
        found = FactGroup(self.desk.words.say("support_doctor"), self.results)
        return (*self.groups, found) if found.rows else self.groups

    def _begin(self, task: Task, job: Callable[[Care, Watch], Answer], done: Callable[[Answer], None]) -> None:
        care = self.desk.care
        if care is None or self.task is not None:
            return
        watch = Watch()
        self.task, self.watch, self.desk.notice = task, watch, None

        def answered(answer: Answer) -> None:
            self.task = self.watch = None
            done(answer)

        self.desk.ask_aside(lambda: job(care, watch), answered, self._failed)

    def _failed(self, error: Exception) -> None:
        self.task = self.watch = None
        if isinstance(error, Refusal) and error.kind == STOPPED:
            self.desk.say(Tone.PLAIN, "task_stopped")
        else:
            self.desk.refuse(error)
        self.reload()

    def _synced(self, _nothing: None) -> None:
        self.desk.say(Tone.CALM, "task_synced")
        self.reload()

    def _examined(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        well = all(finding.well for finding in findings)
        self.desk.say(Tone.CALM if well else Tone.RED, "task_healthy" if well else "task_unhealthy")

    def _backed_up(self, folder: str) -> None:
        self.desk.say(Tone.CALM, "task_backed_up", folder=folder)
        self.reload()

    def _printing(self, _nothing: None) -> None:
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "support_printing")

    def _arrived(self, facts: Facts) -> None:
        self.facts = facts

    def _clock_arrived(self, ahead: timedelta) -> None:
        self.clock = ahead

    def _clock_unknown(self, _error: Exception) -> None:
        self.clock = None

    def _wrong(self, finding: Finding) -> str:
        kind = finding.data.get("kind")
        if kind is not None:
            return sentence(str(kind), finding.data, self.desk.words.language)
        return self.desk.words.say(f"doctor_wrong_{finding.check}")


def _nowhere(_text: str) -> None:
    """No window is there."""
