"""The arrow keys in a list: which row is chosen next."""


def around(chosen: int | None, step: int, count: int) -> int | None:
    """The next of ``count`` rows; after the last comes the first, and with none chosen so far either end is next."""
    if not count:
        return None
    start = chosen if chosen is not None else (count if step < 0 else -1)
    return (start + step) % count


def within(chosen: int | None, step: int, count: int) -> int:
    """The next of ``count`` rows, of which there are some; the list ends at its first and its last."""
    start = -1 if chosen is None else chosen
    return min(max(start + step, 0), count - 1)
