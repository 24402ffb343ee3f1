"""What `make bench` measures: that each step runs, and how times grow with a study."""

import sys

import pytest

from benchmarks import explorer
from benchmarks.growth import STEPS, fit_exponent, make_book
from tests import ROOT

# These execute chapters and build a site.
LONG = ("chapters", "build")


def test_the_line_through_points_has_their_slope():
    assert fit_exponent([(1, 3), (10, 30), (100, 300)]) == pytest.approx(1)
    assert fit_exponent([(1, 1), (10, 100)]) == pytest.approx(2)


@pytest.mark.parametrize(
    "step", [pytest.param(s, marks=pytest.mark.night if s in LONG else ()) for s in STEPS]
)
def test_each_step_that_is_measured_runs(tmp_path, step):
    STEPS[step](make_book(tmp_path / "book", 3))


@pytest.mark.night
def test_the_explorer_is_measured(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["explorer", "--configurations", "3", "--repeats", "1"])
    explorer.main()
    assert "3 pages made" in capsys.readouterr().out
