"""Addresses in the site: where a configuration has its page, its rows and its figures."""

import hashlib
import re
from collections.abc import Collection
from pathlib import PurePosixPath

from scripts.analysis.configurations import select_configurations
from scripts.study.settings import Exhibit
from scripts.study.study import Study

# The folder of the pages of single configurations, at the root of the site.
CONFIGURATION_PAGES = "configurations"
# Kinds of exhibit whose rows are configurations.
OF_CONFIGURATIONS = ("configurations", "diagram")
LONGEST_NAME = 100  # characters; file systems allow about 250


def find_page(exhibit: Exhibit) -> str:
    """Return the page of an exhibit, seen from any chapter."""
    return f"{PurePosixPath(exhibit.chapter).stem}.html"


def name_mark(figure: str, number: int) -> str:
    """Return the id of a configuration in a figure: that of its number in the first stage."""
    return f"{figure}-no-{number}"


def link_figures(study: Study, rows: Collection[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return for each configuration the figures that show it: label, address, accessible name."""
    links: dict[str, tuple[tuple[str, ...], ...]] = {}
    for exhibit in (e for e in study.settings.exhibits if e.kind == "diagram"):
        label = exhibit.label.replace("Figure ", "Fig. ")
        figure = f"{find_page(exhibit)}#{exhibit.exhibit.replace('_', '-')}"
        for row in select_configurations(study, exhibit.show).itertuples():
            if row.configuration in rows:
                name = f"{label} shows configuration {row.position}"
                entry = (label, name_mark(figure, row.position), name)
                links[row.configuration] = (*links.get(row.configuration, ()), entry)
    return links


def address_configuration(configuration: str) -> str:
    """Return the address of a configuration's page, seen from any chapter.

    A key as the data dictionary asks for, of small letters, digits and hyphens, is its own
    name. No key leads out of the folder, and different keys have different pages.
    """
    safe = re.sub(r"[^a-z0-9-]", lambda match: f"_{ord(match[0]):x}_", configuration) or "_"
    if len(safe) > LONGEST_NAME:
        digest = hashlib.sha256(configuration.encode()).hexdigest()[:16]
        safe = f"{safe[:LONGEST_NAME]}_{digest}"
    return f"../{CONFIGURATION_PAGES}/{safe}.html"


def link_page(configuration: str, called: str = "") -> tuple[tuple[str, str, str], ...]:
    """Return the link to a configuration's page: words, address, accessible name."""
    name = f"Page of {called or configuration.replace('-', ' ')}"
    return (("Page", address_configuration(configuration), name),)


def link_configurations(study: Study, names: Collection[str]) -> dict[tuple[str, str], tuple]:
    """Return the links to the page and the figures of each configuration, for its row."""
    figures = link_figures(study, names)
    numbers = dict(study.configurations[["configuration", "position"]].itertuples(index=False))
    return {
        (name, ""): (*link_page(name, f"configuration {numbers[name]}"), *figures.get(name, ()))
        for name in names
    }
