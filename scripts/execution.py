"""Chapters executed side by side, and written in one canonical form."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from copy import deepcopy
from pathlib import Path

import nbformat
import yaml

from scripts.study import CHECKED

CELL_TIMEOUT = 300
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class ChapterError(RuntimeError):
    """Raised when a chapter cannot be read or one of its cells fails."""


def list_chapters(root: Path) -> list[Path]:
    """Return the notebooks that the table of contents names, in its order."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    names = [toc["root"]]

    def walk(entry: dict) -> None:
        for key in ("chapters", "sections"):
            for child in entry.get(key, ()):
                names.append(child["file"])
                walk(child)
        for part in entry.get("parts", ()):
            walk(part)

    walk(toc)
    paths = [root / f"{name.removesuffix('.ipynb')}.ipynb" for name in names]
    return [path for path in paths if path.is_file()]


def read_chapter(path: Path) -> nbformat.NotebookNode:
    """Return a notebook.

    Raises
    ------
    ChapterError
        If the file is not a notebook; a merge conflict is named as such.
    """
    text = path.read_text(encoding="utf-8")
    if "\n<<<<<<< " in text:
        line = text[: text.index("\n<<<<<<< ")].count("\n") + 2
        raise ChapterError(
            f"{path.name}, line {line}: a merge conflict left by Git. Keep one version of "
            "the cell and delete the lines of marks."
        )
    try:
        return nbformat.reads(text, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:
        raise ChapterError(f"{path.name}: not a notebook ({str(error)[:200]})") from error


def canonical_text(notebook: nbformat.NotebookNode) -> str:
    """Return a notebook as text that depends on its cells and outputs alone."""
    notebook = deepcopy(notebook)
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for i, cell in enumerate(notebook.cells):
        cell.id = f"cell-{i + 1:02d}"
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        cell.source = cell.source.strip("\n")
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def fingerprint(root: Path, notebook: nbformat.NotebookNode, inputs: str) -> str:
    """Return a hash of all that a chapter's outputs depend on: its code, and `inputs`."""
    code = [cell.source.strip("\n") for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps([code, inputs]).encode()).hexdigest()


def hash_inputs(root: Path) -> str:
    """Return a hash of the data, the package, the pins and the Python version."""
    digest = hashlib.sha256(platform.python_version().encode())
    files = [root / "requirements.txt"]
    for folder in ("data", "scripts"):
        files += (p for p in (root / folder).rglob("*") if p.is_file() and _counts(p))
    for path in sorted(files):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    """Return whether a file can change what a chapter shows."""
    return (
        path.suffix in {".py", ".json", ".csv", ".yml", ".xlsx"} and "__pycache__" not in path.parts
    )


def execute_chapters(
    root: Path, paths: Iterable[Path], report: Callable[[str], None] = lambda line: None
) -> dict[Path, nbformat.NotebookNode]:
    """Return chapters with fresh outputs; those whose inputs are unchanged are not executed.

    Outputs are kept under ``_build/executed`` by the hash of all that they depend on.

    Raises
    ------
    ChapterError
        If cells fail; the message names every chapter that did, with its error.
    """
    store = root / "_build" / "executed"
    store.mkdir(parents=True, exist_ok=True)
    inputs = hash_inputs(root)
    chapters = {path: read_chapter(path) for path in paths}
    done: dict[Path, nbformat.NotebookNode] = {}
    waiting = {}
    for path, notebook in chapters.items():
        stored = store / f"{fingerprint(root, notebook, inputs)}.json"
        try:
            done[path] = _with_outputs(notebook, json.loads(stored.read_text("utf-8")))
        except (OSError, ValueError, KeyError):
            waiting[path] = stored
    failures = []
    if waiting:
        report(f"executing {len(waiting)} of {len(chapters)} chapters")
        with ProcessPoolExecutor(min(os.cpu_count() or 1, len(waiting))) as pool:
            tasks = {pool.submit(_execute, str(path), str(root)): path for path in waiting}
            for number, task in enumerate(as_completed(tasks), start=1):
                path = tasks[task]
                seconds, outputs, error = task.result()
                if error:
                    failures.append(f"{path.relative_to(root)}: {error}")
                    continue
                part = waiting[path].with_suffix(".part")
                part.write_text(json.dumps(outputs), encoding="utf-8")
                part.replace(waiting[path])
                done[path] = _with_outputs(chapters[path], outputs)
                report(f"  {number}/{len(waiting)} {path.relative_to(root)} ({seconds:.1f} s)")
    if failures:
        raise ChapterError("\n".join(failures))
    return {path: done[path] for path in chapters}


def _with_outputs(notebook: nbformat.NotebookNode, outputs: list) -> nbformat.NotebookNode:
    """Return a copy of a notebook with the outputs of its code cells set."""
    copy = deepcopy(notebook)
    cells = [cell for cell in copy.cells if cell.cell_type == "code"]
    for number, (cell, stored) in enumerate(zip(cells, outputs, strict=True), start=1):
        cell.execution_count = number
        cell.outputs = [nbformat.from_dict(output) for output in stored]
    return copy


def _execute(path: str, root: str) -> tuple[float, list, str]:
    """Return seconds, outputs of each code cell, and the error if there is one."""
    # Imported here, in the worker, so that a build with nothing to execute need not.
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    os.environ[CHECKED] = str((Path(root) / "data").resolve())
    start = time.monotonic()
    notebook = read_chapter(Path(path))
    client = NotebookClient(
        notebook,
        kernel_name=KERNEL["name"],
        extra_arguments=["--log-level=ERROR"],
        timeout=CELL_TIMEOUT,
        resources={"metadata": {"path": str(Path(path).parent)}},
        record_timing=False,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        number = next(
            (
                n
                for n, cell in enumerate(notebook.cells, start=1)
                if any(o.output_type == "error" for o in cell.get("outputs", ()))
            ),
            0,
        )
        return 0.0, [], f"cell {number} failed\n{error.ename}: {error.evalue}"
    except CellTimeoutError:
        return 0.0, [], f"a cell ran for more than {CELL_TIMEOUT} seconds and was stopped"
    except DeadKernelError:
        return 0.0, [], "the kernel died, perhaps for lack of memory"
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    noisy = [
        o for cell in outputs for o in cell if o.output_type == "stream" and o.name == "stderr"
    ]
    if noisy:
        return 0.0, [], f"a cell wrote a warning\n{noisy[0].text.strip()}"
    for cell in outputs:
        for output in cell:
            if "execution_count" in output:
                output.execution_count = None
    numbered = json.loads(json.dumps(outputs))
    for number, cell in enumerate(numbered, start=1):
        for output in cell:
            if "execution_count" in output:
                output["execution_count"] = number
    return time.monotonic() - start, numbered, ""


def refresh_chapters(root: Path, report: Callable[[str], None]) -> list[Path]:
    """Execute all chapters and write back those whose stored form changes; return these."""
    changed = []
    for path, notebook in execute_chapters(root, list_chapters(root), report).items():
        text = canonical_text(notebook)
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed
