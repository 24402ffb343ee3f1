"""What a book has once its address and that of its source are configured, and not before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.errors import ConfigError

from scripts.site.address import NOT_GIVEN, add_source_links, build_sitemap, read_address
from tests import ROOT

# The book is too small to have the chapters that its data ask for.
BUILD = (
    "from scripts.site import extension; extension.require_sound_data = lambda root: None; "
    "from scripts.study import study; study.check_study = lambda data: []; "
    "from jupyter_book.cli.main import main; main()"
)
BASE = "https://example.org/tea/"
SOURCE = "https://github.com/owner/tea"


def test_the_source_is_offered_only_if_its_address_is_known():
    config = SimpleNamespace(html_theme_options={"launch_buttons": {"binderhub_url": ""}})
    config.html_theme_options["repository_url"] = NOT_GIVEN
    add_source_links(None, config)
    assert config.html_theme_options == {"launch_buttons": {"binderhub_url": ""}}
    config.html_theme_options["repository_url"] = SOURCE
    add_source_links(None, config)
    assert config.html_theme_options["use_repository_button"] is True
    buttons = config.html_theme_options["launch_buttons"]
    assert buttons == {"binderhub_url": "https://mybinder.org"}


@pytest.mark.parametrize(
    ("written", "said", "taken"),
    [
        ("", BASE, BASE),
        (BASE, "https://other.example/", BASE),
        ("", "", ""),
        ("", f" {BASE} ", BASE),
    ],
)
def test_the_address_is_that_of_the_settings_or_else_of_whatever_publishes(written, said, taken):
    config = SimpleNamespace(html_baseurl=written)
    read_address(None, config, {"SITE_ADDRESS": said})
    assert config.html_baseurl == taken


def test_what_is_no_address_is_refused_in_words():
    with pytest.raises(ConfigError, match="it must be the address of the site"):
        read_address(None, SimpleNamespace(html_baseurl=""), {"SITE_ADDRESS": "example.org"})


def test_another_binder_is_not_replaced():
    options = {"repository_url": SOURCE, "launch_buttons": {"binderhub_url": "https://b.example"}}
    add_source_links(None, SimpleNamespace(html_theme_options=options))
    assert options["launch_buttons"]["binderhub_url"] == "https://b.example"


def test_a_sitemap_names_pages_as_text():
    sitemap = build_sitemap(BASE, ["index.html", "a&b.html"])
    assert f"<loc>{BASE}index.html</loc>" in sitemap
    assert f"<loc>{BASE}a&amp;b.html</loc>" in sitemap


@pytest.fixture(scope="module")
def small_site(tmp_path_factory) -> Path:
    """A book of three pages with both addresses, built by Jupyter Book alone."""
    folder = tmp_path_factory.mktemp("book")
    shutil.copytree(ROOT / "data", folder / "data")
    for name in ("references.bib", "CITATION.cff"):
        shutil.copy(ROOT / name, folder)
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config["html"]["baseurl"] = BASE
    config["execute"]["execute_notebooks"] = "off"
    config["sphinx"]["config"]["edition_downloads"] = False
    config["repository"] = {"url": SOURCE, "branch": "main"}
    (folder / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: tea\n- file: figure_1\n"
    )
    shutil.copy(ROOT / "chapters/figure_1.ipynb", folder)
    (folder / "index.md").write_text("# A book\n\nOn tea.\n")
    cells = [nbformat.v4.new_markdown_cell("# Tea\n\nA chapter.")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "tea.ipynb")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, "build", "."],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build/html"


def read(site: Path, name: str) -> BeautifulSoup:
    """Return a page, parsed."""
    return BeautifulSoup((site / name).read_text("utf-8"), "html.parser")


def test_with_its_address_a_book_has_a_sitemap_and_a_picture(small_site):
    sitemap = (small_site / "sitemap.xml").read_text("utf-8")
    assert f"<loc>{BASE}tea.html</loc>" in sitemap
    assert "search.html" not in sitemap
    assert (small_site / "_static/card.png").stat().st_size > 5_000


@pytest.mark.parametrize("name", ["index.html", "tea.html"])
def test_with_its_address_a_page_names_its_own(small_site, name):
    page = read(small_site, name)
    (canonical,) = page.select("link[rel=canonical]")
    assert canonical["href"] == f"{BASE}{name}"
    assert page.select_one("meta[property='og:url']")["content"] == f"{BASE}{name}"
    assert page.select_one("meta[property='og:image']")["content"] == f"{BASE}_static/card.png"


def test_with_its_source_a_chapter_can_be_run_and_its_source_seen(small_site):
    links = [
        link.get("href", "") for link in read(small_site, "tea.html").select("header a, a.btn")
    ]
    links += [a["href"] for a in read(small_site, "tea.html").select(".edition-menu a")]
    assert any(link.startswith("https://mybinder.org/v2/gh/owner/tea/main") for link in links)
    assert SOURCE in links


def test_without_addresses_nothing_names_any(site):
    assert not (site / "sitemap.xml").exists()
    assert not (site / "_static/card.png").exists()
    page = (site / "index.html").read_text("utf-8")
    for name in ("mybinder", "canonical", "og:url", "og:image", "github.com"):
        assert name not in page
