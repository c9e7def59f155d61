"""A process that says when its window works: ``python -m tests.benchmarks.window_process``, and what to run.

Without arguments it shows an empty widget. Else it is the command ``stillpoint`` with these arguments, changed in
nothing but that the application's loop is watched from within. It prints the machine's monotonic clock and the seconds
that it had the processor, and goes on.
"""

import gc
import sys


def show_nothing() -> None:
    """An empty widget, until the process is killed."""
    from tests.benchmarks.window_eyes import show_an_empty_widget

    show_an_empty_widget()


def open_till() -> None:
    """The command. It loads Qt after what needs no Qt, so the eyes that look at it come in between."""
    gc.disable()  # the first thing that the command does
    import ui.compose.window  # noqa: F401  # what needs no Qt, in the command's own order
    from ui.qt.loading import load_qt

    load_qt()
    from tests.benchmarks.window_eyes import watch_the_till
    from ui.cli.main import main

    watch_the_till()
    main()


if __name__ == "__main__":
    open_till() if len(sys.argv) > 1 else show_nothing()
