"""What happens at a terminal, and what it does to the world; each gives what an onlooker would write down."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final, Literal

from sync.client.enrolment import rejoin_terminal
from sync.client.recovery import go_on_restored, recover
from sync.server.office.overview import revoke
from terminal.domain.errors import Refusal
from terminal.domain.lines import Line
from terminal.domain.merging import MergeReason
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.merge_members import MergeMembers, merge_members
from terminal.usecases.refund import Refund, refund
from terminal.usecases.return_reservations import return_reservations
from terminal.usecases.sell import Sell, sell
from terminal.usecases.void import Void, void
from tests.simulation import network
from tests.simulation.actors import Pause, Terminal
from tests.simulation.checks import check_floor, check_rebase
from tests.simulation.facts import journal_of
from tests.simulation.faults import Cut, PowerCut
from tests.simulation.history import Step
from tests.simulation.world import World

MEMBERS: Final = 5
_LONG_AGO = datetime(1970, 1, 1, 12, tzinfo=UTC)
_OUR_OWN_FAULT: Final = frozenset({"store_damaged", "store_key_wrong", "store_busy", "store_in_use", "store_newer"})
_UNREACHED: Final = frozenset({"server_unreachable", "server_certificate_wrong", "server_answer_not_understood"})
_OF_SUSPECTS: Final = frozenset({"epoch_frozen", "journal_behind_server", "terminal_revoked"})
_WITHOUT_REASON: Final = frozenset({"disk_full", "replica_differs", "push_epoch_unknown", "push_signature_wrong"})


def phone(member: int) -> str:
    """A member's phone, as people write it."""
    return f"09120000{member % MEMBERS:02d}"


def _at_terminal(does: Callable[[World, Terminal, Step], str]) -> Callable[[World, Step], str]:
    def carry_out_there(world: World, step: Step) -> str:
        terminal = world.terminal(step.whole("lane"))
        if terminal is None:
            return "nobody there"
        pages = step.whole("pages") if "pages" in step.values else None
        try:
            with terminal.at_risk(Cut.read(step.word("cut")), pages):
                said = does(world, terminal, step)
        except PowerCut:
            _require_journal(world, terminal)
            said = "power cut"
        except Refusal as refusal:
            if refusal.kind in _OUR_OWN_FAULT or (refusal.kind == "disk_full" and pages is None):
                world.find("diverged", f"step {step.number}: {refusal!r}")
            said = f"refused {refusal.kind}"
        check_rebase(world, terminal)
        return said

    return carry_out_there


def _require_journal(world: World, terminal: Terminal) -> None:
    """After a power cut every frame that a use-case returned from must be there."""
    for fact in terminal.returned - set(journal_of(terminal)):
        world.find("lost", f"{fact.key} is not in the journal of {terminal.name} after a power cut")


def _member(world: World, terminal: Terminal, step: Step, named: str = "member") -> str:
    """The member of a step, enrolled where this terminal does not know them."""
    number = phone(step.whole(named))
    with terminal.store.view() as unit:
        known = unit.find_member("phone", f"+886{number[1:]}")
    if known:
        return known
    made = enrol_member(terminal.till, EnrolMember(number, name="A"))
    world.acknowledge(terminal)
    return made.member_id


def _sell(world: World, terminal: Terminal, step: Step) -> str:
    member = _member(world, terminal, step) if "member" in step.values else None
    line = Line("tea", "Tea", "drink", Fraction(1), step.whole("amount"))
    redeem: int | Literal["max"] = "max" if step.word("redeem") == "max" and member else 0
    papers = world.papers if "paper" in step.values else []
    coupons = (papers[step.whole("paper") % len(papers)],) if papers else ()
    done = sell(terminal.till, Sell(member, (line,), redeem, coupons=coupons, print_receipt=False))
    world.sales.setdefault(terminal.name, []).append(done.sale_id)
    world.papers.extend(paper.number for paper in done.papers)
    for fact in world.acknowledge(terminal):
        # A sale from before a power cut shows only now, and was made on what the till knew then.
        if fact.document["body"].get("sale") == done.sale_id:
            check_floor(world, terminal, fact)
    return f"sold, redeemed {done.figures.redeemed}"


def _sale_of(world: World, terminal: Terminal, step: Step) -> str | None:
    made = world.sales.get(terminal.name)
    return made[step.whole("sale") % len(made)] if made else None


def _refund(world: World, terminal: Terminal, step: Step) -> str:
    sale = _sale_of(world, terminal, step)
    if sale is None:
        return "nothing to refund"
    refund(terminal.till, Refund(sale))
    world.acknowledge(terminal)
    return "refunded"


def _void(world: World, terminal: Terminal, step: Step) -> str:
    sale = _sale_of(world, terminal, step)
    if sale is None:
        return "nothing to void"
    void(terminal.till, Void(sale))
    world.acknowledge(terminal)
    return "voided"


def _adjust(world: World, terminal: Terminal, step: Step) -> str:
    member = _member(world, terminal, step)
    adjust(terminal.till, Adjust(member, step.whole("points"), "simulated"))
    world.acknowledge(terminal)
    return "adjusted"


def _merge_at_till(world: World, terminal: Terminal, step: Step) -> str:
    member, into = _member(world, terminal, step), _member(world, terminal, step, "into")
    merge_members(terminal.till, MergeMembers(member, into, MergeReason.ENROLLED_TWICE))
    world.acknowledge(terminal)
    return "merge noted"


