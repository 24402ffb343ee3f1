"""Whether the edition notices when one datum is changed, and says where."""

import csv
import os
from pathlib import Path

import pytest

from tests.chapter_runs import find_changed_output
from tests.edition import mutation

pytestmark = pytest.mark.night

# Every so-manyth here; `make mutants` tries all of them.
STEP = 29
# Where settings show that no published value is compared with.
SHOWING_SETTINGS = ("chapters/interviews.ipynb", "chapters/study.ipynb", "index.ipynb")


@pytest.fixture(scope="module", autouse=True)
def _among_the_chapters():
    before = Path.cwd()
    os.chdir(mutation.ROOT / "chapters")
    yield
    os.chdir(before)


@pytest.mark.parametrize("table", mutation.MUTATED)
def test_a_changed_datum_is_noticed_and_named(table):
    mutants = [m for m in mutation.list_mutants() if m.table == table]
    survivors = []
    for mutant in mutants[::STEP] if len(mutants) > STEP else mutants[:1]:
        _, noticed, _ = mutation.examine(mutant)
        known = (mutant.table, mutant.column, mutant.before) in mutation.UNDETECTABLE
        if bool(noticed) == known:
            survivors.append(mutant)
    assert survivors == []


def test_a_changed_setting_is_noticed():
    unnoticed = [
        what
        for what, study in mutation.list_setting_changes()
        if not mutation.find_failures(study)
        and not any(find_changed_output(study, mutation.ROOT / name) for name in SHOWING_SETTINGS)
    ]
    assert unnoticed == []


def test_the_report_of_mutants_is_of_these_data():
    with mutation.REPORT.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    mutants = mutation.list_mutants()
    tried = {row["file"]: int(row["tried"]) for row in rows}
    tables = mutation.load_study(mutation.DATA).tables
    wanted: dict[str, int] = {}
    for mutant in mutants:
        path = tables[mutant.table].path
        wanted[path] = wanted.get(path, 0) + 1
    assert tried == wanted
    assert all(row["survived"] == "0" for row in rows)
