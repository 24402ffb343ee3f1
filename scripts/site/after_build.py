"""What is done once all pages are written: nothing unused stays, and what needs all is made."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from scripts.chapters.results import load_results
from scripts.look.palette import DARK_INK, DARK_PAPER, PAPER, STAGE_COLOURS, mix
from scripts.look.typeface import build_sheet, read_licence
from scripts.site import cards, passages
from scripts.site.metadata import write_shared_files
from scripts.study.study import find_data, load_study

SHEET, LICENCE = "faces.css", "faces-licence.txt"
# The name of a file, wherever a page, a style sheet or a script speaks of one.
NAME = re.compile(r"[\w.-]+\.\w+")
MAP_NOTE = re.compile(r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ ?\*/)\s*$")
# A page that is read from a disk is of no origin, so that some browsers do not take the files
# beside it for its own. On the web, no page can load a file from a disk.
OWN = "'self' file:"
START = '<meta http-equiv="Content-Security-Policy"'


def finish_site(app: Sphinx, error: Exception | None) -> None:
    """Finish the site: no unused file, the policy of each page, search, cards, letters, sitemap."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    (site / ".buildinfo").unlink(missing_ok=True)
    remove_unused(site)
    pages = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}
    read_pages(app, pages)
    write(site / "_static" / SHEET, build_style(pages.values()))
    write(site / "_static" / LICENCE, read_licence())
    write_shared_files(app, pages)


def read_pages(app: Sphinx, pages: Mapping[str, str]) -> None:
    """Parse every page once: for its policy, for what the search finds on it, and for its cards.

    Those of configurations come first: they do in the search, and what shows a configuration
    elsewhere has their card.
    """
    site, source = Path(app.outdir), Path(app.srcdir)
    data = find_data(source)
    study = load_study(data)
    origins = cards.list_origins(study, load_results(source, data).comparisons)
    wanted = cards.list_targets(pages)
    told: dict[str, cards.Card] = {}
    found: dict[str, list[passages.Passage]] = {}
    for name in passages.order_pages(app, [page.removesuffix(".html") for page in pages]):
        page = f"{name}.html"
        # Of two attributes of one name, browsers take the first.
        document = BeautifulSoup(pages[page], "html.parser", on_duplicate_attribute="ignore")
        # What Sphinx found unchanged has its policy.
        if START not in pages[page]:
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


def secure_page(html: str, document: BeautifulSoup, name: str) -> str:
    """Return a page with its policy, right after the declaration of its encoding.

    Scripts come from files of the site; an inline script runs only if its SHA-256 hash is
    in the policy. Styles may be inline: drawings carry their own. A page with handlers in
    attributes, which no hash can allow, is refused.
    """
    handlers = [
        f'<{tag.name} {key}="{value}">'
        for tag in document.find_all(True)
        for key, value in tag.attrs.items()
        if key.startswith("on") or (key in {"href", "src", "action"} and _is_script(value))
    ]
    if handlers:
        raise ExtensionError(
            f"{name}: a script in an attribute would not run under the site's policy: "
            f"{'; '.join(handlers[:3])}. Connect it in a file of scripts/site/static."
        )
    scripts = [script.get_text() for script in document.find_all("script", src=False)]
    policy = escape(build_policy(scripts), quote=True).replace("&#x27;", "'")
    head, mark, rest = html.partition('<meta charset="utf-8" />')
    if not mark:
        raise ExtensionError(f'{name} does not begin with <meta charset="utf-8" />')
    return f'{head}{mark}\n{START} content="{policy}">{rest}'


def _is_script(address: str) -> bool:
    """Return whether an address would run what it says."""
    return address.strip().casefold().startswith("javascript:")


def build_policy(scripts: Iterable[str]) -> str:
    """Return the policy for a page with these inline scripts."""
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in scripts)
    hashes = dict.fromkeys(f"'sha256-{digest}'" for digest in digests)
    rules: Mapping[str, str] = {
        "default-src": OWN,
        "script-src": " ".join((OWN, *hashes)),
        "script-src-attr": "'none'",
        "style-src": f"{OWN} 'unsafe-inline'",
        "img-src": f"{OWN} data:",
        "font-src": f"{OWN} data:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "frame-src": "'none'",
        "base-uri": "'none'",
        "form-action": OWN,
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def build_style(pages: Iterable[str]) -> str:
    """Return the style sheet of all pages: the letters that they use, the colours of stages."""
    letters = map(ord, set().union(*pages))
    note = f"/* Cut from Source Sans; its licence is in {LICENCE}. */\n"
    return note + build_sheet(letters) + build_colours()


def build_colours() -> str:
    """Return the colours of the stages as the diagrams have them, for all that pages show."""
    light, dark, rules = [], [], []
    for i, colour in enumerate(STAGE_COLOURS):
        light.append(f"--stage-{i}: {colour}; --fill-{i}: {mix(colour, PAPER, 0.1)};")
        edge, fill = mix(colour, DARK_INK, 0.75), mix(colour, DARK_PAPER, 0.28)
        dark.append(f"--stage-{i}: {edge}; --fill-{i}: {fill};")
        rules.append(f".stage-{i} {{ --stage: var(--stage-{i}); --fill: var(--fill-{i}); }}\n")
    return (
        f":root {{ {' '.join(light)} }}\n:root[data-theme=dark] {{ {' '.join(dark)} }}\n"
        f"{''.join(rules)}"
    )
