"""What each chapter read while it was executed, and whether that is still as it was.

A result is kept with its trace: the files that were read, each with a hash. It is used
again as long as every hash is the same (a "verifying trace": A. Mokhov, N. Mitchell and
S. Peyton Jones, Build systems à la carte, 2018).
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from scripts.execution.chapters import ChapterError, read_chapter

ABSENT = ""
# A change to one of these may change what is kept of any chapter.
MACHINERY = ("execution.py", "kernels.py", "traced_kernel.py", "traces.py")


def hash_code(notebook: nbformat.NotebookNode, salt: str = "") -> str:
    """Return a hash of the code of a chapter; its prose and its outputs do not count."""
    code = [cell.source.strip("\n") for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps([code, salt]).encode()).hexdigest()


def hash_files(root: Path, paths: Iterable[Path], salt: str = "") -> str:
    """Return a hash of the names and contents of files; folders and lacking files are left out."""
    digest = hashlib.sha256(salt.encode())
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def list_inputs(root: Path) -> list[Path]:
    """Return the files of the data and of the package, without those of other programs."""
    data = [p for p in (root / "data").rglob("*") if not _is_foreign(p.name)]
    code = [p for p in (root / "scripts").rglob("*") if p.suffix in {".py", ".json"}]
    return [path for path in [*data, *code] if path.is_file() and "__pycache__" not in path.parts]


def _is_foreign(name: str) -> bool:
    """Return whether a file is hidden, or a spreadsheet program's own note."""
    return name.startswith((".", "~$")) or name == "__pycache__"


def hash_surroundings(root: Path, folders: Iterable[Path]) -> str:
    """Return a hash of what every chapter depends on, whatever it reads.

    That is the version of Python, the packages that are installed, the pins, which files
    the data folder has, which modules of the reader's own could be taken for others, and
    the modules that execute chapters and keep their results.
    """
    packages = {p.name for place in sys.path for p in Path(place).glob("*.dist-info")}
    data = [p.relative_to(root).as_posix() for p in (root / "data").rglob("*")]
    data = [name for name in data if not any(_is_foreign(part) for part in name.split("/"))]
    modules = [p.name for folder in {root, *folders} for p in folder.glob("*.py")]
    modules += [p.parent.name for folder in {root, *folders} for p in folder.glob("*/__init__.py")]
    names = [sorted(packages), sorted(data), sorted(modules)]
    salt = json.dumps([platform.python_version(), *names])
    files = [
        root / "requirements.txt",
        *(root / "scripts" / "execution" / name for name in MACHINERY),
    ]
    return hash_files(root, files, salt)


@dataclass(frozen=True)
class Hashes:
    """Hashes of files and folders of a book, each computed when first asked for.

    Attributes
    ----------
    root : Path
        The folder of the book.
    known : dict of str to str
        By name, as `scripts.execution.traced_kernel.watch_reads` writes it.
    """

    root: Path
    known: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """Return the hash of a file or folder as it was when first asked for."""
        if name not in self.known:
            self.known[name] = hash_now(self.root, name)
        return self.known[name]

    def remember_all(self) -> None:
        """Compute the hashes of the data and of the package now."""
        for path in list_inputs(self.root):
            self.of(path.relative_to(self.root).as_posix())


def hash_now(root: Path, name: str) -> str:
    """Return the hash of a file, of the names in a folder, or a blank for what is not there.

    Of a notebook, only the code counts: chapters run each other's code, but show neither
    the prose nor the stored outputs.
    """
    path = root / name
    if name.endswith("/"):
        names = [p.name for p in path.iterdir() if not _is_foreign(p.name)] if path.is_dir() else []
        return hashlib.sha256(json.dumps(sorted(names)).encode()).hexdigest()
    try:
        if path.suffix == ".ipynb":
            return hash_code(read_chapter(path))
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except ChapterError:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ABSENT


def find_changes(hashes: Hashes, names: Iterable[str]) -> list[str]:
    """Return those of the files that are no longer as they were when first asked for."""
    return [name for name in names if hash_now(hashes.root, name) != hashes.of(name)]


def find_result(store: Path, key: str, hashes: Hashes) -> list | None:
    """Return the kept outputs of a chapter that are still true, or None.

    A result that is damaged, or of another form, is passed over.
    """
    for file in sorted(store.glob(f"{key}-*.json")):
        try:
            digest, _, text = file.read_text("utf-8").partition("\n")
            if hashlib.sha256(text.encode()).hexdigest() != digest:
                continue
            reads, outputs = json.loads(text)
            if all(hashes.of(name) == value for name, value in reads.items()):
                file.touch()
                return outputs
        except (OSError, ValueError):
            continue
    return None


def format_result(key: str, reads: Mapping[str, str], outputs: list) -> tuple[str, str]:
    """Return the name and the text of the file that keeps a result."""
    trace = hashlib.sha256(json.dumps(sorted(reads.items())).encode()).hexdigest()
    text = json.dumps([dict(sorted(reads.items())), outputs])
    return f"{key}-{trace[:16]}.json", f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


def read_trace(file: Path) -> list[str]:
    """Return the names that a kernel noted while it ran; see `scripts.execution.traced_kernel`."""
    try:
        return file.read_bytes().decode("utf-8", "surrogateescape").splitlines()
    except FileNotFoundError:
        return []


def list_kept(store: Path) -> list[Path]:
    """Return the kept results, the one used last at the head."""
    return sorted(store.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
