"""What a chapter calls to show a table, a figure, a number or a verdict.

Everything that a reader sees goes through here.
"""

from scripts.display.display import (
    glue_numbers,
    show_figure,
    show_outline,
    show_table,
    show_text,
    show_verdict,
)

__all__ = ["glue_numbers", "show_figure", "show_outline", "show_table", "show_text", "show_verdict"]
