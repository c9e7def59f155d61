"""The first run on a machine that is no terminal yet: a language, a server with its code, and the members."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from resources.language import DEFAULT_LANGUAGE, LANGUAGES
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.sync import STOPPED, Watch
from ui.viewmodels.commands import Command
from ui.viewmodels.listeners import Listeners
from ui.viewmodels.tone import Notice, Tone
from ui.viewmodels.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.domain.text import LocalText
    from ui.viewmodels.runner import Runner

LANGUAGE_NAMES = {"zh_TW": "繁體中文", "en": "English"}
SCHEMES = ("https://", "http://")
CODE_LENGTH = 12
ADDRESS_LENGTH_MAX = 200
CUT_OFF = "server_unreachable"
Answer = TypeVar("Answer")


class FirstStep(StrEnum):
    """What is asked, in this order. ``READY`` is not asked: the till's own window opens, with what is to be set up."""

    LANGUAGE = "language"
    SERVER = "server"
    MEMBERS = "members"
    READY = "ready"


@record
class Begun:
    """How far the first run came, and what was typed: kept on the disk, so that the next start goes on from there."""

    language: str = DEFAULT_LANGUAGE
    server: str = ""
    step: FirstStep = FirstStep.LANGUAGE


@record
class Joined:
    """What the machine has become: a till of a store."""

    store: LocalText
    number: int


class FirstRunActions(Protocol):
    """What the first run asks of the machine. Each may raise ``Refusal``; the runner's thread calls them."""

    def keep(self, begun: Begun) -> None:
        """Remembers how far it came."""
        ...

    def join(self, server: str, code: str, language: str, watch: Watch) -> Joined:
        """Makes a terminal of this machine. Nothing is left of it when ``watch`` wants it no more."""
        ...

    def joined(self) -> Joined:
        """What this machine is already."""
        ...

    def fetch(self, watch: Watch) -> None:
        """Fetches programme and members. What was fetched is kept when ``watch`` wants no more."""
        ...


