"""The rows of somebody's table as rows of configurations and of quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scripts.files.problems import NO, YES, is_forbidden_name
from scripts.files.slugs import make_slug
from scripts.importer.body import MOST_NAMED
from scripts.importer.headings import (
    CONFIGURATION,
    QUOTATION,
    SPEAKER,
    SPEAKER_GROUP,
    STAGES,
    fold,
)
from scripts.study.elements import LIST_SIGN

if TYPE_CHECKING:
    from scripts.importer.body import Row
    from scripts.importer.columns import Column

# Longer names make no good addresses.
LONGEST_NAME = 40
# What people write into a cell where there is nothing.
NOTHING = {"-", "–", "—", "−", "na", "n/a", "n.a.", "nil", "none", "not applicable", "…", "..."}
# What a column of ticks has for yes; what is a tick only where the table has no other; and
# words in the heading of a column about a version.
TICKS = YES | {"√", "☑", "✔️", "●", "•"}
CROSSES = {"x"}
VERSIONS = {"theory", "theorie", "teoria", "version", "initial", "refined", "revised", "final"}
VERSIONS |= {"ipt", "mrt", "cmo"}
# How each line of a list begins, and how words end that lead to one.
BULLET, LEADS = "• ", (":", "：", "…")
# A quotation in its marks, and before or behind it who said it.
SAID = re.compile(
    r"(?:(?P<first>[A-ZÀ-Þ0-9][^\s“”\"«»„:]*(?: [^\s“”\"«»„:]+){0,2}):\s*)?"
    r"(?P<words>“[^“”]+”|\"[^\"]+\"|«[^«»]+»|„[^„“]+“|‘[^‘]+’)[.,;]?\s*"
    r"(?:\((?P<who>[^()]+)\)|\[(?P<by>[^\[\]]+)\]|[–—-]\s*(?P<name>[A-ZÀ-Þ0-9][^“”\"«»„]{0,40}))?[.,;]?\s*"
)
WHO = ("first", "who", "by", "name")


def build_rows(
    columns: Sequence[Column],
    rows: Sequence[Row],
    notes: list[str],
    report: list[str],
    repeated: list[str],
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return configurations and quotations; speakers without words go to the notes.

    A row whose stages are all those of the row above, as where cells are merged downwards,
    is the same configuration with another quotation, unless it differs elsewhere.

    Parameters
    ----------
    columns : sequence of Column
        What the cells are.
    rows : sequence of Row
        The cells, and the title that the row belongs to.
    notes, report, repeated : list of str
        What is added to; the last is what a further row says of the same configuration again.
    """
    spoken = (QUOTATION, SPEAKER, SPEAKER_GROUP)
    configurations: list[dict[str, str]] = []
    quotations: list[dict[str, str]] = []
    places: dict[str, int] = {}
    names: set[str] = set()
    has_quotations = any(c.kind == QUOTATION for c in columns)
    named = [c.key for c in columns if c.kind == CONFIGURATION]
    emptied, listed = [], 0
    for row in rows:
        cells = {}
        for column in columns:
            text = row.cells.get(column.key, "")
            if column.kind in (*STAGES, QUOTATION) and text.casefold() in NOTHING:
                emptied.append(f"row {row.number}, {column.heading}: {text}")
                text = ""
            if column.kind in STAGES:
                listed += bool(LIST_SIGN.search(text))
                text = write_list(text)
            cells[column.key] = text
        kept = {c.key: cells[c.key] for c in columns if c.kind not in spoken}
        if row.section:
            kept["section"] = row.section
        last = configurations[-1] if configurations else {}
        same = bool(last) and has_quotations and all(last.get(k, "") == v for k, v in kept.items())
        if same:
            repeated += filter(None, kept.values())
        else:
            given = next((cells[c.key] for c in columns if c.kind == CONFIGURATION), "")
            name = make_name(given, len(configurations) + 1, names)
            names.add(name)
            place = str(len(configurations) + 1)
            configurations.append({"configuration": name, "position": place, **kept})
        name = configurations[-1]["configuration"]
        said = {c.kind: cells[c.key] for c in columns if c.kind in spoken}
        texts = split_said(said.get(QUOTATION, ""))
        for text, speaker in texts:
            places[name] = places.get(name, 0) + 1
            quotations.append(
                {
                    "configuration": name,
                    "position": str(places[name]),
                    "speaker": ", ".join(filter(None, (said.get(SPEAKER, ""), speaker))),
                    "speaker_group": said.get(SPEAKER_GROUP, ""),
                    "text": text,
                }
            )
        if not texts:
            notes += [
                f"{name}: {said[kind]}" for kind in (SPEAKER, SPEAKER_GROUP) if said.get(kind)
            ]
    numbered = [row for row in rows if any(row.cells.get(key) for key in named)]
    bare = [str(row.number) for row in rows if row not in numbered]
    if numbered and bare:
        report.append(
            f"row{'s' if bare[1:] else ''} {', '.join(bare[:MOST_NAMED])}"
            f"{' and more' if bare[MOST_NAMED:] else ''} without a number or name: read as "
            "configurations of their own; where such a row goes on the one above, join the two"
        )
    if emptied:
        report.append(
            f"{count(len(emptied), 'cell')} with a dash, NA or the like for nothing: left empty"
        )
        notes += emptied
    if listed:
        report.append(f"{count(listed, 'cell')} with bullets: each line of them is an element")
    return configurations, quotations


