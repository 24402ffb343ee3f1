"""What a drawing can show of each configuration by line style and mark.

Three things that never use the same means: theory status is the style of a line and a
stroke through the number, delivery the shape around the number, valence a light or dark
number and a single or double line, or further forms of both.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from scripts.analysis.configurations import NOT_STATED
from scripts.study.study import Study

STATUSES = ("retained", "new", "dropped")
# One for each form of delivery, in the order of the dictionary, and one for what is not stated.
SHAPES, PLAIN = ("pointed", "square", "half", "slanted"), "plain"
# One for each valence, in the order of the dictionary, and one for what is not stated.
TONES, UNKNOWN_TONE = ("light", "dark", "framed", "grey", "underlined"), "unstated"
TITLES = {"status": "Theory status", "delivery": "Delivery", "valence": "Valence"}


@dataclass(frozen=True)
class Marks:
    """What is marked, for each of ``status``, ``delivery`` and ``valence`` that is shown.

    `values` has the value of each configuration, and `styles` the class of each value that
    the study can have, in order.
    """

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    styles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def list_values(self, configuration: str) -> list[tuple[str, str]]:
        """Return each kind that is shown with its value."""
        return [(kind, own.get(configuration, NOT_STATED)) for kind, own in self.values.items()]

    def classes(self, configuration: str, kinds: Collection[str] = TITLES) -> tuple[str, ...]:
        """Return the marks of a configuration as names of classes."""
        own = self.list_values(configuration)
        return tuple(self.styles[kind][value] for kind, value in own if kind in kinds)

    def box_classes(self, configurations: Iterable[str]) -> tuple[str, ...]:
        """Return the class of a box by theory status, where all its configurations agree."""
        found = {dict(self.list_values(name)).get("status") for name in configurations} - {None}
        return tuple(self.styles["status"][value] for value in found) if len(found) == 1 else ()

    def list_legend(self, configurations: Iterable[str]) -> list[tuple[str, list]]:
        """Return the kind of each mark, and class and name of its values that occur."""
        found = {place for name in configurations for place in self.list_values(name)}
        return [
            (kind, [(style, value) for value, style in own.items() if (kind, value) in found])
            for kind, own in self.styles.items()
        ]

    def describe(self, configuration: str) -> str:
        """Return the values of a configuration in words, such as ``new, group``."""
        return ", ".join(
            value if value != NOT_STATED else f"{TITLES[kind].lower()} {NOT_STATED}"
            for kind, value in self.list_values(configuration)
        )


NO_MARKS = Marks()


def read_marks(frame: pd.DataFrame, marked: Collection[str], study: Study) -> Marks:
    """Return the marks of the configurations of a frame.

    Of rows of the same configuration the first counts; blank is not stated. What is not known
    of any configuration is left out. The dictionary's order of values decides about styles.
    """
    rows = frame.drop_duplicates("configuration")
    values, styles = {}, {}
    for kind in (kind for kind in TITLES if kind in marked and kind in rows):
        own = [value or NOT_STATED for value in rows[kind].fillna("")]
        if {*own} <= {NOT_STATED}:
            continue
        values[kind] = dict(zip(rows["configuration"], own, strict=True))
        listed = STATUSES if kind == "status" else study.tables["configurations"].allowed(kind)
        stated = [value for value in dict.fromkeys([*listed, *own]) if value != NOT_STATED]
        if kind == "status":
            styles[kind] = {v: f"is-{v.replace(' ', '-')}" for v in (*stated, NOT_STATED)}
            continue
        forms, unknown = (SHAPES, PLAIN) if kind == "delivery" else (TONES, UNKNOWN_TONE)
        styles[kind] = {value: forms[i % len(forms)] for i, value in enumerate(stated)}
        styles[kind][NOT_STATED] = unknown
    return Marks(values, styles)
