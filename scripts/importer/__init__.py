"""Somebody's table of configurations, from Word, Excel or text, as rows of a new book.

Every word of the file is in the data or kept with the notes, or nothing is taken over.
"""
