"""The tables in which an edition accounts for itself: notes, data, claims, verdicts, standards."""

from typing import NamedTuple

import pandas as pd

from scripts.analysis.crosslinks import OF_CONFIGURATIONS, link_page
from scripts.analysis.formatting import format_cell_name
from scripts.files.plain_yaml import read_own
from scripts.files.problems import quote
from scripts.published.comparison import VERDICT_ORDER, Comparison
from scripts.study.study import Study
from scripts.tables.table import Table, build_table, make_ids

# The pages of the notes and of the verdicts, seen from any chapter.
NOTES_PAGE, VERDICTS_PAGE = "editorial_notes.html", "verdicts.html"
# What stands beside an item that nobody has answered yet.
TO_DO = "to do"


def link_notes(study: Study) -> pd.DataFrame:
    """Return the editorial notes, in their order, with the anchor and the address of each."""
    notes = study.editorial_notes
    ids = make_ids("note-", [f"{n.exhibit}-{n.row}-{n.field}" for n in notes.itertuples()])
    return notes.assign(anchor=ids, address=[f"{NOTES_PAGE}#{anchor}" for anchor in ids])


class Judged(NamedTuple):
    """The verdict on a cell, and the anchor of its row in the list of verdicts."""

    verdict: str
    anchor: str

    @property
    def address(self) -> str:
        """Where a mark of the cell leads, seen from a chapter."""
        return f"{VERDICTS_PAGE}#{self.anchor}"


def judge_cells(comparison: Comparison) -> dict[tuple[str, str], Judged]:
    """Return the verdict on each cell; of several the first in `VERDICT_ORDER`."""
    exhibit = comparison.exhibit.exhibit
    cells = comparison.values.groupby(["row", "column"], sort=False)["verdict"]
    ids = make_ids("verdict-", [f"{exhibit}-{row}-{column}" for (row, column), _ in cells])
    return {
        cell: Judged(next(v for v in VERDICT_ORDER if v in set(own)), anchor)
        for (cell, own), anchor in zip(cells, ids, strict=True)
    }


def _build(name: str, frame: pd.DataFrame, key: str = "", **about: object) -> Table:
    """Return a frame as the table that ``edition_tables.json`` describes.

    Optional columns are those that are left out where nothing stands in them.
    """
    about = read_own(__package__, "edition_tables.json")[name] | about
    optional, caption = about.pop("optional", ()), about.pop("caption")
    heads = {
        column: label
        for column, label in about.pop("heads").items()
        if column not in optional or (column in frame and (frame[column] != "").any())
    }
    return build_table(frame, key or name, caption, heads, **about)


def build_notes_table(study: Study) -> Table:
    """Return all editorial notes, with the anchors that the marks in the exhibits lead to."""
    notes = link_notes(study)
    titles = dict(study.configurations[["configuration", "title"]].itertuples(index=False))
    notes["cell"] = [
        f"{study.exhibit(n.exhibit).label}: {format_cell_name(titles.get(n.row, n.row), n.field)}"
        for n in notes.itertuples()
    ]
    for column in ("source_reading", "reading_used"):
        notes[column] = [quote(text, 400) if text else "(nothing)" for text in notes[column]]
    links = {
        (str(place), ""): link_page(note.row)
        for place, note in enumerate(notes.itertuples())
        if study.exhibit(note.exhibit).kind in OF_CONFIGURATIONS and note.row in titles
    }
    return _build("editorial_notes", notes, anchors=tuple(notes["anchor"]), links=links)


def build_files_table(study: Study) -> Table:
    """Return the files of the data package: path, number of rows and what one row of each is."""
    entries = [study.tables[name] for name in study.sheets]
    rows = [(entry.path, len(study.frame(entry.name)), entry.description) for entry in entries]
    return _build("data_files", pd.DataFrame(rows, columns=["path", "rows", "description"]))


def build_dictionary_table(study: Study) -> Table:
    """Return the columns of every file: type, whether required, legal values, meaning."""
    rows = []
    for table in study.tables.values():
        for entry in table.fields:
            rules = entry.get("constraints", {})
            kind = entry["type"] + (", required" if rules.get("required") else "")
            legal = ", ".join(map(str, rules.get("enum", ())))
            rows.append((entry["name"], table.path, kind, legal, entry.get("description", "")))
    columns = ["column", "file", "type", "allowed", "description"]
    return _build("data_columns", pd.DataFrame(rows, columns=columns))


def build_claims_table(comparison: Comparison, section: str = "") -> Table:
    """Return all claims, or those of one section of the paper, with the verdict on each and why."""
    exhibit, frame = comparison.exhibit, comparison.values.set_index("row")
    frame["printed"] = [quote(words, 120) for words in frame["printed"]]
    key, caption = "claims", f"{exhibit.label}. {exhibit.caption}"
    if section:
        (key,) = make_ids("claims-", [section])
        caption = f"Claims of the section “{section}”"
        frame = frame[frame["place"] == section].drop(columns="place")
    links = {
        (name, "reason"): (("data", source, f"The data behind {name}"),)
        for name, source in frame["source"].items()
        if source
    }
    anchors = tuple(f"claim-{name}" for name in frame.index)
    return _build("claims", frame, key, caption=caption, anchors=anchors, links=links)


def build_verdicts_table(comparison: Comparison) -> Table:
    """Return the verdict on every cell of an exhibit; each row is where the cell's mark leads."""
    exhibit = comparison.exhibit
    rows, links, linked = [], {}, {"caption", "heading"}
    for (row, _), group in comparison.values.groupby(["row", "column"], sort=False):
        # The first cell of each configuration leads to its page.
        if exhibit.kind in OF_CONFIGURATIONS and row not in linked:
            links[str(len(rows)), ""] = link_page(row)
        linked.add(row)
        verdicts = group["verdict"]
        if len(group) > 1:
            verdicts = group["part"] + ": " + verdicts
        rows.append(
            {
                "cell": group["name"].iloc[0],
                "verdict": "; ".join(verdicts.unique()),
                "basis": ", ".join(group["basis"].unique()),
                "reason": " ".join(filter(None, group["reason"].unique())),
                "place": next(filter(None, group["place"]), ""),
            }
        )
    anchors = tuple(judged.anchor for judged in judge_cells(comparison).values())
    about = {"caption": f"{exhibit.label}: the verdict on every cell", "links": links}
    key = f"verdicts-{exhibit.exhibit}"
    return _build("verdicts", pd.DataFrame(rows), key, anchors=anchors, **about)


def build_standards_table(study: Study) -> Table:
    """Return the items of the reporting standard with where they are answered."""
    frame = study.frame("reporting_standards").sort_values("item", ignore_index=True)
    answers = frame["in_edition"].replace("", TO_DO)
    frame["here"] = answers.where(frame["edition"] == "", answers + ":")
    links = {}
    for place, page in enumerate(frame["edition"]):
        if page:
            folder, _, name = page.rpartition("/")
            words = "first page" if name == "index" else name.replace("_", " ")
            address = f"{name}.html" if folder else f"../{name}.html"
            links[str(place), "here"] = ((words, address, words),)
    anchors = tuple(f"item-{number}" for number in frame["item"])
    return _build("reporting_standards", frame, anchors=anchors, links=links)
