"""A store whose receipts can be claimed: the till that sells, and one that claims."""

from collections.abc import Callable
from fractions import Fraction

import msgspec
from sqlalchemy import select

from sync.client.keys import read_keys
from sync.programme.compiler import compile_yaml
from sync.server.programmes.programmes import publish
from sync.server.storage.tables import exceptions
from terminal.domain.lines import Line
from terminal.ports.lanes import Lane as ListedLane
from terminal.ports.printing import RowKind
from terminal.usecases.claim_points import ClaimPoints, claim_points
from terminal.usecases.refund import Refund, refund
from terminal.usecases.sell import SaleDone, Sell, sell
from terminal.usecases.till import Till
from tests.sync.world import PROGRAMME, Lane, World
from ui.compose.signing import DeviceSigner

MakeLane = Callable[[str], Lane]
Tills = tuple[Lane, Lane]
PHONE, OTHER = "+886912345678", "+886923456789"
SECTIONS = "[heading, moment, lines, totals, tax, member, points, coupons, claim_points, barcode, footer]"


def with_claims(version: int, refunds: str = "", per: int = 100) -> bytes:
    """The test programme with receipts that let claim, ten points for each ``per``, and those switches for refunds."""
    changed = PROGRAMME.replace("version: 1", f"version: {version}", 1)
    changed = changed.replace("per: 100, points: 10", f"per: {per}, points: 10, full_steps: true", 1)
    told = f"    receipt: {{sections: {SECTIONS}}}\n{refunds}    earn_on: paid\n"
    return compile_yaml(changed.replace("    earn_on: paid\n", told, 1), "claims.yaml").bundle


def signing(lane: Lane) -> Lane:
    """The lane with a till that signs claims."""
    lane.till = Till(lane.store, lane.clock, None, DeviceSigner(lane.folder, lane.secrets))
    return lane


def opened(world: World, lanes: MakeLane) -> Tills:
    """The till that sells, and the one of the same store at which its receipts are claimed; both know the member."""
    publish(world.database, world.keys, with_claims(2), world.clock.now)
    seller, other = signing(lanes("seller")), signing(lanes("other"))
    other.enrol(PHONE)
    key = read_keys(seller.folder, seller.secrets).of_epoch(1).public
    other.replica.lanes.take_roster([ListedLane(seller.terminal_id, 1, key)])
    for lane in (other, seller):
        lane.sync()
    return seller, other


def sold(lane: Lane, *amounts: int) -> SaleDone:
    """A sale without a member, a line for each amount."""
    lines = tuple(Line(f"sku-{amount}", "Tea", "drink", Fraction(1), amount) for amount in amounts)
    return sell(lane.till, Sell(None, lines))


def code_of(sale: SaleDone) -> str:
    """What the QR code on its receipt says."""
    return next(row.left for row in sale.document.rows if row.kind is RowKind.QR)


def claimed(lane: Lane, sale: SaleDone, phone: str = PHONE) -> int:
    """Claims the receipt of ``sale`` there; gives the points."""
    return claim_points(lane.till, ClaimPoints(phone, code_of(sale))).points


def given_back(lane: Lane, sale: SaleDone, *numbers: int) -> int:
    """Gives back these lines, or with none all that is left; gives the points that the till itself took."""
    wanted = tuple((number, None) for number in numbers) or None
    return refund(lane.till, Refund(sale.sale_id, wanted)).result.clawed_back


def pushed(*lanes: Lane) -> None:
    """What these tills have reaches the server, one after the other, and is posted as it comes."""
    for lane in lanes:
        lane.sync()


def told(world: World) -> list[tuple[str, int]]:
    """The cases of claims: what, and how many points were taken back."""
    with world.database.read() as connection:
        rows = connection.execute(select(exceptions).order_by(exceptions.c.seq, exceptions.c.line)).all()
    return [(row.code, msgspec.json.decode(row.data).get("points", 0)) for row in rows if row.code.startswith("claim")]


def claimant(lane: Lane, phone: str = PHONE) -> str:
    """The id of whoever has that phone."""
    with lane.store.view() as unit:
        member_id = unit.find_member("phone", phone)
    assert member_id is not None
    return member_id
