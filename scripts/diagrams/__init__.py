"""Change models: from a graph to positions, to ink, to words.

The same layout is drawn for a page and for paper.
"""
