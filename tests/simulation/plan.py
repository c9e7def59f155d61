"""From a seed to a history: which faults are in play at all, and then one step after another."""

import random
from collections.abc import Callable
from typing import Final

from tests.simulation.at_tills import MEMBERS
from tests.simulation.history import History, Step, Value
from tests.simulation.network import FATES
from tests.simulation.site import STORES

FEWEST_STEPS: Final = 40
MOST_STEPS: Final = 80
_CLONES: Final = range(len(STORES), len(STORES) + 3)
_ALWAYS: Final = {
    "sell": 30,
    "sync": 22,
    "post": 9,
    "minutes": 5,
    "refund": 4,
    "void": 2,
    "adjust": 3,
    "check": 1,
    "audit": 4,
}
_SOMETIMES: Final = {
    "line": 3,
    "deliver": 3,
    "clock": 3,
    "publish": 2,
    "merge": 2,
    "back_up": 3,
    "restore": 2,
    "clone": 1,
    "gossip": 9,
    "recover": 2,
    "rejoin": 2,
    "revoke": 1,
    "erase": 1,
    "decide": 3,
    "snapshot": 2,
    "fail_over": 2,
    "back_up_server": 2,
    "restore_server": 2,
}
_AWAY_SHARE: Final = 0.25
_AWAY_FIRST: Final = 1_001
_MERGING_SHARE: Final = 0.25
_MERGING_FIRST: Final = 2_001
_APART: Final = ((0, 1), (1, 3), (1, 5), (5, 1))
"""Terminals of two stores in one cell."""
_FAULTS: Final = ("cut", "server_cut", "fates", "pages", "server_pages")


def plan(seed: int) -> History:
    """The history of a seed."""
    planner = _Planner(random.Random(seed))
    count = planner.chance.randint(FEWEST_STEPS, MOST_STEPS)
    steps = [planner.step(number) for number in range(1, count + 1)]
    others = random.Random(f"{seed}/away")
    if others.random() < _AWAY_SHARE:
        place = others.randrange(count)
        steps[place:place] = _away(others)
    _merge_at_tills(random.Random(f"{seed}/twice"), steps)
    return History(seed, tuple(steps))


def _away(chance: random.Random) -> list[Step]:
    """A store is without a line for longer than points are set aside for it, and the member goes to another."""
    holder, other = chance.choice(_APART)
    member, amount = {"member": chance.randrange(MEMBERS)}, {"amount": chance.randrange(1, 20) * 100}
    happens: list[tuple[str, dict[str, Value]]] = [
        ("sell", {"lane": holder, **member, "amount": 800}),
        ("sync", {"lane": holder, "posts": 1}),
        ("sync", {"lane": other, "posts": 1}),
        ("line", {"store": STORES[holder], "up": 0}),
        ("minutes", {"by": 20}),
        ("sell", {"lane": holder, **member, **amount, "redeem": "max"}),
        ("minutes", {"by": chance.choice((1_500, 6_000))}),
        ("line", {"store": STORES[other], "up": 1}),
        ("sell", {"lane": other, "member": chance.randrange(MEMBERS), **amount}),
        ("sync", {"lane": other, "posts": 1}),
        ("sell", {"lane": other, **member, **amount, "redeem": "max"}),
        ("sync", {"lane": other, "posts": 1}),
        ("line", {"store": STORES[holder], "up": 1}),
        ("sync", {"lane": holder, "posts": 1}),
    ]
    return [Step(_AWAY_FIRST + place, kind, values) for place, (kind, values) in enumerate(happens)]


def _merge_at_tills(chance: random.Random, steps: list[Step]) -> None:
    """Store managers who merge two members, now and then, at tills that something else happens at too."""
    lanes = [step.whole("lane") for step in steps if "lane" in step.values]
    if not lanes or chance.random() >= _MERGING_SHARE:
        return
    for number in range(chance.randint(1, 4)):
        values: dict[str, Value] = {"lane": chance.choice(lanes)}
        values |= {"member": chance.randrange(MEMBERS), "into": chance.randrange(MEMBERS)}
        steps.insert(chance.randrange(len(steps) + 1), Step(_MERGING_FIRST + number, "merge_at_till", values))


