"""Figures in the fonts of other systems: in none does text leave its box.

The fonts of Windows, macOS and iOS may not be shipped. What counts here is how wide their
letters are: DejaVu Sans is given the widths of each font, and is then shown by a browser.
"""

import base64
from io import BytesIO
from random import Random

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontProperties, findfont

from scripts.analysis.configurations import select_configurations
from scripts.diagrams.figures import build_figure
from scripts.display.diagram_exhibits import format_pictures
from scripts.look.text import load_widths
from tests.browser import open_page
from tests.change_models import list_frames
from tests.studies import make_study

FONTS = ["DejaVu Sans", *(font for font in load_widths() if not font.endswith(" Bold"))]
# Words that are wide in one font or another, and letters that few have.
WORDS = ("NHS", "PEER SUPPORT", "KEYS", "PTSD", "success", "JJJJJ", "MMMM", "low-key", "and/or")
WORDS += ("fit", "walker's", "“so”", "–", "Élan", "Straße", "AVATAR", "illicit", "x" * 40, "W" * 30)
WORDS += ("Donaudampfschifffahrtsgesellschaft", "SELF-EFFICACY", "100%", "R&D", "人" * 9, "قلق")
MARKS = ("status", "delivery", "valence")
# Of drawing units: what a browser rounds.
SLACK = 0.3
# What has not been laid out yet has not asked for its font either.
LOAD_FONTS = "Promise.all([...document.fonts].map((face) => face.load())).then(() => true)"
MEASURE = """() => {
  const found = [];
  const inside = (text, left, right, what) => {
    const box = text.getBBox();
    found.push([what, text.textContent, left - box.x, box.x + box.width - right]);
  };
  for (const svg of document.querySelectorAll('svg.change-model')) {
    const width = svg.viewBox.baseVal.width;
    for (const box of svg.querySelectorAll('.box')) {
      const frame = box.querySelector('.frame').getBBox();
      for (const text of box.querySelectorAll('text')) {
        const chip = text.closest('.chip');
        const edge = chip ? chip.querySelector('.edge').getBBox() : frame;
        inside(text, edge.x, edge.x + edge.width, chip ? 'chip' : 'box');
        const area = text.getBBox();
        if (area.y < frame.y - 1 || area.y + area.height > frame.y + frame.height + 1)
          found.push(['height', text.textContent, 99, 99]);
      }
    }
    const heads = [...svg.querySelectorAll('.heads text')];
    for (const head of heads) {
      inside(head, 0, width, 'head');
      const own = head.getBBox();
      for (const other of heads) {
        const area = other.getBBox();
        if (other !== head && area.y === own.y && area.x >= own.x)
          found.push(['heads', head.textContent, 0, own.x + own.width + 3 - area.x]);
      }
    }
    for (const text of svg.querySelectorAll('.legend > text')) {
      const own = text.getBBox();
      inside(text, 0, width, 'legend');
      for (const other of svg.querySelectorAll('.legend > text, .legend > g')) {
        const area = other.getBBox();
        if (Math.abs(area.y + area.height / 2 - own.y - own.height / 2) < 8 && area.x > own.x)
          found.push(['legend', text.textContent, 0, own.x + own.width + 3 - area.x]);
      }
    }
  }
  return found;
}"""


def make_font(name, bold):
    """Return a font file: DejaVu Sans with the widths of another font."""
    path = findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal"))
    font = TTFont(path)
    if name != "DejaVu Sans":
        widths = load_widths()[f"{name} Bold" if bold else name]
        for tag in ("GPOS", "GSUB", "kern", "hdmx", "VDMX", "LTSH", "fpgm", "prep", "cvt "):
            if tag in font:
                del font[tag]
        letters, metrics = font.getBestCmap(), font["hmtx"].metrics
        for letter, width in widths.items():
            if ord(letter) in letters:
                glyph = letters[ord(letter)]
                metrics[glyph] = (round(width * font["head"].unitsPerEm / 1000), metrics[glyph][1])
    options = Options()
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*range(0x20, 0x180), *range(0x2010, 0x2030)])
    subsetter.subset(font)
    file = BytesIO()
    font.save(file)
    return base64.b64encode(file.getvalue()).decode("ascii")


def build_page(figures, name):
    faces = "".join(
        f"@font-face {{ font-family: measured; font-weight: {weight};"
        f" src: url(data:font/ttf;base64,{make_font(name, weight == 700)}) }}"
        for weight in (400, 700)
    )
    style = f"{faces} svg text {{ font-family: measured, 'DejaVu Sans', sans-serif }}"
    return f"<!doctype html><meta charset='utf-8'><style>{style}</style><body>{figures}"


@pytest.fixture(scope="module")
def figures(study, tmp_path_factory):
    """All figures of the study in data/, and one of wide words, as HTML."""
    chance = Random(1)
    stages = [
        {"stage": s, "label": f"SCHEMES OF {s.upper()}", "spanner": f"{s[0]} KEYS"}
        for s in ("act", "context", "coping", "effect")
    ]
    rows = [
        {
            "configuration": f"c-{i}",
            "position": i * 37 + 1,
            "valence": ("positive", "negative", "")[i % 3],
            **{s["stage"]: " ".join(chance.choices(WORDS, k=4)) for s in stages},
        }
        for i in range(12)
    ]
    folder = tmp_path_factory.mktemp("wide")
    wide = make_study(folder / "data", stages=stages, configurations=rows)
    chosen = [(wide, wide.configurations, MARKS), (study, study.configurations, MARKS)]
    for exhibit in (e for e in study.settings.exhibits if e.kind == "diagram"):
        chosen.append((study, select_configurations(study, exhibit.show), ()))
    drawn = []
    for number, (own, shown, marked) in enumerate(chosen):
        frames = list_frames(own, shown)
        _, pictures, rule = build_figure(*frames, own, f"f{number}", "A figure", marked)
        drawn.append(format_pictures(f"f{number}", pictures, rule, own))
    return "".join(drawn)


def measure(chromium, figures, name):
    """Return what was measured: of what, its text, and by how much it is too far left or right."""
    with open_page(chromium) as (page, _):
        page.set_content(build_page(figures, name))
        page.evaluate(LOAD_FONTS)
        assert page.evaluate("[...document.fonts].map((face) => face.status)") == ["loaded"] * 2
        return page.evaluate(MEASURE)


@pytest.mark.parametrize("name", FONTS)
def test_text_stays_in_its_box_in_the_font_of_another_system(chromium, figures, name):
    found = measure(chromium, figures, name)
    assert {what for what, *_ in found} >= {"box", "chip", "head", "heads", "legend"}
    assert len(found) > 300
    assert [entry for entry in found if max(entry[2:]) > SLACK] == []


@pytest.mark.parametrize("name", ["Inter", "Liberation Sans"])
def test_a_font_is_as_wide_as_the_one_that_it_stands_for(chromium, name):
    with open_page(chromium) as (page, _):
        page.set_content(build_page("<svg><text font-size='100'>PEER keys</text></svg>", name))
        page.evaluate(LOAD_FONTS)
        length = page.evaluate("document.querySelector('text').getComputedTextLength()")
    wanted = sum(load_widths()[name][letter] for letter in "PEER keys") / 10
    assert length == pytest.approx(wanted, rel=0.005)
