"""What a build keeps for the next one, known by hashes of all that it was made from."""

import hashlib
import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat

from scripts.chapters.contents import list_chapters
from scripts.chapters.notebooks import read_chapter, trim_source
from scripts.execution.workspace import list_names
from scripts.files.paths import hash_files

# No chapter reads any.
FOR_BROWSERS = (".css", ".js")
RESULTS_KEPT = 4  # results kept for each chapter, so that going back costs nothing


def hash_code(notebooks: Iterable[nbformat.NotebookNode], salt: str) -> str:
    """Return a hash of the code of chapters; their prose and their outputs do not count."""
    code = [
        [trim_source(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
        for notebook in notebooks
    ]
    return hashlib.sha256(json.dumps([code, salt]).encode()).hexdigest()


def hash_surroundings(root: Path) -> str:
    """Return a hash of what every chapter depends on besides its own code.

    That is the data, the package, the settings, the pins, the version of Python, the packages that
    are installed, and the modules of the reader's own that could be taken for others.
    """
    read = [name for name in list_names(root) if name.startswith(("data/", "scripts/"))]
    read = [root / name for name in read if not name.endswith(FOR_BROWSERS)]
    settings = [root / name for name in ("requirements.txt", "_config.yml", "_toc.yml")]
    packages = {p.name for place in sys.path for p in Path(place).glob("*.dist-info")}
    modules = [
        path.relative_to(root).as_posix()
        for folder in (root, root / "chapters")
        for pattern in ("*.py", "*/__init__.py")
        for path in folder.glob(pattern)
    ]
    salt = json.dumps([platform.python_version(), sorted(packages), sorted(modules)])
    return hash_files(root, [*read, *settings], salt)


def hash_inputs(root: Path) -> str:
    """Return a hash of all that the tables and drawings of a book are made from."""
    return hash_code(map(read_chapter, list_chapters(root)), hash_surroundings(root))


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that at any moment it is either the old one or the new one."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def keep_outputs(store: Path, key: str, outputs: list) -> None:
    """Keep what a chapter has shown."""
    text = json.dumps(outputs)
    write_atomically(store / f"{key}.json", f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")


def find_outputs(store: Path, key: str) -> list | None:
    """Return the kept outputs of a chapter, or None; a damaged file is passed over."""
    file = store / f"{key}.json"
    try:
        digest, _, text = file.read_text("utf-8").partition("\n")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            return None
        file.touch()
        return json.loads(text)
    except (OSError, ValueError):
        return None


def drop_old_outputs(store: Path, chapters: int) -> None:
    """Remove the outputs that have not been used for long."""
    kept = sorted(store.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in kept[RESULTS_KEPT * max(chapters, 10) :]:
        file.unlink()


def is_current(folder: Path, key: str) -> bool:
    """Return whether a folder was made from what has this hash, and is still as it was."""
    try:
        return _find_record(folder).read_text("utf-8") == f"{key} {_hash_folder(folder)}"
    except (OSError, ValueError):
        return False


def record_hash(folder: Path, key: str) -> None:
    """Note beside a folder what it was made from and what it holds."""
    write_atomically(_find_record(folder), f"{key} {_hash_folder(folder)}")


def make_if_changed(folder: Path, key: str, make: Callable[[Path], None]) -> Path:
    """Return a folder with what `make` writes into it, made anew only if it is not current."""
    if not is_current(folder, key):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        record_hash(folder, key)
    return folder


def _find_record(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.seal")


def _hash_folder(folder: Path) -> str:
    return hash_files(folder, folder.rglob("*"))
