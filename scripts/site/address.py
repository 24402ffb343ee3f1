"""What a book has once it is known where it stands: a sitemap, a picture to share, its source."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from scripts.exports.drawings import write_share_card
from scripts.site.page_head import CARD, find_base, find_drawn

# Where the site will stand, said by whatever publishes it.
PLACE = "SITE_ADDRESS"
BINDER = "https://mybinder.org"
# What Jupyter Book takes for the address of a book's source if none is given: its own.
NOT_GIVEN = "https://github.com/executablebooks/jupyter-book"


def read_address(app: Sphinx | None, config, environment: Mapping[str, str] = os.environ) -> None:
    """Take the address of the site from the environment where ``_config.yml`` names none.

    Whatever publishes the book knows where: the workflow for GitHub Pages sets SITE_ADDRESS.
    """
    address = environment.get(PLACE, "").strip()
    if address and not config.html_baseurl:
        if not address.startswith(("https://", "http://")):
            raise ConfigError(
                f"{PLACE} is “{address}”; it must be the address of the site and begin with "
                "https://, such as https://owner.github.io/name/"
            )
        config.html_baseurl = address


def add_source_links(app: Sphinx, config) -> None:
    """Offer a link to the source, and to run it on Binder, if its address is configured.

    That is ``repository.url`` in ``_config.yml``; nothing else needs to be set.
    """
    options = config.html_theme_options
    if options.get("repository_url") == NOT_GIVEN:
        del options["repository_url"]
    if options.get("repository_url"):
        options["use_repository_button"] = True
        buttons = dict(options.get("launch_buttons") or {})
        buttons["binderhub_url"] = buttons.get("binderhub_url") or BINDER
        options["launch_buttons"] = buttons


def write_shared_files(app: Sphinx, error: Exception | None) -> None:
    """Write the sitemap and the picture for links, if the address of the site is configured.

    That is ``html.baseurl`` in ``_config.yml``, or SITE_ADDRESS in the environment.
    """
    base, site = find_base(app), Path(app.outdir)
    if error is not None or app.builder.format != "html" or not base:
        return
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    pages = [page for page in pages if not page.startswith("_") and page != "search.html"]
    (site / "sitemap.xml").write_text(build_sitemap(base, pages), "utf-8", newline="\n")
    drawn = find_drawn(Path(app.srcdir))
    if drawn is not None:
        write_share_card(*drawn, site / "_static" / CARD)


def build_sitemap(base: str, pages: list[str]) -> str:
    """Return a sitemap of pages, by their names within the site."""
    places = "\n".join(f"<url><loc>{escape(base + page)}</loc></url>" for page in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{places}\n</urlset>\n"
    )


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    app.connect("config-inited", read_address)
    app.connect("config-inited", add_source_links)
    # After the removal of files that no page leads to.
    app.connect("build-finished", write_shared_files, priority=902)
