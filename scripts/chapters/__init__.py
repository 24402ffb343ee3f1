"""The notebooks of the book: which there are, what each needs, and what they have shown.

They are executed side by side, each only when something that it depends on has changed.
"""

from scripts.chapters.results import load_all_results, load_results

__all__ = ["load_all_results", "load_results"]
