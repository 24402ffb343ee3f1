"""After the build: no unused file is left, and the style sheet has all letters and colours."""

import base64
import re
from io import BytesIO
from types import SimpleNamespace

import pytest
from fontTools.ttLib import TTFont

from scripts.look.palette import STAGE_COLOURS
from scripts.look.typeface import CUT_FAMILY, STYLES, cut_face, find_face, read_licence
from scripts.site.after_build import (
    build_page_style,
    finish_site,
    remove_unused,
)

# Bytes of all styles, for a page in a Latin script.
HEAVIEST = 100_000


@pytest.fixture
def site(tmp_path):
    """A site with files in use, directly or not, and files that nobody asks for."""
    files = {
        "index.html": '<link href="_static/a.css?v=1"><script src="_static/b.js"></script>',
        "deep/page.html": '<img src="../_static/images/c.png#x">',
        "_static/a.css": "@import 'inner.css'; p { background: url(\"images/d.png?v\") }",
        "_static/inner.css": "b { src: url(data:image/png;base64,AAAA) }",
        "_static/b.js": "load('e.json');\n//# sourceMappingURL=b.js.map\n",
        "_static/e.json": "{}",
        "_static/images/c.png": "",
        "_static/images/d.png": "",
        "_static/b.js.map": "{}",
        "_static/unused.js": "a.css",
        "_static/nothing/webpack-macros.html": '<script src="../unused.js">',
        "other/kept.txt": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_what_no_page_leads_to_is_removed_from_the_site(site):
    remove_unused(site)
    left = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    gone = {"b.js.map", "unused.js", "nothing/webpack-macros.html"}
    assert not left & {f"_static/{name}" for name in gone}
    assert len(left) == 9
    assert not (site / "_static/nothing").exists()
    assert "sourceMappingURL" not in (site / "_static/b.js").read_text("utf-8")


def test_a_site_whose_build_failed_stays_as_it_is(site):
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=str(site))
    (site / ".buildinfo").touch()
    finish_site(None, None, app, ValueError("failed"))
    assert (site / ".buildinfo").exists()
    assert (site / "_static/unused.js").exists()


@pytest.mark.parametrize("style", STYLES)
def test_a_cut_style_has_the_letters_asked_for_and_bears_another_name(style):
    font = TTFont(BytesIO(cut_face(style, [ord("ạ")])))
    assert {ord("ạ"), ord("a"), ord("é")} <= set(font.getBestCmap())
    assert ord("Ж") not in font.getBestCmap()
    assert font["name"].getDebugName(1) == CUT_FAMILY
    assert len(font.getBestCmap()) < len(TTFont(find_face(style)).getBestCmap())


def test_the_same_letters_give_the_same_bytes():
    assert cut_face("Regular", [0x41]) == cut_face("Regular", [0x41])


@pytest.fixture(scope="module")
def sheet():
    """The style sheet of a page of one letter."""
    return build_page_style(["A"])


def test_the_sheet_brings_every_style_and_loads_nothing(sheet):
    fonts = re.findall(r'url\("data:font/woff;base64,([^"]+)"\)', sheet)
    assert len(fonts) == len(STYLES)
    assert all(base64.b64decode(font).startswith(b"wOFF") for font in fonts)
    assert "http" not in sheet
    assert len(sheet) < HEAVIEST


def test_the_licence_comes_along():
    assert "SIL Open Font License" in read_licence()


def test_each_stage_has_its_colour_in_light_and_dark(sheet):
    light, dark = (line for line in sheet.splitlines() if line.startswith(":root"))
    for i, colour in enumerate(STAGE_COLOURS):
        assert f"--stage-{i}: {colour};" in light
        assert f"--stage-{i}: " in dark
