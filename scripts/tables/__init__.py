"""A frame as a table of a publication, with its headings, notes and marks.

Here are also the tables in which an edition accounts for itself.
"""

from scripts.tables.tables import (
    PublicationTable,
    build_configurations_table,
    build_demographics_table,
    build_interviews_table,
    build_table,
)

__all__ = [
    "PublicationTable",
    "build_configurations_table",
    "build_demographics_table",
    "build_interviews_table",
    "build_table",
]
