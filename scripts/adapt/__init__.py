"""A new book for another evaluation, from an example or from a table.

Older books are brought here to the newest scripts and tests.
"""
