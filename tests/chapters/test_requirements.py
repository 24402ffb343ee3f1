"""What chapters need: shown when the data have it, left out when they do not."""

import nbformat
import pytest

from scripts.chapters.contents import (
    FEATURES,
    Requirements,
    list_left_out,
    list_pages,
    read_contents,
)
from tests.studies import write_study

RICH = {
    "theories": ("first", "last"),
    "configurations": [
        {"configuration": "a", "context": "C", "outcome": "O", "valence": "good", "first": "yes"},
        {"configuration": "b", "context": "C", "outcome": "P", "valence": "bad", "last": "yes"},
    ],
    "quotations": [
        {"configuration": "a", "speaker": "X", "speaker_group": "clients", "text": "Words"}
    ],
    "exhibits": [{"exhibit": "table_9", "kind": "configurations"}],
    "published": {"table_9": {("a", "context"): "C"}},
}
for _row in RICH["configurations"]:
    _row |= {"first": "yes", "last": "no"} if _row["configuration"] == "a" else {"first": "no"}


def cell_with(*tags):
    return nbformat.v4.new_markdown_cell("# Title", metadata={"tags": list(tags)})


def write_book(folder, **pages):
    """Write a table of contents in two parts, and a notebook for each page with its tags."""
    names = "\n".join(f"  - file: {name}" for name in pages if name != "index")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n- caption: Only\n  chapters:\n" + names + "\n"
    )
    for name, tags in {"index": (), **pages}.items():
        notebook = nbformat.v4.new_notebook(cells=[cell_with(*tags)])
        nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.mark.parametrize(
    "name", ["quotations", "published", "sharing", "theory-change", "valences"]
)
def test_a_feature_is_told_from_its_lack(tmp_path, name):
    write_study(tmp_path / "rich" / "data", **RICH)
    write_study(tmp_path / "bare" / "data")
    cell = cell_with("study-text", f"needs-{name}")
    assert Requirements(tmp_path / "rich").lacking(cell) == []
    assert Requirements(tmp_path / "bare").lacking(cell) == [name]


def test_a_step_is_shared_only_where_valences_differ(tmp_path):
    cell = cell_with("needs-shared-step")
    for name, valences, lacking in (
        ("differ", ("good", "bad"), []),
        ("alike", ("good", "good"), ["shared-step"]),
        ("unknown", ("good", ""), ["shared-step"]),
    ):
        rows = [
            {"configuration": key, "context": key, "mechanism": "M", "valence": valence}
            for key, valence in zip("ab", valences, strict=True)
        ]
        write_study(tmp_path / name / "data", configurations=rows)
        assert Requirements(tmp_path / name).lacking(cell) == lacking


@pytest.mark.parametrize(
    ("rows", "is_lacking"),
    [
        # Only the last stage is shared.
        ({"a": ("A", "", "Z", "good"), "b": ("B", "", "Z", "bad")}, True),
        # An earlier one is, by configurations of one valence.
        ({"a": ("A", "", "Y", "good"), "b": ("A", "", "Z", "good")}, True),
        ({"a": ("A", "M", "Y", "good"), "b": ("B", "M", "Z", "bad")}, False),
        ({"a": ("A", "", "Y", "good"), "b": ("A", "", "Z", "bad")}, False),
        # The same words at another stage are another element.
        ({"a": ("A", "M", "Y", "good"), "b": ("M", "B", "Z", "bad")}, True),
    ],
)
def test_only_an_earlier_element_of_both_valences_is_shared(tmp_path, rows, is_lacking):
    columns = ("context", "mechanism", "outcome", "valence")
    rows = [{"configuration": k, **dict(zip(columns, own, strict=True))} for k, own in rows.items()]
    write_study(tmp_path / "data", configurations=rows)
    assert bool(Requirements(tmp_path).lacking(cell_with("needs-sharing"))) == is_lacking


@pytest.mark.parametrize(
    ("theories", "marks", "is_lacking"),
    [
        (("only",), {"only": "yes"}, True),
        (("first", "last"), {"first": "yes", "last": "no"}, False),
        (("first", "last"), {"first": "no", "last": "no"}, True),
        (("first", "last"), {"first": "yes"}, True),
        (("first", "middle", "last"), {"first": "no", "middle": "yes", "last": "no"}, True),
    ],
)
def test_a_change_of_the_theory_is_one_between_first_and_last(
    tmp_path, theories, marks, is_lacking
):
    rows = [{"configuration": "a", "context": "C", **marks}]
    write_study(tmp_path / "data", theories=theories, configurations=rows)
    cell = cell_with("needs-theory-change")
    assert bool(Requirements(tmp_path).lacking(cell)) == is_lacking


def test_a_second_coding_needs_grades_on_both_sides(tmp_path):
    write_study(tmp_path / "data", **RICH)
    text = "configuration,valence,valence_grade,reason\na,good,authors,Said so\n"
    (tmp_path / "data" / "second_coding.csv").write_text(text, encoding="utf-8")
    cell = cell_with("needs-second-coding")
    assert Requirements(tmp_path).lacking(cell) == ["second-coding"]


def test_a_feature_without_data_is_lacking(tmp_path):
    write_study(tmp_path / "data", groups=())
    lacking = Requirements(tmp_path).lacking(cell_with(*(f"needs-{name}" for name in FEATURES)))
    assert lacking == list(FEATURES)


def test_an_exhibit_is_told_from_its_lack(tmp_path):
    write_study(tmp_path / "data", **RICH)
    assert Requirements(tmp_path).lacking(cell_with("needs-table_9", "needs-table_8")) == [
        "table_8"
    ]


def test_data_that_cannot_be_read_hide_no_chapter(tmp_path):
    assert Requirements(tmp_path).lacking(cell_with("needs-quotations")) == []


def test_only_a_chapter_without_anything_to_show_is_left_out(tmp_path):
    write_study(tmp_path / "data", **RICH)
    write_book(tmp_path, one=["needs-table_8"], two=["needs-table_9"], three=[])
    assert [path.stem for path in list_pages(tmp_path)] == ["index", "two", "three"]
    assert list_left_out(tmp_path) == {tmp_path / "one.ipynb": ["table_8"]}


def test_a_part_without_chapters_has_no_caption(tmp_path):
    write_study(tmp_path / "data")
    write_book(tmp_path, one=["needs-quotations"])
    assert read_contents(tmp_path)["parts"] == []
