"""A publication table: a frame of text, and what a reader is told of its rows and columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import groupby

import pandas as pd

from scripts.files.paths import make_unique


@dataclass(frozen=True)
class Table:
    """A frame as it is shown and written: every format is made from this alone.

    What is said of rows, columns and cells is said by their keys. With blocks, the key of a row
    is ``block/row``, as the printed side has it.
    """

    # Names the files of the table, and its place on the page.
    key: str
    caption: str
    # Text. The index has the keys of the rows, or at two levels of blocks and of rows.
    frame: pd.DataFrame
    # Headings of columns, headings that span neighbouring columns, and those of blocks.
    heads: Mapping[str, str] = field(default_factory=dict)
    spanners: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    # The column that heads the rows, if the last level of the index does not, and its heading.
    stub: str = ""
    stub_head: str = ""
    # ``right`` or ``center``; other columns stand at the left.
    align: Mapping[str, str] = field(default_factory=dict)
    # Cells that the source does not give.
    gaps: frozenset = frozenset()
    # Columns in whose cells each line is a paragraph.
    paragraphs: Sequence[str] = ()
    # For a cell the level of each line, and the links behind it: words, address, accessible name.
    levels: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    links: Mapping[tuple[str, str], Sequence[tuple[str, str, str]]] = field(default_factory=dict)
    # An HTML id for each row; by default one is made of its key.
    anchors: Sequence[str] = ()
    # The part of the table that a row belongs to; a reader can look at one part alone.
    views: Mapping[str, str] = field(default_factory=dict)
    # Whether the table needs the width of the page, and becomes cards on a phone.
    is_wide: bool = False

    @property
    def identifier(self) -> str:
        """The HTML id of the table; never that of its page, which may be called alike."""
        return name_table(self.key)

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of the columns beside the heads of the rows."""
        return tuple(column for column in self.frame.columns if column != self.stub)

    @property
    def rows(self) -> tuple[str, ...]:
        """The keys of the rows."""
        return tuple(name_row(entry) for entry in self.frame.index)

    @property
    def row_heads(self) -> tuple[str, ...]:
        """What heads each row."""
        if self.stub:
            return tuple(self.frame[self.stub])
        return tuple(map(str, self.frame.index.get_level_values(-1)))

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The HTML id of each row, no two alike."""
        return tuple(self.anchors) or make_ids(f"{self.identifier}_", self.rows)

    def head(self, column: str) -> str:
        """Return the heading of a column."""
        return self.heads.get(column, column)

    def group_columns(self) -> list[tuple[str, list[str]]]:
        """Return neighbouring columns together with the heading that spans them, or ``""``."""
        runs = groupby(self.columns, lambda column: self.spanners.get(column, ""))
        return [(spanner, list(columns)) for spanner, columns in runs]

    def group_rows(self) -> list[tuple[str, str, list[int]]]:
        """Return the key and the heading of each block, and the places of its rows.

        Blocks of the same heading stand under it once. Without blocks all rows are one.
        """
        if self.frame.index.nlevels == 1:
            return [("", "", list(range(len(self.frame))))]
        found: dict[str, tuple[str, str, list[int]]] = {}
        for place, key in enumerate(self.frame.index.get_level_values(0)):
            label = self.blocks.get(key, str(key))
            found.setdefault(label, (str(key), label, []))[2].append(place)
        return list(found.values())

    def list_cells(self, place: int) -> list[tuple[str, str]]:
        """Return column and text of each cell of a row, the head of the row left out."""
        row = self.frame.iloc[place]
        return [(column, row[column]) for column in self.columns]


def name_table(key: str) -> str:
    """Return the HTML id of a table, such as ``table-1`` or ``table-codebook``."""
    name = key.replace("_", "-")
    return name if name.startswith("table-") else f"table-{name}"


def name_row(entry: object) -> str:
    """Return the key of a row from its entry in the index."""
    return "/".join(map(str, entry)) if isinstance(entry, tuple) else str(entry)


def make_ids(prefix: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Return an HTML id for each key: letters and digits kept, numbered where keys look alike."""
    plain = ("".join(c if c.isalnum() else "-" for c in key.lower()) for key in keys)
    return number_alike(prefix + key for key in plain)


