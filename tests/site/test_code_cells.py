"""The code of a page: folded, and reached from what it made."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils import nodes
from sphinx.util.docutils import new_document

from scripts.site.code_cells import FoldCode

TABLE = '<table class="edition-table" id="t">'
FRAME = '<table class="edition-table edition-frame">'


def make_cell(code: str, shown: str = "") -> nodes.container:
    """Return a cell as myst-nb makes it, tagged to be hidden."""
    cell = nodes.container(nb_element="cell_code", hide_mode="input")
    cell += nodes.container("", nodes.literal_block(code, code), nb_element="cell_code_source")
    if shown:
        cell += nodes.container(
            "", nodes.raw("", shown, format="html"), nb_element="cell_code_output"
        )
    return cell


def fold(*parts: nodes.Node) -> str:
    """Return the HTML that the transform adds to a page of these parts, and its links."""
    document = new_document("page")
    document += list(parts)
    FoldCode(document, SimpleNamespace()).run()
    raws = [node.astext() for node in document.findall(nodes.raw)]
    return "\n".join(raws)


def test_each_cell_is_folded_and_no_longer_hidden():
    cell = make_cell("x = 1")
    assert '<details class="edition-code" id="code-1">' in fold(cell)
    assert "hide_mode" not in cell.attributes


def test_an_exhibit_leads_to_all_cells_since_the_one_before():
    cells = [make_cell("a"), make_cell("b", TABLE), make_cell("c", FRAME), make_cell("d", TABLE)]
    links = [line for line in fold(*cells).splitlines() if "edition-how" in line]
    assert ['data-cells="code-1 code-2"' in links[0], 'data-cells="code-3 code-4"' in links[1]] == [
        True,
        True,
    ]
    assert len(links) == 2


@pytest.mark.parametrize("shown", ["", FRAME, "<p>words</p>"])
def test_what_is_no_exhibit_leads_nowhere(shown):
    assert "edition-how" not in fold(make_cell("a", shown))


def test_a_number_in_the_prose_leads_to_the_cell_that_glued_it():
    number = nodes.inline("12", "12", classes=["pasted-text"])
    paragraph = nodes.paragraph("", "", number)
    fold(make_cell("import x"), make_cell("glue(n=12)"), paragraph)
    (link,) = paragraph.findall(nodes.reference)
    assert link["refuri"] == "#code-2"
    assert "edition-value" in link["classes"]
    assert link.astext() == "12"


@pytest.mark.parametrize(("quoted", "is_about_code"), [("split", True), ("study.yml", False)])
def test_a_paragraph_that_speaks_of_the_code_is_named(quoted, is_about_code):
    paragraph = nodes.paragraph("", "", nodes.literal(quoted, quoted))
    fold(paragraph, make_cell("table = split(frame)"))
    assert ("edition-about-code" in paragraph["classes"]) == is_about_code
