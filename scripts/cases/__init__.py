"""One configuration at a time: the explorer, and a page for each.

What the study says of it is gathered from all tables.
"""

from scripts.cases.explorer import show_explorer

__all__ = ["show_explorer"]
