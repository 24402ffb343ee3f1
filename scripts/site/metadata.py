"""Metadata of the pages for search engines, libraries and shared links; sitemap and picture."""

import os
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from scripts.analysis.change_models import ChangeModel
from scripts.chapters.results import Results
from scripts.display.citations import Work, format_reference
from scripts.exports.drawings import write_share_picture
from scripts.look.markup import render
from scripts.study.study import Study

# Characters; search engines cut longer ones.
LONGEST_DESCRIPTION = 160
SHARE_PICTURE = "card.png"
# Where the site will stand, said by whatever publishes it.
PLACE = "SITE_ADDRESS"


def read_address(app: Sphinx | None, config) -> None:
    """Take the address of the site from the environment where ``_config.yml`` names none.

    Whatever publishes the book knows where: the workflow for GitHub Pages sets SITE_ADDRESS.
    """
    address = os.environ.get(PLACE, "").strip()
    if address and not config.html_baseurl:
        if not address.startswith(("https://", "http://")):
            raise ConfigError(
                f"{PLACE} is “{address}”; it must be the address of the site and begin with "
                "https://, such as https://owner.github.io/name/"
            )
        config.html_baseurl = address


def find_base(app: Sphinx) -> str:
    """Return the address of the site with a slash at its end; empty if none is configured."""
    address = app.config.html_baseurl
    return f"{address.rstrip('/')}/" if address else ""


def describe_page(
    app: Sphinx,
    page: str,
    context: dict,
    doctree: nodes.document | None,
    works: tuple[Work, Work | None],
    has_picture: bool,
) -> str:
    """Return the description of a page, as elements for its head.

    `works` are the evaluation, and the edition or None; the first page speaks for the whole book
    and tells of both. A description that the page brings along is used, otherwise its first
    paragraph.
    """
    paragraphs = doctree.findall(nodes.paragraph) if doctree is not None else ()
    words = (paragraph.astext() for paragraph in paragraphs)
    description = shorten(context.get("description") or next(filter(str.strip, words), ""))
    title = Markup(context.get("title") or app.config.html_title or "").striptags()
    base, (work, edition) = find_base(app), works
    address = base and f"{base}{page}.html"
    return render(
        "site/meta.html",
        title=title,
        description=description,
        book=str(app.config.html_title),
        address=address,
        picture=f"{base}_static/{SHARE_PICTURE}" if base and has_picture else "",
        is_first=page == app.config.root_doc,
        work=work,
        edition=edition,
        reference=format_reference(work) if work.title else "",
    )


def shorten(text: str, longest: int = LONGEST_DESCRIPTION) -> str:
    """Return text in one line, cut at a word where it has more characters than `longest`."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"


def find_shared_figure(study: Study, results: Results) -> ChangeModel | None:
    """Return the first figure that the chapters draw, for the picture for links."""
    keys = [exhibit.exhibit for exhibit in study.settings.exhibits if exhibit.kind == "diagram"]
    return next((results.diagrams[key] for key in keys if key in results.diagrams), None)


def write_shared_files(app: Sphinx, study: Study, results: Results, pages: Iterable[str]) -> None:
    """Write the sitemap and the picture for links, if the address of the site is known."""
    base, site = find_base(app), Path(app.outdir)
    if not base:
        return
    shown = [page for page in sorted(pages) if not page.startswith("_") and page != "search.html"]
    sitemap = render("site/sitemap.xml", base=base, pages=shown)
    (site / "sitemap.xml").write_text(sitemap, "utf-8", newline="\n")
    if model := find_shared_figure(study, results):
        write_share_picture(study, model, site / "_static" / SHARE_PICTURE)
