"""A study read from its data folder, checked and typed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from scripts.files.problems import Problem, StudyError, drop_consequences, quote, split_place
from scripts.files.spreadsheets import Sheet
from scripts.study.data_files import read_files
from scripts.study.dictionary import FILE as DICTIONARY
from scripts.study.dictionary import (
    TableSchema,
    describe_columns,
    needed_columns,
    read_dictionary,
)
from scripts.study.elements import LINE_END, find_elements
from scripts.study.exhibit_rules import check_chapters, check_published
from scripts.study.rules import check_rules
from scripts.study.settings import (
    BY_GROUP,
    CLAIMS,
    CLAIMS_TABLE,
    RESERVED,
    Exhibit,
    Settings,
    read_settings,
)
from scripts.study.settings import FILE as SETTINGS
from scripts.study.values import check_columns, check_values

DTYPES = {"integer": "Int64", "number": "Float64"}
_IN_USE: ContextVar["Study | None"] = ContextVar("study in use", default=None)


class _Table(cached_property):
    """A table of the dictionary, called as the property and read once."""

    def __init__(self, about: str) -> None:
        super().__init__(lambda study: study.frame(self.attrname))
        self.__doc__ = about


def _sort_like(frame: pd.DataFrame, column: str, order: Iterable[str]) -> pd.DataFrame:
    """Return rows in the order that another table gives to a column, and then by position."""
    rank = frame[column].map({name: number for number, name in enumerate(order)})
    frame = frame.assign(_rank=rank).sort_values(["_rank", "position"], ignore_index=True)
    return frame.drop(columns="_rank")


def _list_entries(entries: Sequence, *columns: str) -> pd.DataFrame:
    """Return entries of ``study.yml`` as a frame of text, by the first of some columns."""
    frame = pd.DataFrame([vars(entry) for entry in entries], columns=list(columns))
    return frame.astype("str").set_index(columns[0])


@dataclass(frozen=True)
class Study:
    """One study: its settings, its dictionary and its tables."""

    # The data folder.
    directory: Path
    # What ``study.yml`` says.
    settings: Settings
    # What ``datapackage.json`` says of each file.
    tables: dict[str, TableSchema]
    # The tables that are there, by name, as they stand in their files.
    sheets: dict[str, Sheet]

    interviews = _Table(
        "Interviews of each group: interviewees (people), mean, minimum, maximum (minutes)."
    )
    elements = _Table("The codebook.")
    codings = _Table("Codings of the cells of the configurations.")
    editorial_notes = _Table("Editorial decisions, one for each cell concerned.")
    passages = _Table("Passages of the report that bear on a configuration.")
    second_coding = _Table("Configurations as a second coder has coded them.")
    earlier_coding = _Table("The coding before the second one was seen.")
    conjectures = _Table(
        "What may have stood in blank cells. No count and no comparison may use them."
    )
    synonyms = _Table(
        "What else a searched word finds: term, finds, and column where that is a value."
    )

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table of the dictionary as a data frame.

        Whole numbers become ``Int64`` and numbers ``Float64``, with empty cells missing; text
        stays text, with empty cells as empty strings. An optional table that is not there comes
        back with its columns and no rows.
        """
        sheet, kinds = self.sheet(name), self._find_types(name)
        frame = pd.DataFrame(list(sheet.rows), columns=list(sheet.columns), dtype="str")
        for column in [column for column in frame if kinds[column] in DTYPES]:
            numbers = pd.to_numeric(frame[column].replace("", None))
            frame[column] = numbers.astype(DTYPES[kinds[column]])
        return frame

    def _find_types(self, name: str) -> dict[str, str]:
        """Return the columns of a table with their types."""
        if name not in self.tables:
            return needed_columns(name)
        return {field["name"]: field["type"] for field in self.tables[name].fields}

    @property
    def files(self) -> list[str]:
        """The files of the data folder that the study is read from."""
        places = {split_place(sheet.file)[0] for sheet in self.sheets.values()}
        return sorted({SETTINGS, DICTIONARY, *places})

    def sheet(self, name: str) -> Sheet:
        """Return a table as it stands in its file; without rows where it is not there."""
        path = self.tables[name].path if name in self.tables else ""
        return self.sheets.get(name) or Sheet(path, tuple(self._find_types(name)), (), ())

    @cached_property
    def characteristics(self) -> pd.DataFrame:
        """Blocks of the participants table, in order."""
        return self.frame("characteristics").sort_values("position", ignore_index=True)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """Participant groups by key: label, n (people), code of speakers, heading, part_of."""
        groups, form = self.settings.groups, self.settings.group_heading
        frame = _list_entries(groups, "group", "label", "n", "code", "part_of")
        frame.insert(3, "heading", [form.format(label=g.label, n=g.n) for g in groups])
        return frame.astype({"heading": "str", "n": "Int64"})

    @cached_property
    def stages(self) -> pd.DataFrame:
        """Stages in causal order, by key: label, short_label, spanner."""
        return _list_entries(self.settings.stages, "stage", "label", "short_label", "spanner")

    @cached_property
    def theories(self) -> pd.DataFrame:
        """Versions of the programme theory, oldest first, by key: label."""
        return _list_entries(self.settings.theories, "theory", "label")

    @cached_property
    def demographics(self) -> pd.DataFrame:
        """Counts: characteristic, level, group, position, count (people; missing = not given).

        In the order of the characteristics and of the levels within them.
        """
        order = self.characteristics["characteristic"]
        return _sort_like(self.frame("demographics"), "characteristic", order)

    @cached_property
    def configurations(self) -> pd.DataFrame:
        """Configurations in order, with a text column for each stage, valence and title.

        One without a title has its name, in words.
        """
        frame = self.frame("configurations").sort_values("position", ignore_index=True)
        for column in ("valence", "title"):
            frame = frame if column in frame else frame.assign(**{column: ""})
        words = frame["configuration"].str.replace("-", " ")
        return frame.assign(title=frame["title"].where(frame["title"] != "", words))

    @cached_property
    def further_columns(self) -> dict[str, str]:
        """Headings of the columns that configurations have beside the stages, by name.

        Such as the programme theory; those that hold nothing are left out.
        """
        implied = {field["name"] for field in describe_columns(self.settings)}
        frame = self.configurations
        return {
            field["name"]: field.get("title", field["name"])
            for field in self.tables["configurations"].fields
            if field["name"] not in {*RESERVED, *implied}
            and frame[field["name"]].replace("", None).notna().any()
        }

    @cached_property
    def quotations(self) -> pd.DataFrame:
        """Quotations in the order of their configurations."""
        order = self.configurations["configuration"]
        return _sort_like(self.frame("quotations"), "configuration", order)

    @cached_property
    def stage_elements(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Elements by configuration and stage, in the order of the codings or of the lines."""
        return find_elements(self.settings.stages, self.configurations, self.codings)

    @cached_property
    def element_labels(self) -> dict[str, str]:
        """Labels of the elements of the codebook."""
        return dict(self.elements[["element", "label"]].itertuples(index=False))

    @cached_property
    def _rows(self) -> dict[str, dict[str, str]]:
        """The row of each configuration, as it stands in its file."""
        return {row["configuration"]: row for _, row in self.sheet("configurations").records()}

    def find_levels(self, configuration: str, stage: str, count: int) -> tuple[str, ...]:
        """Return the level of each of the `count` elements or lines of a cell; blank if unknown.

        It is their own line of the cell of levels, or the one line for all.
        """
        column = {s.stage: s.level_column for s in self.settings.stages if s.levels}.get(stage)
        text = self._rows.get(configuration, {}).get(column, "")
        lines = tuple(line.strip() for line in LINE_END.split(text))
        return lines if len(lines) == count else lines[:1] * count

    def exhibit(self, key: str) -> Exhibit:
        """Return what ``study.yml`` says of an exhibit: label, caption, groups and the like.

        Raises
        ------
        KeyError
            If it has no such exhibit; the message lists those it has.
        """
        exhibits = {exhibit.exhibit: exhibit for exhibit in self.settings.exhibits}
        if key not in exhibits:
            names = ", ".join(exhibits)
            raise KeyError(f"{SETTINGS} has no exhibit {quote(key)}; it has {names}")
        return exhibits[key]

    @cached_property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Exhibits of ``study.yml``, without claims or tables by group that have no rows yet."""
        tables = {CLAIMS: CLAIMS_TABLE} | {kind: kind for kind in BY_GROUP}
        return tuple(
            exhibit
            for exhibit in self.settings.exhibits
            if exhibit.kind not in tables or not self.frame(tables[exhibit.kind]).empty
        )

    def published(self, exhibit: str) -> pd.DataFrame:
        """Return what the paper prints of an exhibit: row, column, printed, place.

        Without rows where nothing is given.
        """
        return self.frame(f"published_{exhibit}")


def find_data(start: Path | None = None) -> Path:
    """Return the ``data`` folder beside or above a place (default: the working directory)."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / "study.yml").is_file():
            return folder / "data"
    raise FileNotFoundError(f"no folder data/ with study.yml at or above {start}")


def check_study(directory: Path) -> list[Problem]:
    """Return everything that is wrong with a data folder; an empty list if nothing is.

    What follows from a problem already named is left out: references to a table that
    cannot be read in full, and rules about cells that are wrong in themselves.
    """
    return _read(directory)[1]


def _read(directory: Path) -> tuple[Study | None, list[Problem]]:
    """Return the study in a data folder and everything that is wrong with it."""
    settings, problems = read_settings(directory)
    tables, dictionary_problems = read_dictionary(directory, settings)
    files = read_files(directory, tables)
    problems += dictionary_problems + files.problems
    problems += [] if dictionary_problems else files.unknown
    sheets: dict[str, Sheet] = {}
    complete = set()
    for name, sheet in files.sheets.items():
        own = [problem for problem in files.problems if problem.file == sheet.file]
        wrong = check_columns(tables[name], sheet)
        problems += wrong
        if not wrong and not any(problem.row == 1 for problem in own):
            sheets[name] = sheet
            complete |= set() if own else {name}
    problems += _drop_reported(check_values(tables, sheets, complete), problems)
    if settings is not None:
        found = list(check_chapters(directory, settings))
        if not dictionary_problems:
            found += check_published(settings, tables, sheets, files.absent)
        whole = {name: sheet for name, sheet in sheets.items() if name in complete}
        found += check_rules(settings, whole, () if dictionary_problems else files.absent)
        problems += _drop_reported(found, problems)
    if problems:
        return None, drop_consequences(problems)
    return Study(directory, settings, tables, files.sheets), []


def _drop_reported(found: Iterable[Problem], told: Sequence[Problem]) -> list[Problem]:
    """Return problems with cells that are not yet reported."""
    places = {(p.file, p.row, p.column) for p in told if p.row and p.column}
    return [p for p in found if (p.file, p.row, p.column) not in places]


def load_study(directory: str | Path | None = None) -> Study:
    """Return the study in a data folder, after checking it.

    Parameters
    ----------
    directory : path, optional
        The data folder; by default the study in use, if there is one (see `use_study`),
        or else the nearest ``data`` folder at or above the working directory.

    Raises
    ------
    StudyError
        If anything in the folder is wrong; the message lists all of it.
    """
    in_use = _IN_USE.get()
    if directory is None and in_use is not None:
        return in_use
    study, problems = _read(Path(directory) if directory is not None else find_data())
    if study is None:
        raise StudyError(problems)
    return study


def open_study(directory: Path) -> Study:
    """Return the study in a data folder, of which the form of the files alone is checked."""
    settings, problems = read_settings(directory)
    tables, others = read_dictionary(directory, settings)
    files = read_files(directory, tables)
    if problems or others or files.problems:
        raise StudyError(problems + others + files.problems)
    return Study(directory, settings, tables, files.sheets)


@contextmanager
def use_study(study: Study) -> Iterator[Study]:
    """Make `load_study` without a folder return this study for a while."""
    token = _IN_USE.set(study)
    try:
        yield study
    finally:
        _IN_USE.reset(token)
