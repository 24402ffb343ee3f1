"""Figures for print: real text, large enough, dark enough, and the same each time."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from hashlib import sha256
from xml.etree import ElementTree as ET

import pytest
from matplotlib.image import imread

from scripts.analysis.configurations import Box, ChangeModel, build_change_model
from scripts.diagrams.book_figures import Subject, find_exhibit, list_subjects
from scripts.diagrams.diagrams import build_figure_model
from scripts.diagrams.layout import layout_change_model
from scripts.diagrams.print_drawing import LINE
from scripts.exports.print_figures import (
    COLUMN,
    LANDSCAPE,
    PAGES,
    SUFFIXES,
    layout_for_page,
    list_pictures,
    text_points,
    write_figure,
)
from scripts.look.palette import INK, PAPER, STAGE_COLOURS, contrast, mix
from scripts.look.text_measure import has_italics
from tests.pictures import write_pictures
from tests.studies import make_study

SVG = "{http://www.w3.org/2000/svg}"
GREYS = 256


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


@pytest.fixture(scope="module", params=PAGES)
def drawn(request, study, tmp_path_factory):
    """Return model, layout, page and files by suffix of all configurations with all marks."""
    page = PAGES[request.param]
    shown = study.configurations.head(16)
    subject = Subject("all", "All", shown, marked=("status", "delivery", "valence"))
    marks = subject.find_marks(study)
    model = build_change_model(study, shown)
    layout = layout_for_page(model, study.settings.stages, page, marks)
    folder = tmp_path_factory.mktemp("print")
    files = {s: write_figure(layout, folder / f"f{s}", page, "A title", marks) for s in SUFFIXES}
    return model, layout, page, files


def read_streams(path):
    """Return the decompressed streams of a PDF."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", path.read_bytes(), re.DOTALL)
    texts = []
    for data in found:
        try:
            texts.append(zlib.decompress(data))
        except zlib.error:
            continue
    return texts


def words_of(layout):
    """Return all lines of text and numbers of a layout."""
    lines = [line for head in layout.heads for line in head.lines]
    for box in layout.boxes:
        lines += [line.text for line in box.lines] + [str(chip.number) for chip in box.chips]
    for entry in layout.legend:
        lines += [entry.label] + (["n"] if entry.kind else [])
    return sorted(lines)


def test_text_is_smaller_than_7_points(drawn):
    _, layout, page, files = drawn
    assert text_points(layout, page) >= 7
    sizes = [
        float(size)
        for stream in read_streams(files[".pdf"])
        for size in re.findall(rb"/F\d+ ([\d.]+) Tf", stream)
    ]
    assert sizes
    assert min(sizes) >= 7
    # In SVG one pixel of the view box is a point.
    fonts = re.findall(r"font-size: ([\d.]+)px", files[".svg"].read_text("utf-8"))
    assert len(fonts) == len(words_of(layout))
    assert min(map(float, fonts)) >= 7


def test_fonts_are_not_embedded_or_text_is_not_text(drawn):
    *_, files = drawn
    pdf = files[".pdf"].read_bytes()
    assert b"/FontFile2" in pdf
    assert b"/ToUnicode" in pdf
    assert b"/Type3" not in pdf
    fonts = set(re.findall(rb"/BaseFont /([\w+-]+)", pdf))
    assert fonts
    # A font in part has six letters of its own before its name.
    assert all(re.fullmatch(rb"[A-Z]{6}\+DejaVuSans(-\w+)?", font) for font in fonts)
    assert any(b"TJ" in stream or b"Tj" in stream for stream in read_streams(files[".pdf"]))


def test_words_are_lost_from_the_svg(drawn):
    _, layout, _, files = drawn
    root = ET.fromstring(files[".svg"].read_text("utf-8"))
    assert sorted(element.text for element in root.iter(f"{SVG}text")) == words_of(layout)
    assert "Arial, sans-serif" in files[".svg"].read_text("utf-8")
    assert "var(" not in files[".svg"].read_text("utf-8")


def test_a_figure_is_wider_than_its_page_or_higher(drawn):
    _, layout, page, files = drawn
    box = re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", files[".pdf"].read_bytes())
    width, height = (float(value) * 25.4 / 72 for value in box.groups())
    assert width == pytest.approx(page.width, abs=0.1)
    assert height <= page.height + 0.1
    pixels = imread(files[".png"]).shape
    assert pixels[1] == pytest.approx(page.width / 25.4 * 300, abs=1)
    assert pixels[0] == pytest.approx(layout.height / layout.width * pixels[1], abs=2)


