"""Chapters executed side by side, each only when something that it depends on has changed."""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import nbformat

from scripts.chapters.contents import list_chapters
from scripts.chapters.in_process import compare_exhibits
from scripts.chapters.kernel_program import MEMORY
from scripts.chapters.limits import Limits, read_limits
from scripts.chapters.notebooks import (
    KERNEL,
    ChapterError,
    canonical_text,
    list_code_cells,
    read_chapter,
)
from scripts.chapters.progress import show_running
from scripts.chapters.results import EXECUTED_VARIABLE, find_wave
from scripts.chapters.workspace import (
    drop_old_outputs,
    find_outputs,
    hash_code,
    hash_inputs,
    hash_surroundings,
    hold_lock,
    keep_outputs,
    take_snapshot,
    write_atomically,
)
from scripts.files.paths import hash_files
from scripts.files.problems import StudyError
from scripts.privacy.confidentiality import check_accepted
from scripts.published.comparison import require_explained
from scripts.study.study import load_study

# Seconds within which a kernel must be ready, and what a cell has shown must have come. On a
# busy machine both take long; what has not come by then would be missing from the page.
PATIENCE = 300


@dataclass(frozen=True)
class ExecutionPlan:
    """What is to be executed: all chapters of a book but those that are done.

    `kept` has for each chapter the file that keeps its outputs, named by a hash of all that they
    depend on, and `done` the outputs of those that need not be executed; `surroundings` and
    `inputs` are hashes of what every chapter depends on besides its own code, and of that with
    the code of all.
    """

    root: Path
    store: Path
    chapters: dict[Path, nbformat.NotebookNode]
    kept: dict[Path, Path]
    done: dict[Path, list]
    surroundings: str
    inputs: str

    @property
    def waiting(self) -> list[Path]:
        """The chapters that must be executed."""
        return [path for path in self.chapters if path not in self.done]


def plan_execution(root: Path) -> ExecutionPlan:
    """Return which chapters must be executed, and the kept outputs of the others.

    A chapter that sums up others depends on the code of all of them. Where there is
    something to execute, the libraries that kernels need begin to load.
    """
    chapters = {path: read_chapter(path) for path in list_chapters(root)}
    surroundings = hash_surroundings(root)
    inputs = hash_code(chapters.values(), surroundings)
    store = root / "_build" / "executed"
    plan = ExecutionPlan(root, store, chapters, {}, {}, surroundings, inputs)
    for path, notebook in chapters.items():
        depends_on = inputs if find_wave(notebook) else surroundings
        plan.kept[path] = store / f"{hash_code([notebook], depends_on + path.name)}.json"
        outputs = find_outputs(plan.kept[path])
        if outputs is not None:
            plan.done[path] = outputs
    if plan.waiting:
        # Imported where it is needed: a build with nothing to execute need not wait for it.
        from scripts.chapters.kernels import prepare_kernels

        prepare_kernels()
    return plan


def require_sound_data(root: Path, inputs: str = "") -> None:
    """Raise unless data and accepted warnings are valid and every difference is explained.

    `inputs` is the hash of all that is compared, where it is known already. The StudyError or
    UnexplainedError tells everything that is wrong.
    """
    record, study = root / "_build" / "sound", load_study(root / "data")
    # Only what these very modules have found sound need not be compared once more.
    package = Path(str(files("scripts")))
    modules = hash_files(package, [p for p in package.rglob("*") if p.suffix in (".py", ".json")])
    digest = f"{inputs or hash_inputs(root)} {modules}"
    if record.is_file() and record.read_bytes() == digest.encode():
        return
    problems = check_accepted(study)
    if problems:
        raise StudyError(problems)
    require_explained(compare_exhibits(study, root))
    if record.parent.is_dir():
        write_atomically(record, digest)


def execute_chapters(
    root: Path, report: Callable[[str], None] = lambda line: None
) -> dict[Path, nbformat.NotebookNode]:
    """Return the chapters of a book with fresh outputs, which are kept under ``_build/executed``.

    Nothing is executed on unsound data: see `require_sound_data`. A cell may take as many seconds
    as ``_config.yml`` says under ``execute``, ``timeout``, and a chapter as many gigabytes of
    memory as it says under ``memory``. The ChapterError names every chapter that failed with its
    error, or says that a file was changed meanwhile.
    """
    plan = plan_execution(root)
    plan.store.mkdir(parents=True, exist_ok=True)
    require_sound_data(root, plan.inputs)
    if waiting := plan.waiting:
        report(f"executing {len(waiting)} of {len(plan.chapters)} chapters")
        start, failures = time.monotonic(), []
        # Chapters that sum up others come after them, and read what these have shown.
        waves = {path: find_wave(plan.chapters[path]) for path in waiting}
        for _, wave in groupby(sorted(waiting, key=waves.get), key=waves.get):
            # zmq needs an event loop that can watch sockets; the default of Windows cannot.
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                failures = failures or runner.run(_execute_all(plan, list(wave), report))
        report(f"executed {len(waiting)} chapters in {time.monotonic() - start:.1f} s")
        if not failures and hash_surroundings(plan.root) != plan.surroundings:
            for path in waiting:
                plan.kept[path].unlink(missing_ok=True)
            failures = [
                "the data, the scripts or the pins changed while chapters were executed. "
                "Build again."
            ]
        if failures:
            raise ChapterError("\n".join(sorted(failures)))
    drop_old_outputs(plan.store, len(plan.chapters))
    return {path: _with_outputs(nb, plan.done[path]) for path, nb in plan.chapters.items()}


