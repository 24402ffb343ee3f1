"""How long a cell may run and how much memory a chapter may use, as ``_config.yml`` says."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.chapters.notebooks import ChapterError, read_yaml
from scripts.execution.kernel_program import limit_memory
from scripts.files.problems import quote

# Eleven days, or more memory than any machine has.
LARGEST = 1_000_000


class CellTooLongError(BaseException):
    """Raised within a cell that runs for too long; no cell catches it by accident."""


@dataclass(frozen=True)
class Limits:
    """The seconds that a cell may run, and the gigabytes that a chapter may use."""

    timeout: float = 300
    memory: float = 4

    @property
    def too_long(self) -> str:
        """What is said of a cell that was stopped for its time."""
        return f"ran for more than {self.timeout:g} seconds and was stopped"

    @property
    def too_much(self) -> str:
        """What is said of a cell that asked for more memory."""
        return (
            f"used more than {self.memory:g} gigabytes of memory, "
            "the limit that _config.yml can set"
        )


def read_limits(root: Path) -> Limits:
    """Return the limits of a book: ``timeout`` and ``memory`` under ``execute``."""
    settings = read_yaml(root / "_config.yml").get("execute") or {}
    given = {key: settings[key] for key in ("timeout", "memory") if key in settings}
    for key, value in given.items():
        if type(value) not in (int, float) or not 0 < value < LARGEST:
            raise ChapterError(
                f"_config.yml, execute, {key}: found {quote(value)}, where a number above 0 is "
                f"allowed. Correct it, or take the line out: {getattr(Limits, key):g} then holds."
            )
    return Limits(**given)


@contextmanager
def hold_memory(limits: Limits) -> Iterator[None]:
    """Let this process use no more memory than a chapter may, where the system sees to that."""
    try:
        import resource
    except ImportError:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    limit_memory(limits.memory)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


@contextmanager
def hold_time(limits: Limits) -> Iterator[None]:
    """Stop what runs within once its time is over, where the system has such an alarm.

    Raises
    ------
    CellTooLongError
        Within what runs for too long.
    """
    is_possible = hasattr(signal, "setitimer")
    if not is_possible or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise CellTooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limits.timeout)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
