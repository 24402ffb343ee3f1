"""What the paper prints, held against what is rebuilt.

`comparison` gives the verdicts on cells, `claims` those on statements.
"""

from scripts.published.comparison import compare
from scripts.published.printed_cells import list_headings

__all__ = ["compare", "list_headings"]
