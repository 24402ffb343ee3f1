"""Invented studies by the thousand: legal data folders of every shape, for the fuzz tests.

Hypothesis draws the sizes, the forms and a pool of texts; a seeded generator spreads the
texts over the tables, so that a large study costs no more draws than a small one.
"""

import csv
import io
import json
import os
import re
import unicodedata
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from pathlib import Path
from random import Random
from typing import Self

import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from scripts.files.problems import Problem, format_problems
from scripts.files.text_files import find_invisible
from scripts.study.study import check_study

# How many examples each fuzz test tries.
PLAN = {
    "tables": 300,
    "drawings": 120,
    "charts": 60,
    "comparison": 200,
    "files": 80,
    "print": 5,
    "spoiled": 700,
    "settings": 250,
    "dictionary": 250,
    "bytes": 150,
}
# With FUZZING=new they are others each time, and one that fails is made small.
IS_NEW = os.environ.get("FUZZING") == "new"


def examples(name: str) -> settings:
    """Return the settings of a fuzz test of the plan."""
    # An example is written to disk and read again; how long that takes says nothing.
    slow = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
    return settings(
        max_examples=PLAN[name],
        derandomize=not IS_NEW,
        deadline=None,
        database=None,
        suppress_health_check=slow,
        # To make a failing example small takes minutes; `make fuzz` does so.
        phases=(Phase.explicit, Phase.generate, *((Phase.shrink,) if IS_NEW else ())),
        print_blob=True,
    )


# Names that a program could take for something of its own.
KEYS = (
    *("context", "resource", "outcome", "actor", "element", "label", "stage", "theory", "status"),
    *("level", "group", "row", "column", "text", "heading", "caption", "count", "n", "index"),
    *("class", "none", "null", "true", "no", "yes", "on", "nan", "key", "name", "x", "a1", "b_2"),
    *("size", "values", "shape", "part", "verdict", "kind", "numbers", "percent", "characteristic"),
)
RESERVED = ("configuration", "position", "valence", "delivery", "delivery_basis", "quotations")
ODD_TEXTS = (
    *("None", "NA", "nan", "null", "#REF!", "N/A", "-", "0", "12", "-1", "1e5", "yes", "no", "✓"),
    *("<script>alert(1)</script>", "<b>bold</b>", "</td></tr>", "<!-- -->", "]]>", "&amp;", "&"),
    *("=cmd|' /C calc'!A0", "=1+1", "+1", "@SUM(A1)", "-2+3", '"quoted"', "it's", "‘so’", "a,b;c"),
    *("$x$ and $y$", "{count}", "{", "%s", "\\n", "\\", "_", "a/b", "a = b", "x | y", "* * *"),
    *("two\nlines", "one\r\ntwo", "a\tb", "line\u2028break", "no\u00a0break", "soft\u00adhyphen"),
    *("שלום עולם", "مرحبا بالعالم", "\u202eright to left\u202c", "e\u0301te\u0301", "人間", "ก็"),
    *("👩‍👩‍👧 family", "🇳🇴", "a\u200bb", "\ufeffmark", "ﬁne", "İstanbul ıI", "ẞß", "𝒳"),
    *("W" * 60, "Donaudampfschifffahrtsgesellschaftskapitän", "a " * 60 + "end", "x" * 300),
    *("• one\n• two", "- one\n- two", "one; two;three", "one\n\ntwo;", ";"),
    *("A (C)", "‘said’ Ada (C)", "caption", "heading", "Not available", "12 (50%)", "café", "…"),
)


def is_text(text: str) -> bool:
    """Return whether a spreadsheet can hold a text, and a reader see it."""
    kinds = {unicodedata.category(letter) for letter in text if letter not in "\n\r\t"}
    marks = any(line.startswith(("<<<<<<<", ">>>>>>>")) for line in text.splitlines())
    is_plain = not kinds & {"Cc", "Cs", "Cn"} and not marks and "\ufeff" not in text
    return bool(text) and text == text.strip() and is_plain


