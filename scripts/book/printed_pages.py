"""The pages of a built site as one document for print: in order, opened, linked to each other."""

from __future__ import annotations

import base64
import mimetypes
import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from scripts.chapters.contents import list_pages
from scripts.chapters.notebooks import read_yaml
from scripts.chapters.results import Results, load_all_results
from scripts.diagrams.drawing import draw_overview
from scripts.diagrams.splitting import MOST_CONFIGURATIONS
from scripts.exports.downloads import BOOK
from scripts.exports.downloads import READING as SHORT
from scripts.look.markup import render
from scripts.look.typeface import build_sheet
from scripts.study.study import Study

# What only works on a screen, and the code, which the edition's source has.
NO_TAGS = {"script", "template", "form", "button", "input", "select"}
NO_CLASSES = {
    "headerlink",
    "edition-skip",
    "edition-how",
    "cell_input",
    "edition-zoom",
    "edition-status",
    "edition-conjectures",
    "edition-cards",
    "chart-narrow",
    "conjecture",
}
NO_CLASSES |= {"book-file", "edition-all-downloads"}
CODE = re.compile(r'<details class="edition-code[^>]*>.*?</details>', re.DOTALL)
# Attributes that name the ids of other elements.
REFERRING = ("headers", "aria-labelledby", "aria-describedby", "aria-controls", "for")
# Kinds of picture that not every machine knows.
KINDS = {".webp": "image/webp", ".svg": "image/svg+xml"}
# A drawing higher than this part of its width is printed upright.
TALL = 0.75
PLACE = re.compile(r"<!--page of ([\w-]+)-->")
STYLE = files("scripts.book") / "printed.css"
ONE_BY_ONE = "The configurations, one by one"


@dataclass(frozen=True)
class Edition:
    """One of the printed books: its file, its name, and what it says of itself.

    Of a short one there are the first page, the parts of the contents up to the last with a
    table or figure of the study, and the list of references, without what code and checks need.
    """

    file: str
    name: str
    about: str
    is_short: bool = False


READING = Edition(
    SHORT,
    "Reading edition",
    "The findings with their figures and tables. The full record, a file of its own, has every "
    "page of the book: each configuration, all checks, and the data.",
    is_short=True,
)
RECORD = Edition(
    BOOK,
    "Full record",
    "Every page of the book, with every table and figure. What opens or filters on a screen is "
    "open and complete here. The code of the chapters is left out; it stands in the book’s source.",
)
# What a short edition leaves out: frames and lists that serve code, checks and those who hear.
RECORD_ONLY = {"edition-frame", "edition-outline", "edition-verdict"}


def list_site_pages(
    root: Path, site: Path, study: Study, edition: Edition = RECORD
) -> list[tuple[str, list[str]]]:
    """Return the pages in order: of each chapter its name, of the pages that it is made of.

    The pages of single configurations stand in no table of contents; together they are
    the last chapter.
    """
    pages = [p.relative_to(root).with_suffix(".html").as_posix() for p in list_pages(root)]
    chapters = [(page, [page]) for page in pages if (site / page).is_file()]
    if edition.is_short:
        shown = {e.chapter for e in study.settings.exhibits if e.kind != "claims"}
        pages = {str(PurePosixPath(chapter).with_suffix(".html")) for chapter in shown}
        last = max((i for i, (page, _) in enumerate(chapters) if page in pages), default=0)
        parts = [i for i, (page, _) in enumerate(chapters) if page in _list_captions(root)]
        end = next((i for i in parts if i > last), len(chapters))
        cited = [entry for entry in chapters[end:] if entry[0].endswith("references.html")]
        return [*chapters[:end], *cited]
    single = [f"configurations/{name}.html" for name in study.configurations["configuration"]]
    single = [page for page in single if (site / page).is_file()]
    return [*chapters, (ONE_BY_ONE, single)] if single else chapters