def number_alike(names: Iterable[str]) -> tuple[str, ...]:
    """Return names of which no two are the same: the second of two gets a number."""
    found: dict[str, None] = {}
    for name in names:
        found[make_unique(name, found)] = None
    return tuple(found)


def build_table(
    frame: pd.DataFrame,
    key: str,
    caption: str,
    heads: Mapping[str, str] | None = None,
    *,
    numbers: Sequence[str] = (),
    centred: Sequence[str] = (),
    blanks: Mapping[str, str] | None = None,
    **description: object,
) -> Table:
    """Return a frame as a publication table.

    Other values than text are written as they are, missing ones stay empty; percentages and the
    like are formatted before. An index of two levels makes blocks of rows; an index without a
    name, such as 0, 1, 2, heads no rows: the first column does. `heads` has the heading of each
    column that is shown, in order; by default all columns, called by their keys. Columns that
    are `numbers` stand at the right, `centred` ones in the middle. `blanks` has for a column
    the words that stand in its empty cells: what the source does not give. The `description`
    is anything else that a `Table` has.
    """
    heads = {str(c): str(c) for c in frame.columns} if heads is None else dict(heads)
    stub = description.pop("stub", "")
    if not stub and frame.index.nlevels == 1 and frame.index.name is None:
        stub = next(iter(heads))
    order = [column for column in heads if column in frame]
    if stub and stub not in order:
        order.insert(0, stub)
    text = frame[order].astype("str").fillna("")
    gaps = set(description.pop("gaps", ()))
    for column, words in (blanks or {}).items():
        empty = text[column] == ""
        text[column] = text[column].mask(empty, words)
        gaps |= {(name_row(entry), column) for entry in text.index[empty]}
    # A chapter may give a column of a frame, such as the spanners of stages by their keys.
    about = {name: dict(v) if hasattr(v, "keys") else v for name, v in description.items()}
    return Table(
        key,
        caption,
        text,
        heads,
        stub=stub,
        align=dict.fromkeys(centred, "center") | dict.fromkeys(numbers, "right"),
        gaps=frozenset(gaps),
        paragraphs=tuple(about.pop("paragraphs", ())),
        **{"stub_head": heads.get(stub, ""), **about},
    )


def write_resource(table: Table) -> dict:
    """Return a table as a tabular data resource, with its description beside the rows."""
    names = [
        str(name) if name is not None and name not in table.frame else f"row_{number}"
        for number, name in enumerate(table.frame.index.names, start=1)
    ]
    columns = [
        {"name": column, "title": table.head(column), "type": "string"} for column in table.frame
    ]
    keys = [{"name": name, "type": "string"} for name in names]
    layout = {about.name: _pack(getattr(table, about.name)) for about in fields(table)[4:]}
    return {
        "name": table.key,
        "title": table.caption,
        "profile": "tabular-data-resource",
        "schema": {"fields": keys + columns, "primaryKey": names},
        "data": table.frame.rename_axis(names).reset_index().astype(str).to_dict("records"),
        "layout": {name: value for name, value in layout.items() if value},
    }


def _pack(value: object) -> object:
    """Return a part of a table's description in the forms of JSON, which keys nothing by pairs."""
    if isinstance(value, frozenset):
        return sorted(map(list, value))
    if isinstance(value, Mapping) and all(isinstance(key, tuple) for key in value):
        return [[*place, list(map(_pack, found))] for place, found in value.items()]
    return list(value) if isinstance(value, tuple) else value


def read_resource(resource: Mapping) -> Table:
    """Return the table that `write_resource` has written."""
    about = resource["schema"]
    # Outputs that an older edition has stored may have more.
    known = {entry.name for entry in fields(Table)}
    layout = {name: value for name, value in resource["layout"].items() if name in known}
    columns = [entry["name"] for entry in about["fields"]]
    frame = pd.DataFrame(resource["data"], columns=columns, dtype="str")
    heads = {entry["name"]: entry["title"] for entry in about["fields"] if "title" in entry}
    for name in ("levels", "links"):
        layout[name] = {(row, column): found for row, column, found in layout.get(name, ())}
    layout["gaps"] = frozenset(map(tuple, layout.get("gaps", ())))
    frame = frame.set_index(about["primaryKey"])
    return Table(resource["name"], resource["title"], frame, heads, **layout)
