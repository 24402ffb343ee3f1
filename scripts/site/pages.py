"""The pages before they are written: those of no chapter, and repairs of all of them.

Their markup is repaired, and scripts and styles are loaded only where they are of use.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape

from sphinx.application import Sphinx

from scripts.cases.configuration_pages import EXPLORER, build_pages
from scripts.chapters.results import Results
from scripts.look.text import mark_direction
from scripts.site.metadata import describe_page, find_base
from scripts.study.study import Study

# A region that can be scrolled, up to the end of its name.
REGION = re.compile(r'<div class="edition-scroll" role="region" aria-label="([^"]*)')
# A heading or paragraph that does not say in which direction it runs.
BLOCK = re.compile(
    r"<(?P<tag>p|h[1-6])(?P<rest>(?: (?!dir=)[\w-]+=\"[^\"]*\")*)>(?P<words>.*?)</(?P=tag)>",
    re.DOTALL,
)
# The role of entries of a bibliography, which is withdrawn and which no list may hold.
WRONG_ROLE, RIGHT_ROLE = ' role="doc-biblioentry"', ' role="listitem"'
# Names, marks and spaces of code, which have the colour of the text around them.
PLAIN_CODE = re.compile(r'<span class="[npw]">([^<]*)</span>')
# Scripts and styles that only some pages need, with what must be in the text of such a page.
# Sphinx and Jupyter Book's extensions would load each of them on every page.
NEEDED_FOR = {
    r"togglebutton|toggleHint|toggleOpenOnPrint": r'class="[^"]*\b(toggle|dropdown)\b',
    r"sphinx-design": r'class="[^"]*\bsd-',
    r"design-tabs": r'class="[^"]*\bsd-tab-set\b',
    r"clipboard|copybutton": r'class="highlight[ "]',
    r"pygments": r'class="highlight[ "]',
    r"mystnb": r'class="(cell|output)\b|class="[^"]*\bcell_',
    r"change-model": r'class="[^"]*\bchange-model\b',
    r"explorer\.js": r'class="(explorer"|case-back")',
}
# What comes from the network; Thebe; the theme's version switcher and its search while typing,
# neither of which is in use, and a script that moves its sidebars in another way than layout.css
# does; Sphinx's marks for words that were searched for, which browsers set themselves.
POINTLESS = re.compile(
    r"://|sphinx-thebe|DOCUMENTATION_OPTIONS\.(pagename|search_as_you_type)\b"
    r"|sphinx-book-theme\.js|sphinx_highlight\.js"
)


def collect_pages(
    study: Study, results: Results, app: Sphinx
) -> Iterator[tuple[str, dict[str, object], str]]:
    """Yield name, context and template of the search and of the page of each configuration.

    They are made from the data and from what the chapters show, in a plain Jupyter Book build
    too, and stand in no table of contents: the explorer leads to them, and they lead to it.
    """
    yield "search", {"title": "Search", "body": ""}, "search.html"
    about = app.env.found_docs, str(app.config.html_title or ""), find_base(app)
    pages = list(build_pages(study, results, *about))
    links = [
        {"link": f"{name.rpartition('/')[2]}.html", "title": escape(page["title"])}
        for name, page in pages
    ]
    parents = []
    if EXPLORER in app.env.titles:
        title = escape(app.env.titles[EXPLORER].astext())
        parents = [{"link": f"../{EXPLORER}.html", "title": title}]
    around = zip([None, *links], links, [*links[1:], None], strict=False)
    for (name, page), (before, own, after) in zip(pages, around, strict=True):
        context = {"title": own["title"], "parents": parents, "prev": before, "next": after}
        yield name, page | context, "page.html"


def prepare_page(
    works: tuple, has_picture: bool, app: Sphinx, page: str, template: str, context: dict, doctree
) -> None:
    """Describe a page in its head, repair its markup, and take out what it does not use."""
    context["metatags"] = describe_page(app, page, context, doctree, works, has_picture)
    if "body" in context:
        context["body"] = repair_markup(context["body"])
    for key in ("script_files", "css_files"):
        files = context.get(key, [])
        context[key] = [file for file in files if is_needed(file, context.get("body") or "")]


def is_needed(file: object, body: str) -> bool:
    """Return whether a page with this body has something that a script or style sheet is for."""
    inline = str(getattr(file, "attributes", {}).get("body") or "")
    said = f"{getattr(file, 'filename', file) or ''}\n{inline}"
    if POINTLESS.search(said):
        return False
    signs = [sign for name, sign in NEEDED_FOR.items() if re.search(name, said)]
    return not signs or re.search(signs[0], body) is not None


def repair_markup(html: str) -> str:
    """Return HTML without the faults that its makers are known to leave.

    Prose in a right-to-left script also gets its direction.
    """
    html = html.replace(WRONG_ROLE, RIGHT_ROLE)
    html = BLOCK.sub(_set_text_direction, PLAIN_CODE.sub(r"\1", html))
    seen: Counter[str] = Counter()

    def number(match: re.Match) -> str:
        """Tell a region from those before it that have the same name."""
        seen[match[1]] += 1
        return f"{match[0]} ({seen[match[1]]})" if seen[match[1]] > 1 else match[0]

    return REGION.sub(number, html)


def _set_text_direction(block: re.Match) -> str:
    """Return a heading or paragraph that follows the direction of its own words."""
    direction = mark_direction(re.sub(r"<[^>]*>", "", block["words"]))
    start = block.end("rest") - block.start()
    return f"{block[0][:start]}{direction}{block[0][start:]}"
