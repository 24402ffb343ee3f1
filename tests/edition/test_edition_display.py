"""What holds for the study of this edition alone: display."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from scripts.display import display
from scripts.published.comparison import UnexplainedError, compare_exhibit
from scripts.study.study import load_study
from scripts.tables import tables


def test_a_cell_refers_to_other_headings_than_its_own(study):
    html = display.show_table(tables.build_configurations_table(study, "table_2")).data
    soup = BeautifulSoup(html, "html.parser")
    cell = soup.tbody.find_all("td")[2]
    words = [soup.find(id=name).get_text().strip() for name in cell["headers"]]
    assert words == ["1 Page Fig. 1", "Mechanism", "Mother's reaction or reasoning"]
    assert cell["data-label"] == words[-1]


def test_a_verdict_on_unexplained_values_is_shown(study):
    frame = study.demographics.copy()
    frame.loc[0, "count"] = 1
    spoilt = load_study(study.directory)
    spoilt.__dict__["demographics"] = frame
    with pytest.raises(UnexplainedError, match="table_1, row ethnicity/White British, column vol"):
        display.show_verdict(compare_exhibit(spoilt, "table_1"))


def test_a_verdict_does_not_tell_what_differs(study):
    soup = BeautifulSoup(
        display.show_verdict(compare_exhibit(study, "table_1")).data, "html.parser"
    )
    differing = next(d for d in soup.find_all("details") if "What differs" in d.summary.get_text())
    assert "here “48.1”, printed “48.2”" in differing.get_text()
    counts = [b.get_text() for b in soup.section.ul.find_all("b")]
    assert all(" of " in count for count in counts)
