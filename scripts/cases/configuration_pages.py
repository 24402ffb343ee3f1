"""A page for each configuration: its chain, evidence, neighbours and a stable address."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scripts.analysis.crosslinks import address_configuration, find_page, link_figures
from scripts.analysis.formatting import format_theory_mark
from scripts.cases.dossiers import (
    IN_BETWEEN,
    Dossier,
    build_dossiers,
    find_neighbours,
    list_further_columns,
)
from scripts.cases.facets import build_facets
from scripts.chapters.results import Results
from scripts.diagrams.figures import find_rows
from scripts.look.markup import render
from scripts.study.study import Study
from scripts.tables.html import format_lines

CHAPTERS = "chapters"
EXPLORER = f"{CHAPTERS}/explorer"
CHANGES = {
    "retained": "It was in the first version of the theory and is in the last.",
    "new": "It was not in the first version of the theory and is in the last.",
    "dropped": "It was in the first version of the theory and is not in the last.",
    IN_BETWEEN: "It was in a version between the first and the last, and is in neither of these.",
}


@dataclass(frozen=True)
class ConfigurationPage:
    """The page of one configuration: its HTML, and plain text for its head and for searches.

    `name` is its address, without the ending, from the root of the site.
    """

    name: str
    title: str
    description: str
    body: str


@dataclass(frozen=True)
class Book:
    """What a page has to know of the book around it.

    `documents` are its pages, without endings: nothing leads to one that is not there. `address`
    is where the site stands, if that is known, with a stroke at the end.
    """

    title: str = ""
    documents: Collection[str] = ()
    address: str = ""

    def place(self, address: str) -> str:
        """Return an address that is seen from a chapter as seen from a configuration's page.

        Nothing comes back for a chapter that the book does not have.
        """
        page = address.partition("#")[0].removesuffix(".html")
        is_there = f"{CHAPTERS}/{page}" in self.documents
        return f"../{CHAPTERS}/{address}" if is_there else ""


def build_pages(
    study: Study, book: Book, results: Results | None = None
) -> Iterator[ConfigurationPage]:
    """Yield the page of each configuration, in order.

    Verdicts and theory status are taken from `results`, what the chapters have shown.
    """
    results = results or Results()
    status = study.configurations["configuration"].map(results.column("theory_change", "status"))
    frame = study.configurations.assign(status=status)
    dossiers = build_dossiers(study, frame, results.comparisons)
    further = list_further_columns(study, study.configurations)
    neighbours, rows = find_neighbours(dossiers), find_rows(study)
    exhibits = [e for e in study.settings.exhibits if e.kind == "configurations"]
    tables = {find_page(e): e.label for e in reversed(exhibits)}
    figures = link_figures(study, [dossier.name for dossier in dossiers])
    shared = {
        "stages": study.settings.stages,
        "gap": study.settings.not_in_source,
        "facets": build_facets(study, dossiers, further),
        "further": further,
        "labels": study.element_labels,
        "place": book.place,
        "address": lambda name: address_configuration(name).rpartition("/")[2],
        "is_edition": any(not study.published(e.exhibit).empty for e in study.settings.exhibits),
        "book": book.title or study.settings.facts.get("title", ""),
        "source": study.settings.facts.get("citation", ""),
        "lines": format_lines,
        "mark": format_theory_mark,
    }
    for dossier in dossiers:
        row = rows.get(dossier.name, "")
        places = [(row, tables[row.partition("#")[0]])] if row else []
        places += [(address, label) for label, address, _ in figures.get(dossier.name, ())]
        page = address_configuration(dossier.name).removeprefix("../")
        body = render(
            "cases/configuration.html",
            own=dossier,
            change=CHANGES.get(dossier.status, "The source does not say what became of it."),
            neighbours=neighbours[dossier.name],
            places=places,
            cited=f"{book.address}{page}" if book.address else "",
            page=page,
            **shared,
        )
        name = page.removesuffix(".html")
        yield ConfigurationPage(name, name_page(dossier), dossier.sentence, body)


def name_page(dossier: Dossier) -> str:
    """Return the title of a configuration's page; a title that only says its number stays."""
    number = f"Configuration {dossier.number}"
    return number if dossier.title.casefold() == number.casefold() else f"{number}: {dossier.title}"
