"""What holds for the study of this edition alone: display."""

import pytest
from bs4 import BeautifulSoup

from scripts.display import exhibits
from scripts.published.comparison import (
    UnexplainedError,
)
from scripts.study.study import load_study
from tests.comparisons import compare_exhibit


def test_no_verdict_on_unexplained_values_is_shown(study):
    frame = study.demographics.copy()
    frame.loc[0, "count"] = 1
    spoilt = load_study(study.directory)
    spoilt.__dict__["demographics"] = frame
    with pytest.raises(UnexplainedError, match="table_1, row ethnicity/White British, column vol"):
        exhibits.show_verdict(compare_exhibit(spoilt, "table_1"))


def test_a_verdict_tells_what_differs(study):
    soup = BeautifulSoup(
        exhibits.show_verdict(compare_exhibit(study, "table_1")).html, "html.parser"
    )
    differing = next(d for d in soup.find_all("details") if "What differs" in d.summary.get_text())
    assert "here “48.1”, printed “48.2”" in differing.get_text()
    counts = [b.get_text() for b in soup.section.ul.find_all("b")]
    assert all(" of " in count for count in counts)
