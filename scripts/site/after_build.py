"""After Sphinx has written the pages: removes unused files, and makes what needs all pages.

That is the policy of each page, the data of the search and of the cards, the style sheet of fonts
and stage colours, the sitemap and the picture for links.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bs4 import BeautifulSoup
from sphinx.application import Sphinx

from scripts.chapters.results import Results
from scripts.look.markup import render
from scripts.look.palette import STAGE_COLOURS, list_colours
from scripts.look.typeface import build_sheet, read_licence
from scripts.site import cards, passages
from scripts.site.metadata import write_shared_files
from scripts.site.security_policy import POLICY_TAG, secure_page
from scripts.study.study import Study

SHEET, LICENCE = "faces.css", "faces-licence.txt"
# The name of a file, wherever a page, a style sheet or a script speaks of one.
NAME = re.compile(r"[\w.-]+\.\w+")
MAP_NOTE = re.compile(r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ ?\*/)\s*$")


def finish_site(study: Study, results: Results, app: Sphinx, error: Exception | None) -> None:
    """Finish the site that Sphinx has written."""
    if error is not None:
        return
    site = Path(app.outdir)
    (site / ".buildinfo").unlink(missing_ok=True)
    remove_unused(site)
    pages = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}
    finish_pages(app, study, results, pages)
    write(site / "_static" / SHEET, build_page_style(pages.values()))
    write(site / "_static" / LICENCE, read_licence())
    write_shared_files(app, study, results, pages)


def finish_pages(app: Sphinx, study: Study, results: Results, pages: Mapping[str, str]) -> None:
    """Parse every page once: for its policy, for what the search finds on it, and for its cards.

    Pages of configurations come first: they do in the search, and whatever shows a
    configuration elsewhere takes the card of its page.
    """
    site = Path(app.outdir)
    origins = cards.list_origins(study, results.comparisons)
    wanted = cards.list_targets(pages)
    told: dict[str, cards.Card] = {}
    found: dict[str, list[passages.Passage]] = {}
    names = [page.removesuffix(".html") for page in pages]
    for name in passages.order_pages(study.directory.parent, names):
        page = f"{name}.html"
        # Of two attributes of one name, browsers take the first.
        document = BeautifulSoup(pages[page], "html.parser", on_duplicate_attribute="ignore")
        # Pages that Sphinx left unchanged have their policy already.
        if POLICY_TAG not in pages[page]:
            write(site / page, secure_page(pages[page], document, page))
        told |= cards.build_cards(document, page, wanted.get(page, ()), told, origins)
        found[name] = list(passages.read_passages(document))
    found.pop("search", None)
    stopwords, code = passages.describe_language(app)
    write_script(
        site / "_static" / passages.SCRIPT,
        code,
        PASSAGES=passages.drop_repeated(found),
        SYNONYMS=passages.list_synonyms(study.synonyms),
        STOPWORDS=stopwords,
    )
    write_script(site / "_static" / cards.SCRIPT, CARDS=dict(sorted(told.items())))


def write(path: Path, text: str) -> None:
    """Write a file of the site, with the same bytes on every system."""
    path.write_text(text, "utf-8", newline="\n")


def write_script(path: Path, code: str = "", **variables: object) -> None:
    """Write a script that sets variables; nothing in them can end it."""
    lines = [
        f"window.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in variables.items()
    ]
    write(path, "".join(lines).replace("<", "\\u003c") + code)


def remove_unused(site: Path) -> None:
    """Remove files below ``_static`` that no page names, nor a file in use.

    Notes on the sources of scripts, which are no part of the site, go as well.
    """
    files = {path for path in (site / "_static").rglob("*") if path.is_file()}
    waiting = [path for path in site.rglob("*.html") if path not in files]
    used: set[Path] = set()
    while waiting:
        path = waiting.pop()
        text = path.read_text("utf-8")
        if path in used and MAP_NOTE.search(text):
            text = MAP_NOTE.sub("\n", text)
            write(path, text)
        names = set(NAME.findall(text))
        found = {file for file in files - used if file.name in names}
        used |= found
        waiting += [file for file in found if file.suffix in {".css", ".js"}]
    for path in files - used:
        path.unlink()
    for folder in sorted((site / "_static").rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def build_page_style(pages: Iterable[str]) -> str:
    """Return the style sheet of all pages: the letters that they use, the colours of stages."""
    letters = map(ord, set().union(*pages))
    note = f"/* Cut from Source Sans; its licence is in {LICENCE}. */\n"
    count = len(STAGE_COLOURS)
    light, dark = (list_colours(count, is_dark=is_dark) for is_dark in (False, True))
    return (
        note + build_sheet(letters) + render("site/stages.css", light=light, dark=dark, count=count)
    )
