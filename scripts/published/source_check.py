"""Every printed value of a study, looked up in the text of its paper.

The text may be a transcription or what a program took out of a PDF: line breaks, words
hyphenated at line ends, marks of emphasis, blanks and the style of quotation marks make
no difference. Anything else does, to the letter. A table is looked up row by row.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, chain, groupby, pairwise

from scripts.files.problems import quote
from scripts.published.printed_cells import list_headings, normalise
from scripts.study.settings import Exhibit
from scripts.study.study import Study

_STYLES = str.maketrans('‘’‚‛“”„‟"`´«»‹›‐‑×✗✘✔', "'''''''''''''''--xxx✓")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_EMPHASIS = re.compile(r"(?<!\w)(\$|\*{1,3})(?=\S)([^$*]{1,400}?)(?<=\S)\1(?!\w)")
# A hyphen at a line end, which the paper may have or not, is kept as the sign U+E000.
_PERHAPS, _LINE_END = "\ue000", re.compile(r"(?<=\w)-(?=[ \t]*\n\s*\w)")
_DASHES = f"{_PERHAPS}–—−-"
_SIGN = re.compile(rf"([\s{_DASHES}]*)([^\s{_DASHES}]|$)")
# Within a word, and within 48.2, no other word or number begins or ends.
_WITHIN = re.compile(r"(?<=[^\W_])[^\W_]|(?<=\d)[.,]\d|(?<=\d[.,])\d")
Span, Range = tuple[int, int], tuple[int, int | None]


@dataclass(frozen=True)
class Finding:
    """Whether the words of a cell of the data stand in the text of the paper, and in which line.

    `place` is the text there; for missing words, that of the rest of the row, if that was found,
    or else where the data say that they stand.
    """

    file: str
    row: str
    column: str
    words: str
    found: bool = False
    line: int | None = None
    place: str = ""


@dataclass(frozen=True)
class Source:
    """A text as it is, with one sign for all marks of a kind, and its letters before each sign."""

    text: str
    plain: str
    counts: tuple[int, ...]

    def find(self, words: str, low: int = 0, high: int | None = None) -> list[Span]:
        """Return each place between two positions where exactly these words stand."""
        pattern, found = _compile(words), []
        high = len(self.plain) if high is None else high
        while match := pattern.search(self.plain, low, high):
            if not any(_WITHIN.match(self.plain, place) for place in match.span()):
                found.append(match.span())
            low = match.start() + 1
        return found

    def find_nearest(self, words: str, near: int) -> Span | None:
        """Return the place of these words that is nearest to a position."""
        return min(self.find(words), key=lambda span: abs(span[0] - near), default=None)


def read_source(text: str) -> Source:
    """Return a text as one that can be searched; marks of emphasis count as blanks."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    # In a PDF, two letters may be one sign, and a hyphen or blank may be there unseen.
    text = re.sub("[ﬀ-ﬆ]", lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
    text = re.sub("[\u00ad\u200b\ufeff]", "", re.sub("\u00ad(?=[ \t]*\n)", "-", text))
    plain = _TAG.sub(lambda tag: " " * len(tag[0]), text.translate(_STYLES))
    plain = _EMPHASIS.sub(lambda mark: f"{' ' * len(mark[1])}{mark[2]}{' ' * len(mark[1])}", plain)
    plain = _LINE_END.sub(_PERHAPS, plain)
    letters = (not sign.isspace() and sign not in _DASHES for sign in plain)
    return Source(text, plain, tuple(accumulate(letters, initial=0)))


@lru_cache(maxsize=2048)
def _compile(words: str) -> re.Pattern[str]:
    """Return a pattern of words however they are set: blanks and line ends make no difference."""
    pattern, before = "", ""
    for gap, letter in _SIGN.findall(read_source(words).plain):
        dash, is_inside = gap.strip(), before and letter
        if dash:
            pattern += r"\s*" if before else f"(?<![{_DASHES}])"
            # A dash at a line end may be a hyphen; two in a row may not.
            perhaps = f"|{_PERHAPS}" if is_inside and len(dash) == 1 else ""
            pattern += f"(?:{re.escape(dash)}{perhaps})"
            pattern += r"\s*" if letter else f"(?![{_DASHES}])"
        elif is_inside:
            if not (before.isalnum() and letter.isalnum()):
                pattern += r"\s*"
            elif gap:
                pattern += r"\s+"
            pattern += "" if gap else rf"(?:{_PERHAPS}\s*)?"
        pattern, before = pattern + re.escape(letter), letter
    return re.compile(pattern or "(?!)")


def align(
    source: Source, words: Sequence[str], within: Range = (0, None), prose: bool = False
) -> list[Span | None]:
    """Return where each of some words stands, in order; None where words are missing.

    The cheapest reading is taken. Missing words cost more the longer they are. So do
    letters between two places that no missing words account for; in prose, less.
    """
    dear, slack, most = (3, 300, float("inf")) if prose else (1, 50, 2.5)
    sizes = [read_source(each).counts[-1] for each in words]
    lack = [dear + min(3, size / 40) for size in sizes]
    places = [(i, *span) for i, each in enumerate(words) for span in source.find(each, *within)]
    best: list[tuple[float, int]] = []
    for i, start, _ in places:
        options = [(sum(lack[:i]) + (start - within[0]) / 1e6, -1)]
        for m, (j, _, end) in enumerate(places[: len(best)]):
            if j < i and end <= start:
                stray = abs(source.counts[start] - source.counts[end] - sum(sizes[j + 1 : i]))
                cost = min(most, stray / slack) + (0.4 if stray and j + 1 == i else 0)
                options.append((best[m][0] + sum(lack[j + 1 : i]) + cost, m))
        best.append(min(options))
    totals = [cost + sum(lack[places[n][0] + 1 :]) for n, (cost, _) in enumerate(best)]
    spans: list[Span | None] = [None] * len(words)
    n = totals.index(min(totals)) if totals else -1
    while n >= 0:
        spans[places[n][0]] = places[n][1:]
        n = best[n][1]
    return spans


def align_rows(source: Source, table: Sequence[Sequence[str]]) -> list[list[Span | None]]:
    """Return where each cell of a table stands.

    Rows that stand in the text whole are placed first. Any other is sought between its
    neighbours, so that the words of another row are never taken for its own.
    """
    whole = align(source, [" ".join(row) for row in table])
    lost = [row for row, span in zip(table, whole, strict=True) if not span]
    reach = 800 + 4 * sum(len(cell) for row in lost for cell in row)
    placed, low = [], None
    for i, row in enumerate(table):
        high = next((span[0] for span in whole[i:] if span), None)
        first = low if low is not None else max(0, (high or 0) - reach)
        last = high if high is not None or low is None else low + reach
        spans = _drop_lengthened(source, align(source, row, whole[i] or (first, last)))
        low = max((span[1] for span in spans if span), default=low)
        placed.append(spans)
    return placed


def _drop_lengthened(source: Source, spans: list[Span | None]) -> list[Span | None]:
    """Return the places of a row without those of cells to which the text adds words."""
    kept = list(spans)
    for i, (left, right) in enumerate(pairwise(spans)):
        added = source.plain[left[1] : right[0]] if left and right else ""
        if added.strip(f" \t\n{_DASHES}"):
            # A tab or a line break keeps what is added, such as a page heading, apart.
            kept[i] = kept[i] if re.match(rf"[\s{_DASHES}]*?[\t\n]", added) else None
            is_apart = re.search(rf"[\t\n][\s{_DASHES}]*$", added)
            kept[i + 1] = kept[i + 1] if is_apart else None
    return kept


def check_source(study: Study, text: str) -> list[Finding]:
    """Return, for every printed or verbatim cell of a study, whether the paper's text has it.

    These are what ``published/`` holds, of a diagram only the caption, and the cells outside it
    whose words are the paper's. An edited cell that differs from print may stand anywhere, but
    there as it is.
    """
    source, spans, edited = read_source(text), {}, {}
    exhibits = {exhibit.table: exhibit for exhibit in study.settings.exhibits}
    for name, table in study.tables.items():
        if table.path.startswith("published/"):
            spans |= _find_printed(source, study, exhibits.get(name), _read_printed(study, name))
    printed = {(cell.row, cell.column): cell for cell in spans}
    near = 0
    for cell in _list_edited(study):
        rows = (cell.row, cell.row.rpartition("/")[0])
        near = min((s[0] for each, s in spans.items() if s and each.row in rows), default=near)
        twin = printed.get((cell.row, cell.column))
        if twin and normalise(twin.words) == normalise(cell.words):
            edited[cell] = spans[twin]
        elif cell not in spans:
            edited[cell] = source.find_nearest(cell.words, near)
    spans |= edited
    return [_describe(source, cell, span, spans) for cell, span in spans.items()]


def _describe(source: Source, cell: Finding, span: Span | None, spans: dict) -> Finding:
    """Return a cell with the place where it was found, or with that of its row."""
    row = [span] if span else []
    if not span and cell.row not in ("caption", "heading"):
        row = [other for each, other in spans.items() if other and each.row == cell.row]
    if not row:
        return cell
    start = min(row)[0]
    line = source.text.count("\n", 0, start) + 1
    place = quote(" ".join(source.text[start : start + 200].split()))
    if span:
        return replace(cell, found=True, line=line, place=place)
    return replace(cell, place=f"line {line}: {place}")


def _read_printed(study: Study, name: str) -> dict[str, list[Finding]]:
    """Return the cells of a published table that are not blank, for each of its rows."""
    table, rows = study.tables[name], {}
    for record in study.frame(name).to_dict("records"):
        row = record.get("row") or "/".join(str(record[key]) for key in table.key)
        column, words = record.get("column", "printed"), record.get("printed", "")
        place = record.get("place", record.get("section", ""))
        cell = Finding(table.path, row, column, words, place=place)
        rows.setdefault(row, []).extend([cell] if words else [])
    return rows


def _list_edited(study: Study) -> list[Finding]:
    """Return the cells outside ``published/`` whose words are the paper's."""
    cells = []
    for name, keys, columns, place in (
        ("demographics", ("characteristic", "level"), ("level",), ""),
        ("characteristics", ("characteristic",), ("label",), ""),
        ("configurations", ("configuration",), study.stages.index, ""),
        ("quotations", ("configuration", "position"), ("text",), ""),
        ("conjectures", ("configuration", "stage"), ("passage",), "place"),
        ("reporting_standards", ("item",), ("quotation",), "paper"),
        ("passages", ("passage",), ("text",), "place"),
    ):
        for record in study.frame(name).to_dict("records"):
            row = "/".join(str(record[key]) for key in keys)
            for column in columns:
                words, where = record.get(column, ""), record.get(place, "")
                cells.append(Finding(study.tables[name].path, row, column, words, place=where))
    return [cell for cell in dict.fromkeys(cells) if cell.words]


def _find_printed(
    source: Source, study: Study, exhibit: Exhibit | None, rows: dict[str, list[Finding]]
) -> dict[Finding, Span | None]:
    """Return where the printed cells of one exhibit stand, by its kind."""
    kind, heads, captions = exhibit.kind if exhibit else "", [], rows.pop("caption", [])
    spans: dict[Finding, Span | None] = {}
    if kind in ("demographics", "configurations"):
        heads = rows.pop("heading", [])
        table = _order_cells(study, exhibit, rows)
        places = align_rows(source, [[cell.words for cell in row] for row in table])
        spans = dict(zip(chain(*table), chain(*places), strict=True))
    elif kind == "interviews":
        for cells in rows.values():
            for _, group in groupby(cells, key=lambda cell: cell.place):
                cells = list(group)
                places = align(source, [cell.words for cell in cells], prose=True)
                spans |= dict(zip(cells, places, strict=True))
    elif kind != "diagram":
        last = (0, 0)  # Claims follow the paper, so that the next one is not far.
        for cell in chain(*rows.values()):
            spans[cell] = source.find_nearest(cell.words, last[0])
            last = spans[cell] or last
    first = min((span[0] for span in spans.values() if span), default=0)
    found = {cell: source.find_nearest(cell.words, first) for cell in captions}
    above = [span[1] for span in found.values() if span and span[1] <= first]
    low = max(above, default=max(0, first - 1000))
    for cell in heads:
        found[cell] = next(iter(source.find(cell.words, low, first or None)), None)
    return found | spans


def _order_cells(
    study: Study, exhibit: Exhibit, rows: dict[str, list[Finding]]
) -> list[list[Finding]]:
    """Return the rows of a table with their cells in the order of print."""
    order = ["label", "level", *list_headings(study, exhibit.exhibit)["column"]]
    if exhibit.kind == "demographics":
        for level in _list_edited(study):
            # The paper prints the labels of rows, which are typed as data alone.
            if level.column == "level" and level.row in rows:
                rows[level.row].insert(0, level)
    rank = {column: place for place, column in enumerate(dict.fromkeys(order))}
    rows = [row for row in rows.values() if row]
    return [sorted(row, key=lambda cell: rank.get(cell.column, len(rank))) for row in rows]
