"""Cells of a CSV file that no program takes for a formula, whatever it parts cells at."""

import csv
import io

import pytest

from scripts.exports.text_formats import STARTERS, guard_text


def runs(text):
    """Return whether a program finds a formula in a cell, if it parts cells at other signs."""
    written = io.StringIO()
    csv.writer(written).writerow(["before", text])
    for mark in (",", ";", "\t", "|"):
        for row in csv.reader(io.StringIO(written.getvalue()), delimiter=mark):
            for cell in row:
                plain = cell.strip().strip('"').strip()
                if plain.startswith(("=", "+", "@", "＝", "＋", "＠")):
                    return True
    return False


@pytest.mark.parametrize(
    "text",
    [
        *("a;=HYPERLINK(1);b", "a; =1+1", 'a;"=1+1"', "a|@SUM(1)", "a\t=1", "a;+1;b", "=1;=2"),
        *("a;\n=1", "＝1;＝2", ";=1", "x;;=1", "a\n=1+1", "a\r\n @SUM(1)", "a\n\n+1"),
    ],
)
def test_no_part_of_a_cell_begins_a_formula(text):
    assert runs(text)
    assert not runs(guard_text(text))


@pytest.mark.parametrize(
    "text", ["a; b", "a;b", "1;-2", "x - y", "a = b", "a\n- b\nc", "a@b.org; c@d.org", ""]
)
def test_harmless_text_stays_as_it_is(text):
    assert guard_text(text) == text


@pytest.mark.parametrize("text", [f"{blank}{sign}x" for blank in ("", " ") for sign in STARTERS])
def test_a_cell_that_begins_with_such_a_sign_is_guarded_behind_blanks_too(text):
    assert guard_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "-2.5"])
def test_negative_numbers_stay_numbers(text):
    assert guard_text(text) == text
