"""Counts, shares and configurations, computed from a checked study.

Numbers and frames only: no files, no markup, no drawing.
"""

from scripts.analysis.configurations import list_elements
from scripts.analysis.formatting import format_counts, format_number, format_theory_marks
from scripts.analysis.stage_cells import join_quotations, list_levels, split_lines

__all__ = [
    "format_counts",
    "format_number",
    "format_theory_marks",
    "join_quotations",
    "list_elements",
    "list_levels",
    "split_lines",
]
