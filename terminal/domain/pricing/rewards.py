"""The catalogue rewards of a bill: what they cost in points, and what they take off what is left."""

from collections import Counter
from dataclasses import replace

from terminal.domain.benefits import HandedOver, taken_off
from terminal.domain.errors import Refusal
from terminal.domain.ledger import LotPart, MemberState
from terminal.domain.lines import Explain
from terminal.domain.occasion import Occasion
from terminal.domain.pricing.cashier import discountable
from terminal.domain.pricing.request import Priced, PriceRequest
from terminal.domain.progress import add, progress_of
from terminal.domain.redemption import LimitReason, offline_bounds
from terminal.domain.rewards import SOURCE, Reward, chosen, taken_of
from terminal.domain.spending import purses_of, spend


def take_rewards(request: PriceRequest, priced: Priced) -> Priced:
    """``priced`` after the rewards that were chosen; what they cost is what the programme says.

    Raises ``Refusal``: ``reward_…``.
    """
    if not request.rewards:
        return priced
    day = request.moment.day
    elsewhere = (brand.rewards for brand in request.programme.brands.values())
    rewards = chosen(request.brand.rewards, elsewhere, request.rewards, request.facts, day)
    costs: Counter[str] = Counter()
    for reward in rewards:
        costs[reward.source] += reward.points
    parts = _paid_from(request, request.wallet, costs) if request.wallet is not None else ()
    for reward in rewards:
        priced = _take(request, reward, priced)
    progress = add(priced.progress, progress_of([tally for reward in rewards for tally in taken_of(reward, day)]))
    return replace(priced, reward_points=tuple(costs.items()), reward_parts=parts, progress=progress)


def _paid_from(request: PriceRequest, wallet: MemberState, costs: Counter[str]) -> tuple[LotPart, ...]:
    """What rewards take of the lots.

    Refuses those that the points cannot pay for: all of them together, whatever else the bill takes.
    """
    day, needed, knowledge = request.moment.day, costs.total(), request.knowledge
    spendable = wallet.spendable(day, knowledge.terminal)
    elsewhere = bool(wallet.reserved) and spendable < wallet.balance(day)
    bounds = [(spendable, LimitReason.RESERVED_ELSEWHERE if elsewhere else LimitReason.BALANCE)]
    purses = purses_of(wallet, knowledge.terminal, day, online=knowledge.online)
    spent = spend(request.brand, purses, costs.items(), day)
    bounds += offline_bounds(request.programme.offline, knowledge, spent.reserved_of(purses))
    points, reason = min(bounds, key=lambda bound: bound[0])
    if needed > points:
        raise Refusal("reward_points_missing", needed=needed, available=max(points, 0), reason=reason.value)
    for source, missing in spent.missing:
        reward, cost = source.removeprefix(SOURCE), costs[source]
        accepted = LimitReason.BRAND_NOT_ACCEPTED.value
        raise Refusal("reward_points_missing", reward=reward, needed=cost, available=cost - missing, reason=accepted)
    return spent.parts


def _take(request: PriceRequest, reward: Reward, priced: Priced) -> Priced:
    lines, data = priced.lines, {"reward": reward.name}
    if reward.currency is not None and reward.currency != request.brand.currency.code:
        raise Refusal("reward_not_here", reward=reward.code, condition="currency")
    if reward.when.named:
        _check(reward, request.occasion(lines))
    if isinstance(reward.benefit, HandedOver):
        return replace(priced, steps=(*priced.steps, Explain("reward_handed_over", points=-reward.points, data=data)))
    places = discountable(request.brand.discounts, lines, reward.items)
    off = reward.benefit.off(lines, places, priced.gone)
    if not off.total:
        raise Refusal("reward_without_effect", reward=reward.code)
    step = Explain("reward_taken", points=-reward.points, amount=-off.total, data=data)
    less, gone = taken_off(lines, off, reward.source), priced.gone.and_then(off)
    return replace(priced, lines=less, steps=(*priced.steps, step), gone=gone)


def _check(reward: Reward, occasion: Occasion) -> None:
    unmet = reward.when.unmet(occasion)
    if unmet is not None:
        raise Refusal("reward_not_here", reward=reward.code, condition=unmet)
