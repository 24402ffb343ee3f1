"""Which chapters a book has, and how they are executed side by side.

A chapter runs again only when something that it depends on has changed.
"""

from scripts.execution.results import load_results

__all__ = ["load_results"]
