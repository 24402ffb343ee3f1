"""The headings of somebody's table: where they stand, and what each column is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scripts.files.paths import make_key
from scripts.files.plain_yaml import read_own
from scripts.importer.source_tables import SourceTable, is_alone
from scripts.study.settings import RESERVED

WORDS = read_own(__package__, "words.yml")
# What may stand at the left of a table on its side, beside the stages.
SPOKEN = ("quotation", "speaker", "speaker_group")
STAGES = tuple(WORDS["stages"])
# Stages that are parts of another one.
PARTS = {"mechanism": ("resource", "reaction")}
# Words as short as these count only where they are the whole heading.
SHORT = 2
# Rows at the top of a table among which its headings are looked for.
MOST_TITLES = 15
# A heading is no sentence, and the name of a stage at the left of a row is shorter still.
MOST_WORDS, MOST_LABEL = 12, 3
# What a column that is a stage counts, beside one that is known otherwise.
STAGE = 100
# A column without a heading whose cells are as short as this, and all different, names the rows.
LONGEST_NUMBER = 20
# A column is named by the first words of its heading, of so many letters.
LONGEST_KEY = 40


def fold(text: str) -> str:
    """Return words without regard to case, accents, punctuation, blanks and what is unseen.

    What is raised is the mark of a note, and no part of a word; that of nº belongs to its word.
    """
    plain = (
        letter
        for letter in text
        if letter in "ªº" or not unicodedata.decomposition(letter).startswith("<super>")
    )
    letters = unicodedata.normalize("NFKD", "".join(plain).casefold())
    seen = (c for c in letters if unicodedata.category(c) != "Cf" and not unicodedata.combining(c))
    return " ".join(re.findall(r"#|[^\W_]+", "".join(seen)))


@lru_cache(maxsize=4096)
def fold_plurals(text: str) -> str:
    """Return words as `fold` does, and without the s of the plural."""
    return " ".join(re.sub(r"(?<=..[^s])s\Z", "", word) for word in fold(text).split())


KINDS = {kind: list(map(fold_plurals, names)) for kind, names in WORDS["kinds"].items()}
GROUPING, ABOUT = (set(map(fold_plurals, WORDS[name])) for name in ("grouping", "about"))


@lru_cache(maxsize=4096)
def match_heading(heading: str) -> str | None:
    """Return what the cells below a heading are, such as "context", or None if that is unknown.

    Case, plurals, accents and slips of the pen do not matter. The same cell
    is looked up many times.
    """
    text = fold_plurals(heading)
    words = text.split()
    chain = [stage for stage in WORDS["chain"] if stage in words]
    if len(chain) > 1:
        whole = len(chain) == len(WORDS["chain"]) or "configuration" in words
        return "configuration" if whole else None
    if not words or GROUPING & set(words):
        return None
    for kind, names in KINDS.items():
        # A blank that does not break stands in the midst of a word now and then.
        if text in names or (kind in STAGES and text.replace(" ", "") in names):
            return kind
    for whole, parts in PARTS.items():
        if all(set(KINDS[part]) & set(words) for part in parts):
            return whole
    for kind, names in KINDS.items():
        telling = (name for name in names if len(name) > SHORT and name not in WORDS["alone"])
        if any(f" {name} " in f" {text} " for name in telling):
            return kind
    return next((kind for word in words for kind in WORDS["slips"] if is_slip(word, kind)), None)


def belongs_below(heading: str, head: str) -> bool:
    """Return whether a column can be one of those that a head to its left stands above.

    A column of outcomes is none of mechanisms; one whose words say nothing may be either.
    """
    own, above = match_heading(heading), match_heading(head)
    return own in (None, above) or above not in STAGES or own in PARTS.get(above, ())


def is_slip(word: str, meant: str) -> bool:
    """Return whether a word is another with one letter too many, one lost, or two swapped.

    Another letter in the place of one makes real words of each other, such as content of context.
    """
    shorter, longer = sorted((word, meant), key=len)
    without = {longer[:i] + longer[i + 1 :] for i in range(1, len(longer))}
    swapped = {
        meant[:i] + meant[i : i + 2][::-1] + meant[i + 2 :] for i in range(1, len(meant) - 1)
    }
    return word[:1] == meant[:1] and (shorter in without or word in swapped)


def blank_letters(headings: Sequence[str]) -> list[str]:
    """Return headings without single letters, which name stages only where C and O are there."""
    has_chain = {"c", "o"} <= set(map(fold, headings))
    return [text if has_chain or len(fold(text)) != 1 else "" for text in headings]


@dataclass(frozen=True)
class Column:
    """A column of the table: its headings, and what its cells become.

    `kind` is a stage or another kind of ``words.yml``, or None where it is kept as an extra
    column; `key` names it in the new data.
    """

    index: int
    heading: str
    spanner: str
    kind: str | None
    key: str


@dataclass(frozen=True)
class Headings:
    """A table with its headings: its columns, the first row of them, the row below the last."""

    grid: SourceTable
    columns: tuple[Column, ...] = ()
    top: int = 0
    end: int = 0
    # The table as it was brought, where it lay on its side, and the first of its rows that count.
    source: SourceTable | None = None
    begin: int = 0

    @property
    def score(self) -> int:
        """How surely these are the headings of configurations; 0 below two stages.

        One alone is the entry of a glossary, or a table about something else.
        """
        known = [c for c in self.columns if c.kind and len(c.heading.split()) <= MOST_WORDS]
        stages = {column.kind for column in known if column.kind in STAGES}
        return STAGE * len(stages) + len(known) if len(stages) > 1 else 0


def find_headings(grid: SourceTable) -> Headings:
    """Return a table with its headings; without columns where there are none.

    A table that names its stages at the left, one below the other, is turned, and the rows that
    stood above them are no part of it.
    """
    found, begin = _find_in_rows(grid), find_labels(grid)
    if found.score < 2 * STAGE and begin is not None:
        return replace(_find_in_rows(grid.turn(begin)), source=grid, begin=begin)
    return found


def find_labels(grid: SourceTable) -> int | None:
    """Return the row from which on the first column holds the names of stages and nothing else.

    Quotations and who speaks may stand among them; what numbers or names the configurations
    may stand above, in the first row or, as a title, over the whole table.
    """
    filled = [number for number, row in enumerate(grid.rows) if any(row)]
    while filled and is_alone(grid, filled[0]) and not _is_label(grid.rows[filled[0]][0]):
        del filled[0]
    top = filled[0] if filled else 0
    rows = [grid.rows[number][0] for number in filled]
    if rows and (not rows[0] or re.search("cmo|configuration", fold(rows[0]))):
        del rows[0]
        if ABOUT & set(map(fold_plurals, grid.rows[top])):
            return None
    kinds = [match_heading(label) for label in blank_letters(rows) if _is_label(label)]
    enough = len(kinds) == len(rows) and len({kind for kind in kinds if kind in STAGES}) > 1
    return top if enough and grid.width > 1 else None


def _is_label(text: str) -> bool:
    """Return whether a text is the name of a stage, or of what is said about one."""
    return len(text.split()) <= MOST_LABEL and match_heading(text) in (*STAGES, *SPOKEN)


def _find_in_rows(grid: SourceTable) -> Headings:
    """Return the headings that are rows of a grid."""
    best = Headings(grid)
    for top in range(min(MOST_TITLES, len(grid.rows))):
        for end in (top + 1, top + 2):
            if end > len(grid.rows) or (end > top + 1 and not _is_second_head(grid, top)):
                continue
            found = Headings(grid, _name_columns(grid, top, end), top, end)
            # Two rows of headings say more than the first of them alone.
            if found.score > best.score or (found.score == best.score > 0 and top == best.top):
                best = found
    return best


def _is_second_head(grid: SourceTable, top: int) -> bool:
    """Return whether a row of headings has a second one: where a head spans several columns."""
    if is_alone(grid, top):
        # A title, not a head.
        return False
    row, below = grid.rows[top], grid.rows[top + 1]
    spanned = _list_spanned(grid, top)
    words = [below[c] for c in spanned if below[c] and below[c] != row[c]]
    # The cells below the other heads are blank, or merged with them, or headings as well.
    clear = all(
        not below[c] or grid.origins[top + 1][c] == grid.origins[top][c] or match_heading(below[c])
        for c in range(grid.width)
        if c not in spanned and row[c]
    )
    return bool(words) and clear and all(len(word.split()) <= MOST_WORDS for word in words)


def _list_spanned(grid: SourceTable, top: int) -> list[int]:
    """Return the columns that share a head of a row with others."""
    spanned = [c for c in range(grid.width) if 1 < grid.count_span(top, c) < grid.width]
    # Without merging, a blank behind a heading is how spreadsheets write a head that spans.
    row, below, head = grid.rows[top], grid.rows[top + 1], None
    for c in range(grid.width):
        if row[c]:
            head = c
        elif head is not None and match_heading(below[c]):
            spanned.append(c)
        elif head is not None and below[c] and below[head]:
            # A row with words below such a head and its blanks alone tells of no configuration.
            elsewhere = any(below[i] for i in range(grid.width) if row[i] and i != head)
            spanned += [] if elsewhere else [head, c]
    return spanned


def _name_columns(grid: SourceTable, top: int, end: int) -> tuple[Column, ...]:
    """Return the columns below some rows of headings."""
    columns: list[Column] = []
    taken = [*(name for name in RESERVED if name != "valence"), "section"]
    body = [row for n, row in enumerate(grid.rows) if n >= end and not is_alone(grid, n)]
    letters = {text for row in grid.rows[top:end] for text in row}
    letters -= set(blank_letters([*letters]))
    head = ""
    for index in range(grid.width):
        first, last = grid.rows[top][index], grid.rows[end - 1][index]
        # A blank behind a head belongs to it, unless it is merged or cannot be its part.
        head = first or head
        is_below = last not in ("", first) and (first or belongs_below(last, head))
        if is_below and not first:
            is_below = fold(head) not in {fold(c.heading) for c in columns}
        spanner, heading = head if is_below else "", last or first
        cells = [row[index] for row in body]
        if not heading and not any(cells):
            continue
        # Where the heading itself says nothing, the head that spans it and its neighbours may.
        kind = match_heading("" if heading in letters else heading) or match_heading(spanner)
        is_short = all(0 < len(cell) <= LONGEST_NUMBER for cell in cells)
        if not heading and not columns and is_short and len(set(cells)) == len(cells):
            heading, kind = "Number", "configuration"
        if kind not in STAGES and kind in [column.kind for column in columns]:
            kind = None
        words = kind if kind in (*STAGES, "valence") else heading
        key = make_key(words, f"column_{index + 1}", taken, LONGEST_KEY)
        taken.append(key)
        columns.append(Column(index, heading or f"Column {index + 1}", spanner, kind, key))
    return tuple(columns)
