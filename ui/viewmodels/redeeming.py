"""The points sheet: how many points pay for part of this bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.lines import POINTS_DISCOUNT
from terminal.domain.pricing.tax import tax_on
from terminal.domain.records import record
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.pad import PadNumber
from ui.viewmodels.words import MINUS, figure, money, points

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.domain.programme import RedemptionRule
    from terminal.domain.redemption import RedeemLimit
    from terminal.domain.rewards import Reward
    from terminal.usecases.identify import MemberCard
    from terminal.usecases.sell import SaleQuote

QUICK_POINTS = (100, 300, 500)
REWARD_KEYS = "ABCDEFGH"
UNKNOWN = "—"


@record
class RewardRow:
    """A reward of the catalogue; ``key`` takes it, or puts it back when it ``is_taken``.

    ``is_within`` says that the balance has its points.
    """

    code: str
    key: str
    name: str
    note: str
    is_taken: bool
    is_within: bool


class Redeeming(Stage):
    """Offers what was redeemed before, else all that this bill takes. F12 accepts it and goes on to the tender.

    Where the brand has a catalogue, its rewards are offered beside; where it has that alone, no points are typed.
    """

    name = StageName.REDEEMING

    def __init__(
        self, desk: Desk, quote: SaleQuote, rule: RedemptionRule | None, open_tendering: Callable[[], None]
    ) -> None:
        self.desk, self.rule = desk, rule
        self._open_tendering = open_tendering
        self._first_quote = quote
        self.balance = quote.member.balance if quote.member else 0
        self.number = PadNumber(desk.bill.content.redeem or self._offered)

    @property
    def _offered(self) -> int:
        """All that this bill takes, unless points have bought a reward: then none more of their own accord."""
        return 0 if self.rule is None or self.desk.bill.content.rewards else self.limit.points

    @property
    def _quote(self) -> SaleQuote:
        return self.desk.bill.quote or self._first_quote

    @property
    def limit(self) -> RedeemLimit:
        """How many points may pay for a part of the bill as it is, rewards taken off."""
        return self._quote.quote.limit

    @property
    def _payable(self) -> int:
        return self._quote.figures.subtotal - self._quote.figures.discount

    @property
    def _reward_points(self) -> int:
        """What the rewards on the bill cost."""
        return sum(points for source, points in self._quote.quote.sold.spent if source != POINTS_DISCOUNT)

    @property
    def offered_rewards(self) -> tuple[Reward, ...]:
        """The catalogue of this brand, the cheapest first."""
        rewards = self.desk.shop.brand.rewards.values()
        return tuple(sorted(rewards, key=lambda reward: (reward.points, reward.order, reward.code)))

    @property
    def rewards(self) -> tuple[RewardRow, ...]:
        """What points buy, each with the letter that takes it or puts it back."""
        taken, words = self.desk.bill.content.rewards, self.desk.words
        return tuple(
            RewardRow(
                code=reward.code,
                key=letter,
                name=words.name(reward.name),
                note=words.say("reward_costs", points=points(reward.points)),
                is_taken=reward.code in taken,
                is_within=reward.points <= self.balance - self._reward_points,
            )
            for letter, reward in zip(REWARD_KEYS, self.offered_rewards, strict=False)
        )

    def toggle_reward(self, code: str) -> None:
        """Takes a reward, or puts it back; the bill says why where it cannot be had."""
        on_bill = self.desk.bill.content.rewards
        self.desk.notice = None
        if code in on_bill:
            self.desk.bill.put_rewards(tuple(taken for taken in on_bill if taken != code))
        else:
            self.desk.bill.put_rewards((*on_bill, code))
        if not self.number.is_typed:
            self.desk.bill.when_fresh(self._offer_anew)

    def _offer_anew(self) -> None:
        self.number = PadNumber(self._offered)

    def letter(self, letter: str) -> None:
        """The key of a reward."""
        for row in self.rewards:
            if row.key == letter.upper():
                self.toggle_reward(row.code)

    @property
    def problem(self) -> str:
        """Why these points cannot be redeemed; empty when they can."""
        wanted, say = self.number.value, self.desk.words.say
        if wanted == 0 or self.rule is None:
            return ""
        if wanted > self.limit.points:
            return say("redeem_limit", limit=self.limit.points, reason=self.limit.reason)
        if wanted % self.rule.block:
            return say("redeem_block", block=self.rule.block)
        return say("redeem_minimum", minimum=self.rule.minimum) if wanted < self.rule.minimum else ""

    @property
    def quick(self) -> tuple[int, ...]:
        """Round numbers of points to take at a tap."""
        return QUICK_POINTS

    @property
    def value_text(self) -> str:
        """What the points take off the bill; a dash, like the two below, while they cannot be redeemed."""
        if self.problem:
            return UNKNOWN
        return f"{MINUS} {money(self.desk.currency, self._value)}"

    @property
    def _value(self) -> int:
        return self.rule.value_of(self.number.value) if self.rule else 0

    @property
    def due_text(self) -> str:
        """What is left to pay."""
        if self.problem:
            return UNKNOWN
        left = max(self._payable - self._value, 0)
        return money(self.desk.currency, left + tax_on(self.desk.shop.store, left))

    @property
    def left_text(self) -> str:
        """The points left on the member's balance."""
        if self.problem:
            return UNKNOWN
        return points(self.balance - self._reward_points - self.number.value)

    @property
    def rule_text(self) -> str:
        """The shop's rule in one line; empty where points pay for rewards only."""
        if self.rule is None:
            return ""
        currency = self.desk.currency
        share = self.rule.share_of_bill * 100
        return self.desk.words.say(
            "redeem_rule",
            points=self.rule.points,
            amount=f"{currency.symbol} {figure(currency, self.rule.amount)}",
            share=f"{float(share):g}",
        )

    def digit(self, digit: str) -> None:
        """A digit of the points."""
        if self.rule is not None:
            self.number.push(digit)

    def press(self, command: Command) -> None:
        """Accepts, goes on to the tender, or leaves the bill as it was."""
        match command:
            case Command.ENTER | Command.REDEEM:
                self.accept()
            case Command.TENDER if self.accept():
                self._open_tendering()
            case Command.BACK:
                self.desk.go_home()
            case Command.ERASE:
                self.number.erase()
            case Command.CLEAR:
                self.number.clear()
            case _:
                pass

    def accept(self) -> bool:
        """Puts the points on the bill and closes the sheet, unless they cannot be redeemed."""
        if self.problem:
            return False
        self.desk.bill.put_redeem(self.number.value)
        self.desk.go_home()
        return True

    def member_arrived(self, card: MemberCard) -> None:
        """Points of one member are not offered to another."""
        self.desk.go_home()
