"""The chapters: executed, stored in one form, and with nothing in them that is not theirs."""

import ast
import re
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
import yaml

from scripts.chapters.contents import list_chapters, list_pages
from scripts.chapters.notebooks import ChapterError, canonical_text, read_chapter, read_yaml
from scripts.display.exhibits import GLUE_PREFIX
from scripts.study.exhibit_rules import list_named_files
from tests import ROOT

CHAPTERS = {path.relative_to(ROOT).as_posix(): read_chapter(path) for path in list_chapters(ROOT)}
TITLE = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["title"]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
EXHIBITS = yaml.safe_load((ROOT / "data/study.yml").read_text("utf-8"))["exhibits"]

# Calls that read files, style something or silence a warning.
FORBIDDEN_CALLS = {"open", "read_csv", "read_excel", "read_text", "read_json", "Path"}
FORBIDDEN_CALLS |= {"set_theme", "set_style", "set_palette", "use", "savefig", "show_figure"}
FORBIDDEN_CALLS |= {"filterwarnings", "simplefilter", "catch_warnings", "exec", "eval", "system"}
FORBIDDEN_NAMES = {"warnings", "os", "pathlib", "rcParams", "csv", "json", "yaml"}
FORBIDDEN_TEXT = {
    r"\.(csv|json|ya?ml|xlsx|py|svg|png|css)\b": "a file name",
    r"(^|\s)(\.{0,2}/|[A-Za-z]:\\)\w": "a file path",
    r"#[0-9a-fA-F]{6}\b|<style|style=": "styling",
}
# What may hold a digit in prose: code, links, citations and other roles, names of exhibits,
# a licence, a year.
WITH_DIGITS = (
    r"```.*?```|`[^`]*`",
    r"\{[\w:]+\}",
    r"!?\[[^\]]*\]\([^)]*\)",
    r"<?https?://\S+",
    r"\b(Table|Figure|Box|Section|Appendix) [A-Z]?\d+\b",
    r"\bCC BY(-\w+)* \d\.\d\b",
    r"\b(19|20)\d\d\b",
)


def code_cells(notebook) -> list[tuple[int, object]]:
    """Return the code cells of a notebook with their places, counted from one."""
    cells = enumerate(notebook.cells, start=1)
    return [(number, cell) for number, cell in cells if cell.cell_type == "code"]


def prose_cells(notebook) -> list[tuple[int, str]]:
    """Return the text of the Markdown cells of a notebook with their places."""
    cells = enumerate(notebook.cells, start=1)
    return [(number, cell.source) for number, cell in cells if cell.cell_type == "markdown"]


def find_not_executed(name: str, notebook) -> list[str]:
    """Return what shows that a chapter was not executed from top to bottom and stored."""
    found = []
    for place, (number, cell) in enumerate(code_cells(notebook), start=1):
        if cell.execution_count != place:
            found.append(f"{name}, cell {number}: execution count {cell.execution_count}")
        body = ast.parse(cell.source).body
        if body and isinstance(body[-1], ast.Expr) and not cell.outputs:
            found.append(f"{name}, cell {number}: no stored output")
    if not any(cell.outputs for _, cell in code_cells(notebook)):
        found.append(f"{name}: no stored output in the whole chapter")
    return found


def find_foreign_code(name: str, notebook) -> list[str]:
    """Return what a chapter's code holds that belongs into the package or the data."""
    found = []
    for place, (number, cell) in enumerate(code_cells(notebook)):
        where = f"{name}, cell {number}"
        if re.search(r"^\s*[%!]", cell.source, re.MULTILINE):
            found.append(f"{where}: a command of the notebook or the shell")
            continue
        if re.search(r";\s*$", cell.source, re.MULTILINE):
            found.append(f"{where}: a semicolon at the end of a line")
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.append(f"{where}: a definition")
            elif isinstance(node, ast.Import | ast.ImportFrom):
                if place:
                    found.append(f"{where}: an import after the first code cell")
                module = getattr(node, "module", None)
                names = {name for alias in node.names for name in alias.name.split(".")}
                names |= set(module.split(".")) if module else set()
                found += [f"{where}: imports {name}" for name in sorted(names & FORBIDDEN_NAMES)]
            elif isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if called in FORBIDDEN_CALLS:
                    found.append(f"{where}: calls {called}()")
            elif isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
                found.append(f"{where}: uses {node.id}")
            elif isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_NAMES:
                found.append(f"{where}: uses .{node.attr}")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found += [
                    f"{where}: {what} in {node.value!r}"
                    for pattern, what in FORBIDDEN_TEXT.items()
                    if re.search(pattern, node.value)
                ]
    return found


def find_typed_numbers(name: str, notebook) -> list[str]:
    """Return the lines of prose that hold a digit which does not come from the data."""
    found = []
    for number, source in prose_cells(notebook):
        # The title of the book may hold any number.
        source = source.replace(TITLE, "")
        for pattern in WITH_DIGITS:
            source = re.sub(pattern, lambda m: re.sub(r"\d", "", m[0]), source, flags=re.DOTALL)
        found += [
            f"{name}, cell {number}: …{match[0]}…"
            for match in re.finditer(r".{0,30}\d[\d.,]*.{0,30}", source)
        ]
    return found


