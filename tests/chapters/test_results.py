"""What chapters have shown is told apart by keys, of which each stands in one chapter."""

import json

import pandas as pd
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_notebook, new_output

from scripts.chapters.notebooks import ChapterError
from scripts.chapters.results import read_results
from scripts.display.exhibits import show_chart, show_table
from scripts.files import mime_types
from tests.studies import make_study


def show_rows(key):
    return show_table(pd.DataFrame({"a": [1]}, index=["x"]), key, "Rows")


def show_lines(key):
    figure = Figure()
    figure.subplots().plot([1, 2])
    return show_chart(figure, key, "Lines")


def make_chapter(*shown):
    """Return a chapter as it is once executed."""
    forms = [json.loads(json.dumps(dict(each.forms))) for each in shown]
    outputs = [new_output("display_data", each) for each in forms]
    return new_notebook(cells=[new_code_cell("", outputs=outputs)])


@pytest.mark.parametrize("first", [show_rows, show_lines])
@pytest.mark.parametrize("second", [show_rows, show_lines])
def test_a_key_of_two_chapters_is_refused_with_both_and_what_to_do(tmp_path, first, second):
    chapters = {
        "chapters/one.ipynb": make_chapter(first("rows")),
        "chapters/copy.ipynb": make_chapter(second("others"), second("rows")),
    }
    with pytest.raises(ChapterError) as refused:
        read_results(chapters, make_study(tmp_path).settings)
    assert str(refused.value).startswith(
        "chapters/copy.ipynb: the key “rows” is used in chapters/one.ipynb already"
    )
    assert "Change the key in one of these chapters" in str(refused.value)


def test_verdicts_of_two_chapters_on_one_exhibit_are_refused(tmp_path):
    exhibits = [{"exhibit": "table_1", "kind": "demographics", "groups": ["clients"]}]
    settings = make_study(tmp_path, exhibits=exhibits).settings
    verdict = {mime_types.VERDICT: {"exhibit": "table_1", "values": []}}
    cell = new_code_cell("", outputs=[new_output("display_data", verdict)])
    chapters = {f"chapters/{n}.ipynb": new_notebook(cells=[cell]) for n in ("one", "copy")}
    message = "^chapters/copy.ipynb: the key “table_1” is used in chapters/one.ipynb already"
    with pytest.raises(ChapterError, match=message):
        read_results(chapters, settings)


def test_each_key_leads_to_its_chapter(tmp_path):
    chapters = {
        "chapters/one.ipynb": make_chapter(show_rows("rows"), show_lines("rows")),
        "chapters/two.ipynb": make_chapter(show_lines("lines")),
    }
    found = read_results(chapters, make_study(tmp_path).settings)
    assert list(found.tables) == ["rows"]
    assert list(found.drawings) == ["rows", "lines"]
    assert found.chapters == {"rows": "chapters/one.ipynb", "lines": "chapters/two.ipynb"}
