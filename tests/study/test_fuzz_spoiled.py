"""A spoiled data folder is refused, with file, row and column, and never with a traceback."""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from scripts.files.problems import StudyError
from scripts.study.dictionary import TABLE
from scripts.study.study import load_study
from tests.comparisons import compare_all
from tests.fuzzing import Invented, examples, invented_studies, refuse_plainly

pytestmark = pytest.mark.night

WHOLE = (TABLE,)


@dataclass(frozen=True)
class Place:
    """Where a problem has to be found; what is None is not asked for."""

    file: str
    row: int | None = None
    column: str | None = None


class CannotSpoilError(Exception):
    """Raised where a study has nothing that could be spoiled in this way."""


def pick(chance: Random, values):
    """One of some values."""
    values = list(values)
    if not values:
        raise CannotSpoilError
    return chance.choice(values)


def pick_table(study: Invented, chance: Random) -> str:
    """A table that has rows."""
    return pick(chance, (name for name, rows in study.tables.items() if rows))


def row_of(number: int) -> int:
    """A row as a spreadsheet numbers it."""
    return number + 2


# Values that are changed before the folder is written.


def write_odd_number(study, chance):
    name = pick_table(study, chance)
    fields = study.entry(name)["schema"]["fields"]
    column = pick(chance, (f["name"] for f in fields if f["type"] != "string"))
    number = chance.randrange(len(study.tables[name]))
    odd = ("1o", "½", "１２", "1_000", "NaN", "inf", "1e3", "0x1", "ten", "- 1", "١", "1,5", "∞")
    study.tables[name][number][column] = chance.choice(odd)
    return Place(study.path(name), row_of(number), column)


def write_negative_number(study, chance):
    name = pick_table(study, chance)
    fields = study.entry(name)["schema"]["fields"]
    column = pick(chance, (f["name"] for f in fields if f["type"] != "string"))
    number = chance.randrange(len(study.tables[name]))
    study.tables[name][number][column] = "-3"
    return Place(study.path(name), row_of(number), column)


def empty_required_cell(study, chance):
    name = pick_table(study, chance)
    fields = study.entry(name)["schema"]["fields"]
    column = pick(chance, (f["name"] for f in fields if f.get("constraints", {}).get("required")))
    number = chance.randrange(len(study.tables[name]))
    row = study.tables[name][number]
    row[column] = chance.choice(("", " ", "\t"))
    if not any(value.strip() for value in row.values()):
        raise CannotSpoilError
    return Place(study.path(name), row_of(number), column)


def repeat_row(study, chance):
    name = pick_table(study, chance)
    rows = study.tables[name]
    rows.append(dict(pick(chance, rows)))
    key = study.entry(name)["schema"]["primaryKey"]
    return Place(study.path(name), row_of(len(rows) - 1), ", ".join(key))


def refer_to_nothing(study, chance):
    links = [
        (name, column)
        for name, columns in {
            "demographics": ("characteristic", "group"),
            "interviews": ("group",),
            "quotations": ("configuration", "speaker_group"),
            "elements": ("stage",),
            "codings": ("configuration", "stage", "element"),
        }.items()
        for column in columns
        if study.tables.get(name)
    ]
    name, column = pick(chance, links)
    number = chance.randrange(len(study.tables[name]))
    study.tables[name][number][column] = chance.choice(("nowhere", "<b>", "None", "ñ"))
    return Place(study.path(name), row_of(number), column)


def count_too_many(study, chance):
    rows = study.tables["demographics"]
    number = pick(chance, range(len(rows)))
    sizes = {g["group"]: g["n"] for g in study.settings["groups"]}
    rows[number]["count"] = str(sizes[rows[number]["group"]] + chance.choice((1, 9, 10**9)))
    return Place("demographics.csv", row_of(number), "count")


def count_one_too_few(study, chance):
    kinds = {r["characteristic"]: r["responses"] for r in study.tables["characteristics"]}
    blocks: dict[tuple, list[int]] = {}
    for number, row in enumerate(study.tables["demographics"]):
        blocks.setdefault((row["characteristic"], row["group"]), []).append(number)
    rows = study.tables["demographics"]
    full = [
        numbers
        for (name, _), numbers in blocks.items()
        if kinds[name] == "single" and all(rows[n]["count"] for n in numbers)
    ]
    numbers = pick(chance, full)
    number = pick(chance, (n for n in numbers if int(rows[n]["count"])))
    rows[number]["count"] = str(int(rows[number]["count"]) - 1)
    return Place("demographics.csv", row_of(numbers[0]), "count")