def _with_outputs(notebook: nbformat.NotebookNode, outputs: list) -> nbformat.NotebookNode:
    """Return a copy of a notebook with the outputs of its code cells, numbered by their places."""
    copy = deepcopy(notebook)
    cells = zip(list_code_cells(copy), outputs, strict=True)
    for number, (cell, stored) in enumerate(cells, start=1):
        cell.execution_count = number
        cell.outputs = [nbformat.from_dict(output) for output in stored]
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    return copy


def _write_executed(plan: ExecutionPlan) -> Path:
    """Write the chapters that have been executed so far into a folder, and return it."""
    folder = plan.store / "chapters"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    for path, outputs in plan.done.items():
        place = folder / path.relative_to(plan.root)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(canonical_text(_with_outputs(plan.chapters[path], outputs)), "utf-8")
    return folder


async def _execute_all(
    plan: ExecutionPlan, wave: list[Path], report: Callable[[str], None]
) -> list[str]:
    """Execute chapters, as many at a time as there are processors; return what went wrong."""
    limits = read_limits(plan.root)
    environment = _make_environment(plan.root, _write_executed(plan), limits)
    free = asyncio.Semaphore(count_processors())
    running: list[str] = []
    failures: list[str] = []

    def describe_running() -> str:
        number = sum(path in plan.done for path in wave) + len(failures)
        return f"{number} of {len(wave)} executed; running: {', '.join(running)}"

    async def execute(path: Path) -> None:
        async with free:
            start, name = time.monotonic(), path.relative_to(plan.root).as_posix()
            running.append(path.stem)
            notebook = deepcopy(plan.chapters[path])
            with tempfile.TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True) as home:
                client = _make_client(notebook, Path(home), limits)
                # A reader's own IPython settings must not change what a chapter shows.
                own = environment | {"IPYTHONDIR": home}
                error = await _execute(client, limits, cwd=str(path.parent), env=own)
            running.remove(path.stem)
            if error:
                failures.append(f"{name}, {error}")
                return
            plan.done[path] = [cell.outputs for cell in list_code_cells(notebook)]
            keep_outputs(plan.kept[path], plan.done[path])
            report(f"  {name} ({time.monotonic() - start:.1f} s)")

    with show_running(report, describe_running):
        await asyncio.gather(*(execute(path) for path in wave))
    return failures


def count_processors() -> int:
    """Return the number of processors that this process may use.

    That is fewer than the machine has where somebody set a limit, as for a job of a shared
    computer; systems that know no such limit give all of them.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


async def _execute(client, limits: Limits, **options) -> str:
    """Execute the notebook of a client in place; return what went wrong, if anything did."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    # A client forgets its manager where the kernel does not start.
    manager, place = client.km, "before its first cell"
    try:
        await client.async_start_new_kernel(**options)
        await client.async_start_new_kernel_client()
        for index, cell in enumerate(client.nb.cells):
            if cell.cell_type != "code":
                continue
            place = f"cell {index + 1}"
            cell.outputs = []
            await client.async_execute_cell(cell, index)
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


def _make_client(notebook: nbformat.NotebookNode, home: Path, limits: Limits):
    """Return what executes a notebook in a kernel that keeps its files in a folder."""
    from jupyter_client import AsyncKernelManager
    from nbclient import NotebookClient

    from scripts.chapters.kernels import use_copied_kernels

    manager = AsyncKernelManager(kernel_name=KERNEL["name"])
    if os.name != "nt":
        # A port may be taken by another kernel meanwhile; a file of its own may not.
        manager.transport, manager.ip = "ipc", str(home / "s")
    manager.connection_file = str(home / "kernel.json")
    use_copied_kernels(manager)
    client = NotebookClient(
        notebook,
        km=manager,
        extra_arguments=["--log-level=ERROR", "--HistoryManager.enabled=False"],
        timeout=limits.timeout,
        startup_timeout=PATIENCE,
        iopub_timeout=PATIENCE,
        raise_on_iopub_timeout=True,
        force_raise_errors=True,
        skip_cells_with_tag="",
        record_timing=False,
    )
    client.kc = None
    return client


def _make_environment(root: Path, executed: Path, limits: Limits) -> dict[str, str]:
    """Return the environment of chapters: this folder's package and what ran before."""
    return os.environ | {
        EXECUTED_VARIABLE: str(executed),
        MEMORY: f"{limits.memory}",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH")))),
    }


def refresh_chapters(root: Path, report: Callable[[str], None]) -> list[Path]:
    """Execute all chapters and write back those whose stored form changes; return these.

    Where an error is raised, no chapter has changed.
    """
    with hold_lock(root / "_build", report):
        work = take_snapshot(root)
        changed = []
        for copy, notebook in execute_chapters(work, report).items():
            text, path = canonical_text(notebook), root / copy.relative_to(work)
            if path.read_bytes() != copy.read_bytes():
                report(f"{copy.relative_to(work)} was edited meanwhile; run make refresh again")
            elif path.read_bytes() != text.encode():
                write_atomically(path, text)
                changed.append(path)
        return changed
