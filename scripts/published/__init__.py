"""What the paper prints, held against what is rebuilt.

One comparator gives every verdict.
"""

from scripts.published.comparison import (
    Comparison,
    UnexplainedError,
    build_cells,
    compare_all,
    compare_exhibit,
    count_verdicts,
    require_explained,
)

__all__ = [
    "Comparison",
    "UnexplainedError",
    "build_cells",
    "compare_all",
    "compare_exhibit",
    "count_verdicts",
    "require_explained",
]