def leave_a_count_out(study, chance):
    rows = study.tables["demographics"]
    groups: dict[str, set] = {}
    for row in rows:
        groups.setdefault(row["characteristic"], set()).add(row["group"])
    levels: dict[str, set] = {}
    for row in rows:
        levels.setdefault(row["characteristic"], set()).add(row["level"])
    legal = [
        number
        for number, row in enumerate(rows)
        if len(groups[row["characteristic"]]) > 1 and len(levels[row["characteristic"]]) > 1
    ]
    del rows[pick(chance, legal)]
    return Place("demographics.csv", None, None)


def put_lengths_out_of_order(study, chance):
    rows = study.tables.get("interviews", [])
    number = pick(chance, range(len(rows)))
    rows[number] |= {"minimum": "50", "mean": "40", "maximum": "60"}
    return Place("interviews.csv", row_of(number), "mean")


def doubt_a_theory(study, chance):
    number = chance.randrange(len(study.tables["configurations"]))
    column = pick(chance, study.theories)
    odd = ("maybe", "YES", "y", "true", "1", "✓", "No")
    study.tables["configurations"][number][column] = chance.choice(odd)
    return Place("configurations.csv", row_of(number), column)


def empty_a_configuration(study, chance):
    number = chance.randrange(len(study.tables["configurations"]))
    row = study.tables["configurations"][number]
    row.update(dict.fromkeys(study.stages, ""))
    return Place("configurations.csv", row_of(number), ", ".join(study.stages))


def code_other_words(study, chance):
    rows = study.tables.get("codings", [])
    number = pick(chance, range(len(rows)))
    rows[number]["phrase"] = "words that nobody wrote"
    return Place("codings.csv", row_of(number), "phrase")


def leave_a_cell_uncoded(study, chance):
    codings = study.tables.get("codings", [])
    chosen = pick(chance, codings)
    place = (chosen["configuration"], chosen["stage"])
    rest = [c for c in codings if (c["configuration"], c["stage"]) != place]
    if not rest:
        raise CannotSpoilError
    study.tables["codings"] = rest
    names = [row["configuration"] for row in study.tables["configurations"]]
    return Place("configurations.csv", row_of(names.index(place[0])), place[1])


def use_a_reserved_name(study, chance):
    rows = study.tables["configurations"]
    number = chance.randrange(len(rows))
    old, new = rows[number]["configuration"], chance.choice(("caption", "heading"))
    for name in ("configurations", "quotations", "codings"):
        for row in study.tables.get(name, ()):
            if row["configuration"] == old:
                row["configuration"] = new
    return Place("configurations.csv", row_of(number), "configuration")


VALUES = (
    write_odd_number,
    write_negative_number,
    empty_required_cell,
    repeat_row,
    refer_to_nothing,
    count_too_many,
    count_one_too_few,
    leave_a_count_out,
    put_lengths_out_of_order,
    doubt_a_theory,
    empty_a_configuration,
    code_other_words,
    leave_a_cell_uncoded,
    use_a_reserved_name,
)

# Files that are changed after the folder has been written.


def read_rows(study, data, name):
    """The rows of a file, heading first, and how to write them back."""
    path = data / study.path(name)
    text = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))

    def write(**form) -> None:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n", **form).writerows(rows)
        path.write_bytes(out.getvalue().encode())

    return rows, write


def pick_file(study, chance, rows=False):
    """A table of the folder."""
    return pick(chance, (name for name, own in study.tables.items() if own or not rows))


def spoil_cell_bytes(study, chance, data, raw: bytes):
    """Put bytes into a cell and return where."""
    name = pick_file(study, chance, rows=True)
    rows, write = read_rows(study, data, name)
    number = chance.randrange(len(study.tables[name]))
    index = chance.randrange(len(rows[0]))
    rows[number + 1][index] = "SPOILED"
    write()
    path = data / study.path(name)
    path.write_bytes(path.read_bytes().replace(b"SPOILED", raw))
    return Place(study.path(name), row_of(number), rows[0][index])


def write_other_encoding(study, chance, data):
    raw = chance.choice(("é".encode("latin-1"), b"\x93so\x94", b"caf\xe9 noir", b"\xff", b"\xc3("))
    return spoil_cell_bytes(study, chance, data, b"a " + raw + b" b")