def test_a_file_holds_a_date_or_the_name_of_a_program(drawn):
    *_, files = drawn
    for path in files.values():
        data = path.read_bytes()
        assert b"CreationDate" not in data
        assert b"ModDate" not in data
        assert b"Software" not in data
        assert not re.search(rb"<dc:date>", data)


def test_a_file_changes_from_run_to_run(study, tmp_path):
    layout = layout_change_model(
        build_change_model(study, study.configurations.head(4)), study.settings.stages
    )
    ours = {s: sha256(write_figure(layout, tmp_path / f"a{s}").read_bytes()) for s in SUFFIXES}
    code = (
        "import sys; from pathlib import Path\n"
        "from scripts.study import load_study\n"
        "from scripts.analysis.configurations import build_change_model\n"
        "from scripts.diagrams.layout import layout_change_model\n"
        "from scripts.exports.print_figures import SUFFIXES, write_figure\n"
        "study = load_study(Path(sys.argv[1]))\n"
        "model = build_change_model(study, study.configurations.head(4))\n"
        "layout = layout_change_model(model, study.settings.stages)\n"
        "[write_figure(layout, Path(sys.argv[2]) / f'b{s}') for s in SUFFIXES]"
    )
    subprocess.run([sys.executable, "-c", code, study.directory, tmp_path], check=True)
    for suffix, digest in ours.items():
        other = sha256((tmp_path / f"b{suffix}").read_bytes())
        assert other.hexdigest() == digest.hexdigest(), suffix


@pytest.mark.parametrize("colour", STAGE_COLOURS)
def test_text_is_pale_on_its_box(colour):
    assert contrast(INK, mix(colour, PAPER, 0.1)) >= 4.5
    assert contrast(LINE, PAPER) >= 4.5


def test_in_grey_frames_and_gaps_vanish(drawn):
    *_, files = drawn
    pixels = imread(files[".png"])[..., :3] @ [0.299, 0.587, 0.114]
    assert pixels.min() < 0.15
    assert pixels.max() == pytest.approx(1)
    # Each colour of a stage is far from paper when it is grey.
    for colour in STAGE_COLOURS[:4]:
        parts = [int(colour[i : i + 2], 16) / (GREYS - 1) for i in (1, 3, 5)]
        assert sum(p * w for p, w in zip(parts, (0.299, 0.587, 0.114), strict=True)) < 0.7


def test_gaps_are_drawn_like_boxes(study, tmp_path):
    key = next(e.exhibit for e in study.settings.exhibits if e.kind == "diagram")
    layout = layout_change_model(build_figure_model(study, key), study.settings.stages)
    text = write_figure(layout, tmp_path / "f.svg").read_text("utf-8")
    gaps = [box for box in layout.boxes if box.box.is_gap]
    assert len(re.findall(r"stroke-dasharray: [\d.]+", text)) == len(gaps)
    aside = [line for box in layout.boxes for line in box.lines if box in gaps or line.label < 0]
    wanted = [line for line in aside if has_italics(line.text)]
    assert len(re.findall(r"font-style: italic", text)) == len(wanted)


def test_arabic_is_printed_over_the_left_edge_of_its_box(tmp_path):
    rows = [{"configuration": "a", "context": "يعيش (جديد)", "outcome": "Comes"}]
    study = make_study(tmp_path / "data", stages=["context", "outcome"], configurations=rows)
    model = build_change_model(study, study.configurations)
    layout = layout_change_model(model, study.settings.stages)
    root = ET.parse(write_figure(layout, tmp_path / "f.svg")).getroot()
    styles = {text.text: text.get("style") for text in root.iter(f"{SVG}text")}
    assert "text-anchor: start; direction: rtl" in styles["يعيش (جديد)"]
    assert "direction" not in styles["Comes"]


def test_letters_that_the_slanting_font_lacks_are_printed_as_boxes(tmp_path):
    study = make_study(tmp_path / "data", not_in_source="غير معروف")
    model = build_change_model(study, study.configurations)
    layout = layout_change_model(model, study.settings.stages)
    assert sum(box.box.is_gap for box in layout.boxes) == 2
    text = write_figure(layout, tmp_path / "f.svg").read_text("utf-8")
    assert text.count("غير معروف") == 2
    assert "italic" not in text


MARKED = ("status", "delivery", "valence")


