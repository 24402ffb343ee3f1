"""A page for each configuration: its chain, evidence, neighbours and a stable address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from scripts.analysis.configurations import build_change_model
from scripts.analysis.crosslinks import address_configuration, find_page, link_figures
from scripts.analysis.formatting import format_list, format_speaker, format_theory_mark
from scripts.cases.dossiers import (
    IN_BETWEEN,
    Dossier,
    build_chain,
    build_dossiers,
    name_configuration,
    title_configuration,
)
from scripts.cases.explorer import Facet, build_facets, show_notes, show_verdicts
from scripts.cases.neighbours import Neighbour, find_neighbours
from scripts.diagrams.cards import format_cards
from scripts.diagrams.diagrams import draw_change_model, find_rows
from scripts.diagrams.marks import NO_MARKS
from scripts.diagrams.sentences import build_sentences
from scripts.display.display import format_figure
from scripts.published.comparison import Comparison
from scripts.study.further_columns import show_further
from scripts.study.study import Study
from scripts.tables.html import format_lines

CHAPTERS = "chapters"
EXPLORER = f"{CHAPTERS}/explorer"
LONGEST_DESCRIPTION = 200  # characters
# Who says what a configuration is coded as; other words of a study stand as they are.
GRADES = {"authors": "said by the authors", "quotation": "said in a quotation"}
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
    words : tuple of str
        Plain text that a search of the site is to find here.
    """

    name: str
    title: str
    description: str
    body: str
    words: tuple[str, ...]


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

    def link(self, address: str, text: str) -> str:
        """Return a link to an address that is seen from a chapter, or else its plain text."""
        page = address.partition("#")[0].removesuffix(".html")
        if f"{CHAPTERS}/{page}" not in self.documents:
            return escape(text)
        return f'<a href="{escape(self.place(address), quote=True)}">{escape(text)}</a>'

    def place(self, address: str) -> str:
        """Return an address that is seen from a chapter as seen from a configuration's page."""
        return f"../{CHAPTERS}/{address}"


def build_pages(
    study: Study, book: Book, comparisons: Mapping[str, Comparison] | None = None
) -> Iterator[ConfigurationPage]:
    """Return the page of each configuration, in order.

    Parameters
    ----------
    study : Study
        The study; what it does not have is left out.
    book : Book
        What the pages can lead to.
    comparisons : mapping of str to Comparison, optional
        The verdicts on the exhibits, by key.
    """
    dossiers = build_dossiers(study, comparisons)
    facets = {facet.key: facet for facet in build_facets(study, dossiers)}
    neighbours = find_neighbours(dossiers)
    sentences = build_sentences(study, build_change_model(study, study.configurations))
    rows, further = find_rows(study), study.further_columns
    exhibits = [e for e in study.settings.exhibits if e.kind == "configurations"]
    tables = {find_page(e): e.label for e in reversed(exhibits)}
    figures = link_figures(study, [dossier.name for dossier in dossiers])
    for i, dossier in enumerate(dossiers):
        # What the number says stands in the title.
        sentence = sentences[i].partition(": ")[2]
        row = rows.get(dossier.name, "")
        places = [(row, tables[row.partition("#")[0]])] if row else []
        places += [(address, label) for label, address, _ in figures.get(dossier.name, ())]
        parts = [
            _show_way_back(book),
            f"<h1>{escape(name_configuration(dossier))}</h1>",
            f'<p class="configuration-sentence" dir="auto">{escape(sentence)}</p>',
            _show_places(book, places),
            _show_chain(study, dossier, facets, book),
            _section("More about it", show_further(further, dossier.further)),
            _show_facts(study, dossier),
            _show_quotations(dossier),
            _show_change(dossier),
            _show_neighbours(study, dossier, neighbours[dossier.name], facets, book),
            _show_apparatus(dossier, book),
            _show_citation(study, dossier, book),
        ]
        yield ConfigurationPage(
            address_configuration(dossier.name).removeprefix("../").removesuffix(".html"),
            name_configuration(dossier),
            shorten(sentence, LONGEST_DESCRIPTION),
            "\n".join(part for part in parts if part),
            (sentence, *(f"{q.text} {q.speaker}" for q in dossier.quotations)),
        )


