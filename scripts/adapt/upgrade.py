"""An older book given the newest scripts, tests and code of chapters; its data and prose stay."""

import json
import shutil
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import mkdtemp

import jsonschema
import nbformat

from scripts.adapt.framework_files import (
    LAYOUT,
    MANIFEST,
    PROJECT,
    TEMPLATE,
    find_framework,
    hash_cell_code,
    hash_framework,
    hash_source,
    is_framework_file,
    list_framework_files,
    list_notebooks,
    write_manifest,
)
from scripts.adapt.new_evaluation import copy_framework
from scripts.chapters.notebooks import canonical_text, list_code_cells, read_chapter
from scripts.files.paths import OutsideError, join_below
from scripts.files.plain_yaml import read_own
from scripts.files.problems import RefusalError


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
    framework = find_framework()
    if book.resolve() == framework:
        raise RefusalError("This is the book itself. Run the command in the newer copy instead.")
    if not (book / "data" / "study.yml").is_file():
        raise RefusalError(f"{book} is no book: it has no data/study.yml.")
    manifest = read_manifest(book)
    before, names = manifest["files"], list_framework_files(framework)
    chapters = _plan_renewals(book, manifest.get("cells", {}))
    _require_below(book, before, (*names, *chapters))
    new = hash_framework(framework, names)
    # The project file differs in every book, by its name and description.
    old = [name for name in {*before, *new} if (book / name).is_file() and name != PROJECT]
    here = hash_framework(book, old)
    changed = {name for name, digest in here.items() if digest != new.get(name)}
    # What is neither as it came nor as it is to be is the work of the book's own people.
    edited = [name for name in changed if before.get(name) != here[name]]
    return Upgrade(
        tuple(sorted(set(new) - set(here))),
        tuple(sorted(changed & set(new))),
        tuple(sorted(set(here) - set(new))),
        tuple(sorted(edited)),
        chapters,
    )


def read_manifest(book: Path) -> Mapping:
    """Return the record that came with a book, or raise where it cannot be used."""
    try:
        manifest = json.loads((book / MANIFEST).read_text("utf-8"))
        jsonschema.validate(manifest, read_own(__package__, "framework.schema.json"))
    except (OSError, ValueError, RecursionError, jsonschema.ValidationError) as error:
        raise RefusalError(
            f"{book / MANIFEST} is not there or cannot be read. It comes with a book made by "
            "the command new, and says which files are the framework's. Restore it from Git."
        ) from error
    if manifest["layout"] < LAYOUT:
        raise RefusalError(
            "The book has an older layout, and its chapters would not run with these scripts. "
            "Make a new one with the command new, and copy your data and your prose into it."
        )
    if manifest["layout"] > LAYOUT:
        raise RefusalError(
            f"The book has the layout {manifest['layout']}; this framework knows {LAYOUT} only. "
            "Use a newer copy of the framework."
        )
    return manifest


def _require_below(book: Path, recorded: Iterable[str], others: Iterable[str]) -> None:
    """Raise unless an upgrade would change files of the framework alone, below the book."""
    wrong = {n: "no file of the framework" for n in recorded if not is_framework_file(n)}
    for name in (*recorded, *others):
        try:
            join_below(book, name)
        except OutsideError as error:
            wrong[name] = str(error)
    if wrong:
        name, why = next(iter(wrong.items()))
        raise RefusalError(
            f"The upgrade would change {name!r}: {why}. Either {book / MANIFEST} or a folder "
            "is not as the command new wrote it: restore it from Git."
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
    fresh, renewed = list_code_cells(template), []
    steps = SequenceMatcher(None, before, hash_cell_code(template), autojunk=False).get_opcodes()
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
        if hash_cell_code(fresh) != list(before[name]):
            found[name] = renew_code(read_chapter(book / name), before[name], fresh)
    return found


def upgrade_book(book: Path, plan: Upgrade, replace: bool = False) -> None:
    """Bring a book to this framework, all of it or nothing.

    Files that had been changed in the book stop it, unless they are to be replaced: they are
    then kept as ``.orig``.
    """
    if plan.kept and not replace:
        names = "\n".join(f"  {name}" for name in plan.kept)
        raise RefusalError(
            f"These files have been changed in the book:\n{names}\nAn upgrade would replace "
            "them. Move your changes elsewhere, or run it again with --replace: the old files "
            "are then kept beside the new ones, with .orig behind their names."
        )
    framework, book = find_framework(), book.resolve()
    part = Path(mkdtemp(prefix=f".{book.name}-", dir=book.parent))
    new, old = part / "new", part / "old"
    try:
        _write_new(framework, book, plan, new)
        _swap(book, new, old, plan.removed)
    except SystemExit:
        # What could be moved neither on nor back is nowhere else.
        raise
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    shutil.rmtree(part, ignore_errors=True)


def _write_new(framework: Path, book: Path, plan: Upgrade, folder: Path) -> None:
    """Write all files that come or change into a folder of their own."""
    path, names = book / PROJECT, (*plan.added, *plan.renewed)
    own = tomllib.loads(path.read_text("utf-8"))["project"] if path.is_file() else {}
    copy_framework(framework, folder, names, book.name, own)
    texts = {name: canonical_text(renewal.notebook) for name, renewal in plan.chapters.items()}
    for name in (*plan.kept, *texts):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    for name in plan.kept:
        shutil.copy2(book / name, folder / f"{name}.orig")
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    write_manifest(folder, hash_framework(framework, list_framework_files(framework)))


def _swap(book: Path, new: Path, old: Path, removed: Iterable[str]) -> None:
    """Put new files in the place of old ones; if one cannot be moved, all go back."""
    names = [path.relative_to(new) for path in new.rglob("*") if path.is_file()]
    # The record last: where all is cut short before, the command can be run again.
    names.sort(key=lambda name: name == Path(MANIFEST))
    moved: list[tuple[Path, Path]] = []
    try:
        for name in (*removed, *names):
            for source, target in ((book / name, old / name), (new / name, book / name)):
                if source.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    source.rename(target)
                    moved.append((source, target))
    except BaseException as error:
        try:
            for source, target in reversed(moved):
                target.rename(source)
        except OSError as stuck:
            sys.exit(
                f"{stuck.filename}: {stuck.strerror}. The upgrade could be neither ended nor "
                f"undone. The files of the book that were moved are in {old}: move them back, and "
                "run the upgrade again."
            )
        if not isinstance(error, OSError):
            raise
        raise RefusalError(
            f"{error.filename}: {error.strerror}. The book is as it was; close programs that "
            "have its files open, and try again."
        ) from error
