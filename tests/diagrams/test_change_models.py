"""Change models as drawings, read back from the SVG, and as sentences."""

import csv
import re
from xml.etree import ElementTree as ET

import pytest

from scripts.diagrams.figures import find_rows
from scripts.diagrams.layout import WIDTH, layout_diagram
from scripts.diagrams.marks import SHAPES, TONES
from scripts.look.palette import DARK_PAPER, PAPER
from tests.change_models import build_change_model, build_figure_model, draw_change_model
from tests.contrast import contrast
from tests.studies import make_study

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert('x')</script> & \"so\""


def read_rows(study, name):
    """Return the rows of a data file, read without the package."""
    with (study.directory / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def last_figure(study):
    """Return the key of the last change model that the study shows."""
    return [e.exhibit for e in study.settings.exhibits if e.kind == "diagram"][-1]


def draw(study, key, **options):
    model = build_figure_model(study, key)
    return draw_change_model(study, model, key, f"The title of {key}", **options)


class Drawing:
    """What an SVG shows: boxes, elements and links, by their data attributes.

    The drawing knows configurations by their numbers; `names` says whose these are.
    """

    def __init__(self, svg, names=None):
        self.root = ET.fromstring(svg)
        self.names = names or {}
        self.boxes = {g.get("data-box"): g for g in self.root.iter() if g.get("data-box")}
        self.links = [g for g in self.root.iter() if g.get("data-link")]

    def told(self, part):
        return [self.names.get(n, n) for n in part.get("data-configurations").split()]

    def configurations(self, key):
        return set(self.told(self.boxes[key]))

    def layer(self, stage):
        return [key for key in self.boxes if stage_of(key) == stage]

    def elements(self):
        """Return stage, element, label and configurations of each element drawn."""
        for key, box in self.boxes.items():
            for group in box.iter(f"{SVG}g"):
                if group.get("data-element"):
                    label = "".join(text.text for text in group)
                    yield stage_of(key), group.get("data-element"), label, self.configurations(key)

    def chips(self, key):
        """Return the number on each chip of a box."""
        return [chip.find(f"{SVG}text").text for chip in find_chips(self.boxes[key])]


def stage_of(key):
    """Return the stage of a box, with which its key begins."""
    return key.rpartition("-")[0]


def find_chips(box):
    return [g for g in box.iter(f"{SVG}g") if "chip" in (g.get("class") or "").split()]


def name_by_number(rows):
    return {row["position"]: row["configuration"] for row in rows}


def test_text_of_a_drawing_is_7_points_or_more_at_170_mm(study):
    svg = draw(study, last_figure(study))
    sizes = [float(size) for size in re.findall(r'font-size[=:]"?([\d.]+)', svg)]
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])
    assert sizes
    assert width == WIDTH
    assert min(sizes) / width * 170 / 25.4 * 72 >= 7


@pytest.mark.parametrize("count", [1, 4, 12])
def test_text_can_be_read_on_a_box_in_light_and_dark(tmp_path, count):
    stages = [f"s{i}" for i in range(count)]
    rows = [{"configuration": "a", **dict.fromkeys(stages, "x")}]
    exhibits = [{"exhibit": "figure", "kind": "diagram"}]
    study = make_study(tmp_path / "data", stages=stages, configurations=rows, exhibits=exhibits)
    svg = draw(study, "figure")
    themes = [
        dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", part))
        for part in re.findall(r"#figure-drawing\{([^}]*--ink[^}]*)\}", svg)
    ]
    assert len(themes) == 2
    for theme, paper in zip(themes, (PAPER, DARK_PAPER), strict=True):
        grounds = [theme[f"fill-{i}"] for i in range(count)] + [theme["chip"], paper]
        assert min(contrast(theme["ink"], ground) for ground in grounds) >= 4.5
        assert contrast(theme["line"], paper) >= 3


def test_ids_and_styles_of_two_drawings_stay_apart(study):
    marks = dict.fromkeys(("status", "delivery", "valence", "live"), True)
    model = build_figure_model(study, last_figure(study))
    drawn = {key: draw_change_model(study, model, key, key, **marks) for key in ("one", "another")}
    ids = [name for svg in drawn.values() for name in re.findall(r'\bid="([^"]*)"', svg)]
    assert len(ids) == len(set(ids)) == 6 + 2 * len(model.numbers)
    for key, svg in drawn.items():
        style = next(ET.fromstring(svg).iter(f"{SVG}style")).text
        selectors = re.findall(r"([^{}]+)\{", style)
        assert all(f"#{key}-drawing" in selector for selector in selectors)


