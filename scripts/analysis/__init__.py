"""Counts, shares and configurations, computed from a checked study.

Numbers and frames only: no files, no markup, no drawing.
"""

from scripts.analysis.configurations import join_quotations, list_elements, list_levels, split_lines
from scripts.analysis.formatting import format_counts, format_number, format_theory_marks

__all__ = [
    "format_counts",
    "format_number",
    "format_theory_marks",
    "join_quotations",
    "list_elements",
    "list_levels",
    "split_lines",
]