# What turns the direction of text has to be ended, and these texts are put together at random.
TURNS = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters=TURNS)
TEXTS = st.one_of(
    st.sampled_from([text for text in ODD_TEXTS if is_text(text)]),
    st.text(LETTERS, min_size=1, max_size=25).map(str.strip).filter(is_text),
    st.text("abcdefgh ", min_size=1, max_size=80).map(str.strip).filter(is_text),
)
LEVELS = ("individual", "group", "<b>", "שלום", "of the whole organisation", "=1")
PATTERNS = ("{count} ({percent}%)", "{percent} % [{count}]", "{count}", "{{{count}}}", "n={count}")


@dataclass
class Invented:
    """A data folder as plain values: what each file says, and in which form it is written."""

    settings: dict
    dictionary: dict
    tables: dict[str, list[dict[str, str]]]
    encoding: str = "utf-8"
    mark: str = ","
    ends: str = "\n"
    quote_all: bool = False
    blank_rows: int = 0
    groups_of_blocks: dict[str, list[str]] = field(default_factory=dict)

    def entry(self, name: str) -> dict:
        """Return what the dictionary says of a table."""
        return next(e for e in self.dictionary["resources"] if e["name"] == name)

    def columns(self, name: str) -> list[str]:
        """Return the columns of a table."""
        return [f["name"] for f in self.entry(name)["schema"]["fields"]]

    def path(self, name: str) -> str:
        """Return the file of a table."""
        return self.entry(name)["path"]

    def exhibits(self, kind: str) -> list[dict]:
        """Return the exhibits of a kind."""
        return [e for e in self.settings["exhibits"] if e["kind"] == kind]

    @property
    def stages(self) -> list[str]:
        """Return the keys of the stages."""
        return [stage["stage"] for stage in self.settings["stages"]]

    @property
    def theories(self) -> list[str]:
        """Return the keys of the theories."""
        return [theory["theory"] for theory in self.settings.get("theories", [])]

    def copy(self) -> Self:
        """Return a copy that can be spoiled."""
        return deepcopy(self)

    def csv_text(self, name: str) -> str:
        """Return a table as the text of its file."""
        text = io.StringIO()
        # A line break in a cell is quoted only where it is that of the rows.
        whole = self.quote_all or self.ends == "\r"
        quoting = csv.QUOTE_ALL if whole else csv.QUOTE_MINIMAL
        writer = csv.writer(text, delimiter=self.mark, lineterminator=self.ends, quoting=quoting)
        columns = self.columns(name)
        writer.writerow(columns)
        writer.writerows([row.get(column, "") for column in columns] for row in self.tables[name])
        return text.getvalue() + self.blank_rows * (self.mark * (len(columns) - 1) + self.ends)

    def write(self, folder: Path) -> Path:
        """Write the data folder and return it."""
        folder.mkdir(parents=True)
        content = yaml.safe_dump(self.settings, allow_unicode=True, sort_keys=False)
        (folder / "study.yml").write_bytes(content.encode())
        (folder / "datapackage.json").write_bytes(json.dumps(self.dictionary).encode())
        for name in self.tables:
            path = folder / self.path(name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(self.csv_text(name).encode(self.encoding))
        return folder


@st.composite
def invented_studies(draw, most: int = 9, large: bool = True) -> Invented:
    """Return a legal study of any shape."""
    chance = Random(draw(st.integers(0, 2**16)))
    pool = draw(st.lists(TEXTS, min_size=1, max_size=8))
    keys = list(KEYS)
    chance.shuffle(keys)

    def say() -> str:
        return chance.choice(pool) if chance.random() < 0.7 else f"words {chance.randrange(99)}"

    def flag(name: str = "") -> bool:
        return draw(st.booleans())

    groups = [
        {"group": key, "label": say(), "n": chance.choice((1, 2, 7, 27, 300))}
        | ({"code": chance.choice(("C", "S", "VV", "(", "+"))} if chance.random() < 0.6 else {})
        for key in chance.sample(KEYS, draw(st.integers(1, 5)))
    ]
    stages = []
    for key in [keys.pop() for _ in range(draw(st.integers(1, 6)))]:
        stage = {"stage": key, "label": say()}
        for name, odds in (("short_label", 0.5), ("spanner", 0.5), ("as_clause", 0.3)):
            if chance.random() < odds:
                stage[name] = say()
        if chance.random() < 0.3:
            stage["split_at"] = chance.choice((";", " / ", "|"))
        if chance.random() < 0.25 and f"{key}_level" not in keys:
            stage["levels"] = chance.sample(LEVELS, chance.randint(1, len(LEVELS)))
        stages.append(stage)
    theories = [{"theory": keys.pop(), "label": say()} for _ in range(draw(st.integers(0, 3)))]
    settings_ = {"title": say(), "groups": groups, "stages": stages}
    settings_ |= {"theories": theories} if theories or flag() else {}
    if flag():
        trailing = chance.choice(("drop", "keep"))
        settings_["rounding"] = {"decimals": chance.randrange(5), "trailing_zeros": trailing}
        settings_["count_cell"], settings_["zero_cell"] = chance.choices(PATTERNS, k=2)
        settings_["group_heading"] = chance.choice(("{label} (n = {n})", "{label}", "{n}: {label}"))
        settings_["not_in_source"], settings_["not_available"] = say(), say()
        settings_["quotations_label"] = say()
    tables = _invent_tables(draw, chance, say, settings_, most, large)
    study = Invented(
        settings_,
        {},
        tables,
        encoding=draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16"))),
        mark=draw(st.sampled_from((",", ";", "\t"))),
        ends=draw(st.sampled_from(("\n", "\r\n", "\r"))),
        quote_all=flag(),
        blank_rows=draw(st.integers(0, 2)),
    )
    settings_["exhibits"] = _invent_exhibits(chance, say, study)
    study.dictionary = _describe(study)
    return study


def _invent_tables(draw, chance: Random, say, settings_: dict, most: int, large: bool) -> dict:
    """Return the rows of all tables."""
    groups = [g["group"] for g in settings_["groups"]]
    sizes = {g["group"]: g["n"] for g in settings_["groups"]}
    stages = [s["stage"] for s in settings_["stages"]]
    theories = [t["theory"] for t in settings_.get("theories", [])]
    tables: dict[str, list[dict]] = {"characteristics": [], "demographics": []}
    covered = chance.sample(groups, chance.randint(1, len(groups)))
    for block in range(draw(st.integers(0, 4))):
        name = f"{chance.choice(KEYS)}_{block}"
        kind = chance.choice(("single", "multiple"))
        row = {"characteristic": name, "label": say(), "position": str(block + 1)}
        tables["characteristics"].append(row | {"responses": kind})
        count = 250 if large and chance.random() < 0.03 else chance.randint(1, 5)
        levels = list(dict.fromkeys([say() for _ in range(count)]))
        levels += [f"level {i}" for i in range(count - len(levels))]
        shown = covered if chance.random() < 0.8 else groups
        for group in shown:
            counts: list[int | None] = [0] * len(levels)
            if kind == "single":
                for _ in range(sizes[group]):
                    counts[chance.randrange(len(levels))] += 1
            else:
                counts = [chance.randint(0, sizes[group]) for _ in levels]
            if chance.random() < 0.3:
                counts = [None if chance.random() < 0.5 else c for c in counts]
            for place, (level, own) in enumerate(zip(levels, counts, strict=True), start=1):
                tables["demographics"].append(
                    {
                        "characteristic": name,
                        "level": level,
                        "group": group,
                        "position": str(place),
                        "count": "" if own is None else str(own),
                    }
                )
    if draw(st.booleans()):
        tables["interviews"] = []
        for group in chance.sample(groups, chance.randint(1, len(groups))):
            low, mean, high = sorted(chance.choices((0, 5, 12.5, 20, 37.25, 58, 1000), k=3))
            row = {"interviewees": str(chance.randint(0, sizes[group]))}
            row |= {"minimum": f"{low:g}", "mean": f"{mean:g}", "maximum": f"{high:g}"}
            row = {k: v if chance.random() < 0.8 else "" for k, v in row.items()}
            tables["interviews"].append({"group": group, **row})
    count = 60 if large and chance.random() < 0.03 else draw(st.integers(1, most))
    valences = chance.choice((("",), ("positive", "negative"), ("", "good", "bad", "mixed")))
    rows = []
    for number in range(1, count + 1):
        cells = {stage: say() if chance.random() < 0.75 else "" for stage in stages}
        if not any(cells.values()):
            cells[stages[0]] = say()
        for stage in (s for s in settings_["stages"] if "levels" in s):
            cells[f"{stage['stage']}_level"] = _invent_levels(chance, stage, cells)
        cells |= {theory: chance.choice(("yes", "no", "")) for theory in theories}
        cells |= {"valence": chance.choice(valences), "delivery": chance.choice(("", "group", "a"))}
        rows.append({"configuration": f"c-{number}", "position": str(number), **cells})
    chance.shuffle(rows)
    tables["configurations"] = rows
    if draw(st.booleans()):
        tables["quotations"] = [
            {
                "configuration": row["configuration"],
                "position": str(place),
                "speaker": chance.choice(("Ada", "Bo Berg", "Zoë", "O'Neill", "<i>I</i>", "Mx.")),
                "speaker_group": chance.choice(groups),
                "text": say(),
            }
            for row in rows
            for place in range(1, chance.choice((0, 1, 1, 2, 3)) + 1)
        ]
    if draw(st.booleans()):
        tables["elements"], tables["codings"] = _invent_codings(chance, say, stages, rows)
        for row in rows:
            # A cell that is coded has one level.
            row.update({k: v.split("\n")[0] for k, v in row.items() if k.endswith("_level")})
    return tables


def _invent_levels(chance: Random, stage: Mapping, cells: Mapping[str, str]) -> str:
    """Return one level for a cell, or one for each of its elements, or none."""
    count = len(split_lines(cells[stage["stage"]], stage.get("split_at", "")))
    if not count or chance.random() < 0.3:
        return ""
    return "\n".join(chance.choices(stage["levels"], k=chance.choice((1, count))))


def _invent_codings(chance: Random, say, stages: list[str], rows: list[dict]) -> tuple[list, list]:
    """Return a codebook, and codings of every cell that is not empty."""
    elements, codings = [], []
    for stage in stages:
        for number in range(chance.randint(1, 4)):
            element = {"element": f"e{len(elements)}", "stage": stage, "label": say()}
            element["theory"] = say() if number else ""
            elements.append(element | {"definition": say()})
        own = [e["element"] for e in elements if e["stage"] == stage]
        for row in rows:
            for element in chance.sample(own, chance.randint(1, len(own))) if row[stage] else ():
                # A word of a line whose direction is turned may leave it so.
                words = [word for word in row[stage].split() if not find_invisible(word)]
                phrase = chance.choice([row[stage], *words])
                coding = {"configuration": row["configuration"], "stage": stage}
                codings.append(coding | {"element": element, "phrase": phrase})
    return elements, codings


def _invent_exhibits(chance: Random, say, study: Invented) -> list[dict]:
    """Return exhibits that the tables can fill, and sometimes none."""
    blocks: dict[str, set] = {}
    for row in study.tables["demographics"]:
        blocks.setdefault(row["characteristic"], set()).add(row["group"])
    common = set.intersection(*blocks.values()) if blocks else set()
    found = []

    def add(kind: str, **more: object) -> None:
        entry = {"exhibit": f"{kind[:4]}_{len(found)}", "kind": kind, "label": say()}
        entry |= {"caption": say(), "chapter": "chapters/none.ipynb", "published": False}
        found.append(entry | more)

    if common:
        add("demographics", groups=chance.sample(sorted(common), chance.randint(1, len(common))))
    if "interviews" in study.tables:
        held = [row["group"] for row in study.tables["interviews"]]
        add("interviews", groups=chance.sample(held, chance.randint(1, len(held))))
    for kind in ("configurations", "diagram"):
        if chance.random() < 0.9:
            add(kind)
        row = chance.choice(study.tables["configurations"])
        legal = [name for name in ("valence", *study.theories) if row[name]]
        if legal and chance.random() < 0.5:
            column = chance.choice(legal)
            add(kind, show={column: row[column]})
    return found


FIELDS = {
    "characteristics": ("characteristic!", "label!", "position#!", "responses!"),
    "demographics": ("characteristic!", "level!", "group!", "position#!", "count#"),
    "interviews": ("group!", "interviewees#", "mean%", "minimum%", "maximum%"),
    "configurations": ("configuration!", "position#!", "valence", "delivery"),
    "quotations": ("configuration!", "position#!", "speaker!", "speaker_group!", "text!"),
    "elements": ("element!", "stage!", "label!", "theory", "definition!"),
    "codings": ("configuration!", "stage!", "element!", "phrase!"),
    "editorial_notes": (
        *("exhibit!", "row!", "field!", "kind!", "source_reading", "reading_used"),
        *("reason!", "evidence!", "confidence!"),
    ),
}
# In each file, the columns of the key come first.
KEY_LENGTHS = {"demographics": 3, "quotations": 2, "codings": 3, "editorial_notes": 3}
LINKS = {
    "demographics": {"characteristic": "characteristics"},
    "quotations": {"configuration": "configurations"},
    "codings": {"configuration": "configurations", "element": "elements"},
}
TYPES = {"#": "integer", "%": "number"}


def _describe(study: Invented) -> dict:
    """Return a dictionary of all tables, in the manner of the one that comes with the project."""
    names = {name: f"{name}.csv" for name in FIELDS}
    for exhibit in study.settings["exhibits"]:
        names[f"published_{exhibit['exhibit']}"] = f"published/{exhibit['exhibit']}.csv"
    resources = []
    for name, path in names.items():
        columns = FIELDS.get(name, ("row!", "column!", "printed", "place"))
        fields = []
        for column in columns:
            plain = column.rstrip("#%!")
            kind = next((TYPES[mark] for mark in TYPES if mark in column), "string")
            rules: dict[str, object] = {"required": True} if "!" in column else {}
            rules |= {"minimum": 0} if kind != "string" else {}
            rules |= {"enum": ["single", "multiple"]} if plain == "responses" else {}
            fields.append({"name": plain, "type": kind, "constraints": rules})
        if name == "configurations":
            extra = [*study.stages, *study.theories]
            extra += [f"{s['stage']}_level" for s in study.settings["stages"] if "levels" in s]
            fields[2:2] = [{"name": column, "type": "string"} for column in extra]
        key = [f["name"] for f in fields[: KEY_LENGTHS.get(name, 2 if "published" in name else 1)]]
        links = [
            {"fields": column, "reference": {"resource": target, "fields": column}}
            for column, target in LINKS.get(name, {}).items()
        ]
        schema = {"fields": fields, "primaryKey": key, "foreignKeys": links, "missingValues": [""]}
        resources.append({"name": name, "path": path, "schema": schema})
    return {"name": "invented", "resources": resources}


def squeeze(text: str) -> str:
    """Return text without regard to blanks and line breaks."""
    return " ".join(text.split())


def squash(text: str) -> str:
    """Return text without blanks, and without hyphens and signs of direction that may be added."""
    return re.sub("[-\u2067\u2068\u2069]", "", "".join(text.split()))


def expect_lines(study: Invented, row: Mapping[str, str], stage: str) -> list[str]:
    """Return the elements that the words of a cell hold, each once."""
    signs = {s["stage"]: s.get("split_at", "") for s in study.settings["stages"]}
    return split_lines(row[stage], signs[stage])


def expect_levels(study: Invented, row: Mapping[str, str], stage: str) -> list[str]:
    """Return the level of each of these elements, blank where there is none."""
    lines = expect_lines(study, row, stage)
    levels = row.get(f"{stage}_level", "").split("\n")
    return levels if len(levels) == len(lines) else levels[:1] * len(lines)


def split_lines(cell: str, sign: str) -> list[str]:
    """Return the elements of a cell, by rules that are not those of the package."""
    text = cell.replace(sign or "\n", "\n")
    for end in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    lines = [line[1:].strip() or line if line[0] in "•◦▪‣●" else line for line in lines]
    if len(lines) > 1 and all(re.match(r"[-–—*]\s", line) for line in lines):
        lines = [line[1:].strip() for line in lines]
    return list(dict.fromkeys(lines)) or [cell] * bool(cell)


def expect_number(value: Fraction, decimals: int, keep: bool) -> str:
    """Return a number rounded half up."""
    whole = str(floor(value * 10**decimals + Fraction(1, 2))).rjust(decimals + 1, "0")
    if not decimals:
        return whole
    text = f"{whole[:-decimals]}.{whole[-decimals:]}"
    return text if keep else text.rstrip("0").rstrip(".")


def expect_count(study: Invented, row: Mapping[str, str]) -> str:
    """Return the cell that a count has to show."""
    content = study.settings
    if not row["count"]:
        return content.get("not_available", "Not available")
    count = int(row["count"])
    n = next(g["n"] for g in content["groups"] if g["group"] == row["group"])
    rounding = content.get("rounding", {"decimals": 1, "trailing_zeros": "drop"})
    keep = rounding["trailing_zeros"] == "keep"
    percent = expect_number(Fraction(100 * count, n), rounding["decimals"], keep)
    template = content.get("count_cell" if count else "zero_cell", "{count} ({percent}%)")
    return template.format(count=count, percent=percent)


def expect_heading(study: Invented, group: Mapping) -> str:
    """Return the heading that a group has to have."""
    template = study.settings.get("group_heading", "{label} (n = {n})")
    return template.format(label=group["label"], n=group["n"])


def shown_rows(study: Invented, exhibit: Mapping) -> list[dict]:
    """Return the configurations that an exhibit shows, in order."""
    rows = sorted(study.tables["configurations"], key=lambda row: int(row["position"]))
    return [r for r in rows if all(r[c] == v for c, v in exhibit.get("show", {}).items())]


def expect_quotations(study: Invented, name: str) -> list[str]:
    """Return the quotations of a configuration as they have to be printed."""
    codes = {g["group"]: g.get("code", "") for g in study.settings["groups"]}
    rows = [r for r in study.tables.get("quotations", ()) if r["configuration"] == name]
    rows.sort(key=lambda row: int(row["position"]))
    said = [(f"‘{r['text']}’ {r['speaker']}", codes[r["speaker_group"]]) for r in rows]
    return [words + (f" ({code})" if code else "") for words, code in said]


def refuse_plainly(folder: Path) -> list[Problem]:
    """Return the problems of a folder after asserting that they can be printed and read."""
    problems = check_study(folder)
    for problem in problems:
        assert all(part.strip() for part in (problem.found, problem.allowed, problem.fix)), problem
        assert problem.file
        assert problem.row is None or problem.row >= 1
        assert "Traceback" not in str(problem)
    format_problems(problems).encode("utf-8")
    return problems
