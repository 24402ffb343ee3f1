"""What a page loads: nothing from the network, nothing that it does not use."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.application import Sphinx

# Jupyter Book loads it for every book. It would put addresses on the network into each page.
UNWANTED = "sphinx_thebe"
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
# The theme's version switcher and its search while typing, neither of which is in use, and a
# script that moves its sidebars in another way than layout.css does; Sphinx's marks for words
# that were searched for, which browsers set themselves.
POINTLESS = re.compile(
    r"DOCUMENTATION_OPTIONS\.(pagename|search_as_you_type)\b|sphinx-book-theme\.js|sphinx_highlight\.js"
)
# What files of one kind say of others that they need.
ADDRESSES = {
    ".html": re.compile(r"""\s(?:src|href|srcset)\s*=\s*["']([^"']+)["']"""),
    ".css": re.compile(r"""(?:url\(|@import)\s*["']?(?!data:)([^"')]+)"""),
}
MAP_NOTE = re.compile(r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ ?\*/)\s*$")


def disconnect_unwanted(app: Sphinx, config: object) -> None:
    """Take the handlers of the unwanted extension out again."""
    for listeners in list(app.events.listeners.values()):
        for listener in list(listeners):
            if listener.handler.__module__ == UNWANTED:
                app.disconnect(listener.id)


def drop_unneeded_files(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Take out of a page what comes from the network, and what the page does not use."""
    body = context.get("body") or ""
    for key in ("script_files", "css_files"):
        files = [file for file in context.get(key, []) if is_local(file)]
        context[key] = [file for file in files if is_needed(file, body)]


def _read(file: object) -> tuple[str, str]:
    """Return the address of a script or style sheet, and what it says inline."""
    body = str(getattr(file, "attributes", {}).get("body") or "")
    return str(getattr(file, "filename", file) or ""), body


def is_local(file: object) -> bool:
    """Return whether a script or style sheet comes from this site, and is wanted."""
    address, body = _read(file)
    if POINTLESS.search(address + body):
        return False
    return "://" not in address + body and "sphinx-thebe" not in address


def is_needed(file: object, body: str) -> bool:
    """Return whether a page with this body has something that the file is for."""
    said = "\n".join(_read(file))
    for name, sign in NEEDED_FOR.items():
        if re.search(name, said):
            return re.search(sign, body) is not None
    return True


def remove_leftovers(app: Sphinx, error: Exception | None) -> None:
    """Remove what is no part of the site: what no page refers to or uses, and Sphinx's notes."""
    if error is None and app.builder.format == "html":
        output = Path(app.outdir)
        (output / ".buildinfo").unlink(missing_ok=True)
        remove_unused(output)


def remove_unused(site: Path) -> None:
    """Remove files below ``_static`` that no page leads to, directly or through a style sheet.

    A script may ask for files by name, so what a script in use names is kept too.
    """
    site = site.resolve()
    files = {path for path in (site / "_static").rglob("*") if path.is_file()}
    pages = [path for path in site.rglob("*.html") if path not in files]
    used: set[Path] = set()
    waiting = list(pages)
    while waiting:
        file = waiting.pop()
        for found in _list_used(file, files) - used:
            used.add(found)
            waiting.append(found)
    for path in files - used:
        path.unlink()
    for path in used:
        if path.suffix in {".js", ".css"}:
            text = path.read_text("utf-8")
            if MAP_NOTE.search(text):
                path.write_text(MAP_NOTE.sub("\n", text), "utf-8", newline="\n")
    for folder in sorted((site / "_static").rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _list_used(file: Path, files: set[Path]) -> set[Path]:
    """Return the files that a page, style sheet or script asks for."""
    if file.suffix == ".js":
        text = MAP_NOTE.sub("", file.read_text("utf-8"))
        return {other for other in files if re.search(rf"[\"'`/]{re.escape(other.name)}\b", text)}
    if file.suffix not in ADDRESSES:
        return set()
    addresses = ADDRESSES[file.suffix].findall(file.read_text("utf-8"))
    places = {unquote(urlsplit(address.strip()).path) for address in addresses}
    return files & {Path(os.path.normpath(file.parent / place)) for place in places}
