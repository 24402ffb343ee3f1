"""What the prose says: no more than the paper and the data bear, and the same on every page."""

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]


def read_prose(path):
    """Return the prose of a chapter."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def read_glued(name):
    """Return the numbers that a chapter takes up in its prose, by name."""
    cells = nbformat.read(ROOT / f"{name}.ipynb", as_version=4).cells
    glued = {}
    for cell in cells:
        for output in cell.get("outputs", ()):
            place = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if place:
                glued[place] = re.sub(r"<[^>]*>|'", "", next(iter(output["data"].values())))
    return glued


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "words",
    [
        "source text",  # It is a text extraction, and the page has not been seen.
        "as the paper does",  # How it rounds cannot be known.
        "because the researchers looked for them",  # Nobody says so.
        "or who fears",  # Alone, that fear goes with hope.
        "it is the context that turns them",  # Not where context and resource are the same.
        "before any correction was complete",  # Two of the numbers differed.
        "of all ways in which things can go",  # Nos. 2 and 3 have more in common, and both hurt.
        "not known from this study",  # The authors say how they weigh it, without numbers.
        "by two hands",  # Language models typed it.
        "nobody can check",  # Some of these no data could contradict.
        "not good or bad in itself",  # The authors say usually, and name what was missing.
        "It helps when",  # It can; how often is not known.
        "does not agree with these means:",  # The number of interviews is needed as well.
        "which is one reason",  # How the quotations were chosen is not said.
        "report their study by",  # The standards guided the research, they say.
        "and agrees with the authors, who place",  # They say *only* in groups.
    ],
)
def test_each_chapter_says_what_nobody_knows(path, words):
    assert words not in read_prose(path)


def test_the_numbers_of_the_first_page_add_up_to_what_the_paper_prints():
    counted = {name: int(n) for name, n in read_glued("index").items() if n.isdigit()}
    parts = ("reproduced", "transcribed", "consistent", "differs", "failed", "read_otherwise")
    assert sum(counted[name] for name in (*parts, "cannot_compare")) == counted["printed"]
    assert [counted[name] for name in parts] == [32, 336, 10, 1, 2, 7]
    assert (counted["final_positive"], counted["final_negative"]) == (12, 15)


def test_both_pages_that_count_configurations_have_the_same_numbers():
    first, explorer = read_glued("index"), read_glued("chapters/explorer")
    names = {"final": "held", "final_positive": "helps", "final_negative": "hurts"}
    for one, other in names.items():
        assert first[one] == explorer[other]
    assert int(explorer["helps_all"]) + int(explorer["hurts_all"]) == int(explorer["all"]) == 33


def test_the_sampling_fractions_and_the_rest_of_the_shares_are_computed():
    glued = read_glued("chapters/participants")
    assert (glued["mothers_heard"], glued["volunteers_heard"]) == ("11.0", "35.1")
    assert (glued["only_one_to_one"], glued["about_one_to_one"]) == ("2/15", "24")


def test_what_the_second_coder_knew_is_said_where_the_coders_are_compared():
    prose = read_prose(ROOT / "chapters" / "does_it_hold.ipynb")
    assert "hint at the outcome" in prose
    assert "more configurations are negative than positive" in prose


def test_the_first_page_says_what_kind_of_study_it_is():
    assert "realist evaluation" in read_prose(ROOT / "index.ipynb")


def test_the_rules_of_the_coding_are_written_down():
    prose = read_prose(ROOT / "chapters" / "editorial_notes.ipynb")
    assert "## How the configurations were coded" in prose
    for grade in ("said by the authors", "said in a quotation", "inferred", "not said"):
        assert grade in prose
