"""Loads Qt's binding without what nobody here needs of it.

The binding is partly written in Python: a dozen modules, carried as sources in an archive inside its library, compiled
at every start. What they compile to is kept beside our own compiled modules, by the hash of each source as Python's own
hash-based ones are; another version of the binding is compiled anew. Its patterns, with which it says what is wrong
with a call and writes its own stubs, are compiled when they are used.
"""

import builtins
import marshal
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import cache_from_source, source_hash
from pathlib import Path
from types import CodeType
from typing import Any

from ui.qt.enumerations import quicken_enumerations

WRITTEN_IN_PYTHON = "shibokensupport"
"""The package of the binding's own modules."""

Kept = dict[tuple[str, bytes], CodeType]


def load_qt() -> None:
    """Before anything else imports Qt; once it is loaded nothing happens."""
    quicken_enumerations()
    with _kept(Path(cache_from_source(__file__)).with_suffix(".binding")), _late_patterns():
        import PySide6.QtWidgets  # noqa: F401  # loading it is all that is wanted
    _import_plainly()


@contextmanager
def _kept(place: Path) -> Iterator[None]:
    """Whatever is compiled meanwhile is looked up in ``place`` first, and is there the next time."""
    compile_it, kept = builtins.compile, _read(place)
    known = len(kept)

    def looked_up(source: Any, filename: Any, mode: str, *flags: Any, **options: Any) -> Any:
        if flags or options or mode != "exec" or not isinstance(source, bytes):
            return compile_it(source, filename, mode, *flags, **options)
        key = str(filename), source_hash(source)
        if key not in kept:
            kept[key] = compile_it(source, filename, mode)
        return kept[key]

    builtins.compile = looked_up
    try:
        yield
    finally:
        builtins.compile = compile_it
    if len(kept) > known and not sys.dont_write_bytecode:
        _write(place, kept)


def _read(place: Path) -> Kept:
    try:
        kept: Kept = marshal.loads(place.read_bytes())
    except (OSError, EOFError, ValueError, TypeError):  # not there yet, or only half of it
        return {}
    return kept


def _write(place: Path, kept: Kept) -> None:
    """Whole or not at all. Where nothing can be written nothing is kept, as with any module."""
    work = place.with_suffix(f".{os.getpid()}")
    try:
        work.write_bytes(marshal.dumps(kept))
        os.replace(work, place)
    except OSError:
        with suppress(OSError):
            work.unlink()


class _LatePattern:
    """A pattern that is compiled when something is asked of it."""

    def __init__(self, compiled: Callable[[], Any]) -> None:
        self._compiled = compiled

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def ask(*words: Any, **options: Any) -> Any:
            return getattr(self._compiled(), method)(*words, **options)

        return ask


@contextmanager
def _late_patterns() -> Iterator[None]:
    """What the binding's own modules compile meanwhile waits until it is used; what others compile does not."""
    compile_it = re.compile

    def late(pattern: Any, flags: Any = 0) -> Any:
        compiled = partial(compile_it, pattern, flags)
        asking = sys._getframe(1).f_globals["__name__"]
        return _LatePattern(compiled) if asking.startswith(WRITTEN_IN_PYTHON) else compiled()

    re.compile = late
    try:
        yield
    finally:
        re.compile = compile_it


def _import_plainly() -> None:
    """Imports are looked into no more.

    PySide6 puts itself in between, to see who asks for names in another style (``__feature__``), and for that reads
    the source of each module that is loaded after it. Nobody here asks.
    """
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
