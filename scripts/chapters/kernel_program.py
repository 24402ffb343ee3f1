"""The program of a chapter's kernel, with a limit to its memory.

It is run from its file, so that no module of the package is loaded before the chapter
asks for it.
"""

import multiprocessing
import os
import shutil
import sys
import threading
from pathlib import Path

# The file in which a kernel is told its addresses lies in a folder of its own.
CONNECTION = "kernel.json"
# What says how many gigabytes of memory a chapter may use.
MEMORY = "EDITION_MEMORY"
GIGABYTE = 1024**3


def limit_memory(gigabytes: float) -> None:
    """Let this process have so much memory and no more, where the system can see to that."""
    try:
        import resource
    except ImportError:
        return
    most = int(gigabytes * GIGABYTE)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _leave_with(parent, folders: list[Path]) -> None:
    """End this process once its parent has ended, and remove the folders of its own files."""
    parent.join()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def start(order: dict) -> None:
    """Turn this process into a kernel; an order has its arguments, folder and environment."""
    os.environ.clear()
    os.environ.update(order["environment"])
    if hasattr(os, "setsid"):
        # What is typed in the terminal, as Ctrl-C, is for the build and not for its kernels.
        os.setsid()
    os.chdir(order["folder"])
    sys.argv = [*order["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"]
    folders = order["environment"].get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:] = list(dict.fromkeys(filter(None, [*folders, *sys.path])))
    parent = multiprocessing.parent_process()
    if parent is not None:
        # A kernel must not outlive the build that started it, nor may what it lies in.
        own = [Path(text).parent for text in order["arguments"] if text.endswith(CONNECTION)]
        threading.Thread(target=_leave_with, args=(parent, own), daemon=True).start()
    for name in [name for name in sys.modules if name.partition(".")[0] == "scripts"]:
        # Loaded with a reader's own program; the chapter loads that of its book.
        del sys.modules[name]
    if MEMORY in os.environ:
        limit_memory(float(os.environ[MEMORY]))
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


if __name__ == "__main__":
    start(globals()["order"])
