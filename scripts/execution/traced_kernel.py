"""The program of a chapter's kernel: it notes each of the book's files that the chapter reads.

It is run from its file, so that no module of the package is loaded before the chapter
asks for it.
"""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import sys
import threading
from pathlib import Path

GIGABYTE = 1024**3


def watch_reads(root: str, record: str) -> None:
    """Write the name of each file and folder below `root` to `record` when first read.

    A name is relative to `root`, with slashes; that of a folder whose names are listed
    ends with one. What is looked for and not found is named, too. Left out are hidden
    files, and what was built or installed. Compiled modules count as their sources.

    Parameters
    ----------
    root : str
        The folder of the book, without symbolic links.
    record : str
        The file to write, one name in each line.
    """
    seen: set[str] = set()
    file = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(path: object, is_folder: bool = False) -> None:
        name = name_inside(root, path)
        if name is not None and (name := name + "/" * is_folder) not in seen:
            seen.add(name)
            os.write(file, f"{name}\n".encode(errors="surrogateescape"))

    def listen(event: str, details: tuple) -> None:
        if event == "open":
            path, _, flags = details
            if not isinstance(path, int) and not (flags or 0) & os.O_WRONLY:
                note(path)
        elif event in ("os.listdir", "os.scandir") and not is_import(sys._getframe(1)):
            note(details[0], is_folder=True)

    def is_import(frame) -> bool:
        # To find modules, Python lists folders; the modules that it finds are noted one by one.
        return frame.f_code.co_filename.startswith("<frozen importlib")

    sys.addaudithook(listen)


def name_inside(root: str, path: object) -> str | None:
    """Return the name of a path within `root`, or None for one that does not count."""
    path = os.fsdecode("." if path is None else path)
    if path.endswith(".pyc"):
        try:
            path = importlib.util.source_from_cache(path)
        except ValueError:
            return None
    given = Path(path)
    place = given.parent.resolve() / given.name
    if not place.is_relative_to(root):
        return None
    parts = place.relative_to(root).parts
    is_foreign = any(part.startswith(".") or part == "__pycache__" for part in parts)
    return None if is_foreign or parts[:1] == ("_build",) else "/".join(parts) or "."


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


def start(order: dict) -> None:
    """Turn this process into a kernel.

    Parameters
    ----------
    order : dict
        arguments (of the kernel), folder (of the chapter), environment; and, for a
        chapter of a book, root, record and memory (gigabytes).
    """
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
        # A kernel must not outlive the build that started it.
        threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()
    for name in [name for name in sys.modules if name.partition(".")[0] == "scripts"]:
        # Loaded with a reader's own program; the chapter's loading is the one that is noted.
        del sys.modules[name]
    if "root" in order:
        limit_memory(order["memory"])
        watch_reads(order["root"], order["record"])
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


if __name__ == "__main__":
    start(globals()["order"])
