"""What to look at before publishing: small counts, details of persons, and what looks doubtful.

It says so, or hides it; it decides nothing for the authors.
"""

from scripts.privacy.suppression import explain_suppression, hide_small_counts

__all__ = ["explain_suppression", "hide_small_counts"]
