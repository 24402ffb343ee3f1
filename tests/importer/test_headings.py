"""Where the headings of somebody's table stand, and what they say."""

from scripts.importer.headings import find_headings, find_labels
from scripts.importer.source_tables import SourceTable, is_alone


def make_grid(rows, merged=()):
    """Return a grid; `merged` are first and last cells of what is one cell."""
    origins = [[(r, c) for c in range(len(row))] for r, row in enumerate(rows)]
    cells = [list(row) for row in rows]
    for (top, left), (bottom, right) in merged:
        for r in range(top, bottom + 1):
            for c in range(left, right + 1):
                origins[r][c], cells[r][c] = (top, left), rows[top][left]
    return SourceTable("t", tuple(map(tuple, cells)), tuple(map(tuple, origins)))


PLAIN = [["Context", "Mechanism", "Outcome"], ["New", "Asks", "Stays"]]


def test_headings_in_the_first_row_are_found():
    head = find_headings(make_grid(PLAIN))
    assert head.grid.rows[0][0] == "Context"
    assert (head.top, head.end) == (0, 1)
    assert [c.kind for c in head.columns] == ["context", "mechanism", "outcome"]


def test_headings_are_found_below_other_rows():
    rows = [["Table 1. All", "", ""], ["", "", ""], *PLAIN]
    head = find_headings(make_grid(rows))
    assert (head.top, head.end) == (2, 3)


def test_a_title_merged_over_the_table_is_no_head():
    rows = [["Table 1. All", "", ""], *PLAIN]
    head = find_headings(make_grid(rows, [((0, 0), (0, 2))]))
    assert (head.top, head.end) == (1, 2)
    assert {c.spanner for c in head.columns} == {""}


def test_a_head_over_some_columns_is_kept():
    rows = [["Context", "Mechanism", "", "Outcome"], ["", "Resource", "Reasoning", ""]]
    merged = [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3))]
    for areas in (merged, []):
        head = find_headings(make_grid([*rows, ["a", "b", "c", "d"]], areas))
        assert [c.spanner for c in head.columns] == ["", "Mechanism", "Mechanism", ""]
        assert head.end == 2


def test_a_table_on_its_side_is_turned():
    head = find_headings(make_grid([list(row) for row in zip(*PLAIN, strict=True)]))
    assert head.grid.rows == tuple(map(tuple, PLAIN))
    assert len(head.columns) == 3


def test_cells_at_the_left_that_speak_of_stages_turn_no_table():
    rows = [*PLAIN, ["Outcome of the first year", "Asks", "Goes"], ["A mechanism", "x", "y"]]
    head = find_headings(make_grid(rows))
    assert head.end == 1
    assert len(head.grid.rows) == 4


def test_a_column_without_heading_that_numbers_the_rows_is_a_name():
    rows = [["", *PLAIN[0]], ["1a", *PLAIN[1]], ["1b", *PLAIN[1]]]
    head = find_headings(make_grid(rows))
    assert (head.columns[0].kind, head.columns[0].heading) == ("configuration", "Number")
    rows[2][0] = "1a"
    head = find_headings(make_grid(rows))
    assert head.columns[0].kind is None


def test_two_columns_of_a_kind_have_two_keys():
    rows = [["Context", "Proximal outcome", "Distal outcome"], ["a", "b", "c"]]
    head = find_headings(make_grid(rows))
    assert [c.key for c in head.columns] == ["context", "outcome", "outcome_2"]


def test_a_table_without_stages_has_no_headings():
    assert find_headings(make_grid([["Age", "Sex"], ["1", "2"]])).score == 0
    assert find_headings(make_grid([])).columns == ()


def test_only_a_row_with_its_first_cell_alone_is_alone():
    grid = make_grid([["a", ""], ["a", "b"], ["", "b"], ["", ""], ["a", ""]], [((4, 0), (4, 1))])
    assert [is_alone(grid, row) for row in range(5)] == [True, False, False, False, True]


def test_two_stages_below_the_name_of_a_configuration_are_enough_at_the_left():
    rows = [["CMO 1", ""], ["Context", "New"], ["Outcome", "Stays"]]
    assert find_labels(make_grid([["Number", "1"], *rows[1:]])) is None
    assert find_labels(make_grid([["CMO 1", "CMO 2"], *rows[1:]])) == 0
