"""The search for every printed value in the text of the paper.

The paper's text is no part of the project. The tests that need it read it from the file
that the environment variable PAPER_TEXT names, or from ../shared/paper beside the
project, and say so where they are skipped. The others search an invented text.
"""

import os
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.published.source_check import Finding, align_rows, check_source, read_source
from tests import ROOT
from tests.studies import make_study, write_study

FOLDER = ROOT.parent / "shared" / "paper"
BESIDE = next(iter(sorted(FOLDER.glob("*.txt"))), FOLDER / "paper.txt")
ROOM = 60


def rewrap(text: str, width: int = ROOM) -> str:
    """Return a text as a PDF gives it up: tabs as blanks, short lines, hyphenated words."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            room = width - len(line) - bool(line)
            head, rest = word[: max(0, room - 1)], word[max(0, room - 1) :]
            if len(word) <= room:
                line = f"{line} {word}".strip()
            elif len(word) > 8 and len(head) > 2 and len(rest) > 2 and (head + rest).isalpha():
                lines.append(f"{line} {head}-".strip())
                line = rest
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return "\n".join(lines)


def as_it_is(text: str) -> str:
    return text


def curly(text: str) -> str:
    return re.sub(r"(?<=\w)'", "’", text).replace("'", "‘").replace('"', "”")


def one_line(text: str) -> str:
    return " ".join(text.split())


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


FORMS = pytest.mark.parametrize("form", [as_it_is, rewrap, curly, one_line, windows])
LAYOUTS = pytest.mark.parametrize("layout", [as_it_is, rewrap])


def name(finding: Finding) -> tuple[str, str, str]:
    return finding.file.removeprefix("published/"), finding.row, finding.column


def missing(study, text: str) -> set[tuple[str, str, str]]:
    return {name(finding) for finding in check_source(study, text) if not finding.found}


def missing_cells(study, text: str) -> set[tuple[str, str, str]]:
    """Return what is missing but for claims, which may rest on the same words as a cell."""
    claims = {f"{e.exhibit}.csv" for e in study.settings.exhibits if e.kind == "claims"}
    return {cell for cell in missing(study, text) if cell[0] not in claims}


def change(text: str, line: int, old: str, new: str) -> str:
    """Return a text in which one line has other words, which must stand there once."""
    lines = text.split("\n")
    assert lines[line - 1].count(old) == 1
    lines[line - 1] = lines[line - 1].replace(old, new)
    return "\n".join(lines)


# The paper


@pytest.fixture(scope="module")
def paper() -> str:
    path = Path(os.environ.get("PAPER_TEXT") or BESIDE)
    if not path.is_file():
        pytest.skip(
            f"NOT CHECKED AGAINST THE PAPER: no file {path}. Put the text of the paper there, "
            "or run: PAPER_TEXT=paper.txt python -m pytest -n0 tests/published/test_source_check.py"
        )
    return path.read_text(encoding="utf-8-sig")


@pytest.fixture(scope="module")
def cells(study, paper) -> dict[tuple[str, str, str], Finding]:
    return {name(finding): finding for finding in check_source(study, paper)}


@pytest.fixture(scope="module")
def rows(study, cells) -> dict[str, dict[str, dict[str, Finding]]]:
    """Cells by kind of exhibit, row and column, without captions and headings."""
    kinds = {f"{e.exhibit}.csv": e.kind for e in study.settings.exhibits}
    found = defaultdict(lambda: defaultdict(dict))
    for (file, row, column), finding in cells.items():
        if row not in ("caption", "heading"):
            found[kinds.get(file, file)][row][column] = finding
    return found


@FORMS
def test_every_value_stands_in_the_paper(study, paper, form):
    assert missing(study, form(paper)) == set()


@pytest.mark.parametrize("width", [45, 61, 80])
def test_every_value_stands_in_the_paper_at_any_line_length(study, paper, width):
    text = rewrap(paper, width)
    assert len(re.findall(r"\w-\n", text)) > 40
    assert missing(study, text) == set()


def test_every_printed_cell_is_looked_up(study, cells):
    for exhibit in study.settings.exhibits:
        printed = study.published(exhibit.exhibit)
        if exhibit.kind in ("demographics", "interviews", "configurations"):
            for cell in printed[printed["printed"] != ""].itertuples():
                assert cells[f"{exhibit.exhibit}.csv", cell.row, cell.column].words == cell.printed
    assert sum(file == "quotations.csv" for file, _, _ in cells) == len(study.quotations)
    for table in study.tables.values():
        if table.path.startswith("published/") and not study.frame(table.name).empty:
            assert any(f"published/{file}" == table.path for file, _, _ in cells)


@pytest.mark.parametrize("kind", ["demographics", "configurations"])
def test_every_row_has_a_line_of_its_own_in_the_order_of_print(rows, kind):
    lines = [{cell.line for cell in row.values()} for row in rows[kind].values()]
    assert all(len(line) == 1 for line in lines)
    order = [line.pop() for line in lines]
    assert order == sorted(set(order))


@LAYOUTS
def test_a_word_changed_in_a_quotation_names_this_quotation(study, paper, cells, layout):
    for finding in [f for (file, _, _), f in cells.items() if file == "quotations.csv"][::9]:
        word = max(re.findall(r"[a-z]+", finding.words), key=len)
        changed = finding.words.replace(word, "otherwise", 1)
        key, column = finding.row.split("/")[0], finding.column
        text = paper.replace(finding.words, changed)
        assert text != paper
        wrong = missing_cells(study, layout(text))
        assert ("quotations.csv", finding.row, column) in wrong
        assert len(wrong) == 2
        assert {column for _, _, column in wrong} == {"text", "quotations"}
        if key in {row for _, row, _ in wrong}:
            continue
        # A quotation that slid into another row is missing there.
        assert cells[next(n for n in wrong if n[2] == "quotations")].line == finding.line


@LAYOUTS
def test_a_digit_changed_in_a_table_of_people_names_its_cell(study, paper, rows, layout):
    tried = 0
    for row in rows["demographics"].values():
        for finding in row.values():
            if re.match(r"\d+ \(", finding.words) and (tried := tried + 1) % 5 == 1:
                digit = str((int(finding.words[0]) + 1) % 10)
                lines = paper.split("\n")
                # Of two equal cells of a row, the one in the column of this cell.
                printed = lines[finding.line - 1].split("\t")
                at = list(row).index(finding.column) + 1 if len(row) + 1 == len(printed) else -1
                assert printed[at] == finding.words
                printed[at] = digit + finding.words[1:]
                lines[finding.line - 1] = "\t".join(printed)
                assert missing_cells(study, layout("\n".join(lines))) == {name(finding)}
    assert tried > 20


@LAYOUTS
def test_words_changed_in_one_of_many_rows_that_have_them_name_this_row(study, paper, rows, layout):
    same = defaultdict(list)
    for row in rows["configurations"].values():
        for finding in row.values():
            if finding.column in [stage.stage for stage in study.settings.stages]:
                same[finding.column, finding.words].append(finding)
    repeated = [findings for findings in same.values() if len(findings) > 2]
    assert repeated
    for findings in repeated:
        for finding in findings:
            words = finding.words.replace(finding.words.split()[1], "other", 1)
            text = change(paper, finding.line, finding.words, words)
            row, column = finding.row, finding.column
            assert missing_cells(study, layout(text)) == {
                name(finding),
                ("configurations.csv", row, column),
            }


@LAYOUTS
def test_a_tick_turned_to_a_cross_names_its_cell(study, paper, rows, layout):
    first, last = (study.settings.theories[i].theory for i in (0, -1))
    for row in list(rows["configurations"].values())[::6]:
        for theory, turned in ((first, row[last].words), (last, row[first].words)):
            both = f"{row[first].words}\t{row[last].words}"
            mark = "x" if row[theory].words == "✓" else "✓"
            marks = f"{mark}\t{turned}" if theory == first else f"{turned}\t{mark}"
            text = change(paper, row[theory].line, f"\t{both}\t", f"\t{marks}\t")
            assert missing_cells(study, layout(text)) == {name(row[theory])}


@LAYOUTS
def test_a_cell_with_the_words_of_the_row_below_is_missing_cells(study, paper, rows, layout):
    table = list(rows["configurations"].values())
    stage = study.settings.stages[1].stage
    for above, below in list(pairwise(table))[::5]:
        if above[stage].words != below[stage].words:
            text = change(paper, above[stage].line, above[stage].words, below[stage].words)
            wrong = missing_cells(study, layout(text))
            assert wrong == {name(above[stage]), ("configurations.csv", above[stage].row, stage)}


@LAYOUTS
def test_a_changed_heading_or_caption_is_named(study, paper, cells, layout):
    for finding in cells.values():
        if finding.row in ("caption", "heading"):
            first = finding.words.split()[0]
            lines = paper.split("\n")
            at = lines[finding.line - 1].index(first)
            lines[finding.line - 1] = (
                lines[finding.line - 1][:at] + "Other" + lines[finding.line - 1][at + len(first) :]
            )
            assert name(finding) in missing(study, layout("\n".join(lines)))


def test_another_text_is_not_the_paper(study):
    findings = check_source(study, "A text about something else, with 20 and 27 in it.")
    assert sum(finding.found for finding in findings) < len(findings) / 10


# Words in a text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("well-known", "a well-\nknown way"),
        ("discovery", "a walk for disco-\nvery and more"),
        ("discovery", "a walk for disco\u00ad\n  very"),
        ("discovery", "a dis\u00adcovery"),
        ("here--there", "here --\nthere"),
        ("pages 20–59", "on pages 20–\n59"),
        ("pages 20–59", "on pages 20-\n59"),
        ('It\'s "fine"', "He said: ‘It’s “fine”’."),
        ("Ann (C)", "'Well.' Ann(C)"),
        ("n = 31", "people ($n = 31$) said"),
        ("n=31", "people ($n = 31$)"),
        ("what works", "asks *what works* here"),
        ("Longer walks", "<i>Longer walks</i>"),
        ("Longer walks", "Longer\n\n\twalks"),
        ("difficult", "a di\ufb03cult day"),
        ("Café", "Cafe\u0301 wrote"),
        ("✗", "so: x and"),
        ("1:1 walks", "1:1 walks"),
        ("–", "none\t–\tnone"),
        ("–", "none\t–\n"),
        ("0", "1 (5%)\t0\n"),
    ],
)
def test_words_are_found_however_they_are_set(words, text):
    assert len(read_source(text).find(words)) == 1


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Feels watched", "feels watched"),
        ("watch", "Feels watched"),
        ("recovery", "re covery"),
        ("re covery", "recovery"),
        ("re covery", "re-\ncovery"),
        ("recovery", "re-covery"),
        ("here--there", "here-\nthere"),
        ("well-being", "well–being"),
        ("well-being", "wellbeing"),
        ("20-59", "20–59"),
        ("5", "48.5 and 5.4 and 15 and 52"),
        ("48", "48.2"),
        ("18", "1 8"),
        ("24", "2\t4 (20%)"),
        ("–5", "it was 5"),
        ("well.", "well,"),
        ("–", "none - none"),
        # Two letters in one sign are letters; a raised number is another sign.
        ("x2", "x²"),
        ("1/2", "½"),
        ("", "anything"),
    ],
)
def test_other_words_are_not_found(words, text):
    assert read_source(text).find(words) == []


def test_a_number_ends_at_a_full_stop():
    assert read_source("There were 27. 5 left.").find("27")
    assert read_source("There were 27.\n5 left.").find("5")


def place(text: str, *table: tuple[str, ...]) -> list[list[str | None]]:
    """Return the text from the start of each cell, up to the next blank."""
    source = read_source(text)
    return [
        [span and source.text[span[0] :].split()[0] for span in row]
        for row in align_rows(source, table)
    ]


def test_rows_that_stand_apart_are_found_across_a_page():
    text = "a1 b1 c1\nPage 4\n\n Header of the table\na2 b2 c2"
    assert place(text, ("a1", "b1", "c1"), ("a2", "b2", "c2")) == [
        ["a1", "b1", "c1"],
        ["a2", "b2", "c2"],
    ]


def test_a_row_broken_over_a_page_is_found():
    assert place("a1\tb1\n\nPage 4\n\nc1", ("a1", "b1", "c1")) == [["a1", "b1", "c1"]]


def test_words_added_between_two_cells_are_noticed():
    assert place("a1\tb1 not\tc1", ("a1", "b1", "c1")) == [["a1", None, "c1"]]
    assert place("a1\tnot b1\tc1", ("a1", "b1", "c1")) == [["a1", None, "c1"]]


def test_a_row_that_is_gone_takes_nothing_from_its_neighbours():
    assert place("a b ✓\na d x", ("a", "b", "✓"), ("a", "c", "✓"), ("a", "d", "x")) == [
        ["a", "b", "✓"],
        [None, None, None],
        ["a", "d", "x"],
    ]


def test_all_rows_differ_and_still_keep_their_own_cells():
    text = "same one ✓ ✓\nsame two x ✓\nsame three ✓ x"
    table = [("same", "uno", "✓", "✓"), ("same", "due", "x", "✓"), ("same", "tre", "✓", "x")]
    assert place(text, *table) == [["same", None, *row[2:]] for row in table]


# An invented study


GROUPS = (
    {"group": "walkers", "label": "Walkers", "n": 8, "code": "W"},
    {"group": "guides", "label": "Guides", "n": 12, "code": "G"},
)
TEXT = """Walking together
We asked walkers ($n = 8$) and guides ($n = 12$). Talks took 31 min with walkers (range
11–47 min); 25 min with guides (shortest 9, longest 28 min). Feels alone, she said. Age 8.

