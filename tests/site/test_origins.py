"""Where the cells of exhibits come from, as their cards say it."""

from __future__ import annotations

import pytest

from scripts.published.readings import QUOTATIONS
from scripts.site.origins import DATA, HERE, PRINTED, describe_origin, list_origins
from scripts.study.settings import Exhibit
from tests.alterations import compare_cells
from tests.studies import make_study

ROWS = [{"configuration": name, "context": "A context"} for name in ("kept", "other")]
QUOTED = [
    {"configuration": "kept", "position": i, "speaker": "Ann", "text": f"Words {i}"} for i in (1, 2)
]


@pytest.mark.parametrize(
    ("kind", "row", "column", "said"),
    [
        ("configurations", "kept", "context", "configurations: kept, context"),
        ("configurations", "kept", QUOTATIONS, "quotations: kept (2 rows)"),
        ("configurations", "heading", "context", "study.yml"),
        ("demographics", "age", "label", "characteristics: age"),
        ("interviews", "clients", "mean", "interviews: clients, mean"),
    ],
)
def test_a_cell_names_its_rows_of_the_data(tmp_path, kind, row, column, said):
    study = make_study(tmp_path, configurations=ROWS, quotations=QUOTED)
    exhibit = Exhibit("shown", kind, "Shown", "What is shown.", "chapters/shown.ipynb")
    assert describe_origin(study, exhibit, row, column) == said


def test_a_share_names_its_count_and_its_group_and_tells_neither(tmp_path):
    exhibit = Exhibit("shown", "demographics", "Shown", "Shown.", "chapters/shown.ipynb")
    said = describe_origin(make_study(tmp_path), exhibit, "age/20 to 30", "clients")
    assert said == "demographics: age, 20 to 30, clients; groups of study.yml: clients"


def test_every_verdict_and_every_note_has_its_readings_and_its_rows(study):
    comparisons = compare_cells(study)
    origins = list_origins(study, comparisons)
    cells = sum(len(c.values.groupby(["row", "column"])) for c in comparisons.values())
    assert len(origins) == cells + len(study.editorial_notes)
    for address, (before, after) in origins.items():
        assert [label for label, _ in after] == [DATA], address
        assert {label for label, _ in before} <= {HERE, PRINTED}, address
        assert all(words for _, words in (*before, *after)), address
