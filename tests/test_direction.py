"""Directions of text."""

from __future__ import annotations

import pytest

from scripts.direction import is_right_to_left, mark_direction


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("قلق", True), ("חרדה", True), ("2020 قلق", True), ("Fear", False), ("", False)],
)
def test_text_from_right_to_left_is_not_known_as_such(text, wanted):
    assert is_right_to_left(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", ""), ("Fear (1)", ""), ("Fear (קלק)", ' dir="auto"'), ("قلق", ' dir="auto"')],
)
def test_a_page_is_full_of_directions_or_lacks_one(text, wanted):
    assert mark_direction(text) == wanted
