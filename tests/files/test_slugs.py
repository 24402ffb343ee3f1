"""Names of small letters and digits."""

import pytest

from scripts.files.paths import make_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Old Walkers", "old-walkers"),
        ("  Été à Paris! ", "ete-a-paris"),
        ("(n = 4321)", "n-4321"),
        ("Straße", "strasse"),
        ("נשים", ""),
    ],
)
def test_a_slug_has_small_letters_digits_and_marks_between_words(text, slug):
    assert make_slug(text) == slug


def test_a_slug_is_cut_without_a_mark_at_its_end():
    assert make_slug("one two three", "_", 8) == "one_two"
