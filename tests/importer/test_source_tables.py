"""Somebody's table as a grid of cells, whatever program wrote it."""

import pytest

from scripts.importer.source_tables import (
    FileContents,
    TableError,
    check_conserved,
    clean,
    is_alone,
)


def make_table(cells, origins):
    """Return a table of cells at their places, and what was set aside."""
    reading = FileContents()
    reading.add_table("x", cells, origins)
    return next(iter(reading.grids), None), reading.aside


def test_a_grid_is_as_wide_and_as_high_as_its_cells():
    grid, _ = make_table({(0, 1): "a", (1, 0): "b", (3, 3): ""}, {(1, 1): (0, 1)})
    assert grid.rows == (("", "a"), ("b", "a"))
    assert grid.origins == (((0, 0), (0, 1)), ((1, 0), (0, 1)))
    assert grid.width == 2
    assert make_table({}, {}) == make_table({(0, 0): ""}, {}) == (None, {})


def test_what_another_cell_covers_is_set_aside_with_its_place():
    grid, aside = make_table({(0, 0): "a", (1, 0): "b"}, {(1, 0): (0, 0), (2, 0): (0, 0)})
    assert grid.rows == (("a",), ("a",))
    assert aside == {"x, row 2, below a merged cell": ["b"]}


def test_a_cell_is_alone_where_its_row_has_others_that_are_blank():
    grid, _ = make_table({(0, 0): "a", (1, 0): "b", (1, 1): "c"}, {})
    assert is_alone(grid, 0)
    assert not is_alone(grid, 1)
    assert not is_alone(make_table({(0, 0): "a"}, {})[0], 0)


def test_line_ends_of_all_systems_are_the_same():
    assert clean("  a\r\nb\rc\nd \n") == "a\nb\nc\nd"


def test_of_places_of_which_words_are_lost_the_one_that_lost_most_is_named():
    source = [("row 1", ("kept lost too",)), ("row 2", ("gone",)), ("row 3", ("kept",))]
    with pytest.raises(TableError, match="row 2: the text beginning with “gone” would be lost"):
        check_conserved(source, ["kept", "kept"])
    check_conserved(source, ["kept lost", "too gone", "kept"])
