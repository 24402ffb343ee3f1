"""Words on long work: lasting lines for all, and for a person who watches what is running now."""

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

PAUSE = 0.5  # seconds between two looks at what is running
ERASE = "\r\x1b[K"


class Progress:
    """Prints lines that last and, in a terminal, one that changes while work goes on.

    Where nobody watches, in a file or on a server that runs checks, only lines that last
    are printed.
    """

    def __init__(self, stream: TextIO | None = None):
        self.stream = stream or sys.stdout
        terminal = self.stream.isatty() and os.environ.get("TERM") != "dumb"
        self.is_watched = terminal and not os.environ.get("CI")
        self._lock = threading.Lock()

    def __call__(self, line: str) -> None:
        """Print a line that lasts."""
        with self._lock:
            start = ERASE if self.is_watched else ""
            print(f"{start}{line}", file=self.stream, flush=True)

    def show(self, text: str) -> None:
        """Show a line in the place of the last one that was shown so."""
        with self._lock:
            width = shutil.get_terminal_size().columns - 1
            print(f"{ERASE}{text[:width]}", end="", file=self.stream, flush=True)


@contextmanager
def show_running(report: Callable[[str], None], describe: Callable[[], str]) -> Iterator[None]:
    """Show what `describe` says is running, and for how long, until the work is done.

    Only a `Progress` that is watched shows it.
    """
    if not isinstance(report, Progress) or not report.is_watched:
        yield
        return
    start, ended = time.monotonic(), threading.Event()

    def tick() -> None:
        while not ended.wait(PAUSE):
            report.show(f"{describe()} ({time.monotonic() - start:.0f} s)")

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        report.show("")
