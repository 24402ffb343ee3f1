"""What a page says of itself to search engines, libraries and whoever shares a link."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from scripts.analysis.configurations import ChangeModel
from scripts.chapters.results import load_results
from scripts.display.citations import Work, format_reference, read_edition, read_evaluation
from scripts.study.settings import read_settings
from scripts.study.study import Study, find_data, load_study

# Characters; search engines cut longer ones.
LONGEST_DESCRIPTION = 160
CARD = "card.png"
SPDX = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "MIT": "https://opensource.org/license/mit",
}


@dataclass(frozen=True)
class Page:
    """A page to be described.

    Attributes
    ----------
    title, description : str
        In plain text.
    address : str
        Where it will stand on the web; empty where the site's address is not configured.
    picture : str
        The address of a picture to show with a link to it; empty if there is none.
    is_first : bool
        Whether it is the first page, which speaks for the whole book.
    """

    title: str
    description: str
    address: str = ""
    picture: str = ""
    is_first: bool = False


def shorten(text: str, longest: int = LONGEST_DESCRIPTION) -> str:
    """Return text in one line, cut at a word where it is too long."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"


def build_head(page: Page, book: str, evaluation: Work, edition: Work | None) -> str:
    """Return the elements for the head of a page.

    Parameters
    ----------
    page : Page
        The page.
    book : str
        The name of the book.
    evaluation, edition : Work
        What the book is about, and the book itself.
    """
    tags = [_name("description", page.description)] if page.description else []
    graph = {
        "og:title": page.title,
        "og:type": "website" if page.is_first else "article",
        "og:site_name": book,
        "og:description": page.description,
        "og:url": page.address,
        "og:image": page.picture,
        "og:image:alt": f"The change model of “{book}” at a glance" if page.picture else "",
    }
    tags += [
        f'<meta property="{name}" content="{escape(value, quote=True)}">'
        for name, value in graph.items()
        if value
    ]
    if page.picture:
        tags.append(_name("twitter:card", "summary_large_image"))
    if page.is_first:
        tags += [_name(name, value) for name, value in list_citation_tags(evaluation)]
        tags.append(_embed(build_linked_data(page, evaluation, edition)))
    return "\n" + "\n".join(tags) + "\n"


def _name(name: str, content: str) -> str:
    """Return a meta element."""
    return f'<meta name="{name}" content="{escape(content, quote=True)}">'


def list_citation_tags(work: Work) -> list[tuple[str, str]]:
    """Return what reference managers read: the tags of Highwire Press and of Dublin Core."""
    people = [", ".join(filter(None, name)) for name in work.authors]
    single = {
        "citation_title": work.title,
        "citation_publication_date": work.year,
        "citation_journal_title": work.container,
        "citation_doi": work.doi,
        "DC.title": work.title,
        "DC.date": work.year,
        "DC.identifier": f"https://doi.org/{work.doi}" if work.doi else "",
        "DC.rights": work.licence,
        "DC.relation": format_reference(work) if work.title else "",
    }
    tags = [("citation_author", name) for name in people]
    tags += [("DC.creator", name) for name in people]
    return tags + [(name, value) for name, value in single.items() if value]


def build_linked_data(page: Page, evaluation: Work, edition: Work | None) -> dict[str, object]:
    """Return the article, and this edition of it as a data set, in terms of schema.org."""
    article = {
        "@type": "ScholarlyArticle",
        **_describe_work(evaluation),
        "isPartOf": {"@type": "Periodical", "name": evaluation.container},
    }
    if not evaluation.container:
        del article["isPartOf"]
    graph: list[dict[str, object]] = [article] if evaluation.title else []
    if edition is not None:
        data = {"@type": "Dataset", **_describe_work(edition), "url": page.address}
        data["description"] = edition.summary or page.description
        data["keywords"] = list(edition.keywords)
        data["isAccessibleForFree"] = True
        if "@id" in article:
            data["isBasedOn"] = {"@id": article["@id"]}
        graph.append({key: value for key, value in data.items() if value})
    return {"@context": "https://schema.org", "@graph": graph}


def _describe_work(work: Work) -> dict[str, object]:
    """Return what articles and data sets have in common."""
    people = [
        {"@type": "Person", "familyName": family, "givenName": given, "name": f"{given} {family}"}
        if given
        else {"@type": "Organization", "name": family}
        for family, given in work.authors
    ]
    licences = [SPDX.get(name, name) for name in work.licence.split(", ") if name]
    facts = {
        "@id": f"https://doi.org/{work.doi}" if work.doi else "",
        "name": work.title,
        "author" if work.container else "creator": people,
        "datePublished": work.year,
        "version": work.version,
        "license": licences[0] if len(licences) == 1 else licences,
    }
    return {key: value for key, value in facts.items() if value}


def _embed(data: dict[str, object]) -> str:
    """Return data as a script element; nothing in them can end it."""
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f'<script type="application/ld+json">\n{text}\n</script>'


def describe_page(
    works: tuple[Work, Work | None],
    card: str,
    app: Sphinx,
    page: str,
    template: str,
    context: dict,
    doctree,
) -> None:
    """Put the description of a page into its head; one that it brings along is used.

    `card` is the file of the picture for links to the page, empty if there is none.
    """
    base = find_base(app)
    is_first = page == app.config.root_doc
    described = Page(
        unescape(re.sub(r"<[^>]*>", "", str(context.get("title") or app.config.html_title or ""))),
        str(context.get("description") or "") or shorten(_find_words(doctree)),
        base and f"{base}{page}.html",
        f"{base}_static/{card}" if base and card else "",
        is_first,
    )
    context["metatags"] = build_head(described, str(app.config.html_title), *works)


def find_base(app: Sphinx) -> str:
    """Return the address of the site with a slash at its end; empty if none is configured."""
    address = app.config.html_baseurl
    return f"{address.rstrip('/')}/" if address else ""


def find_drawn(source: Path) -> tuple[Study, ChangeModel] | None:
    """Return the study and the first figure that its chapters draw, for the picture for links."""
    data = find_data(source)
    study, results = load_study(data), load_results(source, data)
    figures = [e.exhibit for e in study.settings.exhibits if e.kind == "diagram"]
    models = (results.diagrams[name] for name in figures if name in results.diagrams)
    return next(((study, model) for model in models), None)


def read_works(app: Sphinx) -> None:
    """Read once what all pages say of the evaluation and of the edition."""
    data = find_data(Path(app.srcdir))
    settings, _ = read_settings(data)
    if settings is not None:
        works = read_evaluation(settings.facts), read_edition(data.parent)
        card = CARD if find_base(app) and find_drawn(Path(app.srcdir)) else ""
        app.connect("html-page-context", partial(describe_page, works, card), priority=800)


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    app.connect("builder-inited", read_works)


def _find_words(doctree: nodes.document | None) -> str:
    """Return the first paragraph of a page."""
    for paragraph in doctree.findall(nodes.paragraph) if doctree is not None else ():
        if paragraph.astext().strip():
            return paragraph.astext()
    return ""
