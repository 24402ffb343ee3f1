"""What a chapter needs of the data; a chapter that would have nothing to show is left out.

The first cell of a chapter says by its tags what it needs: ``needs-`` and the key of an
exhibit of ``study.yml``, or one of the names in `FEATURES`. A cell further down can have
such a tag as well, and is then left out alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat

from scripts.study.study import Study, open_study

PREFIX = "needs-"


def _has_rows(table: str) -> Callable[[Study], bool]:
    """Return a function that says whether a study has rows in this table."""
    return lambda study: not study.frame(table).empty


def _has_published(study: Study) -> bool:
    """Return whether anything is given that was printed."""
    return any(not study.published(e.exhibit).empty for e in study.settings.exhibits)


def _shares_within(stages: slice) -> Callable[[Study], bool]:
    """Return a function that says whether configurations of different valence meet there."""

    def is_shared(study: Study) -> bool:
        valence = dict(study.configurations[["configuration", "valence"]].itertuples(index=False))
        within = {stage.stage for stage in study.settings.stages[stages]}
        found: dict[tuple[str, str], set[str]] = {}
        for (name, stage), elements in study.stage_elements.items():
            for element in elements if stage in within and valence[name] else ():
                found.setdefault((stage, element), set()).add(valence[name])
        return any(len(valences) > 1 for valences in found.values())

    return is_shared


def _has_valences(study: Study) -> bool:
    """Return whether configurations have one of two or more valences."""
    return len(set(study.configurations["valence"]) - {""}) > 1


def _has_theories(study: Study) -> bool:
    """Return whether a theory can have changed, and did so in a way that is known."""
    theories = [theory.theory for theory in study.settings.theories]
    if len(theories) < 2:
        return False
    first, last = (study.configurations[theory] for theory in (theories[0], theories[-1]))
    return bool(((first != "") & (last != "") & ((first == "yes") | (last == "yes"))).any())


def _has_second_coding(study: Study) -> bool:
    """Return whether two have coded the configurations, and say how surely."""
    first, second = study.configurations, study.second_coding
    graded = {column for column in second if column.endswith("_grade")}
    return not second.empty and graded <= set(first)


def _has_groups(study: Study) -> bool:
    """Return whether it is known how many people took part."""
    return bool(study.settings.groups)


FEATURES: Mapping[str, Callable[[Study], bool]] = {
    "agreement": _has_rows("transcription_agreement"),
    "codebook": _has_rows("elements"),
    "groups": _has_groups,
    "notes": _has_rows("editorial_notes"),
    "published": _has_published,
    "quotations": _has_rows("quotations"),
    "second-coding": _has_second_coding,
    "shared-step": _shares_within(slice(1, -1)),
    "sharing": _shares_within(slice(-1)),
    "standards": _has_rows("reporting_standards"),
    "theory-change": _has_theories,
    "valences": _has_valences,
}


class Requirements:
    """Answers whether the study of a book has what a chapter needs; each asked for once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._study: Study | None = None
        self._answers: dict[str, bool] = {}

    def lacking(self, cell: nbformat.NotebookNode) -> list[str]:
        """Return what a cell needs and the study does not have."""
        tags = cell.metadata.get("tags") or ()
        wanted = [tag.removeprefix(PREFIX) for tag in tags if tag.startswith(PREFIX)]
        return [name for name in wanted if not self._is_there(name)]

    def _is_there(self, name: str) -> bool:
        if name not in self._answers:
            self._answers[name] = self._ask(name)
        return self._answers[name]

    def _ask(self, name: str) -> bool:
        """Return whether the study has something; of data that cannot be read, that it has."""
        try:
            self._study = self._study or open_study(self._root / "data")
            if self._study.settings is None:
                return True
            if name in FEATURES:
                return FEATURES[name](self._study)
            return any(e.exhibit == name for e in self._study.exhibits)
        # What is wrong with the data is said by the check, with its place.
        except Exception:
            return True
