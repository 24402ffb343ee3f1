"""A page for each configuration: its chain, evidence, neighbours and a stable address."""

from collections.abc import Collection, Iterator

from scripts.analysis.crosslinks import address_configuration, find_page, link_figures
from scripts.cases.dossiers import find_neighbours
from scripts.cases.explorer import describe_cases
from scripts.chapters.results import Results
from scripts.diagrams.figures import find_rows
from scripts.look.markup import render
from scripts.study.study import Study

CHAPTERS = "chapters"
EXPLORER = f"{CHAPTERS}/explorer"


def build_pages(
    study: Study,
    results: Results | None = None,
    documents: Collection[str] = (),
    book: str = "",
    address: str = "",
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the page of each configuration, in order: address from the root of the site, content.

    The address has no ending. The body is HTML, title and description are plain text.
    Verdicts and theory status are taken from `results`, what the chapters have shown. Nothing
    leads to a page that is not one of the `documents`, which have no endings. `book` is the title
    of the book, and `address` where it stands, if that is known, with a stroke at the end.
    """
    results = results or Results()
    status = study.configurations["configuration"].map(results.column("theory_change", "status"))
    frame = study.configurations.assign(status=status)
    shared = describe_cases(study, frame, results.comparisons)
    dossiers = shared["dossiers"]
    neighbours, rows = find_neighbours(dossiers), find_rows(study)
    exhibits = [e for e in study.settings.exhibits if e.kind == "configurations"]
    tables = {find_page(e): e.label for e in reversed(exhibits)}
    figures = link_figures(study, [dossier.name for dossier in dossiers])

    def place(seen: str) -> str:
        """Return an address that is seen from a chapter as seen from here, if it is there."""
        page = seen.partition("#")[0].removesuffix(".html")
        return f"../{CHAPTERS}/{seen}" if f"{CHAPTERS}/{page}" in documents else ""

    for dossier in dossiers:
        row = rows.get(dossier.name, "")
        places = [(row, tables[row.partition("#")[0]])] if row else []
        places += [(figure, label) for label, figure, _ in figures.get(dossier.name, ())]
        page = address_configuration(dossier.name).removeprefix("../")
        body = render(
            "cases/configuration.html",
            own=dossier,
            neighbours=neighbours[dossier.name],
            places=places,
            cited=f"{address}{page}" if address else "",
            page=page,
            place=place,
            labels=study.element_labels,
            address=lambda name: address_configuration(name).rpartition("/")[2],
            is_edition=any(not study.published(e.exhibit).empty for e in study.settings.exhibits),
            book=book or study.settings.facts.get("title", ""),
            source=study.settings.facts.get("citation", ""),
            **shared,
        )
        title = f"Configuration {dossier.number}"
        # A title that only says the number stays.
        if dossier.title.casefold() != title.casefold():
            title = f"{title}: {dossier.title}"
        content = {"title": title, "description": dossier.sentence, "body": body}
        yield page.removesuffix(".html"), content