def test_words_of_the_data_are_no_code_of_the_drawing(tmp_path):
    study = make_study(
        tmp_path / "data",
        stages=[{"stage": "context", "label": EVIL, "spanner": EVIL}, "outcome"],
        configurations=[{"configuration": "a", "context": EVIL}],
        exhibits=[{"exhibit": "figure", "kind": "diagram", "caption": EVIL}],
        not_in_source=EVIL,
    )
    model = build_figure_model(study, "figure")
    svg = draw_change_model(study, model, "figure", EVIL, live=True, valence=True, status=True)
    assert "<script" not in svg
    root = ET.fromstring(svg)
    tags = {"svg", "title", "desc", "style", "g", "text", "line", "path", "rect"}
    assert {child.tag.removeprefix(SVG) for child in root.iter()} <= tags
    drawing = Drawing(svg)
    assert next(drawing.elements())[1] == EVIL
    assert root.find(f"{SVG}title").text == EVIL
    heads = "".join(text.text for text in root.iter(f"{SVG}text") if text.get("class") == "head")
    assert heads.replace(" ", "").count(EVIL.replace(" ", "")) == 2


def test_a_long_head_is_drawn_in_full(tmp_path):
    stages = [{"stage": f"s{i}", "label": f"A rather long heading number {i}"} for i in range(6)]
    rows = [{"configuration": "a", "s0": "x"}]
    exhibits = [{"exhibit": "figure", "kind": "diagram"}]
    study = make_study(tmp_path / "data", stages=stages, configurations=rows, exhibits=exhibits)
    root = ET.fromstring(draw(study, "figure"))
    heads = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "head"]
    assert " ".join(heads) == " ".join(stage["label"] for stage in stages)
    assert len(heads) > 6


def test_the_drawing_is_where_the_layout_says(study):
    model = build_figure_model(study, "figure_1")
    layout = layout_diagram(model)
    drawing = Drawing(draw(study, "figure_1"))
    for placed in layout.boxes:
        frame = drawing.boxes[placed.box.key].find(f"{SVG}rect")
        assert float(frame.get("x")) == pytest.approx(placed.x, abs=0.051)
        assert float(frame.get("y")) == pytest.approx(placed.y, abs=0.051)


MARKS = {"status": True, "delivery": True, "valence": True}


def draw_marked(study):
    """Return the drawing of all configurations with all marks, and their rows."""
    rows = read_rows(study, "configurations")
    model = build_change_model(study, study.configurations)
    svg = draw_change_model(study, model, "all", "All", live=True, **MARKS)
    drawing = Drawing(svg, name_by_number(rows))
    return drawing, {row["configuration"]: row for row in rows}


@pytest.fixture(scope="module")
def marked(study):
    return draw_marked(study)


def find_status(row, versions):
    """Return what became of a configuration, from its row alone."""
    known = {("yes", "yes"): "is-retained", ("no", "yes"): "is-new", ("yes", "no"): "is-dropped"}
    return known.get((row[versions[0]], row[versions[-1]]), "is-not-stated")


def test_a_box_looks_new_only_if_all_of_it_is(study, marked):
    drawing, rows = marked
    versions = [theory.theory for theory in study.settings.theories]
    for key, box in drawing.boxes.items():
        held = [rows[name] for name in drawing.configurations(key)]
        # Where a theory has one version only, nothing can be new.
        statuses = {find_status(row, versions) for row in held} if versions[1:] else set()
        shown = {name for name in box.get("class").split() if name.startswith("is-")}
        is_gap = "gap" in box.get("class").split()
        assert shown == (statuses if len(statuses) == 1 and not is_gap else set())


def test_no_marks_stand_in_a_drawing_that_did_not_ask_for_them(study):
    plain = draw(study, "figure_1")
    for word in ("legend", "is-retained", "is-new", "strike", 'dark"', "<a ", "tabindex"):
        assert word not in plain


