"""An older book given the newest scripts, tests and code of chapters; its data and prose stay."""

import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import nbformat

from scripts.adapt.framework_files import (
    FILES,
    FOLDERS,
    LAYOUT,
    MANIFEST,
    PROJECT,
    TEMPLATE,
    find_framework,
    hash_framework,
    hash_source,
    list_code,
    list_framework_files,
    list_notebooks,
    read_manifest,
    require_framework_files,
    write_manifest,
)
from scripts.adapt.new_evaluation import name_project, set_fields
from scripts.chapters.notebooks import canonical_text, read_chapter
from scripts.files.paths import OutsideError
from scripts.files.problems import RefusalError


class UpgradeError(RefusalError):
    """Raised when a book cannot be upgraded; nothing has changed in it then."""


@dataclass(frozen=True)
class Renewal:
    """What becomes of the code of one chapter: prose and changed cells are as they were.

    The numbers are those of the cells, in the chapter as it is, whose code the framework has
    changed and nobody else has, and of those that somebody has changed.
    """

    notebook: nbformat.NotebookNode
    renewed: tuple[int, ...]
    kept: tuple[int, ...]


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade changes: files by name."""

    # Files of the framework that come, change and go.
    added: tuple[str, ...]
    renewed: tuple[str, ...]
    removed: tuple[str, ...]
    # Files that had been changed in the book, each kept beside the new one as ``.orig``.
    kept: tuple[str, ...]
    # Chapters whose code changes, in the cells that nobody has changed in the book.
    chapters: Mapping[str, Renewal]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.added or self.renewed or self.removed or self.chapters)


def plan_upgrade(book: Path) -> Upgrade:
    """Return what an upgrade of a book would change."""
    framework = _find_source(book)
    manifest = read_manifest(book)
    if manifest is None:
        raise UpgradeError(
            f"{book / MANIFEST} is not there or cannot be read. It comes with a book made by "
            "the command new, and says which files are the framework's. Restore it from Git."
        )
    if manifest["layout"] < LAYOUT:
        raise UpgradeError(
            "The book has an older layout, and its chapters would not run with these scripts. "
            "Make a new one with the command new, and copy your data and your prose into it."
        )
    if manifest["layout"] > LAYOUT:
        raise UpgradeError(
            f"The book has the layout {manifest['layout']}; this framework knows {LAYOUT} only. "
            "Use a newer copy of the framework."
        )
    before = manifest["files"]
    try:
        require_framework_files(book, before)
    except OutsideError as error:
        raise UpgradeError(
            f"{book / MANIFEST} names {error}. It is not as the command new wrote it: restore it "
            "from Git."
        ) from error
    # The project file differs in every book, by its name and description.
    new = hash_framework(framework, list_framework_files(framework))
    here = hash_framework(
        book, [n for n in {*before, *new} if (book / n).is_file() and n != PROJECT]
    )
    changed = [name for name, digest in here.items() if digest != new.get(name)]
    # What is neither as it came nor as it is to be is the work of the book's own people.
    edited = [name for name in changed if before.get(name) != here[name]]
    # Files that neither framework has or had are not touched at all.
    edited = [name for name in edited if name in new or name in before]
    return Upgrade(
        tuple(sorted(set(new) - set(here))),
        tuple(sorted(name for name in changed if name in new)),
        tuple(sorted(name for name in here if name in before and name not in new)),
        tuple(sorted(edited)),
        _plan_renewals(book, manifest.get("cells", {})),
    )


def renew_code(
    notebook: nbformat.NotebookNode, before: Sequence[str], template: nbformat.NotebookNode
) -> Renewal:
    """Return a chapter with the code of a newer template, where it is still that of the older.

    `before` has the hashes of the code cells that the chapter came with.
    """
    cells = list(notebook.cells)
    places = {hash_source(c.source): i for i, c in enumerate(cells) if c.cell_type == "code"}
    kept = tuple(i + 1 for digest, i in places.items() if digest not in before)
    fresh = list_code(template)
    after = [hash_source(cell.source) for cell in fresh]
    renewed: list[int] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    # From the last, so that the places of those before stay as they are.
    for kind, first, end, start, stop in reversed(steps):
        outdated = [places.get(digest) for digest in before[first:end]]
        if kind == "equal" or None in outdated:
            continue
        if outdated:
            place = outdated[0]
        elif first and places.get(before[first - 1]) is not None:
            place = places[before[first - 1]] + 1
        else:
            continue
        for i in sorted(outdated, reverse=True):
            renewed.append(i + 1)
            del cells[i]
        cells[place:place] = fresh[start:stop]
    result = nbformat.v4.new_notebook(cells=cells)
    return Renewal(result, tuple(sorted(renewed)), kept)


def _plan_renewals(book: Path, before: Mapping[str, Sequence[str]]) -> dict[str, Renewal]:
    """Return the renewals of the chapters of a book whose code the framework has changed."""
    found = {}
    for name in list_notebooks(TEMPLATE):
        if name not in before or not (book / name).is_file():
            continue
        fresh = read_chapter(TEMPLATE / name)
        if [hash_source(cell.source) for cell in list_code(fresh)] != list(before[name]):
            found[name] = renew_code(read_chapter(book / name), before[name], fresh)
    return found


def _find_source(book: Path) -> Path:
    """Return the folder of this framework, if the book is another one."""
    framework = find_framework()
    if framework is None:
        raise UpgradeError("Run this in the newer book: pyproject.toml and tests are not here.")
    if book.resolve() == framework:
        raise UpgradeError("This is the book itself. Run the command in the newer copy instead.")
    if not (book / "data" / "study.yml").is_file():
        raise UpgradeError(f"{book} is no book: it has no data/study.yml.")
    return framework


def upgrade_book(book: Path, plan: Upgrade, replace: bool = False) -> None:
    """Bring a book to this framework, all of it or nothing.

    Files that had been changed in the book stop it, unless they are to be replaced: they are
    then kept as ``.orig``.
    """
    if plan.kept and not replace:
        names = "\n".join(f"  {name}" for name in plan.kept)
        raise UpgradeError(
            f"These files have been changed in the book:\n{names}\nAn upgrade would replace "
            "them. Move your changes elsewhere, or run it again with --replace: the old files "
            "are then kept beside the new ones, with .orig behind their names."
        )
    framework, book = _find_source(book), book.resolve()
    part = Path(tempfile.mkdtemp(prefix=f".{book.name}-", dir=book.parent))
    fresh, old = part / "fresh", part / "old"
    try:
        shutil.copytree(book, fresh, ignore=_leave_out)
        _renew(framework, fresh, plan)
        _swap(book, fresh, old, plan.chapters)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _leave_out(folder: str, names: list[str]) -> set[str]:
    """Return what is not copied: what was built or installed, and links to folders."""
    links = {name for name in names if Path(folder, name).is_symlink()}
    return {"_build", ".venv", ".git"} | {name for name in links if Path(folder, name).is_dir()}


def _renew(framework: Path, book: Path, plan: Upgrade) -> None:
    """Renew the files of the framework in a copy of the book."""
    for name in plan.kept:
        source = book / name
        shutil.copy2(source, source.with_name(f"{source.name}.orig"))
    for name in plan.removed:
        (book / name).unlink()
    for name in (*plan.added, *plan.renewed):
        target = book / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(framework / name, target)
    for name, renewal in plan.chapters.items():
        (book / name).write_text(canonical_text(renewal.notebook), encoding="utf-8", newline="\n")
    _renew_project(framework, book)
    write_manifest(book, list_framework_files(framework))


def _renew_project(framework: Path, book: Path) -> None:
    """Renew the project file, with the name and the description that the book gives itself."""
    path = book / PROJECT
    old = tomllib.loads(path.read_text("utf-8"))["project"] if path.is_file() else {}
    text = name_project((framework / PROJECT).read_text("utf-8"), book.name)
    text = set_fields(text, {key: old[key] for key in ("name", "description") if key in old})
    path.write_text(text, encoding="utf-8", newline="\n")


def _swap(book: Path, fresh: Path, old: Path, chapters: Iterable[str]) -> None:
    """Put the renewed parts in place; if one cannot be moved, all go back."""
    names = [*FOLDERS, *FILES, PROJECT, MANIFEST, *chapters]
    names = [name for name in names if (fresh / name).exists()]
    old.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            moved.append(name)
            (old / name).parent.mkdir(parents=True, exist_ok=True)
            if (book / name).exists():
                (book / name).rename(old / name)
            (fresh / name).rename(book / name)
    except OSError as error:
        for name in reversed(moved):
            if (old / name).exists():
                if (book / name).exists():
                    (book / name).rename(fresh / f"{name}.undone")
                (old / name).rename(book / name)
        raise UpgradeError(
            f"{error.filename}: {error.strerror}. The book is as it was; close programs that "
            "have its files open, and try again."
        ) from error