class _Planner:
    """Draws steps. Half of all faults are in play in one run, so that each meets the others in every combination."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._weights = _ALWAYS | {kind: weight for kind, weight in _SOMETIMES.items() if chance.random() < 0.5}
        self._faults = frozenset(fault for fault in _FAULTS if chance.random() < 0.5)
        self._fates = [fate for fate in FATES if chance.random() < 0.5] or ["ok"]
        lanes = list(range(len(STORES)))
        chance.shuffle(lanes)
        if chance.random() < 0.4:
            lanes.sort(key=lambda lane: STORES[lane] != "xinyi")  # lanes of one store, for the relay
        self._lanes = lanes[: chance.randint(2, 4)]
        self._members = chance.randint(1, MEMBERS)
        self._posts = chance.choice((0, 1))

    def step(self, number: int) -> Step:
        """The next step."""
        kind = self.chance.choices(list(self._weights), list(self._weights.values()))[0]
        values = _DRAWN.get(kind, _nothing)(self)
        return Step(number, kind, values)

    def lane(self) -> int:
        return self.chance.choice(self._lanes)

    def member(self) -> int:
        return self.chance.randrange(self._members)

    def at_till(self, **more: Value) -> dict[str, Value]:
        """What any step at a till has, faults among it."""
        values: dict[str, Value] = {"lane": self.lane(), **more}
        if "cut" in self._faults and self.chance.random() < 0.12:
            values["cut"] = self.cut(3)
        if "pages" in self._faults and self.chance.random() < 0.1:
            values["pages"] = self.chance.randrange(4)
        return values

    def cut(self, places: int) -> str:
        when = self.chance.choice(("before", "after", "torn"))
        return f"{self.chance.randrange(places)}:{when}:{self.chance.randrange(8)}"

    def sell(self) -> dict[str, Value]:
        values = self.at_till(amount=self.chance.randrange(1, 40) * 100)
        if self.chance.random() < 0.95:
            values["member"] = self.member()
            if self.chance.random() < 0.5:
                values["redeem"] = "max"
        if self.chance.random() < 0.2:
            values["paper"] = self.chance.randrange(20)
        return values

    def sync(self) -> dict[str, Value]:
        values = self.at_till(posts=self._posts)
        if "fates" in self._faults and self.chance.random() < 0.6:
            calls = [self.chance.choice(("ok", *self._fates)) for _ in range(self.chance.randint(1, 4))]
            values["fates"] = ",".join(calls)
        if "server_cut" in self._faults and self.chance.random() < 0.15:
            values["server_cut"] = self.cut(8)
        if "server_pages" in self._faults and self.chance.random() < 0.1:
            values["server_pages"] = self.chance.randrange(4)
        return values

    def post(self) -> dict[str, Value]:
        values: dict[str, Value] = {"worker": self.chance.randrange(2), "portions": self.chance.randint(1, 4)}
        if "server_cut" in self._faults and self.chance.random() < 0.3:
            values["cut"] = self.cut(5)
        if "server_pages" in self._faults and self.chance.random() < 0.2:
            values["pages"] = self.chance.randrange(4)
        return values

    def gossip(self) -> dict[str, Value]:
        values = self.at_till(other=self.lane())
        for way in ("asking", "telling"):
            if "fates" in self._faults and self.chance.random() < 0.1:
                values[way] = self.chance.choice(("cut", "bent"))
        return values

    def clock(self) -> dict[str, Value]:
        if self.chance.random() < 0.3:
            return {"lane": self.lane(), "to": "1970"}
        return {"lane": self.lane(), "ahead": self.chance.choice((-5_000, -300, -30, 0, 0, 30, 300, 5_000, 90_000))}


def _nothing(_planner: _Planner) -> dict[str, Value]:
    return {}


def _of_sale(planner: _Planner) -> dict[str, Value]:
    return planner.at_till(sale=planner.chance.randrange(20))


_DRAWN: Final[dict[str, Callable[[_Planner], dict[str, Value]]]] = {
    "sell": _Planner.sell,
    "sync": _Planner.sync,
    "post": _Planner.post,
    "audit": _Planner.post,
    "gossip": _Planner.gossip,
    "recover": lambda planner: {"lane": planner.lane()},
    "rejoin": lambda planner: {"lane": planner.lane()},
    "clock": _Planner.clock,
    "refund": _of_sale,
    "void": _of_sale,
    "adjust": lambda planner: planner.at_till(
        member=planner.member(), points=planner.chance.choice((-50, -10, 20, 100, 400))
    ),
    "minutes": lambda planner: {"by": planner.chance.choice((1, 5, 20, 200, 1_500, 6_000))},
    "deliver": lambda planner: {"place": planner.chance.randrange(5)},
    "line": lambda planner: {"store": planner.chance.choice(STORES), "up": planner.chance.choice((0, 1))},
    "erase": lambda planner: {"member": planner.member()},
    "decide": lambda planner: {
        "place": planner.chance.randrange(9),
        "outcome": planner.chance.choice(("accept", "accept", "dismiss")),
    },
    "merge": lambda planner: {"member": planner.member(), "into": planner.member()},
    "back_up": lambda planner: {"lane": planner.lane()},
    "restore": lambda planner: {"lane": planner.lane()},
    "clone": lambda planner: {"lane": planner.lane(), "as": planner.chance.choice(_CLONES)},
    "revoke": lambda planner: {"lane": planner.lane()},
}
