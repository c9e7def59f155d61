"""The figures of the day page in words."""

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import date
from enum import Enum

from terminal.domain.records import record
from terminal.usecases.day_page import DayPage, Span
from terminal.usecases.exceptions import Exceptional
from terminal.usecases.period_figures import BarFigures, Place, percent
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import MINUS, SEPARATOR, Words, figure, money, points

BARS_OF_A_DAY = (8, 15)
"""Without sales outside of these, a day's chart begins at 8 and has 15 hours."""


WAITING_MAX = 5


@record
class FigureCard:
    """One figure: what it is, how much, and what to hold it against."""

    name: str
    title: str
    figure: str
    beside: str


@record
class ChartBar:
    """A bar: the member sales of an hour or a day. ``is_to_come`` is what the period before had there."""

    label: str
    height: int
    is_to_come: bool = False


class TierLook(Enum):
    """How high a tier stands among the programme's, as its colour says it."""

    LOWEST = "lowest"
    MIDDLE = "middle"
    SECOND = "second"
    HIGHEST = "highest"


@record
class TierRow:
    """The members of a tier among those who came; ``share`` is their part of the largest, in thousandths."""

    name: str
    count: str
    share: int
    look: TierLook


@record
class SumRow:
    """A sum with its name."""

    name: str
    figure: str