def glued(notebook) -> set[str]:
    """Return the names of the numbers that a chapter makes available to its prose."""
    outputs = [output for _, cell in code_cells(notebook) for output in cell.outputs]
    return {
        output.metadata["scrapbook"]["name"]
        for output in outputs
        if "data" in output and any(kind.startswith(GLUE_PREFIX) for kind in output.data)
    }


def taken_up(notebook) -> set[str]:
    """Return the names of the numbers that a chapter's prose takes up."""
    prose = "\n".join(text for _, text in prose_cells(notebook))
    return set(re.findall(r"\{glue:?\w*\}`([^`:]+)", prose))


@pytest.mark.parametrize("name", CHAPTERS)
class TestEachChapter:
    """Rules that hold for every chapter."""

    def test_every_cell_is_executed_in_order_and_its_output_stored(self, name):
        assert find_not_executed(name, CHAPTERS[name]) == []

    def test_file_is_in_the_form_that_make_refresh_writes(self, name):
        text = (ROOT / name).read_text("utf-8")
        assert text == canonical_text(CHAPTERS[name]), f"{name}: run make refresh"

    def test_no_warning_or_error_is_stored(self, name):
        noisy = [
            f"{name}, cell {number}: {output.output_type}"
            for number, cell in code_cells(CHAPTERS[name])
            for output in cell.outputs
            if output.output_type in {"error", "stream"}
        ]
        assert noisy == []

    def test_code_reads_no_file_sets_no_style_and_defines_no_function(self, name):
        assert find_foreign_code(name, CHAPTERS[name]) == []

    def test_no_number_is_typed_into_prose(self, name):
        assert find_typed_numbers(name, CHAPTERS[name]) == []

    def test_every_number_in_prose_is_computed_in_the_chapter(self, name):
        assert taken_up(CHAPTERS[name]) - glued(CHAPTERS[name]) == set()

    def test_no_number_is_computed_for_prose_in_vain(self, name):
        assert glued(CHAPTERS[name]) - taken_up(CHAPTERS[name]) == set()

    def test_it_begins_with_its_one_title(self, name):
        titles = [
            (number, line)
            for number, text in prose_cells(CHAPTERS[name])
            for line in re.sub(r"```.*?```", "", text, flags=re.DOTALL).splitlines()
            if line.startswith("# ")
        ]
        assert [number for number, _ in titles] == [1]

    def test_nothing_stored_names_a_folder_of_this_machine(self, name):
        stored = (ROOT / name).read_text("utf-8")
        assert str(ROOT) not in stored
        assert str(Path.home()) + "/" not in stored


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit["exhibit"])
def test_every_exhibit_s_chapter_shows_its_verdict(exhibit, study):
    if exhibit["exhibit"] not in [own.exhibit for own in study.exhibits]:
        pytest.skip("its table has no rows yet")
    assert exhibit["chapter"] in CHAPTERS, f"{exhibit['chapter']} is not in _toc.yml"
    shown = [
        output.data["text/html"]
        for _, cell in code_cells(CHAPTERS[exhibit["chapter"]])
        if "show_verdict(" in cell.source
        for output in cell.outputs
    ]
    assert len(shown) == 1
    assert f"Verdict on {exhibit['label']}" in shown[0]


def test_every_notebook_is_in_the_table_of_contents():
    folder = (ROOT / "chapters").rglob("*.ipynb")
    present = {
        p.relative_to(ROOT).as_posix() for p in folder if ".ipynb_checkpoints" not in p.parts
    }
    named = {f"{name.removesuffix('.ipynb')}.ipynb" for name in list_named_files(TOC)}
    assert present == {n for n in named if n.startswith("chapters/") and (ROOT / n).is_file()}


