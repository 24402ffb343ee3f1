"""One configuration at a time: the explorer, and a page for each.

What the study says of it is gathered from all tables.
"""
