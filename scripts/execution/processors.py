"""How many things may be done side by side."""

from __future__ import annotations

import os


def count_processors() -> int:
    """Return the number of processors that this process may use.

    That is fewer than the machine has where somebody set a limit, as for a job of a shared
    computer; systems that know no such limit give all of them.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
