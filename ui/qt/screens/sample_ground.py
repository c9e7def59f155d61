"""What somebody practises on at the sample shop: another shop like it."""

from dataclasses import dataclass, field, replace

from terminal.domain.errors import Refusal
from terminal.ports.printing import marked_as_training
from terminal.usecases.sell import SaleDone, Sell
from ui.qt.screens.sample_shop import SampleShop


@dataclass
class PractisedShop(SampleShop):
    """A shop whose paper says that it is practice."""

    def sell(self, command: Sell) -> SaleDone:
        """Sells nothing."""
        done = SampleShop.sell(self, command)
        return replace(done, document=marked_as_training(done.document))


@dataclass
class SampleGround:
    """``begun`` are the practice shops so far, ``broken`` is raised instead of the next; ``ended`` counts the ends."""

    real: SampleShop
    broken: Refusal | None = None
    begun: list[PractisedShop] = field(default_factory=list)
    ended: int = 0

    def begin(self) -> PractisedShop:
        """A new one, with the same people."""
        if self.broken is not None:
            raise self.broken
        real = self.real
        self.begun.append(
            PractisedShop(language=real.language, theme=real.theme, cashier=real.cashier, staff=real.staff)
        )
        return self.begun[-1]

    def end(self) -> None:
        """Counts."""
        self.ended += 1
