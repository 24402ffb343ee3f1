"""The code of a page: folded, and opened by those who ask how something was made."""

import re

from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from sphinx.transforms.post_transforms import SphinxPostTransform

from scripts.look.markup import render
from scripts.site.calculations import explain_number, read_statements

# What a reader would ask of: how was this made? A plain frame is part of the code.
EXHIBIT = re.compile(r"<figure\b|<table\b(?![^>]*\bedition-frame\b)")
CODE_CELL = "edition-code"
# Before the name of a number in the prose, in the class of its element.
VALUE_NAME = "value-"


class FoldCode(SphinxPostTransform):
    """Fold the code of each cell, and let each table and figure lead to the code that made it.

    Without a script the folds are there to be opened. With it they are shown while the switch
    "With code" is on, or when somebody asks how an exhibit was made.
    """

    # Before myst-nb hides what is tagged so, which nothing need be here.
    default_priority = 190
    formats = ("html",)

    def run(self, **options: object) -> None:
        """Fold the code of a page."""
        waiting: list[str] = []
        code: dict[str, str] = {}
        cells = [c for c in self.document.findall(nodes.container) if c.children]
        cells = [cell for cell in cells if cell.get("nb_element") == "cell_code"]
        for number, cell in enumerate(cells, start=1):
            cell.attributes.pop("hide_mode", None)
            source = cell.children[0]
            if source.get("nb_element") == "cell_code_source":
                name = f"code-{number}"
                code[name] = source.astext()
                waiting.append(name)
                # What stands before the code, and after it.
                before, after = render("site/code.html", name=name, kind=CODE_CELL).split("…")
                cell.insert(0, nodes.raw("", before, format="html"))
                cell.insert(2, nodes.raw("", after, format="html"))
            if waiting and any(EXHIBIT.search(raw.astext()) for raw in cell.findall(nodes.raw)):
                cell.append(nodes.raw("", render("site/how.html", names=waiting), format="html"))
                waiting = []
        link_values(self.document, code)
        name_prose_about_code(self.document, " ".join(code.values()))


def name_prose_about_code(document: nodes.document, code: str) -> None:
    """Name the paragraphs that speak of a word of the code, which are shown and hidden with it."""
    words = set(re.findall(r"\w+", code))
    for paragraph in document.findall(nodes.paragraph):
        if any(quoted.astext() in words for quoted in paragraph.findall(nodes.literal)):
            paragraph["classes"].append("edition-about-code")


def link_values(document: nodes.document, code: dict[str, str]) -> None:
    """Let numbers in the prose lead to the cells that calculated them."""
    statements = read_statements(list(code.values()))
    linked = {id(n) for link in document.findall(nodes.reference) for n in link.findall()}
    for value in list(document.findall(nodes.inline)):
        names = [c.removeprefix(VALUE_NAME) for c in value["classes"] if c.startswith(VALUE_NAME)]
        found = explain_number(names[0], statements) if names and id(value) not in linked else None
        if found is not None:
            link = nodes.reference("", "", refuri=f"#{list(code)[found[0]]}", internal=True)
            link["classes"].append("edition-value")
            value.replace_self(link)
            link += value


class NamedTextRole(PasteTextRole):
    """Brings a number into the prose, and keeps what `glue` has named it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number."""
        values, messages = super().run()
        for value in values:
            if isinstance(value, nodes.inline):
                value["classes"].append(VALUE_NAME + self.text.split(":")[0])
        return values, messages
