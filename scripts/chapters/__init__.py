"""The notebooks of the book: which there are, what each needs, and what they have shown.

Nothing is executed here.
"""

from scripts.chapters.results import load_all_results, load_results

__all__ = ["load_all_results", "load_results"]
