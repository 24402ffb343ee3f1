"""Where a configuration stands in the book: from a row of a table to its figures."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from scripts.configurations import select_configurations
from scripts.settings import Exhibit
from scripts.study import Study


def find_page(exhibit: Exhibit) -> str:
    """Return the page of an exhibit, seen from any chapter."""
    return f"{PurePosixPath(exhibit.chapter).stem}.html"


def name_mark(figure: str, number: int) -> str:
    """Return the id of a configuration in a figure: that of its number in the first stage."""
    return f"{figure}-no-{number}"


def link_figures(study: Study, rows: Collection[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return for each configuration the figures that show it: label, address, accessible name."""
    links: dict[str, tuple[tuple[str, ...], ...]] = {}
    for exhibit in study.settings.exhibits:
        if exhibit.kind != "diagram":
            continue
        for row in select_configurations(study, exhibit.show).itertuples():
            if row.configuration in rows:
                label = exhibit.label.replace("Figure ", "Fig. ")
                mark = name_mark(exhibit.exhibit.replace("_", "-"), row.position)
                name = f"{label} shows configuration {row.position}"
                entry = (label, f"{find_page(exhibit)}#{mark}", name)
                links[row.configuration] = (*links.get(row.configuration, ()), entry)
    return links
