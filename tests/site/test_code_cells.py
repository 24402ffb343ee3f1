"""The code of a page: folded, and reached from what it made."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from sphinx.util.docutils import new_document

from scripts.site.code_cells import FoldCode, NamedTextRole

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


def test_numbers_in_the_prose_lead_to_the_cells_that_glued_them():
    numbers = [nodes.inline(n, "12", classes=["pasted-text", f"value-{n}"]) for n in "abc"]
    paragraph = nodes.paragraph("", "", *numbers)
    fold(make_cell("import x"), make_cell("glue(a=12)"), make_cell("glue(b=12)"), paragraph)
    links = list(paragraph.findall(nodes.reference))
    assert [link["refuri"] for link in links] == ["#code-2", "#code-3"]
    assert all("edition-value" in link["classes"] and link.astext() == "12" for link in links)


def test_a_number_keeps_the_name_that_it_was_glued_under(monkeypatch):
    value = nodes.inline("12", "12", classes=["pasted-text"])
    monkeypatch.setattr(PasteTextRole, "run", lambda role: ([value], []))
    role = NamedTextRole()
    role.text = "share:.1f"
    ((named,), _) = role.run()
    assert named["classes"] == ["pasted-text", "value-share"]


@pytest.mark.parametrize(("quoted", "is_about_code"), [("split", True), ("study.yml", False)])
def test_a_paragraph_that_speaks_of_the_code_is_named(quoted, is_about_code):
    paragraph = nodes.paragraph("", "", nodes.literal(quoted, quoted))
    fold(paragraph, make_cell("table = split(frame)"))
    assert ("edition-about-code" in paragraph["classes"]) == is_about_code
