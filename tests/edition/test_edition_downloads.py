"""Every table, figure and chart of this edition is followed by links to its files."""

import pytest
from bs4 import BeautifulSoup

from scripts.chapters.contents import list_chapters
from scripts.chapters.notebooks import read_chapter
from scripts.exports.downloads import FIGURE_FORMATS, TABLE_FORMATS
from scripts.files import mime_types
from tests import ROOT

FORMATS = {mime_types.TABLE: TABLE_FORMATS, mime_types.FIGURE: FIGURE_FORMATS}


@pytest.mark.parametrize("path", list_chapters(ROOT), ids=lambda path: path.stem)
def test_every_table_and_figure_can_be_downloaded_where_it_stands(site, path):
    page = (site / path.relative_to(ROOT)).with_suffix(".html")
    html = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    links = {a["href"].rpartition("/")[2] for a in html.select("p.edition-downloads a.file")}
    for cell in read_chapter(path).cells:
        for output in cell.get("outputs", ()):
            for kind, formats in FORMATS.items():
                if kind not in output.get("data", {}):
                    continue
                form = output["data"][kind]
                keys = (
                    [d["key"] for d in form["drawings"]] if "drawings" in form else [form["name"]]
                )
                wanted = {f"{key}{suffix}" for key in keys for suffix in formats}
                assert wanted
                assert wanted <= links, (keys, cell.source)
                assert all((site / "downloads" / name).stat().st_size for name in wanted)
