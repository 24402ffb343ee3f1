"""What a drawing can show of each configuration by line style and mark, and the legend for it.

Three things that never use the same means: theory status is the style of a line and a
stroke through the number, delivery the shape around the number, valence a light or dark
number and a single or double line, or further forms of both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from scripts.analysis.configurations import NOT_STATED
from scripts.look.text import text_width
from scripts.study.study import Study

# One for each form of delivery, in the order of the dictionary; what is not stated is plain.
SHAPES = ("pointed", "square", "half", "slanted")
# One for each valence, in the order of the dictionary.
TONES = ("light", "dark", "framed", "grey", "underlined")
COMMON_TONES = 3
# Of a valence that is not stated, where others are.
UNKNOWN_TONE = "unstated"
STATUSES = ("retained", "new", "dropped")
TITLES = {"status": "Theory status", "delivery": "Delivery", "valence": "Valence"}
# In drawing units, see `scripts.diagrams.layout`.
ROW_HEIGHT, LINE_LENGTH, SAMPLE_WIDTH, SAMPLE_GAP, ENTRY_GAP = 24.0, 34.0, 20.0, 7.0, 22.0


@dataclass(frozen=True)
class Marks:
    """The mark of each configuration by what it stands for, and all values in order.

    Attributes
    ----------
    values : mapping of str to mapping of str to str
        For ``status``, ``delivery`` or ``valence``, if shown: the value by configuration.
    order : mapping of str to tuple of str
        For each of them, the values that the study can have.
    """

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def has_more_tones(self) -> bool:
        """Whether there are more valences than the common forms are for, or some not stated."""
        is_unknown = NOT_STATED in self.values.get("valence", {}).values()
        return is_unknown or len(self.order.get("valence", ())) - 1 > COMMON_TONES

    def classes(self, configuration: str) -> tuple[str, ...]:
        """Return the marks of a configuration as names of classes."""
        return tuple(
            self.name(kind, own.get(configuration, NOT_STATED)) for kind, own in self.values.items()
        )

    def name(self, kind: str, value: str) -> str:
        """Return the class of a value: `is-new`, or a shape or tone by its rank."""
        if kind == "status":
            return f"is-{value.replace(' ', '-')}"
        styles = SHAPES if kind == "delivery" else TONES
        if value == NOT_STATED:
            return "plain" if kind == "delivery" else UNKNOWN_TONE
        return styles[self.order[kind].index(value) % len(styles)]

    def line_classes(self, configuration: str) -> tuple[str, ...]:
        """Return the marks that the lines of a configuration carry; delivery is not of them."""
        kinds = [kind for kind in self.values if kind != "delivery"]
        return tuple(self.name(k, self.values[k].get(configuration, NOT_STATED)) for k in kinds)

    def box_classes(self, configurations: Iterable[str]) -> tuple[str, ...]:
        """Return the theory status of a box, where all its configurations agree."""
        own = self.values.get("status")
        found = {own.get(name, NOT_STATED) for name in configurations} if own else set()
        return tuple(self.name("status", value) for value in found) if len(found) == 1 else ()

    def list_legend(self, configurations: Iterable[str]) -> list[tuple[str, list]]:
        """Return the kind of each mark, and class and name of its values that occur."""
        names = tuple(configurations)
        found = {
            kind: {own.get(name, NOT_STATED) for name in names} for kind, own in self.values.items()
        }
        return [
            (kind, [(self.name(kind, v), v) for v in self.order[kind] if v in own])
            for kind, own in found.items()
        ]

    def describe(self, configuration: str) -> str:
        """Return the values of a configuration in words, such as ``new, group``."""
        return ", ".join(
            value if value != NOT_STATED else f"{TITLES[kind].lower()} {NOT_STATED}"
            for kind, own in self.values.items()
            for value in [own.get(configuration, NOT_STATED)]
        )


NO_MARKS = Marks()


def read_marks(frame: pd.DataFrame, marked: Collection[str], study: Study) -> Marks:
    """Return the marks of the configurations of a frame.

    Parameters
    ----------
    frame : pandas.DataFrame
        configuration, and of status, delivery and valence what is to be marked; of rows of
        the same configuration the first counts. Blank is not stated, and so is a column
        that is not there.
    marked : collection of str
        Which of the three are marked. What is not known of any configuration is left out.
    study : Study
        For the order of the values, which decides about their styles.
    """
    rows = frame.drop_duplicates("configuration")
    names = rows["configuration"].tolist()
    values, order = {}, {}
    for kind in (kind for kind in TITLES if kind in marked and kind in rows):
        own = [value or NOT_STATED for value in rows[kind].fillna("")]
        if {*own} <= {NOT_STATED}:
            continue
        values[kind] = dict(zip(names, own, strict=True))
        listed = STATUSES if kind == "status" else study.tables["configurations"].allowed(kind)
        stated = dict.fromkeys([*listed, *own])
        order[kind] = (*(v for v in stated if v != NOT_STATED), NOT_STATED)
    return Marks(values, order)


@dataclass(frozen=True)
class LegendEntry:
    """A sample and its label, or with an empty `kind` the title of a row, by its left edge."""

    kind: str
    style: str
    label: str
    x: float
    y: float


def layout_legend(
    marks: Marks, configurations: Iterable[str], left: float, right: float, top: float
) -> tuple[tuple[LegendEntry, ...], float]:
    """Return the entries of the legend, for the values that occur, and where it ends.

    Each `y` is a baseline; the rows wrap between `left` and `right`.
    """
    entries, y = [], top
    for kind, samples in marks.list_legend(configurations):
        entries.append(LegendEntry("", "", f"{TITLES[kind]}:", left, y + 16))
        start = x = left + max(text_width(f"{t}:", bold=True) for t in TITLES.values()) + 14
        for style, value in samples:
            width = sample_width(kind) + SAMPLE_GAP + text_width(value)
            if x > start and x + width > right:
                x, y = start, y + ROW_HEIGHT
            entries.append(LegendEntry(kind, style, value, x, y + 16))
            x += width + ENTRY_GAP
        y += ROW_HEIGHT
    return tuple(entries), y


def sample_width(kind: str) -> float:
    """Return the width of a sample: a number and, where it has a style, a line before it."""
    return SAMPLE_WIDTH + (0 if kind == "delivery" else LINE_LENGTH + SAMPLE_GAP)
