"""The pages of a built site as one document for print: in order, opened, linked to each other."""

import base64
import mimetypes
import posixpath
import re
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, SoupStrainer, Tag
from markupsafe import Markup

from scripts.chapters.contents import read_contents
from scripts.chapters.notebooks import read_yaml
from scripts.chapters.results import Results
from scripts.diagrams.drawing import draw_overview
from scripts.diagrams.figures import MOST_CONFIGURATIONS
from scripts.look.markup import render
from scripts.look.typeface import build_sheet
from scripts.study.exhibit_rules import list_named_files
from scripts.study.settings import CLAIMS
from scripts.study.study import Study

# What only works on a screen, and the code, which the edition's source has.
UNPRINTED = (
    "script, template, form, button, input, select, [hidden], style:not(svg style), "
    "p.edition-downloads, .edition-all-downloads, .headerlink, .edition-skip, .edition-how, "
    ".edition-code, .cell_input, .edition-zoom, .book-file, .edition-status, .edition-cards, "
    ".edition-conjectures, .conjecture, .chart-narrow"
)
# What a short edition leaves out: what serves code, checks and those who hear, and sections of it.
RECORD_ONLY = (
    ".edition-frame, .edition-outline, .edition-verdict, "
    "section:not(:has(h1)):has(.edition-frame, .edition-verdict)"
    ":not(:has(figure, table:not(.edition-frame), section:not(.edition-verdict)))"
)
# Attributes that name the ids of other elements.
REFERRING = ("headers", "aria-labelledby", "aria-describedby", "aria-controls", "for")
# A drawing higher than this part of its width is printed upright.
TALL = 0.75
# Where the number of the page of an id is to stand.
PLACE = re.compile(r"<!--page of ([\w-]+)-->")
FACE = "/* The face */"
# The folder of the pages of single configurations, and their title together.
CASES, ONE_BY_ONE = "configurations/", "The configurations, one by one"


def build_document(
    root: Path, site: Path, study: Study, results: Results, is_short: bool = False
) -> str:
    """Return a printed book as one HTML document: cover, contents, pages.

    A short one has the first page, the parts of the contents up to the last with a table or figure
    of the study, and the list of references, without what code and checks need.

    In the contents, the places of page numbers are marked; `number_contents` fills them. What the
    chapters have shown gives the picture of the cover.
    """
    chapters = _list_chapters(root, site, study, is_short)
    pages = (page for _, own in chapters for page in own)
    prefixes = {page: f"p{i}" for i, page in enumerate(pages, start=1)}
    shown = []
    for number, (caption, own) in enumerate(chapters, start=1):
        articles = [_read_article(site, page, study, prefixes, is_short) for page in own]
        about = _describe_chapter(f"c{number}", articles, own[0].startswith(CASES))
        shown.append(about | {"caption": caption})
    config, facts = read_yaml(root / "_config.yml"), study.settings.facts
    text = render(
        "book/pages.html",
        is_short=is_short,
        title=str(config.get("title") or facts.get("title") or ""),
        author=str(config.get("author") or ""),
        language=str(((config.get("sphinx") or {}).get("config") or {}).get("language") or "en"),
        picture=_draw_cover(study, results),
        facts=facts,
        chapters=shown,
        quote=_quote,
    )
    return text.replace(FACE, build_sheet(map(ord, text)), 1)


def _describe_chapter(identifier: str, articles: list[Tag], is_one_by_one: bool) -> dict:
    """Return what the document shows of a chapter, given what its pages say.

    Of the configurations one by one, the bookmarks tell the titles, and the contents do not.
    """
    named = articles
    if is_one_by_one:
        for heading in (h for a in articles for h in a.find_all(re.compile("^h[1-5]$"))):
            heading.name = f"h{int(heading.name[1]) + 1}"
        named = [BeautifulSoup(f"<h1>{ONE_BY_ONE}</h1>", "html.parser")]
        articles = named + articles
    headings = [heading for article in named for heading in article.find_all(["h1", "h2"])]
    for i, heading in enumerate(headings):
        heading.attrs.setdefault("id", f"{identifier}-h{i}")
    return {
        "id": identifier,
        "title": named[0].h1.get_text().strip() if named[0].h1 else "",
        "headings": headings,
        "is_wide": any(article.select_one("table.edition-table-wide") for article in named),
        "body": Markup("".join(a.decode_contents(formatter="minimal") for a in articles)),
    }


def _list_chapters(
    root: Path, site: Path, study: Study, is_short: bool
) -> list[tuple[str, list[str]]]:
    """Return the pages of each chapter, in order, with the caption of the part that it begins.

    The pages of single configurations stand in no table of contents; together they are
    the last chapter.
    """

    def list_built(entry: dict) -> list[str]:
        names = list_named_files(entry)
        pages = [re.sub(r"(\.ipynb|\.md)?$", ".html", name, count=1) for name in names]
        return [page for page in pages if (site / page).is_file()]

    contents = read_contents(root)
    parts = [("", list_built(contents | {"parts": ()}))]
    parts += [(part.get("caption", ""), list_built(part)) for part in contents.get("parts") or ()]
    single = [f"{CASES}{name}.html" for name in study.configurations["configuration"]]
    single = [page for page in single if (site / page).is_file()]
    if is_short:
        exhibits = (e for e in study.settings.exhibits if e.kind != CLAIMS)
        shown = {str(PurePosixPath(e.chapter).with_suffix(".html")) for e in exhibits}
        last = max((i for i, (_, pages) in enumerate(parts) if shown & {*pages}), default=0)
        rest = [page for _, pages in parts[last + 1 :] for page in pages]
        references = [page for page in rest if page.endswith("references.html")]
        parts, single = [*parts[: last + 1], ("", references)], []
    chapters = [
        ("" if number else str(caption), [page])
        for caption, pages in parts
        for number, page in enumerate(pages)
    ]
    return chapters + ([("", single)] if single else [])


