"""What missions give for a bill, and how far members have come."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from terminal.domain.awards import Award
from terminal.domain.coupons import Coupon
from terminal.domain.giving import Occurrence, award_for
from terminal.domain.lines import Explain
from terminal.domain.missions.base import Mission
from terminal.domain.missions.card import Card, Outcome
from terminal.domain.missions.windows import Held, held_by_mission
from terminal.domain.rules.base import EarningBill


class MissionProgress(NamedTuple):
    """How far a member has come: ``have`` of ``goal``, which may be below zero after refunds.

    ``until`` is the last day to reach it, ``None`` without an end or when the window begins with the first step.
    """

    mission: Mission
    have: int
    goal: int
    until: date | None


def mission_awards(missions: Sequence[Mission], coupons: Mapping[str, Coupon], bill: EarningBill) -> list[Award]:
    """What ``missions`` give for ``bill``, with the steps that they counted; ``coupons`` are all kinds by code."""
    if not missions:
        return []
    held = held_by_mission(bill.facts.tallies)
    awards = (_award(mission, held.get(mission.code, []), coupons, bill) for mission in missions)
    return [award for award in awards if award is not None]


def progress_on(missions: Sequence[Mission], tallies: Mapping[str, int], day: date) -> list[MissionProgress]:
    """How far a member with ``tallies`` is on ``day`` in every mission that they can still do then."""
    held = held_by_mission(tallies)
    cards = (Card.of(mission, held.get(mission.code, []), day) for mission in missions if mission.runs_on(day))
    return [
        MissionProgress(card.mission, _shown(card.mission, card.have), card.mission.goal, card.last_day)
        for card in cards
        if card.left != 0
    ]


def _award(mission: Mission, held: list[Held], coupons: Mapping[str, Coupon], bill: EarningBill) -> Award | None:
    occasion = bill.occasion
    if not mission.counts(occasion):
        return None
    found = mission.counting.steps(occasion)
    if not found:
        return None
    card = Card.of(mission, held, occasion.moment.day)
    outcome = card.after(found)
    if outcome is None:
        return None
    source = f"mission/{mission.code}"
    if not outcome.times:
        steps = () if outcome.have == card.have else (_step(card, outcome),)  # a brand visited again is no news
        return Award(source, tallies=outcome.tallies, steps=steps)
    done = Occurrence(source, bill.sale_id, card.day, mission.name, "mission_done", outcome.times, outcome.tallies)
    return award_for(mission.gives, done, coupons)


def _step(card: Card, outcome: Outcome) -> Explain:
    mission = card.mission
    have = _shown(mission, outcome.have)
    if mission.kind.spending:
        return Explain("mission_spent", data={"name": mission.name, "spent": have, "spend_goal": mission.goal})
    return Explain("mission_step", data={"name": mission.name, "have": have, "goal": mission.goal})


def _shown(mission: Mission, have: int) -> int:
    """``have`` as it stands on the card."""
    return have if mission.head_start.first else have + mission.head_start.steps
