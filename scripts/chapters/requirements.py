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


def _has_sharing(study: Study) -> bool:
    """Return whether configurations of different valence share an element."""
    from scripts.analysis.configurations import find_most_shared

    return find_most_shared(study) is not None


def _has_shared_step(study: Study) -> bool:
    """Return whether configurations of different valence share what happens on the way."""
    from scripts.analysis.configurations import list_elements

    between = [stage.stage for stage in study.settings.stages[1:-1]]
    passes = list_elements(study).merge(study.configurations[["configuration", "valence"]])
    passes = passes[(passes["element"] != "") & (passes["valence"] != "")]
    passes = passes[passes["stage"].isin(between)]
    return bool((passes.groupby(["stage", "element"])["valence"].nunique() > 1).any())


def _has_valences(study: Study) -> bool:
    """Return whether configurations have one of two or more valences."""
    return len(set(study.configurations["valence"]) - {""}) > 1


def _has_theories(study: Study) -> bool:
    """Return whether a theory can have changed, and did so in a way that is known."""
    from scripts.analysis.configurations import compute_theory_change

    return bool((compute_theory_change(study)["status"] != "").any())


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
    "shared-step": _has_shared_step,
    "sharing": _has_sharing,
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
