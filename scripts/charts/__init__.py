"""Charts of counts and of configurations, drawn with seaborn.

Each takes a frame and gives back a figure.
"""

from scripts.charts.charts import (
    chart_svg,
    describe_groups,
    draw_groups_chart,
    draw_interview_lengths,
    draw_theory_change,
    group_style,
    stack_bars,
    wrap_label,
)

__all__ = [
    "chart_svg",
    "describe_groups",
    "draw_groups_chart",
    "draw_interview_lengths",
    "draw_theory_change",
    "group_style",
    "stack_bars",
    "wrap_label",
]