class FirstRun:
    """The wizard. ``changed`` is told after everything that may show, ``finished`` when the till can open.

    ``watch`` is what is going on, ``None`` while nothing is; whoever draws looks at it now and then.
    """

    def __init__(self, actions: FirstRunActions, runner: Runner, begun: Begun) -> None:
        self._actions, self._runner = actions, runner
        self.changed, self.finished = Listeners(), Listeners()
        self.words = Words(begun.language)
        self.step, self.address, self.code = begun.step, begun.server, ""
        self.notice: Notice | None = None
        self.watch: Watch | None = None
        self.joined: Joined | None = None
        self.is_complete = False
        if self.step is FirstStep.MEMBERS:
            self._run(actions.joined, self._here_already)

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """The languages: code, and what each calls itself."""
        return tuple((code, LANGUAGE_NAMES[code]) for code in LANGUAGES)

    @property
    def is_busy(self) -> bool:
        """Whether something is going on."""
        return self.watch is not None

    @property
    def may_join(self) -> bool:
        """Whether address and code look whole."""
        return bool(self.address.strip()) and _length(self.code) >= CODE_LENGTH and not self.is_busy

    @property
    def joined_text(self) -> str:
        """Which till this is now; empty before."""
        if self.joined is None:
            return ""
        store = self.words.name(self.joined.store)
        return self.words.say("first_joined", store=store, number=self.joined.number)

    @property
    def share(self) -> float | None:
        """How much of the members is here, from 0 to 1; ``None`` while that is not known."""
        if self.is_complete:
            return 1.0
        watch = self.watch
        return min(watch.done / watch.total, 1.0) if watch and watch.total else None

    @property
    def progress_text(self) -> str:
        """What is going on."""
        watch, say = self.watch, self.words.say
        if self.is_complete:
            return say("first_complete")
        if watch is None:
            return ""
        if not watch.is_wanted:
            return say("first_stopping")
        if self.step is FirstStep.SERVER:
            return say("first_joining")
        if not watch.total:
            return say("first_asking")
        if watch.is_file and watch.done >= watch.total:
            return say("first_installing", members=watch.members)
        percent = watch.done * 100 // watch.total
        return say("first_fetching", members=watch.members, percent=percent)

    def choose_language(self, language: str) -> None:
        """Speaks it from now on."""
        self.words.language = language
        self._keep()
        self.changed.tell()

    def type(self, address: str, code: str) -> None:
        """What stands in the two fields. Head office's slip holds both: ``https://server#CODE``."""
        for scanned in (code, address):
            before, mark, after = scanned.strip().partition("#")
            if mark and before.startswith(SCHEMES) and _length(after) >= CODE_LENGTH:
                address, code = before, after
        self.address, self.code, self.notice = address[:ADDRESS_LENGTH_MAX], code, None
        self.changed.tell()

    def digit(self, digit: str) -> None:
        """A language's number."""
        if self.step is FirstStep.LANGUAGE and 1 <= int(digit) <= len(LANGUAGES):
            self.choose_language(LANGUAGES[int(digit) - 1])

    def press(self, command: Command) -> None:
        """Enter goes on, Esc stops what is going on or goes a step back."""
        if command is Command.ENTER:
            self.go_on()
        elif command is Command.BACK:
            self.back()

    def go_on(self) -> None:
        """The next step; from the members on into the till, also while they are not all here."""
        if self.step is FirstStep.LANGUAGE:
            self._go(FirstStep.SERVER)
        elif self.step is FirstStep.SERVER:
            self._join()
        elif self.watch is not None:
            self.watch.is_wanted = False
            self.changed.tell()
        elif self.joined is not None:
            self._finish()

    def back(self) -> None:
        """Stops what is going on; else one step back, but not out of a store that was joined."""
        if self.watch is not None:
            if self.step is FirstStep.SERVER:
                self.watch.is_wanted = False
            self.changed.tell()
        elif self.step is FirstStep.SERVER:
            self._go(FirstStep.LANGUAGE)

    def leave(self) -> None:
        """The window was closed."""
        if self.watch is not None:
            self.watch.is_wanted = False

    def again(self) -> None:
        """Fetches the members once more, after that failed."""
        if self.step is FirstStep.MEMBERS and not self.is_busy:
            self._fetch()

    def _join(self) -> None:
        if not self.may_join:
            self.notice = None if self.is_busy else Notice(Tone.AMBER, self.words.say("first_incomplete"))
            self.changed.tell()
            return
        server, code = whole_address(self.address), self.code.strip()
        watch, language = self._begin(), self.words.language
        self.address = server
        self._keep()
        self._run(lambda: self._actions.join(server, code, language, watch), self._became)

    def _became(self, joined: Joined) -> None:
        self.watch, self.joined, self.code = None, joined, ""
        self._go(FirstStep.MEMBERS)
        self._fetch()

    def _here_already(self, joined: Joined) -> None:
        self.joined = joined
        self._fetch()

    def _fetch(self) -> None:
        watch = self._begin()
        self._run(lambda: self._actions.fetch(watch), self._fetched)

    def _fetched(self, _nothing: None) -> None:
        self.watch, self.is_complete = None, True
        self.changed.tell()

    def _failed(self, error: Exception) -> None:
        """A stop is no failure: before the store is joined all is as before, after it the till fetches the rest."""
        self.watch = None
        if not (isinstance(error, Refusal) and error.kind == STOPPED):
            self.notice = self._trouble(error)
        elif self.step is FirstStep.MEMBERS:
            self._finish()
        else:
            self.notice = Notice(Tone.PLAIN, self.words.say("first_stopped"))
        self.changed.tell()

    def _trouble(self, error: Exception) -> Notice:
        """What went wrong. Here no sale waits to be uploaded, as it is said elsewhere when the line is down."""
        if not (isinstance(error, Refusal) and error.kind == CUT_OFF):
            return self.words.error(error)
        said = "first_cut_off" if self.step is FirstStep.MEMBERS else "first_unreachable"
        return Notice(Tone.AMBER, self.words.say(said))

    def _finish(self) -> None:
        begun = Begun(self.words.language, self.address, FirstStep.READY)
        self._run(lambda: self._actions.keep(begun), self._ready)

    def _ready(self, _kept: None) -> None:
        self.finished.tell()

    def _begin(self) -> Watch:
        self.watch, self.notice = Watch(), None
        self.changed.tell()
        return self.watch

    def _go(self, step: FirstStep) -> None:
        self.step, self.notice = step, None
        self._keep()
        self.changed.tell()

    def _keep(self) -> None:
        begun = Begun(self.words.language, self.address, self.step)
        self._runner.run(lambda: self._actions.keep(begun), _nothing_more, self._failed)

    def _run(self, job: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        self._runner.run(job, done, self._failed)


def whole_address(typed: str) -> str:
    """The address with its scheme; without one a server speaks TLS."""
    address = typed.strip().rstrip("/")
    return address if address.startswith(SCHEMES) else f"https://{address}"


def _length(code: str) -> int:
    return sum(map(str.isalnum, code))


def _nothing_more(_answer: None) -> None:
    """It is on the disk."""
