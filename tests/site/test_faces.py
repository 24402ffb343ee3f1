"""The text face and the colours that pages bring along."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from scripts.look.palette import STAGE_COLOURS
from scripts.look.typeface import CUT_FAMILY, STYLES, cut_face, find_face, read_licence
from scripts.site.faces import build_colours, build_sheet

# Bytes of all styles, for a page in a Latin script.
HEAVIEST = 100_000


@pytest.mark.parametrize("style", STYLES)
def test_a_cut_style_has_the_letters_asked_for_and_bears_another_name(style):
    font = TTFont(BytesIO(cut_face(style, [ord("ạ")])))
    assert {ord("ạ"), ord("a"), ord("é")} <= set(font.getBestCmap())
    assert ord("Ж") not in font.getBestCmap()
    assert font["name"].getDebugName(1) == CUT_FAMILY
    assert len(font.getBestCmap()) < len(TTFont(find_face(style)).getBestCmap())


def test_the_same_letters_give_the_same_bytes():
    assert cut_face("Regular", [0x41]) == cut_face("Regular", [0x41])


def test_the_sheet_brings_every_style_and_loads_nothing():
    sheet = build_sheet([0x41])
    fonts = re.findall(r'url\("data:font/woff;base64,([^"]+)"\)', sheet)
    assert len(fonts) == len(STYLES)
    assert all(b64decode(font).startswith(b"wOFF") for font in fonts)
    assert "http" not in sheet
    assert len(sheet) < HEAVIEST


def test_the_licence_comes_along():
    assert "SIL Open Font License" in read_licence()


def test_each_stage_has_its_colour_in_light_and_dark():
    light, dark, *_ = build_colours().splitlines()
    for i, colour in enumerate(STAGE_COLOURS):
        assert f"--stage-{i}: {colour};" in light
        assert f"--stage-{i}: " in dark
