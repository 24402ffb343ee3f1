import pytest

from scripts.privacy.confidentiality import KINDS, list_open
from scripts.study.study import check_study
from tests.studies import make_study


def figures(*shows):
    return [
        {"exhibit": f"figure_{i}", "kind": "diagram", "show": show}
        for i, show in enumerate(shows, start=1)
    ]


def rows(*valences):
    return [
        {"configuration": f"c-{i}", "context": f"Context {i}", "valence": valence}
        for i, valence in enumerate(valences, start=1)
    ]


GOOD, BAD = {"valence": "good"}, {"valence": "bad"}


@pytest.mark.parametrize(
    ("valences", "shows", "left_out"),
    [
        (
            ["good", "bad", "mixed", "mixed"],
            [GOOD, BAD],
            {"mixed": "2 configurations of valence “mixed” in no figure."},
        ),
        (["good", "bad", ""], [GOOD, BAD], {"": "1 configuration of no valence in no figure."}),
        (
            ["good", "bad", "goood"],
            [GOOD, BAD],
            {"goood": "1 configuration of valence “goood” in no figure. Did you mean “good”?"},
        ),
        (
            ["good", "rare", "mixed", "mixed"],
            [GOOD],
            {
                "rare": "1 configuration of valence “rare” in no figure.",
                "mixed": "2 configurations of valence “mixed” in no figure.",
            },
        ),
        (["good", "bad", "mixed"], [GOOD, BAD, {"valence": "mixed"}], {}),
        (["good", "bad", "mixed"], [GOOD, {}], {}),
        (["good", "bad"], [], {}),
        (["", ""], [{}], {}),
    ],
)
def test_a_valence_without_a_figure_is_named(tmp_path, valences, shows, left_out):
    study = make_study(tmp_path / "data", configurations=rows(*valences), exhibits=figures(*shows))
    concerns = list_open(study)
    assert [(c.kind, c.file, c.key) for c in concerns] == [
        ("undrawn_valence", "study.yml", valence) for valence in left_out
    ]
    for concern, found in zip(concerns, left_out.values(), strict=True):
        assert concern.found == found
        assert concern.place == ("undrawn_valence", "study", concern.key, "show")
        assert concern.fix == KINDS["undrawn_valence"]["fix"]


def test_letters_that_print_as_boxes_are_named(tmp_path):
    texts = ("Ein schöner Fußweg", "مشاركون", "Ниоткуда", "情境情", "soft\u00adhyphen")
    chains = [{"configuration": f"c-{i}", "context": t} for i, t in enumerate(texts)]
    (concern,) = list_open(make_study(tmp_path / "data", configurations=chains))
    assert (concern.kind, concern.file) == ("undrawn_letters", "configurations.csv")
    assert concern.place == ("undrawn_letters", "configurations", "", "context")
    assert concern.row is None
    assert concern.found == "2 letters that the font for print does not have, such as “情”, “境”"


def test_a_warning_of_the_drawings_can_be_accepted(tmp_path):
    chains = [{"configuration": "only", "context": "情境"}]
    reason = {"warning": "undrawn_letters", "table": "configurations", "row": ""}
    accepted = [reason | {"column": "context", "reason": "The printer takes SVG files."}]
    study = make_study(tmp_path / "data", configurations=chains, accepted=accepted)
    assert list_open(study) == []
    assert check_study(study.directory) == []


def test_a_line_that_only_goes_on_is_warned_of(tmp_path):
    chains = [
        {"configuration": "whole", "context": "New here", "outcome": "Comes again\nTalks more"},
        {"configuration": "cut", "context": "New here", "outcome": "Comes again and\ntalks more"},
    ]
    data = tmp_path / "data"
    (concern,) = list_open(make_study(data, configurations=chains))
    assert concern.place == ("wrapped_line", "configurations", "cut", "outcome")
    assert (concern.file, concern.row) == ("configurations.csv", 3)
    assert "“talks more”" in concern.found
    assert check_study(data) == []
