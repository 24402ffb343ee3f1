"""What holds for the study of this edition alone: diagrams."""

import re
from itertools import pairwise, product

import pytest

from scripts.diagrams.figures import find_rows
from scripts.look.text import text_width
from tests.change_models import build_change_model, draw_change_model
from tests.diagrams.test_change_models import (
    MARKS,
    SVG,
    Drawing,
    draw,
    draw_marked,
    find_chips,
    find_status,
    name_by_number,
    read_rows,
    stage_of,
)

STAGES = ("context", "resource", "reaction", "outcome")


VALENCES = {"figure_1": "positive", "figure_2": "negative"}


@pytest.fixture(scope="module")
def marked(study):
    return draw_marked(study)


@pytest.fixture(scope="module", params=sorted(VALENCES))
def figure(request, study):
    """Return a figure as drawn, the rows of the table that it shows, and their codings."""
    valence = VALENCES[request.param]
    rows = [r for r in read_rows(study, "configurations") if r["final"] == "yes"]
    rows = [r for r in rows if r["valence"] == valence]
    names = {r["configuration"] for r in rows}
    codings = [c for c in read_rows(study, "codings") if c["configuration"] in names]
    return Drawing(draw(study, request.param), name_by_number(rows)), rows, codings


def test_each_element_is_drawn_once_with_its_label(figure, study):
    drawing, _, codings = figure
    labels = {row["element"]: row["label"] for row in read_rows(study, "elements")}
    wanted = {}
    for c in codings:
        wanted.setdefault((c["stage"], c["element"]), set()).add(c["configuration"])
    drawn = list(drawing.elements())
    assert len(drawn) == len(wanted)
    for stage, element, label, names in drawn:
        assert names == wanted[stage, element]
        assert label.replace(" ", "") == labels[element].replace(" ", "")


def test_each_number_on_a_chip_is_that_of_the_table(figure):
    drawing, rows, _ = figure
    numbers = {row["configuration"]: row["position"] for row in rows}
    for key in drawing.boxes:
        names = drawing.told(drawing.boxes[key])
        assert drawing.chips(key) == [numbers[name] for name in names]


def test_each_configuration_can_be_followed_through_the_drawing(figure):
    drawing, rows, _ = figure
    links = {tuple(link.get("data-link").split()): drawing.told(link) for link in drawing.links}
    for row in rows:
        name = row["configuration"]
        layers = [
            [k for k in drawing.layer(s) if name in drawing.configurations(k)] for s in STAGES
        ]
        assert all(layers)
        for left, right in pairwise(layers):
            assert all(name in links[ends] for ends in product(left, right))


def test_nothing_is_drawn_that_is_not_in_the_table(figure):
    drawing, rows, _ = figure
    names = {row["configuration"] for row in rows}
    for link in drawing.links:
        ends = link.get("data-link").split()
        common = drawing.configurations(ends[0]) & drawing.configurations(ends[1])
        assert set(drawing.told(link)) == common <= names
        stages = [stage_of(end) for end in ends]
        assert STAGES.index(stages[1]) == STAGES.index(stages[0]) + 1
    drawn = {name for key in drawing.boxes for name in drawing.configurations(key)}
    assert drawn == names


def test_a_gap_is_drawn_dashed(figure):
    drawing, rows, _ = figure
    gaps = {
        (stage_of(key), *drawing.told(box))
        for key, box in drawing.boxes.items()
        if "gap" in box.get("class").split()
    }
    assert gaps == {(s, row["configuration"]) for row in rows for s in STAGES if not row[s]}
    assert gaps
    style = next(drawing.root.iter(f"{SVG}style")).text
    (rule,) = re.findall(r"\.gap \.frame\{([^}]*)\}", style)
    assert "stroke-dasharray" in rule
    assert all(".gap" in part for part in re.findall(r"([^{}]*)\{[^}]*dasharray", style))
    for box in drawing.boxes.values():
        if "gap" in box.get("class").split():
            words = " ".join(text.text for text in box.find(f"{SVG}g"))
            assert words == "Not in the extraction"


def test_a_link_runs_between_the_sides_of_its_boxes(figure):
    drawing, _, _ = figure
    frames = {key: box.find(f"{SVG}rect") for key, box in drawing.boxes.items()}
    for link in drawing.links:
        path = link.find(f"{SVG}path").get("d")
        assert re.fullmatch(r"M[\d.]+ [\d.]+c[\d. -]+", path)
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", path)]
        x, y, *_, across, down = numbers
        source, target = (frames[end] for end in link.get("data-link").split())
        right = float(source.get("x")) + float(source.get("width"))
        assert x == pytest.approx(right, abs=0.11)
        assert x + across == pytest.approx(float(target.get("x")), abs=0.11)
        for frame, end in ((source, y), (target, y + down)):
            assert 0 < end - float(frame.get("y")) < float(frame.get("height"))


