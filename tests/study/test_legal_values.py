"""Values that the dictionary forbids, told in plain words."""

import json

import pytest

from scripts.study.study import check_study
from tests.studies import write_study


@pytest.mark.parametrize(
    ("valence", "hint"),
    [
        ("group", "It is a value of the column delivery: have cells changed places?"),
        ("positve", "Did you mean “positive”?"),
    ],
)
def test_a_value_that_slid_into_another_column_is_known_again(tmp_path, valence, hint):
    row = {"configuration": "a", "context": "C", "valence": valence}
    folder = write_study(tmp_path / "data", configurations=[row])
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    (entry,) = (e for e in package["resources"] if e["name"] == "configurations")
    allowed = {"valence": ["positive", "negative"], "delivery": ["group", "alone"]}
    fields = [f for f in entry["schema"]["fields"] if f["name"] not in allowed]
    fields += [
        {"name": name, "type": "string", "constraints": {"enum": values}}
        for name, values in allowed.items()
    ]
    entry["schema"]["fields"] = fields
    path.write_text(json.dumps(package), "utf-8")
    table = folder / "configurations.csv"
    lines = table.read_text("utf-8").splitlines()
    table.write_text(f"{lines[0]},delivery\n{lines[1]},\n", "utf-8")
    (problem,) = check_study(folder)
    assert (problem.row, problem.column) == (2, "valence")
    assert hint in problem.fix
