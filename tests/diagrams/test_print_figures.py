"""Drawings for print: each fits its paper, is large and dark enough, and needs nothing else."""

import re
from xml.etree import ElementTree as ET

import pytest

from scripts.diagrams.figures import PAPERS
from scripts.display.diagram_exhibits import print_diagram, show_diagram
from scripts.exports.drawings import write_drawing
from scripts.files import mime_types
from scripts.look.palette import INK, PAPER, STAGE_COLOURS, list_colours, mix
from tests.change_models import list_frames
from tests.contrast import contrast
from tests.studies import make_study

SVG = "{http://www.w3.org/2000/svg}"
MARKED = ("status", "delivery", "valence")


def invent_study(folder, count=9):
    """Return a study with all forms of delivery, valence and theory status, and gaps."""
    cells = ("Low hopes", "", "Guests wait, and go on to wait when others have left")
    rows = [
        {
            "configuration": f"c-{i}",
            "context": f"Context {i % 4}",
            "mechanism": "Shared" if i < 3 else cells[i % 3],
            "outcome": f"Outcome {i // 2}",
            "valence": ("positive", "negative")[i % 2],
            "early": ("yes", "no", "")[i % 3],
            "late": "yes" if i % 4 else "no",
        }
        for i in range(count)
    ]
    exhibits = [{"exhibit": "model_a", "kind": "diagram", "show": {"late": "yes"}}]
    return make_study(
        folder / "data", configurations=rows, theories=["early", "late"], exhibits=exhibits
    )


@pytest.fixture(scope="module", params=PAPERS)
def drawn(request, study):
    """Return the paper and the drawings of some configurations with all marks."""
    frames = list_frames(study, study.configurations.head(16))
    drawings = print_diagram(*frames, study, "all", "All", MARKED)
    own = [d["svg"] for d in drawings if d["key"].startswith(f"all-{request.param}")]
    return PAPERS[request.param], [ET.fromstring(svg) for svg in own]


def test_a_drawing_fits_its_paper_with_text_of_7_points_or_more(drawn):
    paper, drawings = drawn
    assert drawings
    for root in drawings:
        width, height = (float(root.get(k).removesuffix("mm")) for k in ("width", "height"))
        assert width == paper.width
        assert height <= paper.height
        units = float(root.get("viewBox").split()[2])
        assert float(root.get("font-size")) * width / units / 25.4 * 72 >= 7


def test_a_drawing_needs_nothing_but_itself(drawn):
    for root in drawn[1]:
        text = ET.tostring(root, encoding="unicode")
        for word in ("var(", "data-theme", "href", "tabindex", "url(", "<script"):
            assert word not in text
        assert "Source Sans" in root.get("font-family")
        assert "Arial" in root.get("font-family")


@pytest.mark.parametrize("colour", STAGE_COLOURS)
def test_text_can_be_read_on_its_box_and_frames_are_seen_in_grey(colour):
    assert contrast(INK, mix(colour, PAPER, 0.1)) >= 4.5
    assert contrast(list_colours(1)["line"], PAPER) >= 4.5


@pytest.mark.parametrize("colour", STAGE_COLOURS[:4])
def test_the_common_stages_are_far_from_paper_in_grey(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    assert sum(p * w for p, w in zip(parts, (0.299, 0.587, 0.114), strict=True)) < 0.7


def test_marks_of_the_page_are_in_the_print_if_asked_for(tmp_path):
    study = invent_study(tmp_path)
    words, classes = {}, {}
    for marked in ((), MARKED):
        frames = list_frames(study, study.configurations)
        drawing, *_ = print_diagram(*frames, study, "model", "Model", marked)
        root = ET.fromstring(drawing["svg"])
        words[marked] = [element.text for element in root.iter(f"{SVG}text")]
        classes[marked] = {c for e in root.iter() for c in (e.get("class") or "").split()}
    for word in ("Theory status:", "Valence:", "new", "dropped", "negative"):
        assert word in words[MARKED]
        assert word not in words[()]
    for name in ("is-new", "is-dropped", "is-not-stated", "dark", "strike", "legend"):
        assert name in classes[MARKED]
        assert name not in classes[()]


def test_what_a_chapter_shows_holds_each_picture_as_a_file_that_its_links_name(tmp_path):
    study = invent_study(tmp_path)
    shown = show_diagram(*list_frames(study, study.configurations), study, "model_a")
    drawings = shown.forms[mime_types.FIGURE]["drawings"]
    assert [drawing["key"] for drawing in drawings] == ["model_a-column", "model_a-landscape"]
    assert len({drawing["shape"] for drawing in drawings}) == 2
    for drawing in drawings:
        for path in write_drawing(drawing["svg"], tmp_path, drawing["key"]):
            assert path.is_file()
            assert f'href="../downloads/{path.name}"' in shown.html


def test_a_diagram_that_is_too_tall_is_split_for_each_paper(tmp_path):
    rows = [{"configuration": f"c-{i}", "context": f"Some words {i} " * 36} for i in range(8)]
    exhibit = {"exhibit": "model", "kind": "diagram", "cannot_compare": "Invented."}
    study = make_study(tmp_path / "data", configurations=rows, exhibits=[exhibit])
    drawings = print_diagram(*list_frames(study, study.configurations), study, "model", "A title")
    names = {drawing["key"] for drawing in drawings}
    assert len(names) == len(drawings)
    assert {"model-column-1", "model-column-2", "model-landscape-2"} <= names
    for drawing in drawings:
        height = re.search(r' height="([\d.]+)mm"', drawing["svg"])[1]
        assert float(height) <= PAPERS[drawing["key"].split("-")[1]].height
