"""A policy on every page: nothing from elsewhere, and no script that is not the book's own."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

# A page that is read from a disk is of no origin, so that some browsers do not take the files
# beside it for its own. On the web, no page can load a file from a disk.
OWN = "'self' file:"
START = '<meta http-equiv="Content-Security-Policy"'


class _PageReader(HTMLParser):
    """Collects the inline scripts of a page, and attributes that would be scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self._inline = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a handler; begin a script that has no file."""
        for name, value in attrs:
            runs = name in {"href", "src", "action"} and (value or "").strip().casefold()
            if name.startswith("on") or (runs and runs.startswith("javascript:")):
                self.handlers.append(f'<{tag} {name}="{value}">')
        if tag == "script" and "src" not in dict(attrs):
            self._inline = True
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        """Take the text of a script as it stands."""
        if self._inline:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End a script."""
        if tag == "script":
            self._inline = False


def secure_page(html: str, name: str = "the page") -> str:
    """Return a page with its policy, right after the declaration of its encoding.

    Scripts come from files of the site; an inline script runs only if its SHA-256 hash is
    in the policy. Styles may be inline: drawings carry their own.

    Raises
    ------
    ValueError
        If the page has handlers in attributes, which no hash can allow, or no place for
        the policy.
    """
    reader = _PageReader()
    reader.feed(html)
    reader.close()
    if reader.handlers:
        raise ValueError(
            f"{name}: a script in an attribute would not run under the site's policy: "
            f"{'; '.join(reader.handlers[:3])}. Connect it in a file of scripts/site/static."
        )
    policy = escape(build_policy(reader.scripts), quote=True).replace("&#x27;", "'")
    head, mark, rest = html.partition('<meta charset="utf-8" />')
    if not mark:
        raise ValueError(f'{name} does not begin with <meta charset="utf-8" />')
    return f'{head}{mark}\n{START} content="{policy}">{rest}'


def build_policy(scripts: list[str]) -> str:
    """Return the policy for a page with these inline scripts."""
    hashes = dict.fromkeys(
        "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for text in scripts
    )
    return "; ".join(
        (
            f"default-src {OWN}",
            " ".join((f"script-src {OWN}", *hashes)),
            "script-src-attr 'none'",
            f"style-src {OWN} 'unsafe-inline'",
            f"img-src {OWN} data:",
            f"font-src {OWN} data:",
            "connect-src 'self'",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            f"form-action {OWN}",
        )
    )


def secure_site(app: Sphinx, error: Exception | None) -> None:
    """Give every page of the finished site its policy."""
    if error is not None or app.builder.format != "html":
        return
    for path in sorted(Path(app.outdir).rglob("*.html")):
        html = path.read_text("utf-8")
        if START not in html:
            try:
                path.write_text(secure_page(html, path.name), "utf-8", newline="\n")
            except ValueError as problem:
                raise ExtensionError(str(problem)) from problem
