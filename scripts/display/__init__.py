"""What a chapter calls to show a table, a figure, a number or a verdict.

Everything that a reader sees goes through here.
"""

from scripts.analysis.crosslinks import link_configurations
from scripts.display.diagram_exhibits import show_diagram
from scripts.display.exhibits import (
    glue,
    show,
    show_chart,
    show_claims,
    show_files,
    show_table,
    show_verdict,
    use_book_style,
)

__all__ = [
    "glue",
    "link_configurations",
    "show",
    "show_chart",
    "show_claims",
    "show_diagram",
    "show_files",
    "show_table",
    "show_verdict",
    "use_book_style",
]
