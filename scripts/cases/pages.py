"""A page for each configuration: its chain, evidence, neighbours and a stable address."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from textwrap import shorten

from scripts.analysis.crosslinks import address_configuration, find_page, link_figures
from scripts.cases.dossiers import IN_BETWEEN, Dossier, build_dossiers, list_further_columns
from scripts.cases.facets import build_facets
from scripts.cases.markup import render
from scripts.cases.neighbours import find_neighbours
from scripts.chapters.results import Results
from scripts.diagrams.figures import find_rows
from scripts.study.study import Study

CHAPTERS = "chapters"
EXPLORER = f"{CHAPTERS}/explorer"
LONGEST_DESCRIPTION = 160  # characters; search engines cut longer ones
CHANGES = {
    "retained": "It was in the first version of the theory and is in the last.",
    "new": "It was not in the first version of the theory and is in the last.",
    "dropped": "It was in the first version of the theory and is not in the last.",
    IN_BETWEEN: "It was in a version between the first and the last, and is in neither of these.",
}


@dataclass(frozen=True)
class ConfigurationPage:
    """The page of one configuration.

    Attributes
    ----------
    name : str
        Its address, without the ending, from the root of the site.
    title, description : str
        Plain text, for the head of the page and for searches.
    body : str
        HTML.
    """

    name: str
    title: str
    description: str
    body: str


@dataclass(frozen=True)
class Book:
    """What a page has to know of the book around it.

    Attributes
    ----------
    title : str
        The title of the book.
    documents : collection of str
        Its pages, without endings: nothing leads to one that is not there.
    address : str
        Where the site stands, if that is known, with a stroke at the end.
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
    """Return the page of each configuration, in order.

    Parameters
    ----------
    study : Study
        The study; what it does not have is left out.
    book : Book
        What the pages can lead to.
    results : Results, optional
        What the chapters have shown, which verdicts and theory status are taken from.
    """
    results = results or Results()
    status = study.configurations["configuration"].map(results.column("theory_change", "status"))
    dossiers = build_dossiers(
        study, study.configurations.assign(status=status), results.comparisons
    )
    further = list_further_columns(study, study.configurations)
    facets = {facet.key: facet for facet in build_facets(study, dossiers, further)}
    neighbours = find_neighbours(dossiers)
    rows = find_rows(study)
    exhibits = [e for e in study.settings.exhibits if e.kind == "configurations"]
    tables = {find_page(e): e.label for e in reversed(exhibits)}
    figures = link_figures(study, [dossier.name for dossier in dossiers])
    for dossier in dossiers:
        row = rows.get(dossier.name, "")
        places = [(row, tables[row.partition("#")[0]])] if row else []
        places += [(address, label) for label, address, _ in figures.get(dossier.name, ())]
        page = address_configuration(dossier.name).removeprefix("../")
        body = render(
            "configuration.html",
            own=dossier,
            stages=study.settings.stages,
            gap=study.settings.not_in_source,
            facets=facets,
            further=further,
            labels=study.element_labels,
            change=CHANGES.get(dossier.status, "The source does not say what became of it."),
            neighbours=neighbours[dossier.name],
            places=places,
            place=book.place,
            address=lambda name: address_configuration(name).rpartition("/")[2],
            is_edition=any(not study.published(e.exhibit).empty for e in study.settings.exhibits),
            book=book.title or study.settings.facts.get("title", ""),
            cited=f"{book.address}{page}" if book.address else "",
            page=page,
            source=study.settings.facts.get("citation", ""),
        )
        yield ConfigurationPage(
            page.removesuffix(".html"),
            name_page(dossier),
            shorten(dossier.sentence, LONGEST_DESCRIPTION, placeholder="…"),
            body,
        )


def name_page(dossier: Dossier) -> str:
    """Return the title of a configuration's page; a title that only says its number stays."""
    number = f"Configuration {dossier.number}"
    return number if dossier.title.casefold() == number.casefold() else f"{number}: {dossier.title}"