Table 1. The exhibit people.

\tWalkers ($n = 8$)\tGuides ($n = 12$)
Age\t\t
Under 40\t3 (37.5%)\t0
Other\t5 (62.5%)\t12 (100%)
Home\t\t
Town\t3 (37.5%)\t–
Other\t5 (62.5%)\t12 (100%)

Table 2. The exhibit walks.

Context\tMechanism\tOutcome\tEarly theory\tLate theory\tIllustrative quotation
Feels alone.\tWalks are weekly\tMakes <i>friends</i>\t✓\t✓\t'A well-known "way" out'. Ann (W)
Feels alone.\tWalks are cancelled\tFeels left out\tx\t✓\t'Nobody told me'. Bea(W)

(Continued)

Context\tMechanism\tOutcome\tEarly theory\tLate theory\tIllustrative quotation
Feels alone.\tWalks are long Makes friends\tFeels left out\t✓\tx\t

Figure 1. The exhibit chain. In all, two-thirds walked.
"""
PEOPLE = {
    ("caption", "caption"): "The exhibit people.",
    ("heading", "walkers"): "Walkers (n = 8)",
    ("heading", "guides"): "Guides (n = 12)",
    ("age", "label"): "Age",
    ("age/Under 40", "walkers"): "3 (37.5%)",
    ("age/Under 40", "guides"): "0",
    ("age/Other", "walkers"): "5 (62.5%)",
    ("age/Other", "guides"): "12 (100%)",
    ("home", "label"): "Home",
    ("home/Town", "walkers"): "3 (37.5%)",
    ("home/Town", "guides"): "–",
    ("home/Other", "walkers"): "5 (62.5%)",
    ("home/Other", "guides"): "12 (100%)",
}
CHAIN = ("context", "mechanism", "outcome", "early", "late", "quotations")
ANN, BEA = "'A well-known \"way\" out'. Ann (W)", "'Nobody told me'. Bea (W)"
WALKS = {
    "weekly": ("Feels alone.", "Walks are weekly", "Makes friends", "✓", "✓", ANN),
    "cancelled": ("Feels alone.", "Walks are cancelled", "Feels left out", "x", "✓", BEA),
    "long": ("Feels alone.", "Walks are long Makes friends", "Feels left out", "✓", "x", ""),
}
TALKS = {
    "walkers": {"interviewees": "8", "mean": "31", "minimum": "11", "maximum": "47"},
    "guides": {"interviewees": "12", "mean": "25", "minimum": "9", "maximum": "28"},
}
STUDY = {
    "groups": GROUPS,
    "stages": CHAIN[:3],
    "theories": ("early", "late"),
    "configurations": [
        {"configuration": key, **dict(zip(CHAIN[:2], cells, strict=False)), "outcome": cells[2]}
        for key, cells in WALKS.items()
        if key != "long"
    ]
    + [{"configuration": "long", "context": "Feels alone.", "mechanism": "Walks are long"}],
    "characteristics": [
        {"characteristic": "age", "label": "Age", "responses": "single"},
        {"characteristic": "home", "label": "Home", "responses": "single"},
    ],
    "demographics": [
        {"characteristic": c, "level": level, "group": group, "count": count}
        for c, level, counts in (
            ("age", "Under 40", (3, 0)),
            ("age", "Other", (5, 12)),
            ("home", "Town", (3, "")),
            ("home", "Other", (5, "")),
        )
        for group, count in zip(("walkers", "guides"), counts, strict=True)
    ],
    "interviews": [{"group": group, **values} for group, values in TALKS.items()],
    "quotations": [
        {"configuration": "weekly", "speaker": "Ann", "speaker_group": "walkers"}
        | {"text": 'A well-known "way" out'},
        {"configuration": "cancelled", "position": 1, "speaker": "Bea", "speaker_group": "walkers"}
        | {"text": "Nobody told me"},
    ],
    "passages": [
        {"passage": "all-walked", "configuration": "weekly", "relation": "supports"}
        | {"place": "Results", "text": "In all, two-thirds walked", "note": "Most came."},
        {"passage": "none", "configuration": "long", "relation": "silent", "note": "Nothing."},
    ],
    "exhibits": [
        {"exhibit": "people", "kind": "demographics", "groups": ["walkers", "guides"]},
        {"exhibit": "walks", "kind": "configurations"},
        {"exhibit": "talks", "kind": "interviews", "groups": ["walkers", "guides"]},
        {"exhibit": "chain", "kind": "diagram"},
    ],
    "published": {
        "people": PEOPLE,
        "walks": {
            ("caption", "caption"): "The exhibit walks.",
            ("heading", "context"): "Context",
            ("heading", "late"): "Late theory",
        }
        | {
            (key, column): words
            for key, cells in WALKS.items()
            for column, words in zip(CHAIN, cells, strict=True)
        },
        "talks": {(g, column): value for g, row in TALKS.items() for column, value in row.items()},
        "chain": {
            ("caption", "caption"): "The exhibit chain.",
            ("weekly", "context"): "Words that only the picture has",
        },
    },
}


@pytest.fixture
def walks(tmp_path):
    return make_study(tmp_path / "data", **STUDY)


@FORMS
def test_every_value_stands_in_the_invented_text(walks, form):
    assert missing(walks, form(TEXT)) == set()
    assert missing(walks, rewrap(form(TEXT), 24)) == set()


def test_what_is_looked_up_and_what_is_not(walks):
    found = {name(finding): finding for finding in check_source(walks, TEXT)}
    files = [file for file, _, _ in found]
    counts = {file: files.count(file) for file in files}
    assert counts == {
        "people.csv": 13,
        "walks.csv": 20,
        "talks.csv": 8,
        "chain.csv": 1,  # The picture's own words are not in a text.
        "characteristics.csv": 2,
        "demographics.csv": 4,
        "configurations.csv": 8,
        "quotations.csv": 2,
        "passages.csv": 1,
    }
    assert not any(finding.words == "" for finding in found.values())
    lines = TEXT.split("\n")
    assert "Feels alone.\tWalks are long" in lines[found["walks.csv", "long", "context"].line - 1]
    assert lines[found["people.csv", "home", "label"].line - 1] == "Home\t\t"
    assert found["walks.csv", "long", "context"].place.startswith("“Feels alone. Walks are long")


def alone(file, row, column):
    return {(f"{file}.csv", row, column)}


@LAYOUTS
@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("Walkers ($n = 8$)\t", "Walkers ($n = 7$)\t", alone("people", "heading", "walkers")),
        ("The exhibit people", "An exhibit people", alone("people", "caption", "caption")),
        ("The exhibit chain", "An exhibit chain", alone("chain", "caption", "caption")),
        ("Under 40\t3 (", "Under 40\t4 (", alone("people", "age/Under 40", "walkers")),
        ("(37.5%)\t0", "(37.5%)\t1", alone("people", "age/Under 40", "guides")),
        ("(37.5%)\t–", "(37.5%)\t0", alone("people", "home/Town", "guides")),
        (
            "Other\t5 (62.5%)\t12 (100%)\nHome",
            "Other\t12 (100%)\t5 (62.5%)\nHome",
            alone("people", "age/Other", "walkers"),
        ),
        ("Town\t", "City\t", alone("demographics", "home/Town", "level")),
        (
            "Home\t\t",
            "House\t\t",
            alone("people", "home", "label") | alone("characteristics", "home", "label"),
        ),
        ("31 min", "13 min", alone("talks", "walkers", "mean")),
        ("11–47", "21–47", alone("talks", "walkers", "minimum")),
        ("longest 28", "longest 29", alone("talks", "guides", "maximum")),
        ("left out\tx\t✓", "left out\t✓\t✓", alone("walks", "cancelled", "early")),
        ("✓\tx\t\n", "✓\t✓\t\n", alone("walks", "long", "late")),
        ("friends</i>\t✓\t✓", "friends</i>\tx\t✓", alone("walks", "weekly", "early")),
        ("friends</i>\t✓\t✓", "friends</i>\t✓\tx", alone("walks", "weekly", "late")),
        (
            "alone.\tWalks are cancelled",
            "lonely.\tWalks are cancelled",
            alone("walks", "cancelled", "context")
            | alone("configurations", "cancelled", "context"),
        ),
        (
            "Nobody told",
            "Somebody told",
            alone("walks", "cancelled", "quotations") | alone("quotations", "cancelled/1", "text"),
        ),
        ("two-thirds", "one-third", alone("passages", "all-walked", "text")),
        ("long Makes friends", "long Makes foes", alone("walks", "long", "mechanism")),
        (
            "are long Makes",
            "are short Makes",
            alone("walks", "long", "mechanism") | alone("configurations", "long", "mechanism"),
        ),
    ],
)
def test_a_change_in_the_text_names_exactly_its_cell(walks, layout, old, new, named):
    assert TEXT.count(old) == 1
    wrong = missing(walks, layout(TEXT.replace(old, new)))
    if "12 (100%)\t5" in new:
        # Two cells that changed places: one of them is out of order.
        assert len(wrong) == 1
        assert {(file, row) for file, row, _ in wrong} == {("people.csv", "age/Other")}
    else:
        assert wrong == named


def test_a_heading_is_looked_up_above_its_table_and_not_behind_it(walks):
    head = "\tWalkers ($n = 8$)\tGuides ($n = 12$)\n"
    text = TEXT.replace(head, "\n").replace("Figure 1.", f"{head}Figure 1.")
    lost = alone("people", "heading", "walkers") | alone("people", "heading", "guides")
    assert missing(walks, text) == lost


def test_a_missing_value_is_reported_with_the_rest_of_its_row(walks):
    text = TEXT.replace("Under 40\t3", "Under 40\t4")
    cell = next(finding for finding in check_source(walks, text) if not finding.found)
    assert cell.line is None
    line = text.split("\n").index("Under 40\t4 (37.5%)\t0") + 1
    assert cell.place.startswith(f"line {line}: “Under 40 4 (37.5%) 0")


def test_a_study_with_nothing_published_has_its_own_words_looked_up(tmp_path):
    values = {**STUDY, "published": None}
    study = make_study(tmp_path / "data", **values)
    assert missing(study, TEXT) == set()
    assert alone("quotations", "cancelled/1", "text") == missing(
        study, TEXT.replace("told me", "told you")
    )


# The command


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_study(tmp_path / "data", **STUDY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_counts_what_it_found(project, capsys):
    (project / "paper.txt").write_text(TEXT, encoding="utf-8")
    assert main(["verify-source", "paper.txt"]) == 0
    assert capsys.readouterr().out == "59 of 59 values found in paper.txt.\n"


def test_the_command_names_each_missing_value(project, capsys):
    text = TEXT.replace("Under 40\t3", "Under 40\t4").replace("left out\tx", "left out\t✓")
    (project / "paper.txt").write_text(text, encoding="utf-8")
    assert main(["verify-source", "paper.txt"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "published/people.csv, row age/Under 40, column walkers: “3 (37.5%)”" in lines[0]
    assert "published/walks.csv, row cancelled, column early: “x”" in lines[1]
    assert lines[2] == "57 of 59 values found in paper.txt."


def test_the_command_lists_every_value_with_its_line(project, capsys):
    (project / "paper.txt").write_text(TEXT, encoding="utf-8")
    assert main(["verify-source", "--all", "paper.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 60
    line = TEXT.split("\n").index("Under 40\t3 (37.5%)\t0") + 1
    listed = f"line {line}: published/people.csv, row age/Under 40, column guides: “0”"
    assert any(listed in each for each in lines)


def test_a_paper_that_is_not_there_is_said_so(project, capsys):
    assert main(["verify-source", "nothing.txt"]) == 1
    assert capsys.readouterr().err.startswith("nothing.txt: No such file")


def test_a_paper_that_is_not_utf_8_is_said_so(project, capsys):
    (project / "paper.txt").write_bytes("Café".encode("latin-1"))
    assert main(["verify-source", "paper.txt"]) == 1
    assert capsys.readouterr().err.startswith("paper.txt: not UTF-8.")


def test_a_folder_is_no_paper(project, capsys):
    assert main(["verify-source", "data"]) == 1
    assert capsys.readouterr().err.startswith("data: ")


def test_broken_data_are_reported_before_the_paper_is_searched(project, capsys):
    (project / "paper.txt").write_text(TEXT, encoding="utf-8")
    (project / "data" / "configurations.csv").unlink()
    assert main(["verify-source", "paper.txt"]) == 1
    assert "configurations.csv" in capsys.readouterr().err
