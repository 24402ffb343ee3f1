"""The contents of the book: which pages there are, in which order, and which are left out.

The first cell of a chapter says by its tags what it needs: ``needs-`` and the key of an exhibit of
``study.yml``, or one of the names in `FEATURES`. Where the data lack it, the chapter would have
nothing to show and is left out. A cell further down can have such a tag as well, and is then left
out alone.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import nbformat

from scripts.chapters.notebooks import ChapterError, read_yaml
from scripts.files.paths import OutsideError, join_below
from scripts.study.exhibit_rules import SUFFIXES, list_named_files
from scripts.study.study import Study, open_study

NEEDS = "needs-"
# What entries of the table of contents can stand under.
BELOW = ("parts", "subtrees", "chapters", "sections", "entries")


def _do_valences_meet(study: Study, stages: slice) -> bool:
    """Return whether configurations of different valence share an element of these stages."""
    valence = dict(study.configurations[["configuration", "valence"]].itertuples(index=False))
    within = {stage.stage for stage in study.settings.stages[stages]}
    found: dict[tuple[str, str], set[str]] = {}
    for (name, stage), elements in study.stage_elements.items():
        for element in elements if stage in within and valence[name] else ():
            found.setdefault((stage, element), set()).add(valence[name])
    return any(len(valences) > 1 for valences in found.values())


def _has_known_theory_change(study: Study) -> bool:
    """Return whether the first and the last version of the theory can be compared."""
    theories = [theory.theory for theory in study.settings.theories]
    if len(theories) < 2:
        return False
    marks = study.configurations[[theories[0], theories[-1]]]
    known = marks[(marks != "").all(axis=1)]
    return bool((known == "yes").any(axis=None))


def _is_coded_twice(study: Study) -> bool:
    """Return whether two have coded the configurations, and say how surely."""
    graded = {column for column in study.second_coding if column.endswith("_grade")}
    return not study.second_coding.empty and graded <= set(study.configurations)


FEATURES: Mapping[str, Callable[[Study], bool]] = {
    "agreement": lambda study: not study.frame("transcription_agreement").empty,
    "codebook": lambda study: not study.frame("elements").empty,
    "groups": lambda study: bool(study.settings.groups),
    "notes": lambda study: not study.frame("editorial_notes").empty,
    "published": lambda study: any(
        not study.published(e.exhibit).empty for e in study.settings.exhibits
    ),
    "quotations": lambda study: not study.frame("quotations").empty,
    "second-coding": _is_coded_twice,
    "shared-step": lambda study: _do_valences_meet(study, slice(1, -1)),
    "sharing": lambda study: _do_valences_meet(study, slice(-1)),
    "standards": lambda study: not study.frame("reporting_standards").empty,
    "theory-change": _has_known_theory_change,
    "valences": lambda study: len(set(study.configurations["valence"]) - {""}) > 1,
}


class Requirements:
    """Answers whether the study of a book has what a chapter needs; each asked for once."""

    def __init__(self, root: Path) -> None:
        self._open = cache(lambda: open_study(root / "data"))
        self._has = cache(self._ask)

    def lacking(self, cell: nbformat.NotebookNode) -> list[str]:
        """Return what a cell needs and the study does not have."""
        tags = cell.metadata.get("tags") or ()
        wanted = [tag.removeprefix(NEEDS) for tag in tags if tag.startswith(NEEDS)]
        return [name for name in wanted if not self._has(name)]

    def _ask(self, name: str) -> bool:
        """Return whether the study has something; of data that cannot be read, that it has."""
        try:
            if name in FEATURES:
                return FEATURES[name](self._open())
            return any(e.exhibit == name for e in self._open().exhibits)
        # What is wrong with the data is said by the check, with its place.
        except Exception:
            return True


def read_contents(root: Path) -> dict:
    """Return the table of contents without the chapters that would have nothing to show."""
    left_out, contents = list_left_out(root), read_yaml(root / "_toc.yml")

    def is_kept(child: dict) -> bool:
        if "file" in child:
            return _find_page(root, str(child["file"])) not in left_out
        # A part of which no chapter is left goes with them.
        return bool(child.keys() & {"url", "glob"}) or any(map(child.get, BELOW))

    def keep(entry: dict) -> dict:
        below = {key: map(keep, entry[key] or ()) for key in BELOW if key in entry}
        return entry | {key: list(filter(is_kept, children)) for key, children in below.items()}

    return keep(contents)


def list_left_out(root: Path) -> dict[Path, list[str]]:
    """Return the chapters that have nothing to show, with what they lack."""
    requirements, left_out = Requirements(root), {}
    for path in (_find_page(root, name) for name in list_named_files(read_yaml(root / "_toc.yml"))):
        try:
            cells = nbformat.reads(path.read_text("utf-8-sig"), as_version=4).cells
        # What is wrong with a chapter is said where it is read in full.
        except Exception:
            continue
        if cells and (lacking := requirements.lacking(cells[0])):
            left_out[path] = lacking
    return left_out


def list_pages(root: Path) -> list[Path]:
    """Return the notebooks and Markdown files of the book, in order.

    They are those that the table of contents names, without chapters that need something
    that the study does not have. A page that is named and not there raises ChapterError.
    """
    return [_find_page(root, name) for name in list_named_files(read_contents(root))]


def _find_page(root: Path, name: str) -> Path:
    """Return the file of one entry of the table of contents."""
    stem = name
    for suffix in SUFFIXES:
        stem = stem.removesuffix(suffix)
    try:
        found = [path for s in SUFFIXES if (path := join_below(root, f"{stem}{s}")).is_file()]
    except OutsideError as error:
        raise ChapterError(
            f"_toc.yml: {error}. Name pages of the book only, without .. and without /."
        ) from error
    except OSError:
        # The name is longer than any file can have.
        found = []
    if not found:
        raise ChapterError(
            f"_toc.yml names {name}, but there is neither {stem}.ipynb nor {stem}.md. "
            "Correct the name, or take the line out."
        )
    if len(found) > 1:
        raise ChapterError(
            f"_toc.yml names {name}, but there are both {stem}.ipynb and {stem}.md. "
            "Rename one of them."
        )
    return found[0]


def list_chapters(root: Path) -> list[Path]:
    """Return the notebooks that the table of contents names, in its order."""
    return [path for path in list_pages(root) if path.suffix == ".ipynb"]