def take_theories(extra: dict[str, str], rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """Return how the signs were read in the columns about versions of the theory, by column.

    Such a column has a heading that speaks of a theory or a version, and nothing but signs
    for yes and no below. It is taken out of `extra`, and its cells become yes and no. An x is
    a tick, but a cross where any of these columns has another sign for yes.
    """
    signs = {}
    for key, heading in extra.items():
        # Numbers name the rows, though a 1 alone might be a tick.
        if all(row.get(key, "").isdigit() for row in rows):
            continue
        cells = {row.get(key, "").casefold() for row in rows}
        if VERSIONS & set(fold(heading).split()) and cells <= TICKS | CROSSES | NO | {""}:
            signs[key] = cells
    ticks = TICKS if any(cells & TICKS for cells in signs.values()) else CROSSES
    theories = {}
    for key, cells in signs.items():
        if not cells & (TICKS | CROSSES):
            continue
        del extra[key]
        read: dict[str, str] = {}
        for row in rows:
            given = row.get(key, "")
            row[key] = "yes" if given.casefold() in ticks else "no"
            read[f"“{given}”" if given else "a blank"] = row[key]
        theories[key] = " and ".join(
            f"{', '.join(given for given in read if read[given] == answer)} became {answer}"
            for answer in ("yes", "no")
            if answer in read.values()
        )
    return theories


def count(number: int, thing: str) -> str:
    """Return a number of things in words, such as ``1 cell`` and ``2 cells``."""
    return f"{number} {thing}" + ("" if number == 1 else "s")


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
    plain = [line if line.startswith("✓") else LIST_SIGN.sub("", line) for line in lines]
    if len(lines) == 1:
        return plain[0]
    written, lead = [], ""
    for place, (line, words) in enumerate(zip(lines, plain, strict=True)):
        if words != line:
            written.append(BULLET + lead + words)
            continue
        leads = (
            line.endswith(LEADS) and plain[place + 1 : place + 2] != lines[place + 1 : place + 2]
        )
        lead = f"{line} " if leads else ""
        if not leads:
            written.append(line)
    return "\n".join(written)


def make_name(given: str, number: int, taken: set[str]) -> str:
    """Return a short name for a configuration: what the table calls it, or its number."""
    name = make_slug(given, most=LONGEST_NAME)
    if name.isdigit() or not name or is_forbidden_name(name):
        name = f"configuration-{name or number}"
    other, count = name, 1
    while other in taken:
        count += 1
        other = f"{name}-{count}"
    return other
