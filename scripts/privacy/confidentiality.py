"""What to look at before a study is published, and what was accepted of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from scripts.files.plain_yaml import read_own
from scripts.files.problems import Problem, count, did_you_mean, one_of, quote
from scripts.privacy.personal_details import (
    capitals_mark_names,
    find_details,
    find_names,
    find_proper_names,
)
from scripts.privacy.suppression import mark_suppressed
from scripts.study.elements import find_continuation_line
from scripts.study.settings import FILE as SETTINGS_FILE
from scripts.study.study import Study

# What is warned of where study.yml does not say which counts are small.
USUAL_SMALLEST = 5
# Kind of warning: why it matters, and what to do.
KINDS = read_own(__package__, "concerns.json")
TABLE = "accepted_warnings"
# The columns of that table that name the warning which is accepted.
PLACE = ("warning", "table", "row", "column")
CHAINS = "configurations"
# The notes of an import stand beside the data. Git leaves the folder out, and so does the archive.
PRIVATE = "import"
NOTES = f"{PRIVATE}/notes.txt"
# The phrases of codings are words of the configurations, which are searched themselves.
NOT_SEARCHED = ("codings", TABLE, "reporting_standards")
# At most this many letters are named.
MOST_NAMED = 5
# From this likeness on (1 is the same), a valence may be another one misspelt.
NEAR = 0.8
# Every font has the letters before this one: those of most languages written in Latin.
FIRST_RARE = "\u0250"


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


def find_concerns(study: Study) -> list[Concern]:
    """Return everything to look at before a book is published, accepted or not."""
    return [
        *_find_counts(study),
        *_find_details(study),
        *_find_words(study),
        *(
            Concern("hidden", name, sheet.file, None, "", part, f"{part} is hidden")
            for name, sheet in study.sheets.items()
            for part in sheet.hidden
        ),
        *_find_private_notes(study),
        *_find_undrawn_valences(study),
        *_find_undrawn_letters(study),
    ]


def list_open(study: Study) -> list[Concern]:
    """Return the concerns that nobody has accepted with a reason."""
    accepted = {tuple(row[name] for name in PLACE) for _, row in study.sheet(TABLE).records()}
    return [concern for concern in find_concerns(study) if concern.place not in accepted]


def check_accepted(study: Study) -> list[Problem]:
    """Return a problem for each acceptance that gives no reason, or whose warning has gone."""
    sheet, problems = study.sheet(TABLE), []
    places = {concern.place for concern in find_concerns(study)} if sheet.rows else set()
    for number, row in sheet.records():
        kind, *place = (row[name] for name in PLACE)
        if kind not in KINDS:
            fix = "Use one of these words." + did_you_mean(kind, KINDS)
            problems.append(Problem(sheet.file, number, "warning", quote(kind), one_of(KINDS), fix))
        elif (kind, *place) not in places:
            found = f"a warning ({kind}) that is no longer given, or not for this place"
            fix = "Delete the row, or correct table, row and column."
            given = [", ".join(others) for other, *others in places if other == kind]
            fix += did_you_mean(", ".join(place), given)
            allowed = "warnings that “python -m scripts check” gives"
            problems.append(Problem(sheet.file, number, None, found, allowed, fix))
        elif not row["reason"]:
            fix = "Say why this may be published."
            problems.append(Problem(sheet.file, number, "reason", "no reason", "a sentence", fix))
    return problems


def _find_counts(study: Study) -> Iterator[Concern]:
    """Yield the tables with counts of few people, and groups that are small as a whole."""
    smallest = study.settings.smallest_count
    limit, hides = USUAL_SMALLEST if smallest is None else smallest, smallest is not None
    # Interviews have no row of their own for what the book would hide.
    for kind, name, column in (
        ("raw_counts" if hides else "small_count", "demographics", "count"),
        ("few_interviewed", "interviews", "interviewees"),
    ):
        counts = study.frame(name)[column].dropna()
        is_few, words = (counts > 0) & (counts < limit), f"below {limit}"
        if kind == "raw_counts":
            is_few, words = mark_suppressed(study) != "", "that the book does not show"
        if is_few.any():
            found = f"{count(int(is_few.sum()), 'count')} {words}"
            yield Concern(kind, name, study.sheet(name).file, None, "", column, found)
    for group in study.settings.groups:
        if group.n < limit:
            found = f"{quote(group.label)} with n = {group.n}"
            yield Concern("small_group", "study", SETTINGS_FILE, None, group.group, "n", found)


def _each_cell(study: Study, table: str, columns: Iterable[str]) -> Iterator[tuple]:
    """Yield place, column and text of each filled cell of some columns of a table."""
    sheet = study.sheet(table)
    for number, row in sheet.records():
        key = ", ".join(row[name] for name in study.tables[table].key)
        for column in columns:
            if row.get(column):
                yield (table, sheet.file, number, key or str(number)), column, row[column]


def _find_details(study: Study) -> Iterator[Concern]:
    """Yield addresses, numbers and dates in the columns in which anything may be written."""
    for table in study.tables.values():
        if table.name in NOT_SEARCHED or table.name.startswith("published_"):
            continue
        bound = {*table.key, *(name for link in table.foreign_keys for name in link["fields"])}
        texts = [field["name"] for field in table.fields if field["type"] == "string"]
        bound |= {name for name in texts if {"enum", "pattern"} & set(table.rules(name))}
        free = [name for name in texts if name not in bound]
        for place, column, text in _each_cell(study, table.name, free):
            for kind, hits in find_details(text).items():
                yield Concern(kind, *place, column, ", ".join(map(quote, hits)))


def _find_words(study: Study) -> Iterator[Concern]:
    """Yield names, long quotations, and lines of a configuration that seem to go on with others."""
    stages = [stage.stage for stage in study.settings.stages]
    quoted = list(_each_cell(study, "quotations", ["text"]))
    told = list(_each_cell(study, CHAINS, stages))
    cells = quoted + told
    speakers = sorted(set(study.quotations["speaker"]) - {""})
    texts = [text for *_, text in cells]
    telling = capitals_mark_names(texts)
    # The words of the configurations are the evaluators' own, often in the style of headings.
    proper = find_proper_names(texts[: len(quoted)], speakers) if telling else []
    for (place, column, text), rare in zip_longest(cells, proper, fillvalue=[]):
        for kind, names in (("speaker_name", find_names(text, speakers)), ("proper_name", rare)):
            if names:
                yield Concern(kind, *place, column, ", ".join(map(quote, names)))
    most = study.settings.longest_quotation
    for place, column, text in quoted:
        if len(text.split()) > most:
            found = f"{len(text.split())} words, beginning with {quote(text, 30)}"
            yield Concern("long_quotation", *place, column, found)
    for place, column, text in told:
        line = find_continuation_line(text)
        if line:
            found = f"a line of the cell that begins with {quote(line, 40)}"
            yield Concern("wrapped_line", *place, column, found)


def _find_private_notes(study: Study) -> Iterator[Concern]:
    """Yield addresses, numbers and dates in the notes of the import that a book was made by."""
    path = study.directory.parent / NOTES
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        for kind, hits in find_details(line).items():
            place = (PRIVATE, NOTES, number, str(number))
            yield Concern("private_notes", *place, kind, ", ".join(map(quote, hits)))


def _find_undrawn_valences(study: Study) -> Iterator[Concern]:
    """Yield each valence that no figure shows, where the figures are told apart by valence."""
    diagrams = [e for e in study.settings.exhibits if e.kind == "diagram"]
    shown = [exhibit.show.get("valence") for exhibit in diagrams]
    if not diagrams or None in shown:
        return
    counts = study.configurations["valence"].value_counts(sort=False)
    for valence, number in counts.items():
        if valence not in shown:
            name = f"valence {quote(valence)}" if valence else "no valence"
            found = f"{count(number, 'configuration')} of {name} in no figure."
            found += did_you_mean(valence, filter(None, shown), NEAR)
            yield Concern("undrawn_valence", "study", SETTINGS_FILE, None, valence, "show", found)


def _find_undrawn_letters(study: Study) -> Iterator[Concern]:
    """Yield each stage with letters that the font of the files for print does not have."""
    for stage in study.settings.stages:
        text = "".join(study.configurations[stage.stage])
        letters = [letter for letter in dict.fromkeys(text) if letter >= FIRST_RARE]
        if letters:
            # Imported here because reading the font takes longer than all other checks.
            from scripts.look.text import list_unknown_letters

            letters = list_unknown_letters(letters)
        if letters:
            named = ", ".join(map(quote, letters[:MOST_NAMED]))
            found = f"{count(len(letters), 'letter')} that the font for print does not have, "
            found += f"such as {named}"
            file = study.sheet(CHAINS).file
            yield Concern("undrawn_letters", CHAINS, file, None, "", stage.stage, found)
