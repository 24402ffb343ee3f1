"""The cells of a table of configurations as the frames of a chapter have them."""

from scripts.analysis import join_quotations
from tests.studies import make_study


def test_quotations_of_a_configuration_are_joined_each_with_its_speaker(tmp_path):
    said = [
        {"configuration": "only", "speaker": "Ada", "speaker_group": "clients", "text": "One."},
        {"configuration": "only", "speaker": "", "speaker_group": "", "text": "Two."},
    ]
    joined = join_quotations(make_study(tmp_path / "data", quotations=said))
    assert joined["only"].split("\n")[0].endswith("Ada (C)")
    assert "Two." in joined["only"]


def test_a_study_without_quotations_has_gaps_that_text_can_fill(tmp_path):
    study = make_study(tmp_path / "data", quotations=())
    chains = study.configurations.set_index("configuration")
    assert list(chains.join(join_quotations(study)).fillna({"quotations": ""})["quotations"]) == [
        ""
    ]
