"""The rows of somebody's table: which are configurations, and what becomes of the others."""

from scripts.importer.headings import find_headings
from scripts.importer.rows import ImportedTable, take_rows
from tests.importer.test_headings import make_grid


def take(rows, merged=()):
    """Return the rows taken, the notes and the report."""
    found = ImportedTable()
    head = find_headings(make_grid(rows, merged))
    taken = take_rows(head, found)
    return taken, found.notes, found.report


HEAD = ["No.", "Context", "Outcome"]


def test_titles_between_rows_belong_to_the_rows_below():
    rows = [HEAD, ["Part one", "", ""], ["1", "a", "b"], ["Part two", "", ""], ["2", "c", "d"]]
    for areas in ([], [((1, 0), (1, 2)), ((3, 0), (3, 2))]):
        taken, notes, _ = take(rows, areas)
        assert [(row.number, row.section) for row in taken] == [(3, "Part one"), (5, "Part two")]
        assert notes == []


def test_a_title_above_another_title_is_kept():
    rows = [HEAD, ["Part one", "", ""], ["First theme", "", ""], ["1", "a", "b"]]
    taken, notes, _ = take(rows)
    assert [row.section for row in taken] == ["First theme"]
    assert notes == ["Part one"]


def test_a_footnote_is_no_configuration():
    for note in ("* Not all of them.", "Note: invented.", "a. In one place only.", "CMO, a chain"):
        taken, notes, report = take([HEAD[1:], ["a", "b"], [note, ""]])
        assert [row.cells for row in taken] == [{"context": "a", "outcome": "b"}]
        assert notes == [note]
        assert "read as a title" in report[0]


def test_a_number_without_a_row_is_no_title():
    taken, notes, report = take([HEAD, ["1", "a", "b"], ["2", "", ""], ["3", "c", "d"]])
    assert [(row.cells["no"], row.section) for row in taken] == [("1", ""), ("3", "")]
    assert notes == ["2"]
    # Nobody need be told of it, as of a row with words beside the number.
    assert report == []


def test_headings_on_each_page_are_no_rows():
    taken, notes, _ = take([HEAD, ["1", "a", "b"], HEAD, ["2", "c", "d"]])
    assert [row.number for row in taken] == [2, 4]
    assert notes == []


def test_blanks_are_named():
    rows = [HEAD, ["1", "a", "b"], ["2", "", "c"], ["3", "", "d"]]
    assert take(rows)[2] == [
        "“Context” is blank in rows 3, 4, and stays so; if the cell above is meant there too, "
        "fill it in and begin anew"
    ]
    many = [HEAD, *[[str(i), "", "d"] for i in range(20)]]
    assert "rows 2, 3, 4, 5, 6, 7, 8, 9 and more, and" in take(many)[2][0]