def write_null(study, chance, data):
    return spoil_cell_bytes(study, chance, data, b"a\0b")


def write_control_letter(study, chance, data):
    letter = chance.choice(
        ("\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x9d", "\ufffe")
    )
    return spoil_cell_bytes(study, chance, data, f"a{letter}b".encode())


def write_utf_16(study, chance, data):
    file = chance.choice([study.path(pick_file(study, chance)), "study.yml", "datapackage.json"])
    # With its mark at the beginning it is known for what it is, and taken.
    kind = chance.choice(("utf-16-le", "utf-16-be", "utf-32"))
    text = (data / file).read_bytes().decode("utf-8-sig")
    (data / file).write_bytes(text.encode(kind))
    return Place(file)


def write_workbook(study, chance, data):
    file = chance.choice([study.path(pick_file(study, chance)), "study.yml", "datapackage.json"])
    (data / file).write_bytes(chance.choice((b"PK\x03\x04...", b"\xd0\xcf\x11\xe0...")))
    return Place(file)


def empty_a_file(study, chance, data):
    file = chance.choice([study.path(pick_file(study, chance)), "study.yml", "datapackage.json"])
    (data / file).write_bytes(chance.choice((b"", b"\n", b"\xef\xbb\xbf", b"  \r\n\t\n")))
    return Place(file)


def remove_a_file(study, chance, data):
    file = chance.choice([f"{name}.csv" for name in WHOLE] + ["study.yml", "datapackage.json"])
    (data / file).unlink()
    if chance.random() < 0.3:
        (data / file).mkdir()
    return Place(file)


def leave_a_merge_conflict(study, chance, data):
    file = chance.choice([study.path(pick_file(study, chance)), "study.yml", "datapackage.json"])
    lines = (data / file).read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    ends = "\r\n" if chance.random() < 0.3 else "\n"
    marks = [f"<<<<<<< HEAD{ends}", f"a{ends}", f"======={ends}", f"b{ends}", f">>>>>>> b{ends}"]
    at = chance.choice((0, len(lines)))
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += ends
    (data / file).write_bytes("".join(lines[:at] + marks + lines[at:]).encode())
    return Place(file, 1 if at == 0 else None)


def use_another_delimiter(study, chance, data):
    name = pick_file(study, chance)
    _, write = read_rows(study, data, name)
    write(delimiter=chance.choice(("/", ":", " ")))
    return Place(study.path(name), 1)


def leave_a_quotation_open(study, chance, data):
    name = pick_file(study, chance, rows=True)
    rows, write = read_rows(study, data, name)
    number = chance.randrange(len(study.tables[name]))
    rows[number + 1][-1] = "SPOILED"
    write()
    path = data / study.path(name)
    head, _, tail = path.read_text("utf-8").partition("SPOILED")
    path.write_bytes((head + '"opened' + tail.replace('"', "'")).encode())
    return Place(study.path(name), row_of(number))


def rename_a_heading(study, chance, data):
    name = pick_file(study, chance)
    rows, write = read_rows(study, data, name)
    index = chance.randrange(len(rows[0]))
    old = rows[0][index]
    rows[0][index] = chance.choice(("other", old.upper(), f"{old}s", "<b>", "ñ"))
    write()
    # A name that is nearly right is told as such, and the right one with it.
    return Place(study.path(name), 1, f"{old}, {rows[0][index]}")


def empty_a_heading(study, chance, data):
    name = pick_file(study, chance)
    rows, write = read_rows(study, data, name)
    index = chance.randrange(len(rows[0]))
    old, rows[0][index] = rows[0][index], ""
    write()
    return Place(study.path(name), 1, old if index == len(rows[0]) - 1 else None)


def repeat_a_heading(study, chance, data):
    name = pick_file(study, chance)
    rows, write = read_rows(study, data, name)
    column = chance.choice(rows[0])
    for row in rows:
        row.append("more")
    rows[0][-1] = column
    write()
    return Place(study.path(name), 1, column)


def lose_a_column(study, chance, data):
    name = pick_file(study, chance)
    rows, write = read_rows(study, data, name)
    index = chance.randrange(len(rows[0]))
    old = rows[0][index]
    for row in rows:
        del row[index]
    write()
    return Place(study.path(name), 1, old)


def lose_or_add_a_cell(study, chance, data):
    name = pick_file(study, chance, rows=True)
    rows, write = read_rows(study, data, name)
    number = chance.randrange(len(study.tables[name]))
    if chance.random() < 0.5:
        rows[number + 1].append("one too many")
    else:
        del rows[number + 1][-1]
    write()
    return Place(study.path(name), row_of(number))


