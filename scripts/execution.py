"""Chapters executed side by side, each only when something that it depends on has changed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path

import nbformat

from scripts.chapters import (
    KERNEL,
    ChapterError,
    canonical_text,
    list_chapters,
    read_chapter,
    read_yaml,
)
from scripts.locking import BusyError, hold_lock
from scripts.published import CLAIMS, compare_all, require_explained
from scripts.settings import read_settings
from scripts.study import CHECKED, load_study

CELL_TIMEOUT = 300  # seconds, where _config.yml does not say
RESULTS_KEPT = 4  # results kept for each chapter, so that going back costs nothing


def require_sound_data(root: Path) -> None:
    """Raise unless the data are valid and every difference from the paper is explained.

    Raises
    ------
    StudyError, UnexplainedError, ChapterError
        With everything that is wrong.
    """
    for path in list_chapters(root):
        read_chapter(path)
    require_explained(compare_all(load_study(root / "data")))


def fingerprint(notebook: nbformat.NotebookNode, inputs: str) -> str:
    """Return a hash of all that a chapter's outputs depend on: its code, and `inputs`."""
    code = [cell.source.strip("\n") for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps([code, inputs]).encode()).hexdigest()


def hash_inputs(root: Path) -> str:
    """Return a hash of the data, the package, the pins and the Python version.

    The code of chapters that answer claims counts too, as others show what it finds.
    """
    files = [root / "requirements.txt"]
    files += [p for p in (root / "data").rglob("*") if not p.name.startswith((".", "~$"))]
    files += [p for p in (root / "scripts").rglob("*") if p.suffix in {".py", ".json"}]
    answers = [fingerprint(read_chapter(root / name), "") for name in _list_answering(root)]
    return hash_files(root, files, json.dumps([platform.python_version(), answers]))


def _list_answering(root: Path) -> list[str]:
    """Return the chapters whose code answers claims, as the study names them."""
    settings, _ = read_settings(root / "data")
    exhibits = settings.exhibits if settings else ()
    names = [exhibit.chapter for exhibit in exhibits if exhibit.kind == CLAIMS]
    return [name for name in names if (root / name).is_file()]


