"""The rows below the headings of somebody's table, as rows of configurations and of quotations."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scripts.files.paths import make_slug, make_unique
from scripts.files.problems import NO, YES, count, is_forbidden_name, quote
from scripts.importer.headings import SPOKEN, STAGES, WORDS, Column, Headings, fold, fold_plurals
from scripts.importer.source_tables import SourceTable, is_alone
from scripts.study.elements import LIST_SIGN
from scripts.study.settings import Stage, Theory

# How a footnote begins, or a title that stands above some rows.
ASIDE = re.compile(
    rf"[*†‡§¶#]|\W{{0,3}}(?:(?:{'|'.join(WORDS['asides'])})\b|[a-z0-9]{{1,2}}[.)](?!\S))",
    re.IGNORECASE,
)
# What a row may be, in the words of the report.
REPEATED = "blank, or the headings repeated, as on each page of a long table"
TITLE = "a title of the rows below, or as a footnote"
NOTE = (
    "a note, as it has no words in a stage; a further quotation needs the stages of its "
    "configuration beside it once more"
)
CHAIN = (
    "a configuration, though it has nothing but that; if it is a title or a footnote, delete it "
    "from configurations.csv"
)
# So many rows are named where something is told of them.
MOST_NAMED = 8
# Longer names make no good addresses.
LONGEST_NAME = 40
# What a column of ticks has for yes; what is a tick only where the table has no other.
TICKS, CROSSES = YES | set(WORDS["ticks"]), {"x"}
# How each line of a list begins, and how words end that lead to one.
BULLET, LEADS = "• ", (":", "：", "…")
# A quotation in its marks, and before or behind it who said it.
SAID = re.compile(
    r"(?:(?P<first>[A-ZÀ-Þ0-9][^\s“”\"«»„:]*(?: [^\s“”\"«»„:]+){0,2}):\s*)?"
    r"(?P<words>“[^“”]+”|\"[^\"]+\"|«[^«»]+»|„[^„“]+“|‘[^‘]+’)[.,;]?\s*"
    r"(?:\((?P<who>[^()]+)\)|\[(?P<by>[^\[\]]+)\]|[–—-]\s*(?P<name>[A-ZÀ-Þ0-9][^“”\"«»„]{0,40}))?[.,;]?\s*"
)
WHO = ("first", "who", "by", "name")


@dataclass(frozen=True)
class Row:
    """A row that is a configuration: its number, its cells by column, the title above it."""

    number: int
    cells: Mapping[str, str]
    section: str = ""


@dataclass
class ImportedTable:
    """What a table of configurations becomes."""

    # The stages in the order of the table, and versions of the theory.
    stages: list[Stage] = field(default_factory=list)
    theories: list[Theory] = field(default_factory=list)
    # Rows for the two tables of these names.
    configurations: list[dict[str, str]] = field(default_factory=list)
    quotations: list[dict[str, str]] = field(default_factory=list)
    # Columns of the configurations that are no stages, with their headings.
    extra: dict[str, str] = field(default_factory=dict)
    # All text that found no place in a row, such as titles and footnotes.
    notes: list[str] = field(default_factory=list)
    # What the book says in its own way, as it stood: headings, ticks, numbers of rows.
    record: list[str] = field(default_factory=list)
    # What was matched and what was not, for the person who brought the table.
    report: list[str] = field(default_factory=list)

    def list_texts(self) -> list[str]:
        """Return all text that stands in the data or is kept with the notes."""
        rows = (*self.configurations, *self.quotations)
        own = {"configuration", "position"}
        cells = [text for row in rows for key, text in row.items() if key not in own]
        return [*self.notes, *self.record, *cells]


def take_rows(head: Headings, found: ImportedTable, section: str = "") -> list[Row]:
    """Return the rows below headings that are configurations; all others go to the notes.

    A title stands above the rows that it belongs to; behind the last row it is a footnote.
    """
    rows: list[Row] = []
    unused: list[str] = []
    for number in range(head.end, len(head.grid.rows)):
        row = head.grid.rows[number]
        words = list(dict.fromkeys(filter(None, row)))
        kind = _classify(head, number)
        if kind == REPEATED:
            found.record += filter(None, row)
        elif kind == TITLE:
            section = row[0]
            unused.append(section)
        elif kind == NOTE:
            found.notes += words
        else:
            found.notes += unused[:-1]
            unused = []
            cells = {column.key: row[column.index] for column in head.columns}
            rows.append(Row(number + 1, cells, section))
        is_doubtful = len(words) > 1 if kind == NOTE else _has_one_cell(head.grid, number)
        if is_doubtful and kind != REPEATED:
            first = quote(words[0], 40)
            found.report.append(f"row {number + 1}, beginning with {first}: read as {kind}")
    found.notes += unused
    for column in (column for column in head.columns if column.kind in STAGES):
        blank = [row.number for row in rows if not row.cells[column.key]]
        if blank:
            found.report.append(
                f"“{column.heading}” is blank in {_name_rows(blank)}, and stays so; if the cell "
                "above is meant there too, fill it in and begin anew"
            )
    return rows


def _classify(head: Headings, number: int) -> str:
    """Return what a row is: nothing new, a title or footnote, a note, or a configuration.

    A row with nothing but its first cell is a title. Where the first column is a stage, it is so
    only if it is merged over all of them or begins like one.
    """
    row, first = head.grid.rows[number], head.columns[0].kind
    known = {fold_plurals(text) for c in head.columns for text in (c.heading, c.spanner)}
    if {fold_plurals(cell) for cell in row if cell} <= known:
        return REPEATED
    if first in STAGES:
        begins_so = bool(ASIDE.match(row[0]))
    else:
        # A number alone is a row that has not been filled.
        begins_so = first != "configuration" or len(row[0].split()) > 1
    if is_alone(head.grid, number) and (begins_so or not _has_one_cell(head.grid, number)):
        return TITLE
    has_words = any(
        any(map(str.isalpha, row[c.index])) and row[c.index].casefold() not in WORDS["signs"]
        for c in head.columns
        if c.kind in STAGES
    )
    return CHAIN if has_words else NOTE


def _has_one_cell(grid: SourceTable, number: int) -> bool:
    """Return whether a row has nothing but its first cell, which is not merged over all."""
    return is_alone(grid, number) and grid.count_span(number, 0) < grid.width


def _name_rows(numbers: Sequence[int]) -> str:
    """Return the numbers of rows in words."""
    shown = ", ".join(map(str, numbers[:MOST_NAMED])) + " and more" * bool(numbers[MOST_NAMED:])
    return f"row{'s' if numbers[1:] else ''} {shown}"


def build_rows(columns: Sequence[Column], rows: Sequence[Row], found: ImportedTable) -> None:
    """Add configurations and quotations to what was found; speakers without words go to the notes.

    A row whose stages are all those of the row above, as where cells are merged downwards,
    is the same configuration with another quotation, unless it differs elsewhere.
    """
    stages = [c for c in columns if c.kind in STAGES]
    spoken = [c for c in columns if c.kind in SPOKEN]
    named = [c.key for c in columns if c.kind == "configuration"]
    has_quotations = any(c.kind == "quotation" for c in spoken)
    names: set[str] = set()
    emptied: list[str] = []
    listed = 0
    for row in rows:
        cells = {c.key: row.cells.get(c.key, "") for c in columns}
        for column in (c for c in columns if c.kind in (*STAGES, "quotation")):
            text = cells[column.key]
            if text.casefold() in WORDS["nothing"]:
                emptied.append(f"row {row.number}, {column.heading}: {text}")
                cells[column.key] = ""
        listed += sum(bool(LIST_SIGN.search(cells[c.key])) for c in stages)
        cells |= {c.key: write_list(cells[c.key]) for c in stages}
        said = {c.kind: cells.pop(c.key) for c in spoken}
        if row.section:
            cells["section"] = row.section
        last = found.configurations[-1] if found.configurations else None
        if last and has_quotations and all(last.get(key, "") == cells[key] for key in cells):
            found.record += filter(None, cells.values())
        else:
            place = len(found.configurations) + 1
            name = make_name(cells[named[0]] if named else "", place, names)
            names.add(name)
            found.configurations.append({"configuration": name, "position": str(place), **cells})
        _add_quotations(said, found)
    found.notes += emptied
    bare = [row.number for row in rows if not any(row.cells.get(key) for key in named)]
    alone, empty, bullets = _name_rows(bare), count(len(emptied), "cell"), count(listed, "cell")
    told = {
        f"{alone} without a number or name: read as configurations of their own; where such a row "
        "goes on the one above, join the two": 0 < len(bare) < len(rows),
        f"{empty} with a dash, NA or the like for nothing: left empty": emptied,
        f"{bullets} with bullets: each line of them is an element": listed,
    }
    found.report += [sentence for sentence, holds in told.items() if holds]


def _add_quotations(said: Mapping[str, str], found: ImportedTable) -> None:
    """Add what a row has of quotations and who spoke, to the last of the configurations."""
    name = found.configurations[-1]["configuration"]
    last = found.quotations[-1] if found.quotations else {}
    before = int(last["position"]) if last.get("configuration") == name else 0
    speaker, group = said.get("speaker", ""), said.get("speaker_group", "")
    texts = split_said(said.get("quotation", ""))
    for place, (text, teller) in enumerate(texts, start=before + 1):
        found.quotations.append(
            {
                "configuration": name,
                "position": str(place),
                "speaker": ", ".join(filter(None, (speaker, teller))),
                "speaker_group": group,
                "text": text,
            }
        )
    if not texts:
        found.notes += [f"{name}: {words}" for words in (speaker, group) if words]


def take_theories(found: ImportedTable) -> dict[str, str]:
    """Return how the signs were read in the columns about versions of the theory, by column.

    Such a column has a heading that speaks of a theory or a version, and nothing but signs
    for yes and no below. It no longer counts as an extra column, and its cells become yes and
    no. An x is a tick, but a cross where any of these columns has another sign for yes.
    """
    signs = {}
    for key, heading in found.extra.items():
        cells = {row.get(key, "").casefold() for row in found.configurations}
        about = set(WORDS["versions"]) & set(fold(heading).split())
        # Numbers name the rows, though a 1 alone might be a tick.
        if about and cells <= TICKS | CROSSES | NO | {""} and not all(map(str.isdigit, cells)):
            signs[key] = cells
    ticks = TICKS if any(cells & TICKS for cells in signs.values()) else CROSSES
    theories = {}
    for key in (key for key, cells in signs.items() if cells & (TICKS | CROSSES)):
        del found.extra[key]
        read: dict[str, dict[str, None]] = {"yes": {}, "no": {}}
        for row in found.configurations:
            given = row.get(key, "")
            row[key] = "yes" if given.casefold() in ticks else "no"
            read[row[key]][f"“{given}”" if given else "a blank"] = None
            found.record += [given] if given else []
        theories[key] = " and ".join(
            f"{', '.join(given)} became {answer}" for answer, given in read.items() if given
        )
    return theories


def split_said(cell: str) -> list[tuple[str, str]]:
    """Return the quotations of a cell, each with who said it where that stands behind it.

    Each line is a quotation, or all of it in marks, such as: “One.” (P1) “Two.” (P2).
    """
    found = []
    for line in filter(None, map(str.strip, cell.split("\n"))):
        parts = list(SAID.finditer(line))
        whole = "".join(part.group() for part in parts) == line
        speakers = [", ".join(filter(None, part.group(*WHO))).strip(" .,;") for part in parts]
        if parts and whole and all(speakers):
            found += zip((part["words"] for part in parts), speakers, strict=True)
        else:
            found.append((line, ""))
    return found


def write_list(text: str) -> str:
    """Return the cell of a stage with plain bullets, and in each line the words that lead to it.

    A tick at the beginning of a line may say more than a bullet, and stays.
    """
    lines = text.split("\n")
    # A line with its bullet taken off where it has one.
    plain = [line if line.startswith("✓") else LIST_SIGN.sub("", line) for line in lines]
    if len(lines) == 1:
        return plain[0]
    is_entry = [words != line for line, words in zip(lines, plain, strict=True)]
    written, lead = [], ""
    for place, line in enumerate(lines):
        if is_entry[place]:
            written.append(BULLET + lead + plain[place])
        elif line.endswith(LEADS) and any(is_entry[place + 1 : place + 2]):
            lead = f"{line} "
        else:
            lead = ""
            written.append(line)
    return "\n".join(written)


def make_name(given: str, number: int, taken: set[str]) -> str:
    """Return a short name for a configuration: what the table calls it, or its number."""
    name = make_slug(given, most=LONGEST_NAME)
    if name.isdigit() or not name or is_forbidden_name(name):
        name = f"configuration-{name or number}"
    return make_unique(name, taken)
