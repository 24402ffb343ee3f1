"""The code of a page: there for whoever asks for it, and nobody else's concern."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from scripts.site.calculations import find_cell

# What a reader would ask of: how was this made? A plain frame is part of the code.
EXHIBIT = re.compile(r"<figure\b|<table\b(?![^>]*\bedition-frame\b)")
CODE_CELL = "edition-code"
# Before the name of a number in the prose, in the class of its element.
VALUE_NAME = "value-"
# Before myst-nb hides what is tagged so, which nothing need be here.
PRIORITY = 190


class FoldCode(SphinxPostTransform):
    """Fold the code of each cell, and let each table and figure lead to the code that made it.

    Without a script the folds are there to be opened. With it they are shown while the switch
    "With code" is on, or when somebody asks how an exhibit was made.
    """

    default_priority = PRIORITY
    formats = ("html",)

    def run(self, **options: object) -> None:
        """Fold the code of a page."""
        waiting: list[str] = []
        code: dict[str, str] = {}
        for number, cell in enumerate(list_cells(self.document), start=1):
            cell.attributes.pop("hide_mode", None)
            source = cell.children[0]
            if source.get("nb_element") == "cell_code_source":
                name = f"code-{number}"
                code[name] = source.astext()
                waiting.append(name)
                fold = f'<details class="{CODE_CELL}" id="{name}"><summary>Code</summary>'
                cell.insert(0, nodes.raw("", fold, format="html"))
                cell.insert(2, nodes.raw("", "</details>", format="html"))
            if waiting and shows_exhibit(cell):
                cell.append(nodes.raw("", link_code(waiting), format="html"))
                waiting = []
        link_values(self.document, code)
        name_prose_about_code(self.document, " ".join(code.values()))


def name_prose_about_code(document: nodes.document, code: str) -> None:
    """Name the paragraphs that speak of a word of the code, which are shown and hidden with it."""
    words = set(re.findall(r"\w+", code))
    for paragraph in document.findall(nodes.paragraph):
        if any(quoted.astext() in words for quoted in paragraph.findall(nodes.literal)):
            paragraph["classes"].append("edition-about-code")


class NamedTextRole(PasteTextRole):
    """Brings a number into the prose, and keeps what `glue` has named it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number."""
        values, messages = super().run()
        for value in values:
            if isinstance(value, nodes.inline):
                value["classes"].append(VALUE_NAME + self.text.split(":")[0])
        return values, messages


def link_values(document: nodes.document, code: dict[str, str]) -> None:
    """Let numbers in the prose lead to the cells that calculated them."""
    for value in list(document.findall(nodes.inline)):
        is_linked = any(isinstance(p, nodes.reference) for p in _list_parents(value))
        names = [c.removeprefix(VALUE_NAME) for c in value["classes"] if c.startswith(VALUE_NAME)]
        if not names or is_linked:
            continue
        cell = find_cell(names[0], list(code.values()))
        if cell is not None:
            link = nodes.reference("", "", refuri=f"#{list(code)[cell]}", internal=True)
            link["classes"].append("edition-value")
            value.replace_self(link)
            link += value


def _list_parents(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what a node stands in, from within."""
    while (node := node.parent) is not None:
        yield node


def list_cells(document: nodes.document) -> Iterator[nodes.container]:
    """Yield the cells of a page that show code or what it made."""
    for node in list(document.findall(nodes.container)):
        if node.get("nb_element") == "cell_code" and node.children:
            yield node


def shows_exhibit(cell: nodes.container) -> bool:
    """Return whether a cell shows a table or a figure."""
    return any(EXHIBIT.search(raw.astext()) for raw in cell.findall(nodes.raw))


def link_code(names: list[str]) -> str:
    """Return the link from an exhibit to the cells that made it, by their ids."""
    return (
        f'<p class="edition-how"><a href="#{names[0]}" data-cells="{" ".join(names)}">'
        "How this was made</a></p>"
    )


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    app.setup_extension("myst_nb")
    app.add_role_to_domain("glue", "text", NamedTextRole(), override=True)
    app.add_post_transform(FoldCode)
