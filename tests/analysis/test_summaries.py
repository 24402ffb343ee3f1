"""The counts that a claim can be named after."""

from scripts.analysis.configurations import count_configurations, count_people, count_quotations
from tests.studies import make_study

GROUPS = (
    {"group": "parents", "label": "Parents", "n": 20},
    {"group": "fathers", "label": "Fathers", "n": 12, "part_of": "parents"},
    {"group": "cooks", "label": "Cooks", "n": 5},
)


def test_who_belongs_to_a_group_and_to_a_part_of_it_counts_once(tmp_path):
    study = make_study(tmp_path / "data", groups=GROUPS)
    assert count_people(study) == {"n_parents": 20, "n_fathers": 12, "n_cooks": 5, "n_all": 25}


def test_configurations_are_counted_by_theory_and_by_valence(tmp_path):
    said = [("yes", "no", "good"), ("yes", "yes", "good"), ("yes", "", "bad"), ("no", "yes", "bad")]
    said += [("yes", "no", "bad")]
    rows = [
        {"configuration": f"c-{i}", "context": "C", "first": one, "last": other, "valence": valence}
        for i, (one, other, valence) in enumerate(said)
    ]
    study = make_study(tmp_path / "data", theories=("first", "last"), configurations=rows)
    assert count_configurations(study) == {
        **{"configurations": 5, "good": 2, "bad": 3},
        **{"first": 4, "first_good": 2, "first_bad": 2},
        **{"last": 2, "last_good": 1, "last_bad": 1},
    }


def test_a_speaker_who_is_quoted_twice_counts_once(tmp_path):
    said = [("Ada", "parents"), ("Ada", "parents"), ("Bo", "parents"), ("Cy", "cooks")]
    rows = [
        {"configuration": "only", "speaker": speaker, "speaker_group": group, "text": f"So {i}."}
        for i, (speaker, group) in enumerate(said)
    ]
    study = make_study(tmp_path / "data", groups=GROUPS, quotations=rows)
    assert count_quotations(study) == {
        "quotations": 4,
        **{"quotations_parents": 3, "speakers_parents": 2},
        **{"quotations_fathers": 0, "speakers_fathers": 0},
        **{"quotations_cooks": 1, "speakers_cooks": 1},
    }
