"""Verdicts, outputs and pictures of a project in one environment, and how two sets differ.

``python -m scripts.book.results FILE`` executes the chapters of the project at hand and writes
what came out, so that one environment can be held against another.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.chapters.chapters import list_chapters
from scripts.execution.execution import execute_chapters
from scripts.execution.runs import compare_exhibits
from scripts.study.study import find_data, load_study

# The parts of a result, in the order in which their differences are told.
PARTS = ("verdicts", "outputs", "pictures")
FIGURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
NAME = re.compile(r'<svg\b[^>]*?\bid="([^"]+)"|aria-labelledby="([^" ]+)')


def collect_results(root: Path) -> dict[str, dict[str, str]]:
    """Return the verdicts, outputs and pictures of a project, each as text by its name.

    Raises
    ------
    StudyError, ChapterError
        If the data are invalid or a chapter fails.
    """
    verdicts, outputs, pictures = {}, {}, {}
    for key, comparison in compare_exhibits(load_study(root / "data"), root).items():
        for row in comparison.values.fillna("").itertuples():
            name = f"{key}, row {row.row}, column {row.column}, {row.part}"
            # A cell with several quotations has several values of one name.
            while name in verdicts:
                name += " (again)"
            verdicts[name] = f"{row.verdict}: {row.rebuilt}"
        for number, line in enumerate(comparison.failures, start=1):
            verdicts[f"{key}, unexplained {number}"] = line
    for path, notebook in execute_chapters(root, list_chapters(root)).items():
        chapter = path.relative_to(root).as_posix()
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for number, cell in enumerate(cells, start=1):
            text = json.dumps(cell.outputs, sort_keys=True, ensure_ascii=False)
            outputs[f"{chapter}, code cell {number}"] = text
            pictures |= _find_pictures(f"{chapter}, code cell {number}", cell.outputs)
    return {"verdicts": verdicts, "outputs": outputs, "pictures": pictures}


def _find_pictures(place: str, outputs: list) -> dict[str, str]:
    """Return the drawings in the outputs of a cell by their name, or by their number there."""
    found = {}
    for output in outputs:
        html = str(output.get("data", {}).get("text/html", ""))
        for number, match in enumerate(FIGURE.finditer(html), start=1):
            named = NAME.search(match.group())
            name = next(filter(None, named.groups()), "") if named else ""
            found[f"{place}, {name or f'picture {number}'}"] = match.group()
    return found


def compare_results(
    old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]
) -> dict[str, list[str]]:
    """Return what differs between two results: for each part, one line for each value."""
    return {part: _compare(old[part], new[part]) for part in PARTS}


def _compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return a line for each value that came, went or changed."""
    lines = []
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            lines.append(f"{name}: gone")
        elif name not in old:
            lines.append(f"{name}: new")
        elif old[name] != new[name]:
            lines.append(f"{name}: {_describe(old[name], new[name])}")
    return lines


def _describe(old: str, new: str, width: int = 40) -> str:
    """Return where two texts part, with a few letters of both."""
    pairs = zip(old, new, strict=False)
    start = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))
    start = max(0, start - 10)
    was, now = (" ".join(text[start : start + width].split()) for text in (old, new))
    return f"was “{was}”, is “{now}”"


def main(arguments: list[str]) -> int:
    """Write the results of the project at hand as JSON."""
    results = collect_results(find_data().parent)
    Path(arguments[0]).write_text(json.dumps(results, ensure_ascii=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
