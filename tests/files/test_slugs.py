"""Names of small letters and digits."""

import pytest

from scripts.files.paths import make_key, make_slug


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


@pytest.mark.parametrize(
    ("label", "key"),
    [
        *(("Old Walkers", "old_walkers"), ("7 days", "days"), ("Ü", "u")),
        *(("Site (town)", "site_town"), ("Qualité", "qualite"), ("נשים", "other")),
    ],
)
def test_a_key_has_small_letters_and_a_number_where_it_is_taken(label, key):
    assert make_key(label, "other") == key
    assert make_key(label, "other", [key]) == f"{key}_2"
    assert make_key(label, "other", [key, f"{key}_2"]) == f"{key}_3"
