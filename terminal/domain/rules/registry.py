"""Every earning rule a bundle may use. A new rule is one more file and one more name here."""

from collections.abc import Mapping
from typing import Final

from terminal.domain.rules import amount, item, visit
from terminal.domain.rules.base import RuleKind

REGISTRY: Final[Mapping[str, RuleKind]] = {kind.name: kind for kind in (amount.KIND, item.KIND, visit.KIND)}
