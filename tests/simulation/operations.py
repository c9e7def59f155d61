"""Every kind of step, and what it does to the world. What it gives back is what an onlooker would write down."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError

from sync.server.office.case_queue import decide_case, list_cases
from sync.server.office.erasing import erase_member
from sync.server.office.merges import merge_members
from sync.server.snapshots.building import build_snapshot, cells_with_members
from terminal.domain.errors import Refusal
from tests.simulation.at_tills import AT_A_TERMINAL, phone
from tests.simulation.checks import check_server
from tests.simulation.faults import Cut, PowerCut
from tests.simulation.history import Step
from tests.simulation.world import World


def carry_out(world: World, step: Step) -> str:
    """Does one step; gives what came of it."""
    world.draws.begin(step.number, world.clock.now())
    return AT_A_TERMINAL[step.kind](world, step) if step.kind in AT_A_TERMINAL else _ELSEWHERE[step.kind](world, step)


def _post(world: World, step: Step) -> str:
    worker = world.server.workers[step.whole("worker") % len(world.server.workers)]
    return _at_server(
        world, step, lambda: sum(worker.post_portion(*claim) for claim in worker.waiting()[: step.whole("portions", 9)])
    )


def _audit(world: World, step: Step) -> str:
    auditor = world.server.auditors[step.whole("worker") % len(world.server.auditors)]
    return _at_server(
        world,
        step,
        lambda: sum(auditor.audit_portion(*claim) for claim in auditor.waiting()[: step.whole("portions", 9)]),
    )


def _at_server(world: World, step: Step, does: Callable[[], int]) -> str:
    world.server.pages = step.whole("pages") if "pages" in step.values else None
    try:
        with world.server.machine.failing(Cut.read(step.word("cut"))):
            return f"{does()} frames"
    except PowerCut:
        world.server.recover()
        return "server's power cut"
    except (DBAPIError, Refusal):
        if world.server.pages is None:
            raise
        return "server's disk full"
    finally:
        world.server.pages = None


def _deliver(world: World, step: Step) -> str:
    world.deliver(step.whole("place"))
    return "delivered"


def _minutes(world: World, step: Step) -> str:
    world.tick(step.whole("by"))
    return "later"


def _line(world: World, step: Step) -> str:
    down = world.stores_down
    (down.discard if step.whole("up") else down.add)(step.word("store"))
    return "line changed"


def _publish(world: World, _step: Step) -> str:
    world.publish()
    return "published"


def _merge(world: World, step: Step) -> str:
    try:
        merged = merge_members(world.desk(), phone(step.whole("member")), phone(step.whole("into")))
    except Refusal as refusal:
        return f"refused {refusal.kind}"
    world.merged.append((merged.member, merged.into))
    return "merged"


def _erase(world: World, step: Step) -> str:
    try:
        erase_member(world.desk(), phone(step.whole("member")))
    except Refusal as refusal:
        return f"refused {refusal.kind}"
    return "erased"


def _decide(world: World, step: Step) -> str:
    """The office decides one of the cases that are open."""
    with world.server.database.read() as connection:
        cases = list_cases(connection)
    if not cases:
        return "nothing to decide"
    case = cases[step.whole("place") % len(cases)]
    try:
        done = decide_case(world.desk(), case.case, step.word("outcome"))
    except Refusal as refusal:
        return f"refused {refusal.kind}"
    return f"{case.code} {done.outcome}: {done.appended} {done.booked} {done.known}"


def _snapshot(world: World, _step: Step) -> str:
    server = world.server
    for cell in cells_with_members(server.database):
        build_snapshot(server.database, server.keys, cell, server.now)
    return "built"


def _fail_over(world: World, _step: Step) -> str:
    world.server.fail_over()
    return "failed over"


def _back_up_server(world: World, _step: Step) -> str:
    world.back_up_server()
    return "server copied"


def _restore_server(world: World, _step: Step) -> str:
    if world.server.copy is None:
        return "no copy"
    world.restore_server()
    return "server restored"


def _check(world: World, _step: Step) -> str:
    check_server(world)
    return "checked"


_ELSEWHERE: Final[Mapping[str, Callable[[World, Step], str]]] = {
    "post": _post,
    "audit": _audit,
    "deliver": _deliver,
    "minutes": _minutes,
    "line": _line,
    "publish": _publish,
    "merge": _merge,
    "erase": _erase,
    "decide": _decide,
    "snapshot": _snapshot,
    "fail_over": _fail_over,
    "back_up_server": _back_up_server,
    "restore_server": _restore_server,
    "check": _check,
}
