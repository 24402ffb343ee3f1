"""Every table, figure and chart of this edition is followed by links to its files."""

from __future__ import annotations

import pytest

from scripts.chapters.chapters import list_chapters, read_chapter
from tests import ROOT

SHOWS = ("show_table(", "show_figure(", "show_model_figure(figure)")
# One table for each section, and one file for all of them.
TOGETHER = {"reproduction_report": "claims", "positive_negative": "table_2"}
# What is about the machine that measured, and has its file of numbers in the source.
WITHOUT = {"speed"}


@pytest.mark.parametrize("path", list_chapters(ROOT), ids=lambda path: path.stem)
def test_every_table_and_figure_can_be_downloaded_where_it_stands(path):
    codes = [cell for cell in read_chapter(path).cells if cell.cell_type == "code"]
    links = [cell for cell in codes if cell.source.startswith("download_lists.show_downloads(")]
    for cell in links:
        html = "".join(cell.outputs[0]["data"]["text/html"])
        assert html.count('<a class="file" href="../downloads/') >= 3, cell.source
    if path.stem in WITHOUT:
        return
    if path.stem in TOGETHER:
        assert [TOGETHER[path.stem] in cell.source for cell in links] == [True]
        return
    for cell, after in zip(codes, [*codes[1:], None], strict=True):
        if any(name in cell.source for name in SHOWS):
            assert after in links, cell.source
