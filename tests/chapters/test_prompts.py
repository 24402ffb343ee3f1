"""Prose that is still to be written: found, named, and marked on the page."""

from __future__ import annotations

import nbformat
import pytest

from scripts.chapters.prompts import MARK, list_prompts, mark_cells, mark_prompts

WORDS = "Say who took part.\n> And how they were found.\n>\n> A good one: short."
PROMPT = f"# A title\n\n> {MARK} {WORDS}\n\nAfter"


def make_notebook(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(s) for s in sources])


def test_a_prompt_is_named_with_its_file_and_cell(tmp_path):
    chapters = {tmp_path / "chapters" / "one.ipynb": make_notebook("# One", PROMPT)}
    found = list_prompts(tmp_path, chapters, {tmp_path / "two.md": PROMPT})
    assert [str(prompt) for prompt in found] == [
        "chapters/one.ipynb, cell 2: Say who took part.",
        "two.md: Say who took part.",
    ]


@pytest.mark.parametrize(
    "text", ["# A title\n\nWe heard everybody.", "> A quotation", f"The words {MARK} in prose."]
)
def test_an_answered_prompt_or_other_prose_is_no_prompt(tmp_path, text):
    assert list_prompts(tmp_path, {}, {tmp_path / "a.md": text}) == []
    assert mark_prompts(text) == text


def test_a_prompt_is_marked_without_the_prose_around():
    marked = mark_prompts(PROMPT)
    assert MARK not in marked
    assert marked.startswith("# A title\n\n::::{admonition} Still to write\n:class: prompt\n")
    assert "Say who took part. And how they were found.\n\nA good one: short.\n::::" in marked
    assert marked.endswith("\n\nAfter")


def test_two_prompts_in_a_cell_are_two(tmp_path):
    text = f"{PROMPT}\n\n> {MARK} Another."
    assert len(list_prompts(tmp_path, {}, {tmp_path / "a.md": text})) == 2
    assert mark_prompts(text).count("{admonition}") == 2


def test_code_is_not_changed():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PROMPT)])
    mark_cells(notebook)
    assert notebook.cells[0].source == PROMPT
