"""The first run, in pictures and in tests: a machine that is no terminal yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from terminal.domain.errors import Refusal
from terminal.domain.text import LocalText
from terminal.ports.sync import Watch
from ui.viewmodels.commands import Command
from ui.viewmodels.first_run import Begun, FirstRun, FirstStep, Joined
from ui.viewmodels.runner import Answer, InlineRunner

ADDRESS, CODE = "https://points.example.com", "ABCD-EFGH-1234"
JOINED = Joined(LocalText("信義店", "Xinyi"), 2)


@dataclass
class SampleMachine:
    """Fulfils ``FirstRunActions``. ``refuses`` is why it cannot join, or cannot fetch, by the name of the call."""

    refuses: dict[str, Refusal] = field(default_factory=dict)
    kept: list[Begun] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def keep(self, begun: Begun) -> None:
        """Notes it."""
        self.kept.append(begun)

    def join(self, server: str, code: str, language: str, watch: Watch) -> Joined:
        """Always the second till of the same store."""
        self._ask(f"join {server} {code} {language}")
        return JOINED

    def joined(self) -> Joined:
        """That till."""
        return JOINED

    def fetch(self, watch: Watch) -> None:
        """Everything is there at once."""
        self._ask("fetch")

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        refusal = self.refuses.get(what.split(maxsplit=1)[0])
        if refusal is not None:
            raise refusal


@dataclass
class WaitingRunner(InlineRunner):
    """Nothing is done until ``work`` is called, job by job."""

    jobs: list[Callable[[], object]] = field(default_factory=list)

    def run(
        self, job: Callable[[], Answer], done: Callable[[Answer], None], failed: Callable[[Exception], None]
    ) -> None:
        """Puts the job behind those that wait."""
        self.jobs.append(lambda: super(WaitingRunner, self).run(job, done, failed))

    def work(self) -> None:
        """Does the oldest job that waits."""
        self.jobs.pop(0)()


def begun(language: str, step: FirstStep = FirstStep.LANGUAGE, machine: SampleMachine | None = None) -> FirstRun:
    """A first run at that step; nothing waits."""
    return FirstRun(machine or SampleMachine(), InlineRunner(), Begun(language, "", step))


def _language(language: str) -> FirstRun:
    return begun(language)


def _server(language: str) -> FirstRun:
    return begun(language, FirstStep.SERVER)


def _typed(language: str) -> FirstRun:
    run = begun(language, FirstStep.SERVER)
    run.type(ADDRESS, CODE)
    return run


def _refused(language: str) -> FirstRun:
    run = begun(language, FirstStep.SERVER, SampleMachine({"join": Refusal("enrol_code_wrong")}))
    run.type(ADDRESS, CODE)
    run.press(Command.ENTER)
    return run


def _joining(language: str) -> FirstRun:
    run = FirstRun(SampleMachine(), WaitingRunner(), Begun(language, ADDRESS, FirstStep.SERVER))
    run.type(ADDRESS, CODE)
    run.press(Command.ENTER)
    return run


def _fetching(language: str) -> FirstRun:
    run = FirstRun(SampleMachine(), WaitingRunner(), Begun(language, ADDRESS, FirstStep.MEMBERS))
    run.joined, run.watch = JOINED, Watch(done=38_000_000, total=92_000_000, is_file=True, members=1_000_000)
    return run


def _cut_off(language: str) -> FirstRun:
    return begun(language, FirstStep.MEMBERS, SampleMachine({"fetch": Refusal("server_unreachable")}))


def _complete(language: str) -> FirstRun:
    return begun(language, FirstStep.MEMBERS)


FIRST_RUN_STATES: Mapping[str, Callable[[str], FirstRun]] = {
    "first-language": _language,
    "first-server": _server,
    "first-server-typed": _typed,
    "first-server-refused": _refused,
    "first-server-joining": _joining,
    "first-members": _fetching,
    "first-members-cut-off": _cut_off,
    "first-members-complete": _complete,
}