def hash_files(root: Path, paths: Iterable[Path], salt: str = "") -> str:
    """Return a hash of the names and contents of files; folders and lacking files are left out."""
    digest = hashlib.sha256(salt.encode())
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def execute_chapters(
    root: Path, paths: Iterable[Path], report: Callable[[str], None] = lambda line: None
) -> dict[Path, nbformat.NotebookNode]:
    """Return chapters with fresh outputs; those whose inputs are unchanged are not executed.

    Outputs are kept under ``_build/executed`` by the hash of all that they depend on. A
    cell may take as many seconds as ``_config.yml`` says under ``execute``, ``timeout``.

    Raises
    ------
    ChapterError
        If cells fail; the message names every chapter that did, with its error.
    """
    store = root / "_build" / "executed"
    store.mkdir(parents=True, exist_ok=True)
    inputs = hash_inputs(root)
    chapters = {path: read_chapter(path) for path in paths}
    done, waiting = {}, {}
    for path, notebook in chapters.items():
        stored = store / f"{fingerprint(notebook, inputs)}.json"
        try:
            done[path] = _with_outputs(notebook, _read_result(stored))
            stored.touch()
        except (OSError, ValueError):
            waiting[path] = stored
    failures = []

    def keep(path: Path, seconds: float, outputs: list, error: str) -> None:
        name = path.relative_to(root).as_posix()
        if error:
            failures.append(f"{name}, {error}")
            return
        text = json.dumps(outputs)
        write_atomically(waiting[path], f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")
        done[path] = _with_outputs(chapters[path], outputs)
        report(f"  {name} ({seconds:.1f} s)")

    if waiting:
        report(f"executing {len(waiting)} of {len(chapters)} chapters")
        limit = (read_yaml(root / "_config.yml").get("execute") or {}).get("timeout", CELL_TIMEOUT)
        # zmq needs an event loop that can watch sockets; the default of Windows cannot.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(_execute_all(root, waiting, chapters, limit, keep))
    if failures:
        raise ChapterError("\n".join(sorted(failures)))
    kept = sorted(store.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in kept[RESULTS_KEPT * max(len(chapters), 10) :]:
        file.unlink()
    return {path: done[path] for path in chapters}


def _read_result(stored: Path) -> list:
    """Return stored outputs; a result that is not as it was written raises a ValueError."""
    digest, _, text = stored.read_text("utf-8").partition("\n")
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise ValueError("damaged")
    return json.loads(text)


def _with_outputs(notebook: nbformat.NotebookNode, outputs: list) -> nbformat.NotebookNode:
    """Return a copy of a notebook with the outputs of its code cells set."""
    copy = deepcopy(notebook)
    cells = [cell for cell in copy.cells if cell.cell_type == "code"]
    for number, (cell, stored) in enumerate(zip(cells, outputs, strict=True), start=1):
        cell.execution_count = number
        cell.outputs = [nbformat.from_dict(output) for output in stored]
    return copy


async def _execute_all(root: Path, paths: Iterable[Path], chapters: dict, limit, keep) -> None:
    """Execute chapters side by side, as many at a time as there are processors."""
    free = asyncio.Semaphore(os.cpu_count() or 1)

    async def execute(path: Path) -> None:
        async with free:
            start = time.monotonic()
            notebook = deepcopy(chapters[path])
            error = await _execute(notebook, path.parent, root, limit)
            keep(path, time.monotonic() - start, _clean_outputs(notebook), error)

    await asyncio.gather(*(execute(path) for path in paths))


async def _execute(notebook: nbformat.NotebookNode, folder: Path, root: Path, limit: float) -> str:
    """Execute a notebook in place; return what went wrong, if anything did."""
    # Imported here: a build with nothing to execute need not.
    from jupyter_client import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    manager = AsyncKernelManager(kernel_name=KERNEL["name"])
    sockets = tempfile.TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True)
    if os.name != "nt":
        # A port may be taken by another kernel meanwhile; a file of its own may not.
        manager.transport, manager.ip = "ipc", str(Path(sockets.name) / "s")
    client = NotebookClient(
        notebook,
        km=manager,
        # A reader's own IPython settings must not change what a chapter shows.
        extra_arguments=["--log-level=ERROR", "--HistoryManager.enabled=False"],
        timeout=limit,
        force_raise_errors=True,
        skip_cells_with_tag="",
        record_timing=False,
    )
    client.kc, place = None, "before its first cell"
    # This very Python, whatever other kernels of the same name the machine has.
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    try:
        manager.kernel_spec.argv = command
        await client.async_start_new_kernel(cwd=str(folder), env=_kernel_environment(root))
        await client.async_start_new_kernel_client()
        number = 0
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            number += 1
            place = f"cell {index + 1}"
            cell.outputs = []
            await client.async_execute_cell(cell, index, execution_count=number)
            for output in cell.outputs:
                if output.output_type == "stream" and output.name == "stderr":
                    return f"{place}: a warning was written\n{output.text.strip()}"
    except CellExecutionError as error:
        return f"{place} failed\n{error.ename}: {error.evalue}"
    except CellTimeoutError:
        return f"{place} ran for more than {limit:g} seconds and was stopped"
    except DeadKernelError:
        return f"{place}: the kernel died, perhaps for lack of memory"
    # Whatever else a kernel may do must not take the other chapters with it.
    except Exception as error:
        return f"{place} could not be executed\n{type(error).__name__}: {error}"
    finally:
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)
        if client.kc is not None:
            client.kc.stop_channels()
        sockets.cleanup()
    return ""


def _kernel_environment(root: Path) -> dict[str, str]:
    """Return the environment of a chapter: this folder's package, and data already checked."""
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    settings = root / "_build" / "ipython"
    settings.mkdir(exist_ok=True)
    return os.environ | {
        CHECKED: str((root / "data").resolve()),
        "PYTHONPATH": path,
        "IPYTHONDIR": str(settings),
    }


def _clean_outputs(notebook: nbformat.NotebookNode) -> list:
    """Return the outputs of each code cell, numbered by the cell's place among them."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = json.loads(json.dumps([cell.outputs for cell in cells]))
    for number, cell in enumerate(outputs, start=1):
        for output in cell:
            if "execution_count" in output:
                output["execution_count"] = number
    return outputs


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that at any moment it is either the old one or the new one."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def refresh_chapters(root: Path, report: Callable[[str], None]) -> list[Path]:
    """Execute all chapters and write back those whose stored form changes; return these.

    Nothing is written unless every chapter succeeds.

    Raises
    ------
    StudyError, UnexplainedError, ChapterError
        With the reason. No chapter has changed then.
    """
    try:
        with hold_lock(root / "_build", report):
            require_sound_data(root)
            changed = []
            for path, notebook in execute_chapters(root, list_chapters(root), report).items():
                text = canonical_text(notebook)
                if path.read_bytes() != text.encode():
                    write_atomically(path, text)
                    changed.append(path)
            return changed
    except (BusyError, OSError) as error:
        raise ChapterError(describe(error)) from error


def describe(error: Exception) -> str:
    """Return an error of the file system in words; any other as it is."""
    if isinstance(error, OSError) and error.strerror:
        return (
            f"{error.filename or 'a file'}: {error.strerror}. The build reads and writes here; "
            "check that the file or folder exists and may be written."
        )
    return str(error)
