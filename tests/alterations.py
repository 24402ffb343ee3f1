"""Studies with single values altered, for the tests of the comparator."""

import copy

from scripts.study.settings import CLAIMS
from tests.comparisons import compare_exhibit

TABLES = ("table_1", "interviews", "table_2")
STAGES = ("context", "resource", "reaction", "outcome")
FLIPPED = {"yes": "no", "no": "yes", "✓": "x", "x": "✓"}


def altered(study, **tables):
    """Return a study with other tables, or another `settings`, in the place of its own."""
    other = copy.copy(study)
    printed = {k.removeprefix("published_"): v for k, v in tables.items() if "published_" in k}
    other.__dict__.update({k: v for k, v in tables.items() if "published_" not in k})
    if "settings" in tables:
        # Frames made of the settings are made anew.
        for name in ("groups", "stages", "theories"):
            other.__dict__.pop(name, None)
    if printed:
        other.__dict__["published"] = lambda key: printed.get(key, study.published(key))
    return other


def with_cell(frame, index, column, value):
    """Return a frame with one cell changed."""
    frame = frame.copy()
    frame.loc[index, column] = value
    return frame


def change_word(text, which):
    """Return text with one word changed: the first, the middle or the last."""
    words = text.split(" ")
    index = {"first": 0, "middle": len(words) // 2, "last": len(words) - 1}[which]
    words[index] = words[index][:-1] + "q" if words[index][-1].isalpha() else words[index] + "q"
    return " ".join(words)


def named(failures, key, row, column):
    """Return the failures that name an exhibit, row and column."""
    return [line for line in failures if line.startswith(f"{key}, row {row}, column {column}")]


def compare_cells(study):
    """Return the comparison of each exhibit that is made of cells."""
    shown = [e.exhibit for e in study.settings.exhibits if e.kind != CLAIMS]
    return {key: compare_exhibit(study, key) for key in shown}


def notes_on_cells(study):
    """Return the notes on cells of exhibits."""
    shown = [e.exhibit for e in study.settings.exhibits if e.kind != CLAIMS]
    return study.editorial_notes[study.editorial_notes["exhibit"].isin(shown)]
