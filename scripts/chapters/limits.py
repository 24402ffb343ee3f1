"""The time and memory that a cell may take, by ``_config.yml``, in a kernel or without one."""

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from scripts.chapters.kernel_program import limit_memory
from scripts.chapters.notebooks import ChapterError, read_yaml
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


LIMITS = Limits()


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
def hold_limits(limits: Limits) -> Iterator[None]:
    """Let what runs within take no more time and memory, where the system can see to that."""

    def stop(*_: object) -> None:
        raise CellTooLongError

    with ExitStack() as afterwards:
        with suppress(ImportError):
            import resource

            before = resource.getrlimit(resource.RLIMIT_DATA)
            afterwards.callback(resource.setrlimit, resource.RLIMIT_DATA, before)
            limit_memory(limits.memory)
        is_main = threading.current_thread() is threading.main_thread()
        if is_main and hasattr(signal, "setitimer"):
            afterwards.callback(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, stop))
            afterwards.callback(signal.setitimer, signal.ITIMER_REAL, 0)
            signal.setitimer(signal.ITIMER_REAL, limits.timeout)
        yield
