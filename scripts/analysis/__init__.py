"""Counts, shares and configurations, computed from a checked study.

Numbers and frames only: no files, no markup, no drawing.
"""
