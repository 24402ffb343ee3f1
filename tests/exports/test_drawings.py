"""A drawing as files: real text, its own size, the same bytes, and letters of any script."""

import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from matplotlib.image import imread
from pypdf import PdfReader

from scripts.exports.drawings import SUFFIXES, write_drawing, write_share_picture
from tests.change_models import build_figure_model

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"
 viewBox="0 0 200 100" font-family="'Source Sans Pro', 'DejaVu Sans', sans-serif" font-size="13">
<title>A &lt;title&gt; with #tricks</title><desc>What it shows</desc>
<style>#a .line{{stroke:#cc0000;stroke-width:10}}</style>
<g id="a"><path class="line" d="M0 50h200"/><text x="5" y="20">{text}</text></g></svg>"""


def draw(text="Häuser “so” $x_1$", width="100mm", height="50mm"):
    return DRAWING.format(text=text, width=width, height=height)


def test_text_is_text_in_fonts_that_the_file_brings_along(tmp_path):
    _, pdf, _ = write_drawing(draw(), tmp_path, "f")
    (page,) = PdfReader(pdf).pages
    assert "Häuser “so” $x_1$" in page.extract_text()
    content = pdf.read_bytes()
    assert b"/FontFile2" in content
    assert b"SourceSansPro-Regular" in content
    assert b"/Type3" not in content


def test_a_pdf_says_for_those_who_hear_it_what_it_shows(tmp_path):
    reader = PdfReader(write_drawing(draw(), tmp_path, "f")[1])
    assert reader.metadata.title == "A <title> with #tricks"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "What it shows" in str(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]) or any(
        "What it shows" in str(reader.get_object(i)) for i in range(1, len(reader.xref[0]) + 1)
    )


@pytest.mark.parametrize(
    ("width", "height"), [("100mm", "50mm"), ("10cm", "5cm"), ("283.465pt", "141.732pt")]
)
def test_files_are_as_large_as_the_drawing_says(tmp_path, width, height):
    _, pdf, png = write_drawing(draw(width=width, height=height), tmp_path, "f")
    box = PdfReader(pdf).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((283.465, 141.732), abs=0.01)
    assert imread(png).shape[:2] == pytest.approx((591, 1181), abs=1)


def test_styles_of_the_drawing_hold_in_both_formats(tmp_path):
    _, pdf, png = write_drawing(draw(), tmp_path, "f")
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    assert page.getpixel((page.width // 2, page.height // 2)) == (204, 0, 0)
    pixels = imread(png)
    middle = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2, :3] * 255
    assert middle.round().tolist() == [204, 0, 0]


def test_another_run_writes_the_same_bytes_without_a_date(tmp_path):
    ours = write_drawing(draw(), tmp_path / "a", "f")
    code = (
        "import sys; from pathlib import Path; from scripts.exports.drawings import write_drawing\n"
        "write_drawing(sys.stdin.read(), Path(sys.argv[1]), 'f')"
    )
    command = [sys.executable, "-c", code, tmp_path / "b"]
    subprocess.run(command, input=draw(), text=True, encoding="utf-8", check=True)
    assert [path.suffix for path in ours] == list(SUFFIXES)
    for path in ours:
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
        assert not re.search(rb"(Creation|Create|Mod|Modify)Date", path.read_bytes())


def test_text_that_runs_to_the_left_ends_where_its_place_is(tmp_path):
    svg = draw("").replace(
        "</svg>",
        '<text x="190" y="80" text-anchor="end">\u2067قلق شديد (NHS)\u2069</text></svg>',
    )
    _, _, png = write_drawing(svg, tmp_path, "f")
    below = imread(png)[400:, :, :3].min(axis=2).min(axis=0) < 0.5
    inked = [x for x, is_dark in enumerate(below) if is_dark]
    assert 190 / 200 * len(below) - 10 < max(inked) <= 190 / 200 * len(below) + 5


def test_words_of_a_drawing_are_no_code_of_its_page(tmp_path):
    svg = draw('") #panic("x')
    svg_file, pdf, _ = write_drawing(svg, tmp_path, "f")
    assert '#panic("x' in PdfReader(pdf).pages[0].extract_text()
    assert '") #panic("x' in "".join(ET.parse(svg_file).getroot().itertext())


# The card of a link


@pytest.fixture(scope="module")
def model(study):
    """The change model of the first figure that is one."""
    key = next(e.exhibit for e in study.settings.exhibits if e.kind == "diagram")
    return build_figure_model(study, key)


def give_title(study, title):
    """Return the study with another title."""
    facts = {**study.settings.facts, "short_title": title}
    return replace(study, settings=replace(study.settings, facts=facts))


def test_the_same_study_gives_the_same_picture(study, model, tmp_path):
    for name in ("a.png", "b.png"):
        write_share_picture(study, model, tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("title", ["Walks", "A title of many words " * 30, "المشي #strong[معا]"])
def test_a_title_of_any_length_and_script_stands_beside_the_drawing(study, model, tmp_path, title):
    write_share_picture(give_title(study, title), model, tmp_path / "a.png")
    picture = imread(tmp_path / "a.png")
    assert picture.shape[:2] == (630, 1200)
    half = picture.shape[1] // 2
    assert picture[:, :half, :3].std() > 0.03, "no title"
    assert picture[:, half:, :3].std() > 0.03, "no drawing"
