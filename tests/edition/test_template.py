"""The template of a new evaluation follows this edition, and says nothing of its study."""

import json
import re

import nbformat
import pytest

from tests.edition.template import TEMPLATE, build_template
from tests.edition.test_house_words import find_words

# Words that this study shares with any evaluation.
ORDINARY = {"other", "age", "table 1", "table_1", "table 2", "table_2"}
ORDINARY |= {"figure 1", "figure_1", "figure 2", "figure_2", "interviews"}
ORDINARY |= {"chapters/reproduction_report.ipynb"}
FILES = sorted(path for path in TEMPLATE.rglob("*") if path.is_file())


@pytest.mark.parametrize(("name", "text"), build_template().items())
def test_the_template_has_the_code_and_columns_of_the_edition(name, text):
    path = TEMPLATE / name
    assert path.is_file(), "run python -m tests.edition.template"
    assert path.read_text("utf-8") == text, f"{name}: run python -m tests.edition.template"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TEMPLATE).as_posix())
def test_no_word_of_this_study_stands_in_the_template(path):
    assert find_words(path.read_text("utf-8")) - ORDINARY == set()


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.suffix == ".ipynb"], ids=lambda path: path.stem
)
def test_no_chapter_of_the_template_speaks_of_an_edition_or_of_its_authors(path):
    cells = nbformat.read(path, as_version=4).cells
    prose = " ".join(cell.source for cell in cells if cell.cell_type == "markdown").casefold()
    assert "edition" not in prose.replace("edition-door", "")
    assert "authors'" not in prose


def test_the_dictionary_of_the_template_describes_nothing_that_only_this_study_holds():
    package = json.loads((TEMPLATE / "data" / "datapackage.json").read_text("utf-8"))
    for entry in package["resources"]:
        for place in (entry, *entry["schema"]["fields"]):
            words = place["description"].casefold()
            assert not re.search(r"edition|mother|only the caption|authors’|two people", words), (
                words
            )