class DayFace:
    """All texts of a page."""

    def __init__(self, words: Words, page: DayPage, tier_names: dict[str, str]) -> None:
        self._words, self._page, self._tier_names = words, page, tier_names
        self._span = page.period.span.value

    @property
    def cards(self) -> tuple[FigureCard, ...]:
        """The six figures on top."""
        page, figures, say = self._page, self._page.figures, self._words.say
        currency = page.currency
        return (
            self._card("total", money(currency, figures.net), self._change()),
            self._card("member_share", percent(figures.member_share_permille), self._usual_share()),
            self._card("new_members", points(figures.new_members), self._before(page.usual.new_members)),
            self._card(
                "returning",
                points(figures.returning_members),
                say("day_returning_of", share=percent(figures.returning_permille)),
            ),
            self._card("average", money(currency, figures.average), self._averages()),
            self._card("issued", points(figures.points_issued), self._redeemed()),
        )

    @property
    def title(self) -> str:
        """What the page is about."""
        if self._page.period.span is Span.DAY and self._page.period.first != self._page.today:
            return self._words.say("day_title_other")
        return self._words.say(f"day_title_{self._span}")

    @property
    def about(self) -> str:
        """Which days, and as of when."""
        page, say = self._page, self._words.say
        parts = [self._days()]
        if page.is_open:
            parts.append(say("day_as_of", time=f"{page.at:%H:%M}"))
        if page.link.unsent_frames:
            parts.append(say("day_unsent", count=page.link.unsent_frames))
        return SEPARATOR.join(parts)

    @property
    def chart_title(self) -> str:
        """What the bars are."""
        key = "day_chart_hours" if self._page.period.span is Span.DAY else "day_chart_days"
        return self._words.say(key)

    @property
    def chart_note(self) -> str:
        """What pale bars are, or that there are none at all; empty where there are only full ones."""
        if not any(bar.height for bar in self.bars):
            return self._words.say("day_no_bars")
        pale = any(bar.is_to_come and bar.height for bar in self.bars)
        return self._words.say(f"day_pale_{self._span}", before=self._compared()) if pale else ""

    @property
    def bars(self) -> tuple[ChartBar, ...]:
        """The bars, without gaps."""
        return self._hours() if self._page.period.span is Span.DAY else self._by_day()

    @property
    def tiers(self) -> tuple[TierRow, ...]:
        """The tiers, the highest first."""
        tiers = self._page.figures.tiers
        most = max((tier.members for tier in tiers), default=0)
        found = [
            TierRow(
                self._tier_names.get(tier.code, tier.code),
                points(tier.members),
                tier.members * 1000 // most if most else 0,
                self._look(tier.code),
            )
            for tier in tiers
        ]
        return tuple(reversed(found))

    def _look(self, code: str) -> TierLook:
        codes = list(self._tier_names)
        above = len(codes) - 1 - codes.index(code) if code in codes else 0
        if code not in codes or code == codes[0]:
            return TierLook.LOWEST
        return {0: TierLook.HIGHEST, 1: TierLook.SECOND}.get(above, TierLook.MIDDLE)

    @property
    def sums(self) -> tuple[SumRow, ...]:
        """How what was sold became what is left of it."""
        figures, currency, say = self._page.figures, self._page.currency, self._words.say
        return (
            SumRow(say("day_sales", count=figures.sales), figure(currency, figures.total)),
            SumRow(say("day_refunds", count=figures.refunds), figure(currency, -figures.refunded)),
            SumRow(say("day_voids", count=figures.voids), figure(currency, figures.voided)),
            SumRow(say("day_member_total"), figure(currency, figures.member_total)),
        )

    @property
    def moves(self) -> tuple[SumRow, ...]:
        """What became of points."""
        figures, say = self._page.figures, self._words.say
        return (
            SumRow(say("day_points_issued"), points(figures.points_issued)),
            SumRow(say("day_points_redeemed"), points(figures.points_redeemed)),
            SumRow(say("day_points_taken_back"), points(figures.points_taken_back)),
            SumRow(say("day_points_returned"), points(figures.points_returned)),
        )

    def waiting(self, exceptional: Iterable[Exceptional] | None) -> tuple[tuple[Tone, str], ...]:
        """What waits for a person: days that nobody closed, and what nobody has looked at."""
        say = self._words.say
        days = [(Tone.AMBER, say("day_not_closed", day=self._words.month_day(day))) for day in self._page.not_closed]
        unseen = Tally(one.kind for one in exceptional or () if one.seen is None)
        kinds = [
            (Tone.PLAIN, say("day_exceptions", kind=say(f"exception_{kind}"), count=unseen[kind])) for kind in unseen
        ]
        lines = (*days[:2], *kinds)
        if len(lines) <= WAITING_MAX:
            return lines
        more = sum(unseen.values()) + len(days[:2]) - (WAITING_MAX - 1)
        return (*lines[: WAITING_MAX - 1], (Tone.PLAIN, say("day_waiting_more", count=more)))

    def _card(self, name: str, shown: str, beside: str) -> FigureCard:
        return FigureCard(name, self._words.say(f"day_card_{name}"), shown, beside)

    def _change(self) -> str:
        change, say = self._page.change_permille, self._words.say
        if change is None:
            return say("day_nothing_before", before=self._compared())
        signed = f"+{percent(change)}" if change > 0 else percent(change).replace("-", MINUS)
        key = "day_change_so_far" if self._page.is_open else "day_change"
        return say(key, before=self._compared(), change=signed)

    def _usual_share(self) -> str:
        return self._words.say("day_usual_share", share=percent(self._page.usual_share_permille))

    def _before(self, count: int) -> str:
        return self._words.say("day_before_count", before=self._compared(), count=count)

    def _averages(self) -> str:
        figures, currency = self._page.figures, self._page.currency
        return self._words.say(
            "day_averages",
            members=figure(currency, figures.member_average),
            others=figure(currency, figures.other_average),
        )

    def _redeemed(self) -> str:
        figures = self._page.figures
        share = percent(figures.redeemed_permille)
        return self._words.say("day_redeemed", points=points(figures.points_redeemed), share=share)

    def _compared(self) -> str:
        """The period it is held against, in a word or two."""
        if self._page.period.span is Span.DAY:
            return self._words.say("day_last_weekday", weekday=self._weekday(self._page.period.first))
        return self._words.say(f"day_last_{self._span}")

    def _days(self) -> str:
        period = self._page.period
        if period.span is Span.DAY:
            begins = f"{self._page.cut_off:%H:%M}"
            day, weekday = self._words.whole_day(period.first), self._weekday(period.first)
            return self._words.say("day_of", day=day, weekday=weekday, cut_off=begins)
        return f"{self._words.whole_day(period.first)} – {self._words.whole_day(period.last)}"

    def _weekday(self, day: date) -> str:
        return self._words.say(f"weekday_{day.weekday()}")

    def _hours(self) -> tuple[ChartBar, ...]:
        page = self._page
        now, usual = _by_place(page.figures.hours), _by_place(page.usual.hours)
        order = [bar.place for bar in (*page.figures.hours, *page.usual.hours)]
        first = page.cut_off.hour
        begun = [(hour - first) % 24 for hour in order]
        start = min([*begun, (BARS_OF_A_DAY[0] - first) % 24])
        end = max([*begun, start + BARS_OF_A_DAY[1] - 1])
        shown = [(first + place) % 24 for place in range(start, end + 1)]
        reached = (page.at.hour - first) % 24 if page.is_open else 24
        return tuple(
            ChartBar(str(hour), usual.get(hour, 0), True)
            if (hour - first) % 24 > reached
            else ChartBar(str(hour), now.get(hour, 0))
            for hour in shown
        )

    def _by_day(self) -> tuple[ChartBar, ...]:
        page = self._page
        now = _by_place(page.figures.days)
        shift = page.period.first - page.period.compared.first
        usual = {day + shift: sales for day, sales in _by_place(page.usual.days).items()}
        bars, day = [], page.period.first
        while day <= page.period.last:
            label = self._weekday(day) if page.period.span is Span.WEEK else str(day.day)
            is_to_come = day > page.today
            bars.append(ChartBar(label, usual.get(day, 0) if is_to_come else now.get(day, 0), is_to_come))
            day = date.fromordinal(day.toordinal() + 1)
        return tuple(bars)


def _by_place(bars: Iterable[BarFigures[Place]]) -> dict[Place, int]:
    return {bar.place: bar.member_sales for bar in bars}
