"""Chapters executed side by side, each only when something that it depends on has changed."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from copy import deepcopy
from importlib.resources import files
from pathlib import Path

import nbformat

from scripts.chapters.contents import list_chapters
from scripts.chapters.notebooks import KERNEL, ChapterError, canonical_text
from scripts.chapters.results import FOLDER_NAME, find_turn
from scripts.execution.caching import (
    ExecutionPlan,
    count_processors,
    format_result,
    hash_inputs,
    hash_surroundings,
    list_kept,
    plan_execution,
)
from scripts.execution.limits import Limits, read_limits
from scripts.execution.locking import hold_lock
from scripts.execution.progress import show_running
from scripts.execution.runs import compare_exhibits
from scripts.execution.snapshot import take_snapshot
from scripts.files.hashing import hash_files
from scripts.files.problems import StudyError
from scripts.privacy.confidentiality import check_accepted
from scripts.published.comparison import require_explained
from scripts.study.study import load_study

# Seconds within which a kernel must be ready, and what a cell has shown must have come. On a
# busy machine both take long; what has not come by then would be missing from the page.
PATIENCE = 300
RESULTS_KEPT = 4  # results kept for each chapter, so that going back costs nothing


def require_sound_data(root: Path) -> None:
    """Raise unless data and accepted warnings are valid and every difference is explained.

    Raises
    ------
    StudyError, UnexplainedError
        With everything that is wrong.
    """
    digest, record = hash_inputs(root), root / "_build" / "sound"
    study = load_study(root / "data")
    # Only what these very modules have found sound need not be compared once more.
    is_own = _is_own_package(root)
    if is_own and record.is_file() and record.read_text("utf-8") == digest:
        return
    problems = check_accepted(study)
    if problems:
        raise StudyError(problems)
    require_explained(compare_exhibits(study, root))
    if is_own and record.parent.is_dir():
        write_atomically(record, digest)


def _is_own_package(root: Path) -> bool:
    """Return whether the package that is running is, to the letter, that of a book."""
    own = Path(str(files("scripts"))).resolve()
    if root.resolve() == own.parent:
        return True
    book, running = (
        hash_files(folder, [p for p in folder.rglob("*") if p.suffix in (".py", ".json")])
        for folder in (root / "scripts", own)
    )
    return (root / "scripts").is_dir() and book == running


def execute_chapters(
    root: Path, paths: Iterable[Path], report: Callable[[str], None] = lambda line: None
) -> dict[Path, nbformat.NotebookNode]:
    """Return chapters with fresh outputs; those for which nothing changed are not executed.

    See `plan_execution` and `execute_plan`.
    """
    return execute_plan(plan_execution(root, paths), report)


def execute_plan(
    plan: ExecutionPlan, report: Callable[[str], None]
) -> dict[Path, nbformat.NotebookNode]:
    """Return all chapters of a plan with fresh outputs.

    Outputs are kept under ``_build/executed``, with all that the chapter has read. A cell
    may take as many seconds as ``_config.yml`` says under ``execute``, ``timeout``, and a
    chapter as many gigabytes of memory as it says under ``memory``.

    Raises
    ------
    ChapterError
        If cells fail; the message names every chapter that did, with its error. Also if
        a file was changed meanwhile.
    """
    done, waiting, total = dict(plan.done), plan.waiting, len(plan.chapters)
    plan.store.mkdir(parents=True, exist_ok=True)
    failures: list[str] = []

    def keep(path: Path, seconds: float, outputs: list, error: str) -> None:
        name = path.relative_to(plan.root).as_posix()
        if error:
            failures.append(f"{name}, {error}")
            return
        write_atomically(plan.store / f"{plan.keys[path]}.json", format_result(outputs))
        done[path] = outputs
        report(f"  {name} ({seconds:.1f} s)")

    if waiting:
        report(f"executing {len(waiting)} of {total} chapters")
        start = time.monotonic()
        # Chapters that sum up others come after them, and read what these have shown.
        turns = {path: find_turn(plan.chapters[path]) for path in waiting}
        for turn in sorted(set(turns.values())):
            wave = [path for path in waiting if turns[path] == turn]
            if not failures:
                executed = _write_executed(plan, done)
                with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                    # zmq needs an event loop that can watch sockets; the default of Windows
                    # cannot.
                    runner.run(_execute_all(plan, wave, executed, report, keep))
        report(f"executed {len(waiting)} chapters in {time.monotonic() - start:.1f} s")
        if not failures and hash_surroundings(plan.root) != plan.surroundings:
            for path in waiting:
                (plan.store / f"{plan.keys[path]}.json").unlink(missing_ok=True)
            failures.append(
                "the data, the scripts or the pins changed while chapters were executed. "
                "Build again."
            )
    if failures:
        raise ChapterError("\n".join(sorted(failures)))
    for file in list_kept(plan.store)[RESULTS_KEPT * max(total, 10) :]:
        file.unlink()
    return {path: _with_outputs(nb, done[path]) for path, nb in plan.chapters.items()}


def _write_executed(plan: ExecutionPlan, done: dict[Path, list]) -> Path:
    """Write the chapters that have been executed so far into a folder, and return it."""
    folder = plan.store / "chapters"
    shutil.rmtree(folder, ignore_errors=True)
    for path, outputs in done.items():
        place = folder / path.relative_to(plan.root)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(canonical_text(_with_outputs(plan.chapters[path], outputs)), "utf-8")
    folder.mkdir(exist_ok=True)
    return folder


def _with_outputs(notebook: nbformat.NotebookNode, outputs: list) -> nbformat.NotebookNode:
    """Return a copy of a notebook with the outputs of its code cells set."""
    copy = deepcopy(notebook)
    cells = [cell for cell in copy.cells if cell.cell_type == "code"]
    for number, (cell, stored) in enumerate(zip(cells, outputs, strict=True), start=1):
        cell.execution_count = number
        cell.outputs = [nbformat.from_dict(output) for output in stored]
    return copy


async def _execute_all(
    plan: ExecutionPlan,
    wave: list[Path],
    executed: Path,
    report: Callable[[str], None],
    keep: Callable,
) -> None:
    """Execute chapters side by side, as many at a time as there are processors to use."""
    limits = read_limits(plan.root)
    free = asyncio.Semaphore(count_processors())
    running: list[str] = []
    number = 0

    def describe_running() -> str:
        return f"{number} of {len(wave)} executed; running: {', '.join(running)}"

    async def execute(path: Path) -> None:
        nonlocal number
        async with free:
            start = time.monotonic()
            running.append(path.stem)
            notebook = deepcopy(plan.chapters[path])
            with tempfile.TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True) as own:
                places = (path.parent, plan.root, Path(own), executed)
                error = await _execute(notebook, places, limits)
            running.remove(path.stem)
            number += 1
            keep(path, time.monotonic() - start, _clean_outputs(notebook), error)

    with show_running(report, describe_running):
        await asyncio.gather(*(execute(path) for path in wave))


async def _execute(
    notebook: nbformat.NotebookNode, places: tuple[Path, Path, Path, Path], limits: Limits
) -> str:
    """Execute a notebook in place; return what went wrong, if anything did.

    `places` are the folder of the chapter, that of the book, one for the files of its kernel,
    and the one with the chapters executed before.
    """
    from jupyter_client import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from scripts.execution.kernels import use_copied_kernels

    folder, root, own, executed = places
    manager = AsyncKernelManager(kernel_name=KERNEL["name"])
    if os.name != "nt":
        # A port may be taken by another kernel meanwhile; a file of its own may not.
        manager.transport, manager.ip = "ipc", str(own / "s")
    manager.connection_file = str(own / "kernel.json")
    client = NotebookClient(
        notebook,
        km=manager,
        # A reader's own IPython settings must not change what a chapter shows.
        extra_arguments=["--log-level=ERROR", "--HistoryManager.enabled=False"],
        timeout=limits.timeout,
        startup_timeout=PATIENCE,
        iopub_timeout=PATIENCE,
        raise_on_iopub_timeout=True,
        force_raise_errors=True,
        skip_cells_with_tag="",
        record_timing=False,
    )
    client.kc, place = None, "before its first cell"
    try:
        program = root / "scripts" / "execution" / "kernel_program.py"
        use_copied_kernels(manager, program, memory=limits.memory)
        await client.async_start_new_kernel(
            cwd=str(folder), env=_kernel_environment(root, executed)
        )
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
        if error.ename == "MemoryError":
            return f"{place} {limits.too_much}"
        return f"{place} failed\n{error.ename}: {error.evalue}"
    except CellTimeoutError:
        return f"{place} {limits.too_long}"
    except DeadKernelError:
        return f"{place}: the kernel died; perhaps it {limits.too_much}"
    # Whatever else a kernel may do must not take the other chapters with it.
    except Exception as error:
        return f"{place} could not be executed\n{type(error).__name__}: {error}"
    finally:
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)
        if client.kc is not None:
            client.kc.stop_channels()
    return ""


def _kernel_environment(root: Path, executed: Path) -> dict[str, str]:
    """Return the environment of a chapter: this folder's package and what ran before."""
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    settings = root / "_build" / "ipython"
    settings.mkdir(exist_ok=True)
    return os.environ | {
        FOLDER_NAME: str(executed),
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
    with hold_lock(root / "_build", report):
        work = take_snapshot(root)
        plan = plan_execution(work, list_chapters(work))
        require_sound_data(work)
        changed = []
        for copy, notebook in execute_plan(plan, report).items():
            text, path = canonical_text(notebook), root / copy.relative_to(work)
            if path.read_bytes() != copy.read_bytes():
                report(f"{copy.relative_to(work)} was edited meanwhile; run make refresh again")
            elif path.read_bytes() != text.encode():
                write_atomically(path, text)
                changed.append(path)
        return changed
