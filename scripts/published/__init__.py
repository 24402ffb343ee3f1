"""What the paper prints, held against what is rebuilt.

One comparator gives every verdict.
"""

from scripts.published.comparison import (
    Comparison,
    UnexplainedError,
    compare,
    count_verdicts,
    require_explained,
)
from scripts.published.headings import list_headings

__all__ = [
    "Comparison",
    "UnexplainedError",
    "compare",
    "count_verdicts",
    "list_headings",
    "require_explained",
]