@pytest.mark.parametrize("kind", MARKS)
def test_each_mark_can_be_shown_alone(study, kind):
    known = {
        "status": len(study.settings.theories) > 1,
        "delivery": "delivery" in study.configurations,
        "valence": study.configurations["valence"].any(),
    }
    if not known[kind]:
        pytest.skip(f"this study does not say what the mark shows: {kind}")
    root = Drawing(draw(study, last_figure(study), **{kind: True})).root
    heads = [t.text for t in root.iter(f"{SVG}text") if (t.text or "").endswith(":")]
    titles = {"status": "Theory status:", "delivery": "Delivery:", "valence": "Valence:"}
    assert [head for head in heads if head in titles.values()] == [titles[kind]]
    description = root.find(f"{SVG}desc").text
    assert titles[kind] in description


def test_no_two_marks_use_the_same_means(tmp_path):
    assert len({*SHAPES, *TONES, "plain"}) == len(SHAPES) + len(TONES) + 1
    rules = read_mark_rules(tmp_path)
    assert {".line.is-new", ".line.is-dropped", ".chip.is-dropped .edge", ".strike"} <= {*rules}
    assert {".line.grey", ".chip.unstated .edge"} <= {*rules}
    # Nothing rests on colour: the only colours are those of ink, line and paper.
    styles = " ".join(rules.values())
    assert set(re.findall(r"var\(--([a-z]+)\)", styles)) <= {"ink", "chip", "line", "grey"}
    assert "#" not in styles


def read_mark_rules(folder):
    """Return the rules that only a drawing with all marks has, by selector."""
    rows = [{"configuration": f"c-{i}", "context": "C", "valence": f"v{i}"} for i in range(5)]
    rows.append({"configuration": "c-5", "context": "C", "valence": ""})
    study = make_study(folder / "data", configurations=rows)
    model = build_change_model(study, study.configurations)
    plain, marked = (
        dict(re.findall(r"#x-drawing (\.[^{]+)\{([^}]*)\}", svg))
        for svg in (
            draw_change_model(study, model, "x", "X"),
            draw_change_model(study, model, "x", "X", valence=True),
        )
    )
    return {selector: rule for selector, rule in marked.items() if selector not in plain}


def test_each_configuration_has_a_mark_to_come_back_to(study):
    root = Drawing(draw(study, "figure_1", live=True)).root
    addresses = find_rows(study)
    titles = study.configurations.set_index("configuration")["title"]
    marks = {g.get("id"): g for g in root.iter(f"{SVG}g") if "-no-" in (g.get("id") or "")}
    model = build_figure_model(study, "figure_1")
    assert set(marks) == {f"figure_1-no-{n}" for n in model.numbers.values()}
    for mark in marks.values():
        assert mark.get("data-row") == addresses[mark.get("data-name")]
        assert mark.get("data-title") == titles[mark.get("data-name")]
        assert model.numbers[mark.get("data-name")] == int(mark.find(f"{SVG}text").text)


def test_boxes_can_be_reached_where_there_is_no_table(tmp_path):
    rows = [{"configuration": "a", "context": "So"}]
    exhibits = [{"exhibit": "figure", "kind": "diagram"}]
    study = make_study(tmp_path / "data", configurations=rows, exhibits=exhibits)
    drawing = Drawing(draw(study, "figure", live=True, **MARKS))
    for part in [*drawing.boxes.values(), *drawing.links]:
        assert (part.tag, part.get("tabindex"), part.get("role")) == (f"{SVG}g", "0", "img")
        assert part.get("aria-label")


def test_the_same_model_is_drawn_in_the_same_bytes(study):
    model = build_change_model(study, study.configurations)
    drawings = {draw_change_model(study, model, "x", "X", live=True, **MARKS) for _ in range(2)}
    assert len(drawings) == 1


def test_text_from_right_to_left_begins_on_the_right(tmp_path):
    rows = [{"configuration": "a", "context": "قلق شديد (NHS)", "outcome": "Fear"}]
    study = make_study(tmp_path / "data", configurations=rows)
    model = build_change_model(study, study.configurations)
    root = ET.fromstring(draw_change_model(study, model, "x", "X"))
    found = {text.text: text for text in root.iter(f"{SVG}text")}
    arabic = found["\u2067قلق شديد (NHS)\u2069"]
    # Such text begins at the right edge of its box, and the number stands at the left.
    assert arabic.get("text-anchor") == "end"
    (frame,) = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "frame"][:1]
    right = float(frame.get("x")) + float(frame.get("width"))
    assert right - 10 < float(arabic.get("x")) < right
    numbers = [t for t in root.iter(f"{SVG}text") if t.text == "1"]
    assert float(numbers[0].get("x")) < float(frame.get("x")) + 30
    assert found["Fear"].get("text-anchor") is None
