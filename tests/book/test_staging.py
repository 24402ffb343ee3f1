"""Prose that is still to be written: found, named, and marked on the page."""

import nbformat
import pytest

from scripts.book.staging import PROMPT, list_prompts, mark_prompts

WORDS = "Say who took part.\n> And how they were found.\n>\n> A good one: short."
PROSE = f"# A title\n\n> {PROMPT} {WORDS}\n\nAfter"


@pytest.fixture
def book(tmp_path):
    """A book of a page without prompts, to which others can be added."""
    (tmp_path / "_toc.yml").write_text("root: index\nchapters: [{file: two}]\n")
    (tmp_path / "index.md").write_text("# Start\n")
    (tmp_path / "two.md").write_text("# Two\n")
    return tmp_path


def make_notebook(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def test_a_prompt_is_named_with_its_file_and_cell(book):
    (book / "two.md").write_text(PROSE)
    prose = [nbformat.v4.new_markdown_cell(text) for text in ("# One", PROSE)]
    code = nbformat.v4.new_code_cell(PROSE)
    assert list_prompts(book, {book / "chapters" / "one.ipynb": make_notebook(code, *prose)}) == [
        "chapters/one.ipynb, cell 3: Say who took part.",
        "two.md: Say who took part.",
    ]


@pytest.mark.parametrize(
    "text", ["# A title\n\nWe heard everybody.", "> A quotation", f"The words {PROMPT} in prose."]
)
def test_an_answered_prompt_or_other_prose_is_no_prompt(book, text):
    (book / "two.md").write_text(text)
    assert list_prompts(book, {}) == []
    assert mark_prompts(text) == text


def test_a_prompt_is_marked_without_the_prose_around():
    marked = mark_prompts(PROSE)
    assert PROMPT not in marked
    assert marked.startswith("# A title\n\n::::{admonition} Still to write\n:class: prompt\n")
    assert "Say who took part.\nAnd how they were found.\n\nA good one: short.\n::::" in marked
    assert marked.endswith("\n\nAfter")


def test_two_prompts_in_a_cell_are_two(book):
    text = f"{PROSE}\n\n> {PROMPT} Another."
    (book / "two.md").write_text(text)
    assert len(list_prompts(book, {})) == 2
    assert mark_prompts(text).count("{admonition}") == 2
