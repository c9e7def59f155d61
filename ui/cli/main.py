"""``stillpoint``: where the process begins. What opens the window does without the library that reads command lines."""

import gc
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from terminal.domain.errors import Refusal

HOME_OPTION, HOME_VARIABLE = "--home", "STILLPOINT_HOME"
LOG_VARIABLE = "STILLPOINT_LOG"
RUN_WINDOW = ["terminal", "run"]

_log = logging.getLogger(__name__)


def main() -> None:
    """The entry point. Whatever nobody foresaw ends in a sentence too."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if os.environ.get(LOG_VARIABLE) == "debug":
        logging.getLogger("ui.cli").setLevel(logging.DEBUG)
    try:
        home = window_home(sys.argv[1:], os.environ)
        if home is None:
            from ui.cli.commands import app

            app()
        else:
            gc.disable()  # until the window is there: what a start makes is no garbage
            from ui.compose.window import run_window

            sys.exit(run_window(home))
    except Exception as error:  # the end of the command
        _say(error)


def window_home(arguments: Sequence[str], environment: Mapping[str, str]) -> Path | None:
    """The home whose window is to be opened; ``None`` for every other command line, a wrong one among them."""
    home, words = environment.get(HOME_VARIABLE), list(arguments)
    if HOME_OPTION in words[:-1]:
        place = words.index(HOME_OPTION)
        home = words[place + 1]
        del words[place : place + 2]
    is_window = words == RUN_WINDOW and home and not Path(home).is_file()
    return Path(home) if home and is_window else None


def _say(error: Exception) -> None:
    from ui.cli.options import EXIT_REFUSED, language_here, log_failure, refusal_of, say_refusal

    if not isinstance(error, Refusal):
        log_failure(_log, error)
    refusal = error if isinstance(error, Refusal) else refusal_of(error)
    say_refusal(refusal, language_here(), "--json" in sys.argv)
    sys.exit(EXIT_REFUSED)


if __name__ == "__main__":
    main()
