"""The kinds of warning that a study can be given before it is published, and one warning."""

import json
from dataclasses import dataclass
from importlib.resources import files

# What is warned of where study.yml does not say which counts are small.
USUAL_SMALLEST = 5
# Kind of warning: why it matters, and what to do.
KINDS = json.loads(files("scripts.privacy").joinpath("concerns.json").read_text("utf-8"))


@dataclass(frozen=True)
class Concern:
    """One thing that should perhaps not be published: kind, place, and what stands there.

    `table` is a name of the dictionary, or "study" for ``study.yml``; `file` is named as a
    problem names it. `key` is that of the row, its parts joined by a comma and a blank, and
    empty for a whole table. `column` may also say what is hidden.
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
        return KINDS[self.kind]["why"]

    @property
    def fix(self) -> str:
        """Return what to do."""
        return KINDS[self.kind]["fix"]