def _line_of(world: World, terminal: Terminal, step: Step) -> network.Line:
    fates = [fate for fate in step.word("fates").split(",") if fate]
    is_up = world.store_of(terminal) not in world.stores_down
    return network.Line(world.network, terminal.keys().device, fates, is_up)


def _sync(world: World, terminal: Terminal, step: Step) -> str:
    at = terminal.clock.now()
    world.server.pages = step.whole("server_pages") if "server_pages" in step.values else None
    line = _line_of(world, terminal, step)
    round_of_terminal = terminal.round(line, Pause(world.server, bool(step.whole("posts"))))
    try:
        with world.server.machine.failing(Cut.read(step.word("server_cut"))):
            report = round_of_terminal.run_once()
    except Refusal as refusal:
        terminal.trouble = refusal.kind
        terminal.reached = refusal.kind not in _UNREACHED
        if "pages" in step.values:
            terminal.recall_link()
        _judge_refusal(world, terminal, step, refusal)
        raise
    finally:
        world.server.pages = None
    terminal.trouble, terminal.reached, terminal.last_success = "", True, at
    return_reservations(terminal.till)
    world.acknowledge(terminal)
    return f"synced {report.frames} {report.durable} {report.posted}"


def _gossip(world: World, terminal: Terminal, step: Step) -> str:
    """A lane asks another over the store's own network."""
    other = world.terminal(step.whole("other"))
    if other is None or other is terminal or world.store_of(other) != world.store_of(terminal):
        return "nobody there"

    def ask(sealed: bytes) -> bytes:
        answer = other.lane.answering.answer(network.spoiled(sealed, step.word("asking")))
        return network.spoiled(answer, step.word("telling"))

    told, frames = terminal.lane.gossip.exchange(ask)
    check_rebase(world, other)
    return f"{told} told of {frames} frames"


def _judge_refusal(world: World, terminal: Terminal, step: Step, refusal: Refusal) -> None:
    """Not every refusal has a reason in what happened."""
    if refusal.kind in _WITHOUT_REASON and "pages" not in step.values:
        world.find("diverged", f"step {step.number}: sync of {terminal.name} refused: {refusal!r}")
    if refusal.kind in _OF_SUSPECTS and terminal.terminal_id not in world.suspects:
        world.find("diverged", f"step {step.number}: {refusal!r} at {terminal.name} without a cause")


def _recover(world: World, terminal: Terminal, step: Step) -> str:
    """What an operator does about a terminal that says it was restored from a copy."""
    if terminal.trouble != "journal_behind_server":
        return "no need"
    line = _line_of(world, terminal, step)
    with terminal.stopped():
        recover(line, terminal.home, terminal.secrets, terminal.clock)
    terminal.trouble = ""
    world.acknowledge(terminal)
    return "recovered"


def _rejoin(world: World, terminal: Terminal, step: Step) -> str:
    """What the office does about a terminal that was frozen or revoked, once it knows the right machine."""
    if terminal.trouble not in {"epoch_frozen", "terminal_revoked", "frames_not_ours"}:
        return "no need"
    code = world.server.service.enrolment.new_code_again(terminal.terminal_id).code
    line = _line_of(world, terminal, step)
    with terminal.stopped():
        rejoin_terminal(line, terminal.home, terminal.secrets, code, terminal.clock)
    terminal.trouble = ""
    world.acknowledge(terminal)
    return "rejoined"


def _back_up(world: World, terminal: Terminal, _step: Step) -> str:
    world.back_up(terminal)
    return "copied"


def _restore(world: World, terminal: Terminal, step: Step) -> str:
    if terminal.copy is None:
        return "no copy"
    world.restore(terminal)
    line = _line_of(world, terminal, step)
    try:
        with terminal.stopped():
            go_on_restored(line, terminal.home, terminal.secrets, terminal.clock)
    except Refusal as refusal:
        terminal.trouble = refusal.kind
        _judge_refusal(world, terminal, step, refusal)
        raise
    terminal.trouble = ""
    world.acknowledge(terminal)
    return "restored"


def _clone(world: World, terminal: Terminal, step: Step) -> str:
    world.clone(terminal, step.whole("as"))
    return "cloned"


def _revoke(world: World, terminal: Terminal, _step: Step) -> str:
    revoke(world.server.database, terminal.terminal_id, world.server.now)
    world.suspects.add(terminal.terminal_id)
    return "revoked"


def _clock(world: World, terminal: Terminal, step: Step) -> str:
    then = _LONG_AGO - world.clock.now() if step.word("to") == "1970" else timedelta(minutes=step.whole("ahead"))
    world.offsets[terminal.name] = then
    world.tick()
    return "set"


AT_A_TERMINAL: Final[Mapping[str, Callable[[World, Step], str]]] = {
    name: _at_terminal(does)
    for name, does in {
        "sell": _sell,
        "refund": _refund,
        "void": _void,
        "adjust": _adjust,
        "merge_at_till": _merge_at_till,
        "sync": _sync,
        "gossip": _gossip,
        "recover": _recover,
        "rejoin": _rejoin,
        "back_up": _back_up,
        "restore": _restore,
        "clone": _clone,
        "revoke": _revoke,
        "clock": _clock,
    }.items()
}
