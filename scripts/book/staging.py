"""What Sphinx is to read: the executed chapters, marked and complete, with all around them.

A cell of a table is marked with its editorial note, or else with the verdict on it; prose that
is still to be written is marked, too; what would have nothing to show is left out.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from itertools import chain
from pathlib import Path

import nbformat
import yaml

from scripts.chapters.contents import Requirements, list_left_out, list_pages, read_contents
from scripts.chapters.notebooks import ChapterError, canonical_text, read_text, read_yaml
from scripts.chapters.results import Results, list_outputs
from scripts.display.exhibits import format_shown_table
from scripts.files import mime_types
from scripts.files.paths import OutsideError, join_below
from scripts.published.comparison import Comparison
from scripts.study.settings import CLAIMS
from scripts.study.study import Study
from scripts.tables.edition_tables import judge_cells, link_notes
from scripts.tables.table import read_resource

PROMPT = "**Write here:**"
_PROMPT = re.compile(rf"^> {re.escape(PROMPT)}(?P<words>.*(?:\n>.*)*)", re.MULTILINE)
IMAGES = {".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp"}


def report_unfinished(root: Path, chapters: dict, report: Callable[[str], None]) -> None:
    """Say which chapters have nothing to show, and which prose is still to be written."""
    for path, lacking in list_left_out(root).items():
        report(f"left out: {path.relative_to(root)} (needs {', '.join(lacking)})")
    prompts = list_prompts(root, chapters)
    if prompts:
        report(f"still to write: {len(prompts)} prompt{'s' if len(prompts) > 1 else ''}")
        for prompt in prompts:
            report(f"  {prompt}")


def list_prompts(root: Path, chapters: Mapping[Path, nbformat.NotebookNode]) -> list[str]:
    """Return place and words of the prompts that nobody has answered, in chapters and pages.

    A prompt is a quotation block whose first line begins with `PROMPT`. Who replaces the block
    by prose of their own has answered it.
    """
    texts = [
        (f"{path.relative_to(root).as_posix()}, cell {number}", cell.source)
        for path, notebook in chapters.items()
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "markdown"
    ]
    pages = [path for path in list_pages(root) if path.suffix == ".md"]
    texts += [(path.relative_to(root).as_posix(), read_text(path)) for path in pages]
    blocks = ((place, block["words"]) for place, text in texts for block in _PROMPT.finditer(text))
    return [f"{place}: {words.splitlines()[0].strip()}" for place, words in blocks]


def mark_prompts(text: str) -> str:
    """Return a text in which each prompt is a box that nobody can overlook."""

    def box(block: re.Match) -> str:
        words = "\n".join(line.removeprefix(">").strip() for line in block["words"].splitlines())
        return f"::::{{admonition}} Still to write\n:class: prompt\n{words.strip()}\n::::"

    return _PROMPT.sub(box, text)


def mark_tables(chapters: Iterable[nbformat.NotebookNode], study: Study, results: Results) -> None:
    """Put the marks of notes and verdicts into the tables that executed chapters show.

    The tables are written anew from their frames, in place.
    """
    for data in chain.from_iterable(map(list_outputs, chapters)):
        resource = data.get(mime_types.TABLE)
        comparison = results.comparisons.get(resource["name"]) if resource is not None else None
        # The list of claims has a column for its verdicts.
        if comparison is not None and comparison.exhibit.kind != CLAIMS:
            marks = find_cell_marks(study, comparison)
            data["text/html"] = format_shown_table(read_resource(resource), marks)


def find_cell_marks(study: Study, comparison: Comparison) -> dict[tuple[str, str], tuple[str, str]]:
    """Return kind and link of the mark of each cell: of its note, or else of its verdict.

    Captions and headings have a mark only where there is a note.
    """
    marks = {}
    exhibit = comparison.exhibit.exhibit
    if not study.published(exhibit).empty:
        for (row, column), judged in judge_cells(comparison).items():
            if row not in ("caption", "heading") and column != "label":
                marks[row, column] = (f"verdict: {judged.verdict}", judged.address)
    for note in link_notes(study).itertuples():
        if note.exhibit == exhibit:
            marks[note.row, note.field] = (note.kind, note.address)
    return marks


def write_stage(root: Path, chapters: dict) -> Path:
    """Write the files that Sphinx is to read into a folder of their own, and return that folder.

    Sphinx always starts afresh. Left to itself it would keep pages that the contents no longer
    name and old titles beside the pages, and would forget the warnings of a page that it has read
    before. Starting afresh costs about a second.
    """
    config = read_yaml(root / "_config.yml")
    needs = Requirements(root)
    texts = {path.relative_to(root): _write_page(nb, needs) for path, nb in chapters.items()}
    for path in list_pages(root):
        if path.suffix == ".md":
            texts[path.relative_to(root)] = mark_prompts(read_text(path))
    for name in config.get("bibtex_bibfiles") or ():
        texts[Path(name)] = read_text(_find_named(root, name))
    texts[Path("_toc.yml")] = yaml.safe_dump(read_contents(root), sort_keys=False)
    # The chapters have been executed already, and the downloads are made beside the pages.
    config["execute"] = {"execute_notebooks": "off"}
    config.setdefault("sphinx", {}).setdefault("config", {})["edition_downloads"] = False
    texts[Path("_config.yml")] = yaml.safe_dump(config, sort_keys=True)
    stage = root / "_build" / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    images = {p.relative_to(root): p.read_bytes() for p in _list_images(root, config)}
    for file, content in [*texts.items(), *images.items()]:
        (stage / file).parent.mkdir(parents=True, exist_ok=True)
        (stage / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    return stage


def _write_page(chapter: nbformat.NotebookNode, needs: Requirements) -> str:
    """Return a chapter as it is to be read: without cells that would show nothing.

    The cells keep their numbers, which warnings name.
    """
    page = deepcopy(chapter)
    for cell in page.cells:
        if cell.cell_type == "markdown":
            cell.source = "" if needs.lacking(cell) else mark_prompts(cell.source)
        elif needs.lacking(cell):
            cell.metadata.tags = [*cell.metadata.tags, "remove-cell"]
    return canonical_text(page)


def _list_images(root: Path, config: dict) -> list[Path]:
    """Return the pictures that pages or the configuration may show."""
    named = (config.get("logo"), (config.get("html") or {}).get("favicon"))
    paths = [_find_named(root, name) for name in named if name]
    paths += [path for path in (root / "chapters").rglob("*") if path.suffix.lower() in IMAGES]
    return [path for path in paths if path.is_file()]


def _find_named(root: Path, name: str) -> Path:
    """Return a file that the configuration names."""
    try:
        return join_below(root, str(name))
    except OutsideError as error:
        raise ChapterError(f"_config.yml: {error}. Keep the file in the book.") from error