def build_document(root: Path, site: Path, study: Study, edition: Edition = RECORD) -> str:
    """Return a printed book as one HTML document: cover, contents, pages.

    In the contents, the places of page numbers are marked; `number_contents` fills them.

    Parameters
    ----------
    root, site : Path
        The project, and its built site.
    study : Study
        For the cover, and the order of the configurations.
    edition : Edition
        Which of the books.
    """
    chapters = list_site_pages(root, site, study, edition)
    names = [page for _, pages in chapters for page in pages]
    prefixes = {page: f"p{i}" for i, page in enumerate(names, start=1)}
    config = read_yaml(root / "_config.yml")
    title = str(config.get("title") or study.settings.facts.get("title") or "")
    shown, sheets = [], []
    captions = _list_captions(root)
    for number, (chapter, pages) in enumerate(chapters, start=1):
        articles = [_read_article(site, page, prefixes, edition) for page in pages]
        if chapter == ONE_BY_ONE:
            for article in articles:
                _demote(article)
            heading = f"<h1>{escape(ONE_BY_ONE)}</h1>"
            articles.insert(0, BeautifulSoup(heading, "html.parser"))
        for article in articles:
            shorten_explorer(article, study, prefixes)
        identifier = f"c{number}"
        is_wide = any(article.select_one("table.edition-table-wide") for article in articles)
        is_wide = is_wide and chapter != ONE_BY_ONE
        shown.append(
            {
                "id": identifier,
                "caption": captions.get(chapter, ""),
                "headings": _list_headings(identifier, articles),
                "is_wide": is_wide,
                "body": Markup("".join(a.decode_contents(formatter="minimal") for a in articles)),
            }
        )
        sheets.append(_build_page_rules(identifier, articles[0].h1, is_wide))
    stage = root / "_build" / "stage"
    text = render(
        "book/pages.html",
        edition=edition,
        title=title,
        author=str(config.get("author") or ""),
        picture=_draw_cover(
            study, load_all_results(stage if stage.is_dir() else root, root / "data")
        ),
        facts=study.settings.facts,
        chapters=shown,
    )
    css = STYLE.read_text("utf-8").replace("BOOK-TITLE", _quote(f"{title} · {edition.name}"))
    css = "\n".join([build_sheet(map(ord, text)), css, *sheets])
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(_language(config), quote=True)}"><head>'
        f'<meta charset="utf-8"><title>{escape(title)}: {edition.name}</title>'
        f"<style>{css}</style></head><body>{text}</body></html>\n"
    )


def _build_page_rules(name: str, heading: Tag | None, wide: bool) -> str:
    """Return the rules for the sheets of a chapter, with its title in their running head."""
    title = _quote(heading.get_text().strip()) if heading else '""'
    head = f"@top-right {{ content: {title}; }}"
    size = "size: A4 landscape; margin: 18mm 15mm 16mm; " if wide else ""
    rules = f"@page {name} {{ {size}{head} }} #{name} {{ page: {name}; }}"
    if wide:
        upright = f"@page {name}-upright {{ size: A4 portrait; {head} }}"
        rules += f" {upright} #{name} figure.upright {{ page: {name}-upright; }}"
    return rules


def shorten_explorer(article: Tag, study: Study, prefixes: Mapping[str, str]) -> None:
    """Put a list of all configurations in the place of the rows that a screen filters."""
    rows = article.select_one("ol.explorer-rows")
    if rows is None:
        return
    shown = [
        {
            "position": row["position"],
            "title": row["title"],
            "page": prefixes.get(f"configurations/{row['configuration']}.html"),
            "valence": row["valence"],
        }
        for row in study.configurations.to_dict("records")
    ]
    html = render("book/all_configurations.html", rows=shown)
    rows.replace_with(BeautifulSoup(html, "html.parser"))


def _language(config: Mapping) -> str:
    """Return the language of the book."""
    return str(((config.get("sphinx") or {}).get("config") or {}).get("language") or "en")


def _quote(text: str) -> str:
    """Return text as a string of a style sheet."""
    return '"' + re.sub(r'[\\"<\n]', lambda m: f"\\{ord(m[0]):x} ", text) + '"'


def _list_captions(root: Path) -> dict[str, str]:
    """Return the caption of each part of the contents by the first page of the part."""
    parts = read_yaml(root / "_toc.yml").get("parts") or ()
    found = {}
    for part in parts:
        files = [entry["file"] for entry in part.get("chapters") or () if "file" in entry]
        if part.get("caption") and files:
            name = re.sub(r"\.(ipynb|md)$", "", str(files[0]))
            found[f"{name}.html"] = str(part["caption"])
    return found


def _draw_cover(study: Study, results: Results) -> Markup:
    """Return the first figure of a study at a glance, if it can be taken in so."""
    exhibit = next((e for e in study.settings.exhibits if e.kind == "diagram"), None)
    model = results.diagrams.get(exhibit.exhibit) if exhibit else None
    if model is None or not 0 < len(model.numbers) <= MOST_CONFIGURATIONS:
        return Markup("")
    return Markup(draw_overview(study, model, "cover", f"{exhibit.label} at a glance"))


def _list_headings(identifier: str, articles: Sequence[Tag]) -> list[tuple[str, str, str]]:
    """Return kind, id and words of the headings of a chapter that the contents name.

    Of the configurations one by one, the bookmarks tell the titles.
    """
    named = articles[:1] if len(articles) > 1 else articles
    return [
        (
            "section" if heading.name == "h2" else "title",
            heading.attrs.setdefault("id", f"{identifier}-h{i}"),
            heading.get_text().strip(),
        )
        for i, heading in enumerate(h for a in named for h in a.find_all(["h1", "h2"]))
    ]


def number_contents(document: str, numbers: Mapping[str, int]) -> str:
    """Return a document with the page numbers of its contents, by the ids of the entries."""
    return PLACE.sub(lambda match: str(numbers.get(match[1], "")), document)


def list_anchors(document: str) -> list[str]:
    """Return the ids of the entries of the contents, in their order."""
    return PLACE.findall(document)


