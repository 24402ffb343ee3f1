"""How wide text is, and where it wraps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.look.text import FONT_SIZE, load_widths, text_width, wrap_text

WORDS = st.lists(st.text("abWil-é漢😀/&<", min_size=1, max_size=30), max_size=12).map(" ".join)


@given(WORDS, st.integers(40, 300), st.booleans())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_lines_keep_to_their_width_and_lose_no_letter(text, width, bold):
    lines = wrap_text(text, width, bold)
    assert all(text_width(line, bold) <= width for line in lines)
    # A hyphen may have been added at the end of a line, and nowhere else.
    left = "".join(text.split())
    for line in lines:
        own = line.replace(" ", "")
        own = own if left.startswith(own) else own.removesuffix("-")
        assert left.startswith(own)
        left = left[len(own) :]
    assert left == ""


def test_words_that_fit_share_a_line():
    assert wrap_text("low- and middle-income", 300) == ("low- and middle-income",)
    assert wrap_text("", 100) == ("",)


def test_a_word_is_broken_at_its_own_hyphen():
    width = text_width("mechanism-outcome")
    assert wrap_text("context-mechanism-outcome", width) == ("context-mechanism-", "outcome")


def test_a_long_word_stays_in_its_line():
    lines = wrap_text("Unbreakable" * 4, 60)
    assert all(line.endswith("-") for line in lines[:-1])
    assert max(text_width(line) for line in lines) <= 60


def test_a_width_below_one_letter_comes_to_an_end():
    assert wrap_text("WW", 1) == ("W-", "W")


@pytest.mark.parametrize("text", ["漢字", "😀😀"])
def test_letters_that_the_font_lacks_have_a_width(text, recwarn):
    assert text_width(text) >= 2 * FONT_SIZE * 0.95
    assert not recwarn.list


def test_bold_text_is_wider_than_plain():
    assert text_width("12", bold=True) > text_width("12")


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ["KEYS FACES", "PTSD", "success of zeal", "Low", "MMM", "low-key"])
def test_text_is_no_wider_in_another_font_than_measured(text, bold):
    fonts = [font for font in load_widths() if font.endswith(" Bold") == bold]
    assert len(fonts) == 6
    for font in fonts:
        thousandths = sum(load_widths()[font][letter] for letter in text)
        assert text_width(text, bold) >= thousandths * FONT_SIZE / 1000
    assert text_width("Ω", bold) > 0


def test_every_font_has_the_letters_of_western_europe():
    for font, widths in load_widths().items():
        assert len(widths) >= 195, font
        assert all(0 < width < 1200 for width in widths.values())


def test_no_single_letter_of_a_word_stands_on_the_next_line():
    for word in ("Wellbeing", "Watching", "Complaints"):
        for width in range(30, 70):
            lines = wrap_text(word, width)
            assert len(lines) == 1 or len(lines[-1]) >= 2
            assert len(lines) != 2 or len(lines[-1]) >= 3


@pytest.mark.parametrize(
    "text", ["支援者の自己開示による信頼関係", "ความเข้าใจซึ่งกันและกัน", "مستشفياتهمومستشفياتكم"]
)
def test_words_of_scripts_without_hyphens_get_none(text):
    lines = wrap_text(text, 60)
    assert len(lines) > 1
    assert "".join(lines) == text


@pytest.mark.parametrize("width", range(40, 120, 7))
def test_no_line_begins_with_a_sign_that_closes(width):
    for text in ("看到邻居们（在阳台上）种植蔬菜，并且互相帮助。", "e\u0301te\u0301" * 9, "ก็" * 20):
        for line in wrap_text(text, width)[1:]:
            assert line[0] not in "，。）\u0301็"
        for line in wrap_text(text, width)[:-1]:
            assert line[-1] != "（"