def write_a_cell_too_long(study, chance, data):
    name = pick_file(study, chance, rows=True)
    rows, write = read_rows(study, data, name)
    number = chance.randrange(len(study.tables[name]))
    rows[number + 1][-1] = "x" * chance.choice((32_768, 200_000))
    write()
    return Place(study.path(name), row_of(number))


def cut_the_dictionary(study, chance, data):
    path = data / "datapackage.json"
    raw = path.read_bytes()
    path.write_bytes(raw[: chance.randrange(1, len(raw) - 1)])
    return Place("datapackage.json")


def add_a_table_nobody_knows(study, chance, data):
    file = chance.choice(("quotation.csv", "Copy of demographics.csv", "old/x.csv", "é.CSV"))
    (data / file).parent.mkdir(exist_ok=True)
    (data / file).write_text("a,b\n1,2\n", "utf-8")
    return Place(file)


FILES = (
    write_other_encoding,
    write_null,
    write_control_letter,
    write_utf_16,
    write_workbook,
    empty_a_file,
    remove_a_file,
    leave_a_merge_conflict,
    use_another_delimiter,
    leave_a_quotation_open,
    rename_a_heading,
    empty_a_heading,
    repeat_a_heading,
    lose_a_column,
    lose_or_add_a_cell,
    write_a_cell_too_long,
    cut_the_dictionary,
    add_a_table_nobody_knows,
)

# The settings, with the place that has to be named.


def spoil_settings(change: Callable, column: str | None):
    """A spoiler of the settings."""

    def spoil(study, chance):
        change(study.settings, chance)
        return Place("study.yml", None, column)

    spoil.__name__ = f"settings_{column}"
    return spoil


def _first(name: str, key: str, value: object):
    def change(content, chance):
        if not content.get(name):
            raise CannotSpoilError
        content[name][0][key] = value

    return change


SETTINGS = (
    spoil_settings(lambda c, r: c.pop(r.choice(("title", "groups", "stages", "exhibits"))), None),
    spoil_settings(lambda c, r: c.update(titel="x"), None),
    spoil_settings(lambda c, r: c.update(title=r.choice((3, ["x"], None, "", True))), "title"),
    spoil_settings(lambda c, r: c.update(title=f"a{r.choice(chr(7) + chr(27))}b"), None),
    spoil_settings(lambda c, r: c.update(title=r.choice((" ", "\n", "\u00a0"))), "title"),
    spoil_settings(lambda c, r: c.update(groups=r.choice(([], {}, "x", None))), "groups"),
    spoil_settings(lambda c, r: c.update(stages=r.choice(([], {}, "x", None))), "stages"),
    spoil_settings(_first("groups", "n", 0), None),
    spoil_settings(_first("groups", "n", "many"), None),
    spoil_settings(_first("groups", "n", 2.5), None),
    spoil_settings(_first("stages", "stage", "position"), None),
    spoil_settings(_first("stages", "stage", "Context"), None),
    spoil_settings(_first("stages", "stage", "context\n"), None),
    spoil_settings(_first("stages", "colour", "red"), None),
    spoil_settings(_first("theories", "theory", "valence"), None),
    spoil_settings(_first("exhibits", "kind", "picture"), None),
    spoil_settings(_first("exhibits", "show", {"nothing": "x"}), None),
    spoil_settings(_first("exhibits", "groups", ["nobody"]), None),
    spoil_settings(lambda c, r: c["groups"].append(deepcopy(c["groups"][0])), "groups"),
    spoil_settings(lambda c, r: c["stages"].append(deepcopy(c["stages"][0])), "stages"),
    spoil_settings(
        lambda c, r: c.update(count_cell=r.choice(("{", "{x}", "{count!r}", "{0}"))), "count_cell"
    ),
    spoil_settings(lambda c, r: c.update(group_heading="{label.__class__}"), "group_heading"),
    spoil_settings(lambda c, r: c.update(rounding={"decimals": r.choice((-1, 5, "1"))}), None),
)


def spoil(study: Invented, how: Callable, chance: Random, folder: Path) -> tuple[Path, Place]:
    """Write a study that is spoiled in one way; return its folder and what has to be named."""
    if how in FILES:
        study.encoding, study.mark = "utf-8", ","
        data = study.write(folder / "data")
        return data, how(study, chance, data)
    place = how(study, chance)
    return study.write(folder / "data"), place


