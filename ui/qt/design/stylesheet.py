"""The one style sheet, made of tokens."""

from string import Template

from resources import FOLDER
from ui.qt.design import tokens
from ui.qt.design.palette import hexadecimal


def _values() -> dict[str, str]:
    values = {name.value: hexadecimal(name) for name in tokens.Colour}
    values |= {kind.value: str(size) for kind, size in tokens.TYPE_SIZES.items()}
    values |= {
        "families": ", ".join(f'"{family}"' for family in tokens.FONT_FAMILIES),
        "mono_families": ", ".join(f'"{family}"' for family in tokens.MONO_FAMILIES),
        "radius_card": str(tokens.RADIUS_CARD),
        "radius_button": str(tokens.RADIUS_BUTTON),
        "gap_small": str(tokens.GAP_SMALL),
        "gap": str(tokens.GAP),
    }
    return values


def stylesheet() -> str:
    """``resources/style/till.qss`` with the tokens put in, and one rule for each text size and text colour."""
    template = Template((FOLDER / "style" / "till.qss").read_text("utf-8"))
    sizes = [f'QLabel[scale="{kind}"] {{ font-size: {size}px; }}' for kind, size in tokens.TYPE_SIZES.items()]
    tints = [f'QLabel[tint="{name}"] {{ color: {hexadecimal(name)}; }}' for name in tokens.Colour]
    note = 'QLabel[surface="note"][tint="{ink}"] {{ background: {wash}; }}'
    notes = [note.format(ink=ink, wash=hexadecimal(wash)) for ink, wash in tokens.TONES.values()]
    return "\n".join(
        [template.substitute(_values()), *sizes, *tints, *notes, 'QLabel[bold="true"] { font-weight: 700; }']
    )
