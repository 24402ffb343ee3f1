"""Columns beside the stages, such as a programme theory: shown wherever a configuration is."""

import json

import pytest
from bs4 import BeautifulSoup

from scripts.display.exhibits import show
from scripts.published.forms import build_form
from scripts.study.study import load_study
from tests.comparisons import compare_exhibit
from tests.exhibits import rebuild_table
from tests.studies import write_study

THEORIES = ("PT1 <script>", "PT1 <script>", "")


@pytest.fixture
def study(tmp_path):
    data = write_study(
        tmp_path / "data",
        configurations=[
            {"configuration": f"c-{i}", "context": f"Context {i}", "outcome": "Stays"}
            for i in range(3)
        ],
        exhibits=[{"exhibit": "table_2", "kind": "configurations"}],
    )
    path = data / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    entry = next(e for e in package["resources"] if e["name"] == "configurations")
    for name, title in (("pt", "Programme theory"), ("nothing", "Nothing")):
        entry["schema"]["fields"].append({"name": name, "title": title, "type": "string"})
    path.write_text(json.dumps(package), encoding="utf-8")
    rows = (data / "configurations.csv").read_text("utf-8").splitlines()
    more = [f",{theory}," for theory in THEORIES]
    lines = [rows[0] + ",pt,nothing", *(r + m for r, m in zip(rows[1:], more, strict=True))]
    (data / "configurations.csv").write_text("\n".join(lines), encoding="utf-8")
    return load_study(data)


def test_a_column_beside_the_stages_is_lost_or_a_blank_one_shown(study):
    assert study.further_columns == {"pt": "Programme theory"}
    table = rebuild_table(study, "table_2")
    assert list(table.columns)[:2] == ["pt", "context"]
    assert table.head("pt") == "Programme theory"
    page = BeautifulSoup(show(table).html, "html.parser")
    assert page.find("script") is None
    assert "PT1 <script>" in page.get_text()
    # A blank there is no gap in a chain.
    assert ("c-2", "pt") not in table.gaps


def test_a_form_has_no_row_for_it(study):
    places = [row["place"] for row in build_form(study, compare_exhibit(study, "table_2"))]
    assert "Table 2, row 1, Programme theory" in places