def read_styles(path):
    """Return how often each pair of width and dashes of a line occurs in an SVG file."""
    counts = {}
    for style in re.findall(r'style="([^"]*stroke: #[^"]*)"', path.read_text("utf-8")):
        width = re.search(r"stroke-width: ([\d.]+)", style)
        dashes = re.search(r"stroke-dasharray: ([\d.]+),([\d.]+)", style)
        # In units of the drawing, of which one has 7 / 13.2 points or a little more.
        unit = 170 / 25.4 * 72 / 900
        numbers = [float(width[1]) if width else 1.0]
        numbers += [float(n) for n in dashes.groups()] if dashes else []
        key = tuple(round(n / unit, 1) for n in numbers)
        counts[key] = counts.get(key, 0) + 1
    return counts


def test_a_mark_of_the_page_is_missing_from_the_print(tmp_path):
    study = invent_study(tmp_path)
    shown = study.configurations
    plain = Subject("plain", "Plain", shown)
    marked = Subject("marked", "Marked", shown, marked=MARKED)
    paths = {
        s.key: next(p for p in write_pictures(study, s, tmp_path) if p.name.endswith("column.svg"))
        for s in (plain, marked)
    }
    words = {
        key: [element.text for element in ET.parse(path).getroot().iter(f"{SVG}text")]
        for key, path in paths.items()
    }
    for word in ("Theory status:", "Valence:", "new", "dropped", "negative"):
        assert word in words["marked"]
        assert word not in words["plain"]
    styles = {key: read_styles(path) for key, path in paths.items()}
    # Lines that are new, dropped, not stated, and dark; frames of boxes and numbers.
    wanted = {(3.4,), (2.0, 2.0, 4.0), (1.4, 12.0, 4.0), (4.6,), (6.4,), (1.8,), (2.4,)}
    wanted |= {(1.6, 2.0, 2.5), (0.8, 6.0, 3.0), (1.3,)}
    assert wanted <= styles["marked"].keys()
    assert wanted & styles["plain"].keys() == set()


def test_a_picture_of_the_book_is_not_written_or_not_listed(tmp_path):
    study = invent_study(tmp_path)
    subjects = list_subjects(study)
    assert [subject.key for subject in subjects] == ["model_a", "shared", "both_theories"]
    paths = [path for s in subjects for path in write_pictures(study, s, tmp_path / "figures")]
    names = [picture.name for s in subjects for picture in list_pictures(study, s)]
    assert [path.stem for path in paths[::3]] == names
    assert len({path.name for path in paths}) == len(paths) == 3 * len(names)
    assert {"model_a-column", "shared-landscape", "both_theories-column"} <= set(names)


def small_model():
    return ChangeModel(("a", "b"), (Box("a-1", "a", ("e",), ("x",), ("c",)),), (), {"c": 1})


def test_a_figure_is_shrunk_below_7_points_without_a_word(tmp_path):
    layout = layout_change_model(small_model(), width=1200)
    with pytest.raises(ValueError, match=r"smaller than 7"):
        write_figure(layout, tmp_path / "f.pdf", COLUMN)
    assert write_figure(layout, tmp_path / "f.pdf", LANDSCAPE).is_file()


def test_an_unknown_suffix_is_not_explained(tmp_path):
    with pytest.raises(ValueError, match=r"f\.docx: a figure is written as \.pdf, \.png, \.svg"):
        write_figure(layout_change_model(small_model()), tmp_path / "f.docx")


def test_dollar_signs_become_a_formula(tmp_path):
    box = Box("a-1", "a", ("e",), ("$x_1$ & <b>",), ("c",))
    layout = layout_change_model(ChangeModel(("a", "b"), (box,), (), {"c": 1}))
    root = ET.parse(write_figure(layout, tmp_path / "f.svg")).getroot()
    assert "$x_1$ & <b>" in [element.text for element in root.iter(f"{SVG}text")]


def test_a_diagram_that_is_too_tall_is_not_split(tmp_path):
    rows = [{"configuration": f"c-{i}", "context": f"Some words {i} " * 36} for i in range(8)]
    exhibit = {"exhibit": "model", "kind": "diagram", "cannot_compare": "Invented."}
    study = make_study(tmp_path / "data", configurations=rows, exhibits=[exhibit])
    paths = write_pictures(study, find_exhibit(study, "model"), tmp_path / "figures")
    names = {path.name for path in paths}
    assert len(names) == len(paths)
    assert {"model-column-1.pdf", "model-column-2.png", "model-landscape-2.svg"} <= names
    for path in (path for path in paths if path.suffix == ".pdf"):
        box = re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", path.read_bytes())
        page = PAGES[path.name.split("-")[1]]
        assert float(box.group(2)) * 25.4 / 72 <= page.height + 0.1
