"""Which options stand together in the list of settings, and in which order."""

from collections.abc import Mapping

from terminal.settings.options import OPTIONS, Option, option

GROUPS: Mapping[str, tuple[str, ...]] = {
    "general": ("language", "receipt_footer", "backup_folder", "export_folder"),
    "staff": ("lock_minutes", "manager_approves"),
    "screen": ("screen_theme", "screen_mm_per_100px"),
    "printer": (
        "printer",
        "printer_profile",
        "printer_paper_mm",
        "printer_text",
        "cash_drawer",
        "cash_drawer_pin",
        "cash_drawer_sensor",
    ),
    "scanner": (
        "scanner",
        "wedge_prefix",
        "wedge_suffix",
        "wedge_gap_ms",
        "wedge_length_min",
        "member_card_prefixes",
        "coupon_prefixes",
        "in_store_codes",
    ),
    "customer": ("line_display", "line_display_protocol", "customer_screen"),
    "network": ("relay", "relay_port", "relay_peers"),
}
"""Which options stand together; what is in no group stands with the screen's."""
REST = "screen"


def grouped() -> Mapping[str, tuple[str, ...]]:
    """The groups with every option there is."""
    known = {name for names in GROUPS.values() for name in names}
    there = {one.name for one in OPTIONS}
    rest = tuple(one.name for one in OPTIONS if one.name not in known)
    return {
        group: tuple(name for name in names if name in there) + (rest if group == REST else ())
        for group, names in GROUPS.items()
    }


def ordered() -> tuple[Option, ...]:
    """All options in the order of their groups."""
    return tuple(option(name) for names in grouped().values() for name in names)
