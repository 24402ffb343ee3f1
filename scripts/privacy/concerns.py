"""The kinds of warning that a study can be given before it is published, and one warning."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.study.settings import FILE as SETTINGS_FILE

# What is warned of where study.yml does not say which counts are small.
USUAL_SMALLEST = 5
# Kind of warning: why it matters, and what to do.
KINDS = {
    "small_count": (
        "So few people may be recognised.",
        f"Write “smallest_count: {USUAL_SMALLEST}” into {SETTINGS_FILE}, and the book hides such "
        "counts; or “smallest_count: 1” if every count may be shown.",
    ),
    "raw_counts": (
        "The book hides them, but whoever has this file can read them.",
        "Keep this file out of what you publish; the downloads of the book have the counts empty.",
    ),
    "few_interviewed": (
        "So few people may be recognised.",
        "Leave the number empty, or put the group together with another.",
    ),
    "small_group": (
        "In so small a group people may be recognised, whatever the table hides.",
        "Put the group together with another, or leave its rows out.",
    ),
    "email": ("An email address names a person.", "Replace it with [email address]."),
    "phone": ("A telephone number leads to a person.", "Replace it with [telephone number]."),
    "postcode": ("A postcode stands for a few houses.", "Replace it with [place]."),
    "date": ("A full date may identify whoever knows what happened on it.", "Replace it: [date]."),
    "speaker_name": (
        "The name of one who is quoted stands in what somebody says.",
        "Replace it with who it is, such as [another participant].",
    ),
    "proper_name": (
        "A rare name of a place, a person or an organisation may identify who speaks.",
        "Replace it with what it is, such as [town].",
    ),
    "long_quotation": (
        "The longer a quotation, the easier is its speaker recognised.",
        "Shorten it, with ... for what is left out.",
    ),
    "hidden": (
        "What a spreadsheet hides is data all the same, and everybody who gets the file sees it.",
        "Show it (Unhide) and look whether it may stay; delete it if not.",
    ),
    "private_notes": (
        "The notes of the import are for you alone; no page, download or archive has them.",
        "Hand the book on without its folder import/, and delete that when it has served.",
    ),
    "undrawn_valence": (
        "The figures are made by valence, and none is of this one.",
        f"Copy the entry of a figure in {SETTINGS_FILE}, and give it the next number and this "
        "valence: figure_3 to figure_5 have chapters that wait for it.",
    ),
    "wrapped_line": (
        "Each line of a cell counts as an element, such as an outcome, of its own.",
        "Join a line that only goes on to the one above; begin a new element with a capital.",
    ),
    "undrawn_letters": (
        "The PDF and PNG files of the figures have an empty box for each; the pages and the "
        "SVG files show them.",
        "Send the SVG files to the printer.",
    ),
}


@dataclass(frozen=True)
class Concern:
    """One thing that should perhaps not be published.

    Attributes
    ----------
    kind : str
        Key of `KINDS`.
    table : str
        Name of the table in the dictionary, or "study" for ``study.yml``.
    file : str
        Where it stands, as a problem names it.
    row : int or None
        Row as a spreadsheet numbers it.
    key : str
        Key of the row, its parts joined by a comma and a blank; empty for a whole table.
    column : str
        Column, or what is hidden.
    found : str
        What stands there.
    """

    kind: str
    table: str
    file: str
    row: int | None
    key: str
    column: str
    found: str

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Return what a row of ``accepted_warnings.csv`` has to say to accept it."""
        return (self.kind, self.table, self.key, self.column)

    @property
    def why(self) -> str:
        """Return why it matters."""
        return KINDS[self.kind][0]

    @property
    def fix(self) -> str:
        """Return what to do."""
        return KINDS[self.kind][1]