@examples("spoiled")
@given(
    invented_studies(most=5, large=False),
    st.sampled_from([*VALUES, *FILES, *SETTINGS]),
    st.integers(0, 2**16),
)
def test_a_spoiled_study_is_refused_at_its_place(study, how, seed):
    check_refused(study, how, seed)


def check_refused(study, how, seed):
    """Spoil a study and see it refused where it is spoiled."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            data, place = spoil(study, how, Random(seed), Path(folder))
        except CannotSpoilError:
            return
        problems = refuse_plainly(data)
        assert problems, place
        here = [p for p in problems if p.file == place.file]
        here = [p for p in here if place.row in (None, p.row)]
        wanted = set((place.column or "").split(", "))
        here = [p for p in here if not place.column or wanted & set((p.column or "").split(", "))]
        assert here, (place, problems)
        with pytest.raises(StudyError):
            load_study(data)


@pytest.mark.parametrize("how", [*VALUES, *FILES, *SETTINGS], ids=lambda how: how.__name__)
def test_every_way_to_spoil_a_study_spoils_some(how):
    """Each way finds something to spoil in some study, or nothing would be tried."""

    def can(study):
        with tempfile.TemporaryDirectory() as folder:
            try:
                spoil(study.copy(), how, Random(1), Path(folder))
            except CannotSpoilError:
                return False
        return True

    # Any will do: it need not be made small.
    plan = settings(
        database=None, derandomize=True, phases=(Phase.generate,), max_examples=1000, deadline=None
    )
    find(invented_studies(most=3, large=False), can, settings=plan)


# Values of any kind in any place: what is not refused has to work.
ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 10**20),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(
            ("string", "integer", "csv", "..", "/etc/passwd", "a b", "{count}", "\ud800")
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def list_places(value: object) -> list[tuple]:
    """Each place in nested lists and mappings, as container and key."""
    found = []
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        found.append((value, key))
        if isinstance(inner, (dict, list)):
            found += list_places(inner)
    return found


def alter(content: object, chance: Random, value: object) -> None:
    """Change one place of some content: set it, take it out, or put another of its places there."""
    places = list_places(content)
    container, key = chance.choice(places)
    kind = chance.randrange(3)
    if kind == 0:
        container[key] = value
    elif kind == 1:
        del container[key]
    else:
        other, name = chance.choice(places)
        container[key] = json.loads(json.dumps(other[name]))


def check_taken_or_refused(data: Path) -> None:
    """See a folder refused in plain words, or else taken and compared."""
    if refuse_plainly(data):
        return
    compare_all(load_study(data))


@examples("settings")
@given(invented_studies(most=4, large=False), ANYTHING, st.integers(0, 2**16))
def test_odd_settings_end_in_no_traceback(study, value, seed):
    with tempfile.TemporaryDirectory() as folder:
        alter(study.settings, Random(seed), value)
        data = study.copy().write(Path(folder) / "data")
        text = yaml.safe_dump(study.settings, allow_unicode=seed % 2 == 0, sort_keys=False)
        (data / "study.yml").write_bytes(text.encode("utf-8", "replace"))
        check_taken_or_refused(data)


@examples("dictionary")
@given(invented_studies(most=4, large=False), ANYTHING, st.integers(0, 2**16))
def test_an_odd_dictionary_ends_in_no_traceback(study, value, seed):
    with tempfile.TemporaryDirectory() as folder:
        data = study.write(Path(folder) / "data")
        alter(study.dictionary, Random(seed), value)
        (data / "datapackage.json").write_text(json.dumps(study.dictionary), "utf-8")
        check_taken_or_refused(data)


@examples("bytes")
@given(
    invented_studies(most=4, large=False),
    st.lists(
        st.tuples(st.integers(0, 2**20), st.binary(max_size=4), st.integers(0, 4)), max_size=4
    ),
    st.integers(0, 2**16),
)
def test_odd_bytes_end_in_no_traceback(study, changes, seed):
    with tempfile.TemporaryDirectory() as folder:
        data = study.write(Path(folder) / "data")
        files = sorted(path for path in data.rglob("*") if path.is_file())
        path = Random(seed).choice(files)
        raw = path.read_bytes()
        for place, new, lost in changes:
            at = place % (len(raw) + 1)
            raw = raw[:at] + new + raw[at + lost :]
        path.write_bytes(raw)
        check_taken_or_refused(data)
