"""Loading python-escpos, and taking back what loading it leaves behind."""

import logging
import os
import shutil
from functools import lru_cache

_FOLDER_SETTING = "ESCPOS_CAPABILITIES_PICKLE_DIR"


@lru_cache(maxsize=1)
def load_escpos() -> None:
    """Imports the library, most of a second the first time: call it on a device's thread.

    Its import gives the root logger a handler and leaves a temporary folder behind on every start; a till runs for
    years and says itself where its log goes.
    """
    root = logging.getLogger()
    handlers = list(root.handlers)
    from escpos import capabilities

    root.handlers[:] = [handler for handler in root.handlers if handler in handlers]
    if _FOLDER_SETTING not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
