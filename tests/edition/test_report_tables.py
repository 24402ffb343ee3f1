"""The tables of the report: whether a line leads to its data, and a mark to its verdict."""

import pytest
from bs4 import BeautifulSoup

from scripts.book.staging import find_cell_marks
from scripts.display import exhibits
from scripts.published import claims
from scripts.tables import edition_tables
from tests.chapter_runs import ROOT
from tests.exhibits import run_chapter


def _rows(table) -> dict[str, BeautifulSoup]:
    soup = BeautifulSoup(exhibits.show(table).html, "html.parser")
    return {row["id"]: row for row in soup.find("tbody").find_all("tr")}


def test_each_claim_has_its_row_and_its_data(study):
    answer = {"mothers-interviewed": claims.computed(20, "participants.html#table-1")}
    comparison = claims.compare_claims(study, answer)
    rows = _rows(edition_tables.build_claims_table(comparison, "Participants"))
    ledger = study.frame(claims.CLAIMS_TABLE)
    wanted = ledger.query("section == 'Participants' and repeats == ''")["claim"]
    assert list(rows) == [f"claim-{name}" for name in wanted]
    row = rows["claim-mothers-interviewed"]
    assert row.find("a")["href"] == "participants.html#table-1"
    assert "reproduced" in row.get_text()


def test_the_first_page_is_called_by_its_title(study):
    soup = BeautifulSoup(
        exhibits.show(edition_tables.build_standards_table(study)).html, "html.parser"
    )
    names = {link["href"]: link.get_text() for link in soup.find_all("a")}
    assert names["../index.html"] == "first page"
    assert "theory change" in names.values()


@pytest.mark.parametrize("key", ["table_1", "table_2"])
def test_every_cell_has_a_mark_that_leads_to_its_verdict_or_note(study, key):
    recorded = run_chapter(study, key)
    comparison = recorded.comparisons[key]
    verdicts = _rows(edition_tables.build_verdicts_table(comparison))
    html = exhibits.format_shown_table(recorded.tables[key], find_cell_marks(study, comparison))
    cells = BeautifulSoup(html, "html.parser").table("td", attrs={"data-column": True})
    assert len(cells) == {"table_1": 38, "table_2": 33 * 7}[key]
    without = []
    for cell in cells:
        mark = cell.find("a", class_=["verdict-mark", "note-mark"])
        if mark is None:
            without.append(cell.get_text())
        elif "verdict-mark" in mark["class"]:
            page, anchor = mark["href"].split("#")
            assert page == "verdicts.html"
            assert anchor in verdicts
    # Configurations without a quotation have no printed cell for one.
    assert set(without) <= {""}


def test_every_item_of_the_reporting_standard_is_there(study):
    frame = study.frame("reporting_standards")
    assert sorted(frame["item"]) == list(range(1, 21))
    rows = _rows(edition_tables.build_standards_table(study))
    assert len(rows) == 20
    for page in filter(None, frame["edition"]):
        assert (ROOT / f"{page}.ipynb").is_file()


def test_the_mutants_are_counted(study):
    frame = study.frame("mutation_report")
    noticed = frame[["by_comparison", "by_gate", "by_stored_output"]].sum(axis=1)
    assert (frame["tried"] == noticed + frame["undetectable"] + frame["survived"]).all()
