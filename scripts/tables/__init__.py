"""A frame as a table of a publication, as HTML and as a grid of plain cells.

Here are also the tables in which an edition accounts for itself.
"""

from scripts.tables.edition_tables import (
    build_claims_table,
    build_dictionary_table,
    build_files_table,
    build_notes_table,
    build_verdicts_table,
)

__all__ = [
    "build_claims_table",
    "build_dictionary_table",
    "build_files_table",
    "build_notes_table",
    "build_verdicts_table",
]
