"""Directions of text."""

import pytest
from bs4 import BeautifulSoup

from scripts.display.exhibits import show
from scripts.look.text import is_right_to_left, mark_direction
from tests.exhibits import rebuild_table
from tests.studies import make_study


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("قلق", True), ("חרדה", True), ("2020 قلق", True), ("Fear", False), ("", False)],
)
def test_text_from_right_to_left_is_known_as_such(text, wanted):
    assert is_right_to_left(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", ""), ("Fear (1)", ""), ("Fear (קלק)", ' dir="auto"'), ("قلق", ' dir="auto"')],
)
def test_a_page_has_a_direction_where_one_is_needed(text, wanted):
    assert mark_direction(text) == wanted


def test_the_label_of_a_card_stands_at_the_side_of_its_list(tmp_path):
    rows = [{"configuration": "a", "context": "يعيش وحده\nلا يعرف أحدا", "outcome": "Comes\nTalks"}]
    exhibits = [{"exhibit": "table", "kind": "configurations"}]
    study = make_study(tmp_path / "data", configurations=rows, exhibits=exhibits)
    html = show(rebuild_table(study, "table")).html
    arabic, _, english = BeautifulSoup(html, "html.parser").select("tbody td")
    assert arabic["dir"] == "auto"
    # Of a part with a direction of its own the cell would not take notice.
    assert arabic.find("ul").get("dir") is None
    assert english.get("dir") is None
