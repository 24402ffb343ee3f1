"""One build at a time in one folder."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from scripts.files.problems import RefusalError

PATIENCE = 3600.0  # seconds; longer than any build that is not stuck
PAUSE = 0.2  # seconds


class BusyError(RefusalError):
    """Raised when another build has not ended within the time one is prepared to wait."""


@contextmanager
def hold_lock(
    folder: Path, report: Callable[[str], None], patience: float = PATIENCE
) -> Iterator[TextIO]:
    """Hold a folder for one build; a second one waits, and says so.

    The lock is the operating system's, on an open file. So it ends with the process that
    holds it, however that ends, and no stale lock is ever left.

    Parameters
    ----------
    folder : Path
        The folder that the build writes into.
    report : callable
        Told, in one line, when there is something to wait for.
    patience : float
        Seconds to wait before giving up.

    Raises
    ------
    BusyError
        If the other build has not ended by then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        end, told = time.monotonic() + patience, False
        while not _take(file):
            if time.monotonic() >= end:
                raise BusyError(
                    f"another build is at work in this folder and has not ended within "
                    f"{patience:g} seconds. Let it end, or stop it, and try again."
                )
            if not told:
                report("another build is at work in this folder; waiting for it to end")
                told = True
            time.sleep(PAUSE)
        yield file


# Closing the file, or the end of the process, lets the lock go.
if sys.platform == "win32":
    import msvcrt

    def _take(file: TextIO) -> bool:
        """Return whether the lock could be taken."""
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(file: TextIO) -> bool:
        """Return whether the lock could be taken."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