def _quote(text: str) -> Markup:
    """Return text as a string of a style sheet."""
    return Markup('"' + re.sub(r'[\\"<\n]', lambda m: f"\\{ord(m[0]):x} ", text) + '"')


def _draw_cover(study: Study, results: Results) -> Markup:
    """Return the first figure of a study at a glance, if it can be taken in so."""
    exhibit = next((e for e in study.settings.exhibits if e.kind == "diagram"), None)
    model = results.diagrams.get(exhibit.exhibit) if exhibit else None
    if model is None or not 0 < len(model.numbers) <= MOST_CONFIGURATIONS:
        return Markup("")
    return Markup(draw_overview(model, "cover", f"{exhibit.label} at a glance"))


def number_contents(document: str, numbers: Mapping[str, int]) -> str:
    """Return a document with the page numbers of its contents, by the ids of the entries."""
    return PLACE.sub(lambda match: str(numbers.get(match[1], "")), document)


def _read_article(
    site: Path, page: str, study: Study, prefixes: Mapping[str, str], is_short: bool
) -> Tag:
    """Return what a page says, for print: ids that are unique in the book, links within it."""
    text = (site / page).read_text("utf-8")
    soup = BeautifulSoup(text, "html.parser", parse_only=SoupStrainer("article"))
    article = soup.article or soup
    shorten_explorer(article, study, page)
    left_out = f"{UNPRINTED}, {RECORD_ONLY}" if is_short else UNPRINTED
    for element in article.select(left_out):
        element.extract()
    elements = article.find_all(True)
    ids = {element["id"] for element in elements if "id" in element.attrs}
    for element in elements:
        _adapt(element, page, prefixes, ids)
        if element.name == "img":
            _embed_picture(element, site, page)
        if element.name == "svg":
            _turn(element)
    article.insert(0, soup.new_tag("span", attrs={"id": prefixes[page]}))
    return article


def shorten_explorer(article: Tag, study: Study, page: str) -> None:
    """Put a list of all configurations in the place of the rows that a screen filters."""
    if rows := article.select_one("ol.explorer-rows"):
        up, shown = "../" * page.count("/"), study.configurations.to_dict("records")
        html = render("book/all_configurations.html", rows=shown, up=up)
        rows.replace_with(BeautifulSoup(html, "html.parser"))


def _adapt(element: Tag, page: str, prefixes: Mapping[str, str], ids: Collection[str]) -> None:
    """Prepare one element for print."""
    attributes, prefix = element.attrs, prefixes[page]
    if element.name == "style":
        # The rules of a drawing name its ids.
        element.string = re.sub(
            r"#([A-Za-z][\w-]*)",
            lambda match: f"#{prefix}-{match[1]}" if match[1] in ids else match[0],
            element.get_text(),
        )
    if element.name == "details":
        attributes["open"] = ""
    for name, value in list(attributes.items()):
        if name.startswith(("data-", "on")) or name == "tabindex":
            del attributes[name]
        elif name == "id":
            attributes[name] = f"{prefix}-{value}"
        elif name in REFERRING:
            names = value.split() if isinstance(value, str) else value
            attributes[name] = " ".join(f"{prefix}-{one}" for one in names)
        elif name in ("href", "xlink:href"):
            attributes[name] = _localise_link(value, page, prefixes)
            if attributes[name] is None:
                del attributes[name]
        elif isinstance(value, str):
            attributes[name] = value.replace("url(#", f"url(#{prefix}-")


def _embed_picture(image: Tag, site: Path, page: str) -> None:
    """Put a picture of the site into the document, which is printed from another place."""
    address = urlsplit(str(image.get("src", "")))
    path = (site / posixpath.dirname(page) / unquote(address.path)).resolve()
    kind = mimetypes.guess_type(path.name, strict=False)[0]
    if address.scheme or not path.is_relative_to(site.resolve()) or not path.is_file():
        return
    content = base64.b64encode(path.read_bytes()).decode()
    image["src"] = f"data:{kind};base64,{content}"


def _localise_link(address: str, page: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the address of a link in the printed book; None where it leads to no page of it."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https", "mailto"):
        return address
    if parts.scheme or parts.netloc:
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    prefix = prefixes.get(target if parts.path else page)
    if prefix is None:
        return None
    anchor = unquote(parts.fragment)
    # What stands behind the sign of a link to another page may be a filter and no anchor.
    is_filter = parts.path and "=" in anchor
    return f"#{prefix}-{anchor}" if anchor and not is_filter else f"#{prefix}"


def _turn(svg: Tag) -> None:
    """Say which way round the page of a large drawing is."""
    box = svg.get("viewbox", "").replace(",", " ").split()
    figure = svg.find_parent("figure")
    if figure is not None and len(box) == 4 and float(box[3]) > TALL * float(box[2]):
        figure["class"] = [*figure.get("class", []), "upright"]