def shorten(text: str, most: int) -> str:
    """Return the beginning of a text, cut between words and so marked, if it is too long."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def _section(title: str, content: str) -> str:
    """Return a section of the page, or nothing without content."""
    return f"<section>\n<h2>{escape(title)}</h2>\n{content}\n</section>" if content else ""


def _show_way_back(book: Book) -> str:
    """Return the way back to all configurations, if the book has the page."""
    if EXPLORER not in book.documents:
        return ""
    back = book.link("explorer.html", "All configurations")
    return f'<nav class="configuration-back" aria-label="Breadcrumb">{back}</nav>'


def _show_places(book: Book, places: Sequence[tuple[str, str]]) -> str:
    """Return where else in the book the configuration stands."""
    links = ", ".join(book.link(address, label) for address, label in places)
    return f"<p>In the book: {links}.</p>" if links else ""


def _show_chain(study: Study, dossier: Dossier, facets: Mapping[str, Facet], book: Book) -> str:
    """Return the drawing of the chain, and the words of each stage with its codes."""
    title = f"The chain of configuration {dossier.number}"
    chain, stages = build_chain(study, dossier), study.settings.stages
    drawing = draw_change_model(study, chain, "chain", title)
    cards = format_cards("chain", chain, stages, NO_MARKS, {})
    entries = []
    for stage in study.settings.stages:
        lines = dossier.lines[stage.stage]
        words = format_lines(lines, dossier.levels[stage.stage])
        if not lines:
            words = f"<i>{escape(study.settings.not_in_source)}</i>"
        else:
            tag = "span" if len(lines) == 1 else "div"
            words = f'<{tag} dir="auto">{words}</{tag}>'
        codes = "" if study.codings.empty else _show_codes(dossier, stage.stage, facets, book)
        entries.append(f'<dt dir="auto">{escape(stage.label)}</dt>\n<dd>{words}{codes}</dd>')
    words = "\n".join(entries)
    figure = format_figure(drawing, "chain", f"{title}.", cards)
    return _section("The chain", f'{figure}\n<dl class="configuration-chain">\n{words}\n</dl>')


def _show_codes(dossier: Dossier, stage: str, facets: Mapping[str, Facet], book: Book) -> str:
    """Return the codes of a stage, each leading to all that share it."""
    facet = facets[stage]
    links = [
        book.link(f"explorer.html#{stage}={key}", facet.options[key])
        for key in facet.members[dossier.name]
        if dossier.elements[stage]
    ]
    codes = f'<br><span class="configuration-codes">Coded: {"; ".join(links)}</span>'
    return codes if links else ""


def _show_facts(study: Study, dossier: Dossier) -> str:
    """Return valence and delivery, and whose coding that is."""
    facts = []
    if dossier.valence:
        facts.append(("Valence", dossier.valence, dossier.valence_grade, dossier.valence_basis))
    if dossier.delivery:
        form = f"{dossier.delivery}{' only' if dossier.delivery_only == 'yes' else ''}"
        facts.append(("Delivery", form, dossier.delivery_grade, dossier.delivery_basis))
    if not facts:
        return ""
    is_edition = any(not study.published(e.exhibit).empty for e in study.settings.exhibits)
    whose = "This is this edition’s coding; the source does not print it."
    whose = f"\n<p>{whose}</p>" if is_edition else ""
    items = []
    for title, value, grade, basis in facts:
        said = f", {escape(GRADES.get(grade, grade))}" if grade else ""
        why = f". {escape(basis)}" if basis else ""
        items.append(f"<li>{title}: <bdi>{escape(value)}</bdi>{said}{why}</li>")
    return _section("How it is coded", f"<ul>\n{chr(10).join(items)}\n</ul>{whose}")


def _show_quotations(dossier: Dossier) -> str:
    """Return the quotations, each with who speaks."""
    return _section(
        "In their own words",
        "\n".join(
            f'<blockquote class="configuration-quotation"><p dir="auto">‘{escape(q.text)}’</p>'
            f'<footer dir="auto">{escape(format_speaker(q.speaker, q.member))}</footer>'
            "</blockquote>"
            for q in dossier.quotations
        ),
    )


def _show_change(dossier: Dossier) -> str:
    """Return what became of the configuration between the versions of the theory."""
    if not dossier.status:
        return ""
    marks = "; ".join(
        f"{escape(label)}: {format_theory_mark(value) or 'not stated'}"
        for label, value in dossier.theories.items()
    )
    words = CHANGES.get(dossier.status, "The source does not say what became of it.")
    head = f"<b>{escape(dossier.status.capitalize())}.</b> {words}"
    is_said = dossier.status in CHANGES and len(dossier.theories) < 3
    marks = "" if is_said else f"\n<p>{marks}</p>"
    return _section("Between the theories", f"<p>{head}</p>{marks}")


def _show_neighbours(
    study: Study,
    dossier: Dossier,
    neighbours: Sequence[Neighbour],
    facets: Mapping[str, Facet],
    book: Book,
) -> str:
    """Return the configurations that share something, by what is the same, in part or whole."""
    labels = {stage.stage: stage.short_label.lower() for stage in study.settings.stages}
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Neighbour]] = {}
    for neighbour in neighbours:
        groups.setdefault((neighbour.same, neighbour.shared), []).append(neighbour)
    parts = []
    for (same, shared), members in groups.items():
        others = [stage for stage in labels if stage not in same]
        kinds = {
            "same": same,
            "part of the": [stage for stage in shared if stage not in same],
            "other": [stage for stage in labels if stage not in shared],
        }
        said = [f"{k} {format_list(labels[s] for s in own)}" for k, own in kinds.items() if own]
        title = ", ".join(said)
        title = title[:1].upper() + title[1:]
        items = []
        for member in members:
            other = member.dossier
            name = escape(f"{other.number} {title_configuration(other)}")
            address = escape(address_configuration(other.name).rsplit("/", 1)[1], quote=True)
            said = "; ".join(
                f"<bdi>{escape(labels[stage])}</bdi>: "
                f"<bdi>{escape(_name_elements(other, facets[stage]))}</bdi>"
                for stage in others
            )
            tail = f" (<bdi>{escape(other.valence)}</bdi>)" if other.valence else ""
            items.append(
                f'<li><a href="{address}">{name}</a>{tail}{": " if said else ""}{said}</li>'
            )
        parts.append(f"<h3>{escape(title)}</h3>\n<ul>\n{chr(10).join(items)}\n</ul>")
    return _section("Its neighbours", "\n".join(parts))


def _name_elements(dossier: Dossier, facet: Facet) -> str:
    """Return the codes of a stage in a line, or that the source does not give it."""
    return "; ".join(facet.options[key] for key in facet.members[dossier.name])


def _show_apparatus(dossier: Dossier, book: Book) -> str:
    """Return the notes on the configuration's cells and the verdicts on them."""
    notes = show_notes(dossier.notes, book.link)
    return _section("Notes and verdicts", notes + show_verdicts(dossier.verdicts, book.link))


def _show_citation(study: Study, dossier: Dossier, book: Book) -> str:
    """Return how to cite the configuration, with its full address if that is known."""
    page = address_configuration(dossier.name).removeprefix("../")
    title = book.title or str(study.settings.facts.get("title", ""))
    address = f" {book.address}{page}" if book.address else ""
    text = f"{name_configuration(dossier)} ({dossier.name}). In: {title}.{address}"
    source = str(study.settings.facts.get("citation", ""))
    after = f" From: {source}" if source else ""
    return _section(
        "To cite it",
        f'<p class="configuration-citation">{escape(text + after)}</p>\n'
        f"<p>The address of this page is <code>{escape(page)}</code> on this site. It is made "
        "from the name of the configuration and stays the same if its number changes.</p>",
    )
