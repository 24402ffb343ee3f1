"""A diagram shows its two frames, and nothing that is not in them."""

import pytest
from bs4 import BeautifulSoup

from scripts.analysis.change_models import build_diagram
from scripts.diagrams.sentences import build_sentences, describe_meeting, format_outline
from scripts.display.diagram_exhibits import show_diagram
from tests.change_models import draw_change_model, list_frames
from tests.studies import make_study

ROWS = [
    {"configuration": "a", "context": "Alone", "mechanism": "Talks\nListens", "outcome": "Sleeps"},
    {"configuration": "b", "context": "Alone", "mechanism": "", "outcome": "Sleeps"},
]


@pytest.fixture
def study(tmp_path):
    exhibits = [{"exhibit": "figure_1", "kind": "diagram"}]
    return make_study(tmp_path / "data", configurations=ROWS, exhibits=exhibits)


def read_page(boxes, links, study, **options):
    """Return the drawn links, the sentences and the entries of the list that lead on."""
    page = BeautifulSoup(
        show_diagram(boxes, links, study, "figure_1", **options).html, "html.parser"
    )
    outline, sentences = page.find_all("details")
    drawn = [link["data-link"] for link in page.select(".parts .link")]
    told = [li.get_text() for li in sentences.find_all("li")]
    leads = outline.find_all(string=lambda text: text.strip().startswith("leads to"))
    return drawn, told, leads


def test_a_link_that_is_dropped_is_gone_from_drawing_list_and_sentence(study):
    boxes, links = list_frames(study, study.configurations)
    drawn, told, leads = read_page(boxes, links, study)
    assert len(drawn) == len(leads) == 4
    assert not any("[not linked]" in sentence for sentence in told)
    kept = links[~(links["configuration"].eq("b") & links["stage_from"].eq("mechanism"))]
    drawn, told, leads = read_page(boxes, kept, study)
    assert len(drawn) == len(leads) == 3
    assert ["[not linked]" in sentence for sentence in told] == [False, True]


def test_elements_share_a_box_only_as_long_as_they_share_their_links(study):
    boxes, links = list_frames(study, study.configurations)
    stages = study.settings.stages
    layer = build_diagram(boxes, links, stages).layer("mechanism")
    assert [box.elements for box in layer] == [("Talks", "Listens"), ()]
    kept = links[links["element_from"] != "Listens"]
    model = build_diagram(boxes, kept, stages)
    assert [box.elements for box in model.layer("mechanism")] == [("Talks",), ("Listens",), ()]
    assert [link.source for link in model.links].count("mechanism-2") == 0


def test_a_row_of_boxes_that_is_dropped_is_drawn_and_told_no_more(study):
    boxes, links = list_frames(study, study.configurations)
    left, kept = boxes[boxes["element"] != "Sleeps"], links[links["element_to"] != "Sleeps"]
    assert build_diagram(left, kept, study.settings.stages).layer("outcome") == ()
    _, told, _ = read_page(left, kept, study)
    assert not any("Sleeps" in sentence for sentence in told)


def test_order_numbers_and_gaps_come_from_the_frame(study):
    boxes, links = list_frames(study, study.configurations)
    boxes = boxes.assign(position=boxes["position"].map({1: 7, 2: 3}))
    boxes["element"] = boxes["element"].where(boxes["element"] != "")
    model = build_diagram(boxes[::-1], links[::-1], study.settings.stages)
    assert model.numbers == {"b": 3, "a": 7}
    gap, _ = model.layer("mechanism")
    assert (gap.is_gap, gap.labels, gap.configurations) == (
        True,
        (study.settings.not_in_source,),
        ("b",),
    )


def test_what_is_marked_is_a_column_of_the_boxes(study):
    boxes, links = list_frames(study, study.configurations)
    boxes["valence"] = boxes["configuration"].map({"a": "positive", "b": ""})
    _, told, _ = read_page(boxes, links, study, marked=["valence"])
    assert told[0].startswith("No. 1 (positive): ")
    assert told[1].startswith("No. 2 (valence not stated): ")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda b, k: (b.drop(columns="label"), k), "boxes: no column label; there are"),
        (lambda b, k: (b, k.drop(columns=["stage_to", "element_to"])), "no column stage_to, elem"),
        (lambda b, k: (b.assign(stage="contex"), k), "Did you mean “context”?"),
        (lambda b, k: (b[b["element"] != "Talks"], k), "links: a has “Talks” of stage “mechanism”"),
        (
            lambda b, k: (b, k.assign(stage_to="outcome", element_to="Sleeps")),
            "links: a goes from context to outcome; a link leads to the next of the stages",
        ),
    ],
)
def test_frames_that_do_not_fit_are_refused_in_words(study, spoil, words):
    boxes, links = spoil(*list_frames(study, study.configurations))
    with pytest.raises(ValueError, match=words.replace("?", r"\?")):
        build_diagram(boxes, links, study.settings.stages)


def test_a_conjecture_is_drawn_apart_and_neither_told_nor_counted(study):
    boxes, links = list_frames(study, study.configurations)
    plain = build_diagram(boxes, links, study.settings.stages)
    boxes["conjecture"] = boxes["stage"].map({"mechanism": "Perhaps rests"}).fillna("")
    model = build_diagram(boxes, links, study.settings.stages)
    guessed = [box for box in model.boxes if box.conjecture]
    assert [(box.is_gap, box.conjecture) for box in guessed] == [(True, "Perhaps rests")]
    svg = BeautifulSoup(draw_change_model(study, model, "f", "F"), "html.parser")
    (words,) = svg.select(".guessed .conjecture")
    assert words.get_text(" ", strip=True) == "Conjecture: Perhaps rests"
    assert build_sentences(study, model) == build_sentences(study, plain)
    assert describe_meeting(model) == describe_meeting(plain)
    lists = [format_outline([("", own)]) for own in (model, plain)]
    assert lists[0] == lists[1]
