"""What the paper prints, held against what is rebuilt.

`comparison` gives the verdicts on cells, `claims` those on statements.
"""

from scripts.published.comparison import (
    Comparison,
    UnexplainedError,
    compare,
    count_verdicts,
    require_explained,
)
from scripts.published.printed_cells import list_headings

__all__ = [
    "Comparison",
    "UnexplainedError",
    "compare",
    "count_verdicts",
    "list_headings",
    "require_explained",
]
