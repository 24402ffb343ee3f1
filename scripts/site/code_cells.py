"""The code of a page: there for whoever asks for it, and nobody else's concern."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

# What a reader would ask of: how was this made? A plain frame is part of the code.
EXHIBIT = re.compile(r"<figure\b|<table\b(?![^>]*\bedition-frame\b)")
# What brings a number into the prose.
GLUE = "glue("
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
        glued, code = "", []
        for number, cell in enumerate(list_cells(self.document), start=1):
            cell.attributes.pop("hide_mode", None)
            source = cell.children[0]
            if source.get("nb_element") == "cell_code_source":
                name = f"code-{number}"
                code.append(source.astext())
                waiting.append(name)
                glued = name if GLUE in source.astext() else glued
                fold = f'<details class="edition-code" id="{name}"><summary>Code</summary>'
                cell.insert(0, nodes.raw("", fold, format="html"))
                cell.insert(2, nodes.raw("", "</details>", format="html"))
            if waiting and shows_exhibit(cell):
                cell.append(nodes.raw("", link_code(waiting), format="html"))
                waiting = []
        if glued:
            link_values(self.document, glued)
        name_prose_about_code(self.document, " ".join(code))


def name_prose_about_code(document: nodes.document, code: str) -> None:
    """Name the paragraphs that speak of a word of the code, which are shown and hidden with it."""
    words = set(re.findall(r"\w+", code))
    for paragraph in document.findall(nodes.paragraph):
        if any(quoted.astext() in words for quoted in paragraph.findall(nodes.literal)):
            paragraph["classes"].append("edition-about-code")


def link_values(document: nodes.document, name: str) -> None:
    """Let numbers in the prose lead to the cell that calculated them."""
    for value in list(document.findall(nodes.inline)):
        is_linked = any(isinstance(p, nodes.reference) for p in _list_parents(value))
        if "pasted-text" in value["classes"] and not is_linked:
            link = nodes.reference("", "", refuri=f"#{name}", internal=True)
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
    app.add_post_transform(FoldCode)
