"""The picture that goes with a link to the book."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.image import imread

from scripts.exports.drawings import write_share_card
from tests.change_models import build_figure_model


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
        write_share_card(study, model, tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("title", ["Walks", "A title of many words " * 30, "المشي #strong[معا]"])
def test_a_title_of_any_length_and_script_stands_beside_the_drawing(study, model, tmp_path, title):
    write_share_card(give_title(study, title), model, tmp_path / "a.png")
    picture = imread(tmp_path / "a.png")
    assert picture.shape[:2] == (630, 1200)
    half = picture.shape[1] // 2
    assert picture[:, :half, :3].std() > 0.03, "no title"
    assert picture[:, half:, :3].std() > 0.03, "no drawing"
