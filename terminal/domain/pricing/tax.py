"""Tax: in the prices, or added to them."""

from dataclasses import replace
from fractions import Fraction

from terminal.domain.lines import PricedLine
from terminal.domain.money import Rounding, apportion, round_ratio
from terminal.domain.programme_parts import Store


def with_tax(store: Store, lines: tuple[PricedLine, ...]) -> tuple[PricedLine, ...]:
    """The lines with the tax that ``store`` adds: on the whole bill, halves up, shared over the lines."""
    if store.tax is None or store.tax.included:
        return lines
    nets = tuple(line.net for line in lines)
    taxes = apportion(tax_on(store, sum(nets)), nets)
    return tuple(replace(line, tax=tax) for line, tax in zip(lines, taxes, strict=True))


def tax_on(store: Store, net: int) -> int:
    """The tax that ``store`` adds to ``net``; 0 where prices have it in them, or none is known."""
    if store.tax is None or store.tax.included:
        return 0
    rate = store.tax.rate
    return round_ratio(net * rate.numerator, rate.denominator, Rounding.HALF_UP)


def tax_in(store: Store, lines: tuple[PricedLine, ...]) -> int:
    """The tax in what is due for ``lines``, minor units; 0 where none is known."""
    if store.tax is None:
        return 0
    if not store.tax.included:
        return sum(line.tax for line in lines)
    return included_tax(sum([line.due for line in lines]), store.tax.rate)


def included_tax(amount: int, rate: Fraction) -> int:
    """The tax at ``rate`` that is in ``amount`` minor units, halves up."""
    return round_ratio(amount * rate.numerator, rate.denominator + rate.numerator, Rounding.HALF_UP)