def _read_article(site: Path, page: str, prefixes: Mapping[str, str], edition: Edition) -> Tag:
    """Return what a page says, for print: ids that are unique in the book, links within it."""
    text = CODE.sub("", _cut_article((site / page).read_text("utf-8")))
    soup = BeautifulSoup(text, "html.parser")
    article = soup.find("article") or soup
    prefix = prefixes[page]
    if edition.is_short:
        _drop_record_sections(article)
    elements = article.find_all(True)
    ids = {element["id"] for element in elements if "id" in element.attrs}
    for element in elements:
        if element.decomposed:
            continue
        if _is_left_out(element, RECORD_ONLY if edition.is_short else set()):
            element.decompose()
        else:
            _adapt(element, page, prefixes, ids)
            if element.name == "img":
                _embed_picture(element, site, page)
    article.insert(0, soup.new_tag("span", attrs={"id": prefix}))
    return article


def _drop_record_sections(article: Tag) -> None:
    """Take out the sections that hold only what serves code and checks."""
    for section in article.find_all("section"):
        if section.find_parent() is None or section.find("h1"):
            continue
        has_more = section.select_one(
            "figure, table:not(.edition-frame), section:not(.edition-verdict)"
        )
        if section.select_one(".edition-frame, .edition-verdict") and not has_more:
            section.decompose()


def _is_left_out(element: Tag, more: Collection[str]) -> bool:
    """Return whether an element has nothing to say on paper."""
    if element.name in NO_TAGS or "hidden" in element.attrs:
        return True
    if element.name == "style" and element.find_parent("svg") is None:
        return True
    classes = element.get("class") or ()
    if element.name == "p" and "edition-downloads" in classes:
        return True
    return not (NO_CLASSES | set(more)).isdisjoint(classes)


def _cut_article(html: str) -> str:
    """Return the part of a page that is its own."""
    start, end = html.find("<article"), html.rfind("</article>")
    return html[start : end + len("</article>")] if 0 <= start < end else html


def _adapt(element: Tag, page: str, prefixes: Mapping[str, str], ids: Collection[str]) -> None:
    """Prepare one element for print."""
    attributes, prefix = element.attrs, prefixes[page]
    if element.name == "style":
        # The rules of a drawing name its ids.
        rules = re.sub(
            r"#([A-Za-z][\w-]*)",
            lambda match: f"#{prefix}-{match[1]}" if match[1] in ids else match[0],
            element.get_text(),
        )
        element.string = rules
    if element.name == "details":
        attributes["open"] = ""
    for name in [n for n in attributes if n.startswith(("data-", "on"))]:
        del attributes[name]
    attributes.pop("tabindex", None)
    if "id" in attributes:
        attributes["id"] = f"{prefix}-{attributes['id']}"
    for name in REFERRING:
        if name in attributes:
            value = attributes[name]
            ids = value.split() if isinstance(value, str) else value
            attributes[name] = " ".join(f"{prefix}-{one}" for one in ids)
    for name, value in list(attributes.items()):
        if isinstance(value, str) and "url(#" in value:
            attributes[name] = value.replace("url(#", f"url(#{prefix}-")
    for name in ("href", "xlink:href"):
        if name in attributes:
            address = _localise_link(attributes[name], page, prefix, prefixes)
            if address is None:
                del attributes[name]
            else:
                attributes[name] = address
    if element.name == "svg":
        _turn(element)


def _embed_picture(image: Tag, site: Path, page: str) -> None:
    """Put a picture of the site into the document, which is printed from another place."""
    address = urlsplit(str(image.get("src", "")))
    path = (site / posixpath.dirname(page) / unquote(address.path)).resolve()
    kind = mimetypes.guess_type(path.name)[0] or KINDS.get(path.suffix)
    if address.scheme or not path.is_relative_to(site.resolve()) or not path.is_file():
        return
    content = base64.b64encode(path.read_bytes()).decode()
    image["src"] = f"data:{kind};base64,{content}"


def _localise_link(address: str, page: str, prefix: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the address of a link in the printed book; None where it leads to no page of it."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https", "mailto"):
        return address
    if parts.scheme or parts.netloc:
        return None
    anchor = unquote(parts.fragment)
    if not parts.path:
        return f"#{prefix}-{anchor}" if anchor else f"#{prefix}"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    if target not in prefixes:
        return None
    # What stands behind the sign may be a filter and no anchor.
    plain = anchor and "=" not in anchor
    return f"#{prefixes[target]}-{anchor}" if plain else f"#{prefixes[target]}"


def _turn(svg: Tag) -> None:
    """Say which way round the page of a large drawing is."""
    box = re.split(r"[\s,]+", str(svg.get("viewbox") or svg.get("viewBox") or "").strip())
    try:
        width, height = float(box[2]), float(box[3])
    except (IndexError, ValueError):
        return
    figure = svg.find_parent("figure")
    if figure is not None and height > TALL * width:
        figure["class"] = [*figure.get("class", []), "upright"]


def _demote(article: Tag) -> None:
    """Make the title of a page a section of a chapter, and its sections paragraphs with a head."""
    for heading in article.find_all(re.compile("^h[1-6]$")):
        level = int(heading.name[1])
        heading.name = f"h{min(level + 1, 6)}"
