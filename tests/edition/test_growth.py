"""How times grow with the size of a study, as the benchmarks of this edition say it."""

import pytest

from benchmarks.growth import fit_exponent


def test_the_line_through_points_has_their_slope():
    assert fit_exponent([(1, 3), (10, 30), (100, 300)]) == pytest.approx(1)
    assert fit_exponent([(1, 1), (10, 100)]) == pytest.approx(2)
