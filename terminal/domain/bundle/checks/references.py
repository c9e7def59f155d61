"""Codes that are used and codes that are declared."""

from collections.abc import Iterable

from terminal.domain.bundle.shapes import invalid, nearest


def check_distinct(found: Iterable[tuple[str, str]]) -> None:
    """Raises ``Refusal`` for the second of two (path, code) with the same code."""
    first: dict[str, str] = {}
    for path, code in found:
        if code in first:
            raise invalid(path, "duplicate", code=code, first=first[code])
        first[code] = path


def check_known(code: str, known: Iterable[str], path: str) -> None:
    """Raises ``Refusal`` for a code that is not among ``known``, naming the nearest."""
    words = list(known)
    if not words:
        raise invalid(path, "reference_to_nothing", code=code)
    if code not in words:
        raise invalid(path, "reference_unknown", code=code, nearest=nearest(code, words))


def check_all_known(codes: Iterable[str], known: Iterable[str], path: str) -> None:
    """``check_known`` and ``check_distinct`` for a list of codes at ``path``."""
    words = list(known)
    placed = [(f"{path}[{index}]", code) for index, code in enumerate(codes)]
    for place, code in placed:
        check_known(code, words, place)
    check_distinct(placed)