class TestTheRulesThemselves:
    """A rule that lets everything through would be worse than none."""

    @pytest.fixture
    def notebook(self):
        name = next(e["chapter"] for e in EXHIBITS if e["chapter"] in CHAPTERS)
        return deepcopy(CHAPTERS[name])

    def test_cleared_outputs_are_found_by_file_and_cell(self, notebook):
        number, cell = next(item for item in code_cells(notebook) if item[1].outputs)
        cell.outputs = []
        assert find_not_executed("x.ipynb", notebook) == [
            f"x.ipynb, cell {number}: no stored output"
        ]
        for _, cell in code_cells(notebook):
            cell.outputs = []
        assert "x.ipynb: no stored output in the whole chapter" in find_not_executed(
            "x.ipynb", notebook
        )

    def test_cleared_execution_counts_are_found_by_file_and_cell(self, notebook):
        number, cell = code_cells(notebook)[1]
        cell.execution_count = None
        assert find_not_executed("x.ipynb", notebook) == [
            f"x.ipynb, cell {number}: execution count None"
        ]

    @pytest.mark.parametrize(
        "code",
        [
            "def f(): pass",
            "open(name)",
            "pd.read_csv(name)",
            "name = 'data/demographics.csv'",
            "name = '/home/someone'",
            "colour = '#aabbcc'",
            "warnings.simplefilter(kind)",
            "study;",
            "%matplotlib inline",
            "!ls",
            "import os",
            "from pathlib import PurePath",
        ],
    )
    def test_foreign_code_is_found(self, notebook, code):
        code_cells(notebook)[0][1].source += f"\n{code}"
        assert find_foreign_code("x.ipynb", notebook)

    @pytest.mark.parametrize(
        ("prose", "is_found"),
        [
            ("There were 27 walkers.", True),
            (
                "See Table 1 and Figure 2 of [the paper (5 pages)](https://doi.org/10.1080/1).",
                False,
            ),
            ("In 2024 {cite:p}`someone2024` wrote, under CC BY 4.0, {glue:text}`n_15`.", False),
            ("In 2024 they heard 2024.5 people", True),
            ("Table 1 has 46 cells.", True),
            ("5 per cent", True),
        ],
    )
    def test_typed_numbers_are_found(self, notebook, prose, is_found):
        notebook.cells = notebook.cells[:1]
        notebook.cells[0].source = prose
        assert bool(find_typed_numbers("x.ipynb", notebook)) == is_found


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "an empty file"),
        (b"# Just text", "not a notebook"),
        (b"[]", "not a notebook"),
        (b'{"cells": 3}', "not a notebook"),
        (b'{"cells": [{}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "not a notebook"),
        ("é".encode("latin-1"), "in another encoding"),
        (b'{\n "cells": [\n<<<<<<< HEAD\n=======\n>>>>>>> other\n]}', "row 3.*a merge conflict"),
        (b"<<<<<<< HEAD\n{}", "row 1.*a merge conflict"),
    ],
)
def test_what_is_no_notebook_is_said_to_be_none(tmp_path, content, message):
    path = tmp_path / "one.ipynb"
    path.write_bytes(content)
    with pytest.raises(ChapterError, match=rf"(?s)^one.ipynb.*{message}"):
        read_chapter(path)


def test_line_ends_and_byte_order_marks_of_windows_do_not_matter(tmp_path):
    path = tmp_path / "one.ipynb"
    for notebook in CHAPTERS.values():
        text = canonical_text(notebook)
        path.write_bytes(b"\xef\xbb\xbf" + text.encode().replace(b"\n", b"\r\n"))
        assert canonical_text(read_chapter(path)) == text


def test_canonical_form_drops_what_an_editor_adds_and_is_stable():
    notebook = nbformat.v4.new_notebook(metadata={"vscode": {"x": 1}})
    cell = nbformat.v4.new_code_cell("\n1\n", metadata={"tags": ["a"], "collapsed": True})
    notebook.cells = [cell]
    text = canonical_text(notebook)
    assert "vscode" not in text
    assert "collapsed" not in text
    assert canonical_text(nbformat.reads(text, as_version=4)) == text
    assert cell.source == "\n1\n", "the notebook that was given has been changed"


@pytest.mark.parametrize(
    ("toc", "message"),
    [
        ("root: one\nchapters: [{file: three}]", "names three, but there is neither three.ipynb"),
        ("root: one\nchapters: [{file: both}]", "there are both both.ipynb and both.md"),
        ("root: café", "_toc.yml.*in another encoding"),
        ("root: [one", "_toc.yml.*row 1.*cannot be read as YAML"),
        ("just words", "_toc.yml.*no settings"),
        ("<<<<<<< HEAD\nroot: one\n=======\n", "_toc.yml.*row 1.*a merge conflict"),
        (None, "_toc.yml.*no such file"),
    ],
)
def test_a_wrong_table_of_contents_is_explained(tmp_path, toc, message):
    for name in ("one.ipynb", "both.md", "both.ipynb"):
        (tmp_path / name).touch()
    if toc is not None:
        (tmp_path / "_toc.yml").write_text(toc, "latin-1")
    with pytest.raises(ChapterError, match=f"(?s){message}"):
        list_pages(tmp_path)


def test_table_of_contents_is_followed_through_parts_sections_and_links(tmp_path):
    for name in ("one.ipynb", "two.ipynb", "note.md"):
        (tmp_path / name).touch()
    (tmp_path / "_toc.yml").write_text(
        "root: one\nparts:\n- caption: A\n  chapters:\n  - file: two.ipynb\n    sections:\n"
        "    - file: note\n  - url: https://example.org\n    title: Out\n- chapters:\n"
    )
    assert [path.name for path in list_pages(tmp_path)] == ["one.ipynb", "two.ipynb", "note.md"]


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: &a [1]\nb: [*a, *a]\n"])
def test_no_entry_of_a_file_of_the_book_refers_to_another(tmp_path, text):
    (tmp_path / "_toc.yml").write_text(text)
    with pytest.raises(ChapterError, match=r"(?s)_toc.yml.*an entry that refers to another one"):
        read_yaml(tmp_path / "_toc.yml")