def test_a_drawing_has_a_name_and_a_description(study):
    root = Drawing(draw(study, "figure_1")).root
    named = {child.get("id"): child.text for child in root if child.get("id")}
    title = named[root.get("aria-labelledby")]
    description = named[root.get("aria-describedby")]
    assert title == "The title of figure_1"
    assert description.startswith("12 configurations drawn from left to right through 4 stages")
    assert root.get("role") == "img"
    assert Drawing(draw(study, "figure_1", live=True)).root.get("role") == "group"


def test_each_number_and_line_has_the_mark_of_its_row(marked):
    drawing, rows = marked
    delivery = {"one-to-one": "pointed", "group": "square", "both": "half", "not stated": "plain"}
    valence = {"positive": "light", "negative": "dark"}
    seen = set()
    for key in drawing.boxes:
        for chip in find_chips(drawing.boxes[key]):
            row = rows[drawing.names[chip.find(f"{SVG}text").text]]
            wanted = {
                find_status(row, ["initial", "final"]),
                delivery[row["delivery"]],
                valence[row["valence"]],
            }
            assert set(chip.get("class").split()) == {"chip", *wanted}
            struck = chip.find(f"{SVG}path[@class='strike']") is not None
            assert struck == ("is-dropped" in wanted)
            seen |= wanted
    assert seen >= {"is-retained", "is-new", "is-dropped", "light", "dark", "plain", "square"}
    for link in drawing.links:
        lines = [p for p in link if "line" in p.get("class").split()]
        told = [drawing.told(p if p.get("data-configurations") else link) for p in lines]
        assert sorted(name for names in told for name in names) == sorted(drawing.told(link))
        for line, names in zip(lines, told, strict=True):
            wanted = {
                (find_status(rows[n], ["initial", "final"]), valence[rows[n]["valence"]])
                for n in names
            }
            assert [set(line.get("class").split()) - {"line"}] == [set(w) for w in wanted]


def test_each_mark_has_its_legend_on_the_page(marked):
    drawing, rows = marked
    (legend,) = (g for g in drawing.root.iter(f"{SVG}g") if g.get("class") == "legend")
    words = [text.text for text in legend.findall(f"{SVG}text")]
    values = {row["delivery"] for row in rows.values()} | {r["valence"] for r in rows.values()}
    heads = {"Theory status:", "Delivery:", "Valence:"}
    assert set(words) == heads | values | {"retained", "new", "dropped", "not stated"}
    _, _, width, height = (float(n) for n in drawing.root.get("viewBox").split())
    for text in legend.iter(f"{SVG}text"):
        assert float(text.get("x")) + text_width(text.text, bold=True) <= width
        assert float(text.get("y")) <= height - 3
        assert text.get("font-size") is None
    lowest = max(
        float(box.find(f"{SVG}rect").get("y")) + float(box.find(f"{SVG}rect").get("height"))
        for box in drawing.boxes.values()
    )
    assert all(float(text.get("y")) - 12 > lowest for text in legend.iter(f"{SVG}text"))


def test_each_box_and_link_has_a_name_and_leads_to_its_row(study, figure):
    _, rows, _ = figure
    key = next(k for k, v in VALENCES.items() if v == rows[0]["valence"])
    drawing = Drawing(draw(study, key, live=True), name_by_number(rows))
    numbers = {row["configuration"]: row["position"] for row in rows}
    short = {s.stage: s.short_label for s in study.settings.stages}
    addresses = find_rows(study)
    parts = [*drawing.boxes.values(), *drawing.links]
    for part in parts:
        names = drawing.told(part)
        assert part.tag == f"{SVG}a"
        assert part.get("href") == addresses[names[0]]
        told = part.get("aria-label").rpartition("configuration")[2].lstrip("s ")
        assert told.split(", ") == [numbers[name] for name in names]
    for key, box in drawing.boxes.items():
        groups = [g for g in box.findall(f"{SVG}g") if g not in find_chips(box)]
        name = box.get("aria-label")
        assert name.startswith(f"{short[stage_of(key)]}: ")
        for label in (" ".join(text.text for text in group) for group in groups):
            assert label.replace(" ", "").replace("-", "") in name.replace(" ", "").replace("-", "")


def test_one_configuration_alone_is_one_path(study):
    for name in study.configurations["configuration"][:3]:
        frame = study.configurations[study.configurations["configuration"] == name]
        svg = draw_change_model(study, build_change_model(study, frame), "one", "One", **MARKS)
        drawing = Drawing(svg, name_by_number(read_rows(study, "configurations")))
        assert {n for key in drawing.boxes for n in drawing.configurations(key)} == {name}
        assert all(drawing.layer(stage) for stage in STAGES)
