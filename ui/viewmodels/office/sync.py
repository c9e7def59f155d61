"""Devices and sync: everything that one needs on the phone with support, and the three things that one then does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from devices.states import DeviceReport, DeviceState
from resources.language import sentence
from terminal.domain.errors import Refusal
from terminal.ports.sync import STOPPED, Watch
from ui.viewmodels.care import Care, Facts, Finding
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.office.support_paper import support_paper, support_text
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import clock_time, whole_day

Answer = TypeVar("Answer")
DIGEST_SHOWN = 12
CLOCK_APART_MAX = timedelta(seconds=90)
ENOUGH_FREE_BYTES = 500_000_000
KEYS = {"S": "sync_now", "D": "examine", "B": "back_up", "C": "copy", "P": "print_it", "R": "reload"}
TROUBLED = {DeviceState.ERROR, DeviceState.OFFLINE}


class Task(StrEnum):
    """What takes its time."""

    SYNC = "sync"
    EXAMINE = "examine"
    BACK_UP = "back_up"


@dataclass(frozen=True, slots=True)
class FactRow:
    """One thing and how it is; amber where somebody should look."""

    name: str
    value: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Some of them under a heading."""

    name: str
    rows: tuple[FactRow, ...]


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
        facts, say = self.facts, self.desk.words.say
        if facts is None:
            return ()
        return (
            FactGroup(say("support_terminal"), self._terminal(facts)),
            FactGroup(say("support_line"), self._line(facts)),
            FactGroup(say("support_machine"), self._machine(facts)),
            FactGroup(say("support_devices"), self._devices()),
        )

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
        return self.desk.words.say("support_heading", time=self._time(now) if now else "")

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

    def _terminal(self, facts: Facts) -> tuple[FactRow, ...]:
        say = self.desk.words.say
        store = self.desk.words.name(self.desk.shop.store.name)
        programme = say("support_programme_is", version=facts.programme, digest=facts.programme_digest[:DIGEST_SHOWN])
        return (
            FactRow(say("support_till"), say("support_till_is", store=store, code=facts.store, number=facts.number)),
            FactRow(say("support_id"), facts.terminal),
            FactRow(say("support_epoch"), say("support_epoch_is", epoch=facts.epoch, frames=facts.frames)),
            FactRow(say("support_version"), facts.version),
            FactRow(say("support_programme"), programme),
        )

    def _line(self, facts: Facts) -> tuple[FactRow, ...]:
        say, never = self.desk.words.say, self.desk.words.say("support_never")
        oldest = self._time(facts.oldest_unsent) if facts.oldest_unsent else say("support_none")
        last = self._time(facts.last_success) if facts.last_success else never
        refused = self._refusals(facts)
        return (
            FactRow(say("support_server"), facts.server),
            FactRow(say("support_last_sync"), last),
            FactRow(say("support_unsent"), f"{facts.unsent:,}", Tone.AMBER if facts.unsent else Tone.PLAIN),
            FactRow(say("support_oldest"), oldest),
            FactRow(say("support_refusal"), refused or say("support_none"), Tone.AMBER if refused else Tone.PLAIN),
            self._clock_row(),
            FactRow(say("support_neighbours"), self._neighbours(facts)),
        )

    def _refusals(self, facts: Facts) -> str:
        """What the server last refused, and what waits for a person: by their names, which support knows."""
        return ", ".join(dict.fromkeys(kind for kind in (facts.refusal, *facts.parked) if kind))

    def _neighbours(self, facts: Facts) -> str:
        if not facts.relay:
            return self.desk.words.say("support_relay_off")
        return self.desk.words.say("support_neighbours_are", count=len(facts.neighbours))

    def _clock_row(self) -> FactRow:
        say, ahead = self.desk.words.say, self.clock
        if ahead is None:
            return FactRow(say("support_clock"), say("support_clock_unknown"))
        seconds = round(abs(ahead).total_seconds())
        key = (
            "support_clock_same"
            if seconds <= 1
            else "support_clock_behind"
            if ahead < timedelta()
            else "support_clock_ahead"
        )
        return FactRow(
            say("support_clock"), say(key, seconds=seconds), Tone.AMBER if abs(ahead) > CLOCK_APART_MAX else Tone.PLAIN
        )

    def _machine(self, facts: Facts) -> tuple[FactRow, ...]:
        say = self.desk.words.say
        is_short = facts.free_bytes < ENOUGH_FREE_BYTES
        return (
            FactRow(say("support_members"), f"{facts.members:,}"),
            FactRow(say("support_database"), megabytes(facts.database_bytes)),
            FactRow(say("support_free"), megabytes(facts.free_bytes), Tone.AMBER if is_short else Tone.PLAIN),
            FactRow(say("support_jobs"), self._jobs(facts.print_jobs)),
        )

    def _jobs(self, counts: Mapping[str, int]) -> str:
        say = self.desk.words.say
        said = [say("support_job", state=say(f"job_{state}"), count=count) for state, count in counts.items() if count]
        return say("support_and").join(said) or say("support_none")

    def _devices(self) -> tuple[FactRow, ...]:
        bench = self.desk.bench
        return tuple(self._device(report) for report in bench.reports()) if bench is not None else ()

    def _device(self, report: DeviceReport) -> FactRow:
        say, status = self.desk.words.say, report.status
        name = say(f"device_{report.device}")
        if not report.port and status.state is DeviceState.CLOSED:
            return FactRow(name, say("device_not_set"))
        state = say(f"state_{status.detail or status.state}")
        error = report.last_error
        if error is not None:
            trouble = say("last_error", time=self._time(error.at), state=say(f"state_{error.detail}"))
            state = say("device_state", device=state, state=trouble)
        return FactRow(name, state, Tone.AMBER if status.state in TROUBLED else Tone.PLAIN)

    def _wrong(self, finding: Finding) -> str:
        kind = finding.data.get("kind")
        if kind is not None:
            return sentence(str(kind), finding.data, self.desk.words.language)
        return self.desk.words.say(f"doctor_wrong_{finding.check}")

    def _time(self, at: datetime) -> str:
        zone = self.desk.shop.store.time_zone
        return f"{whole_day(at.astimezone(zone).date())} {clock_time(at, zone)}"


def megabytes(count: int) -> str:
    """A size for people."""
    return f"{count / 1e9:,.1f} GB" if count >= 10**9 else f"{count / 1e6:,.1f} MB"


def _nowhere(_text: str) -> None:
    """No window is there."""
