"""What holds for the study of this edition alone: published."""

import csv
import re
import shutil

import pandas as pd
import pytest

from scripts.published.comparison import (
    DIFFERS,
    REPRODUCED,
    TRANSCRIBED,
    UnexplainedError,
    require_explained,
)
from scripts.published.printed_cells import normalise
from scripts.study.study import load_study
from tests.alterations import (
    STAGES,
    TABLES,
    altered,
    compare_cells,
    named,
    with_cell,
)
from tests.comparisons import compare_exhibit


def test_table_1_differs_only_in_13_of_27(study):
    values = compare_exhibit(study, "table_1").values
    differing = values[(values["verdict"] == DIFFERS) & (values["kind"] != "spanned")]
    assert differing[["row", "column", "part", "rebuilt", "printed"]].values.tolist() == [
        ["age/Age 31-40", "volunteers", "percent", "48.1", "48.2"]
    ]


def test_a_percentage_is_reproduced_and_a_count_transcribed(study):
    values = pd.concat([c.values for c in compare_cells(study).values()])
    reproduced = values[values["verdict"] == REPRODUCED]
    assert set(reproduced["part"]) == {"percent"}
    assert len(reproduced) == 29
    assert "percent" not in set(values.loc[values["verdict"] == TRANSCRIBED, "part"])


def test_each_printed_and_rebuilt_cell_has_a_verdict(study):
    for key in TABLES:
        values = compare_exhibit(study, key).values
        printed = study.published(key)
        assert set(zip(printed["row"], printed["column"], strict=True)) <= set(
            zip(values["row"], values["column"], strict=True)
        )


def test_a_note_without_difference_is_refused(study):
    note = study.editorial_notes.iloc[0].copy()
    place = {"row": "age/Age 20-30", "field": "volunteers"}
    for key, value in {**place, "source_reading": "5 (18.5%)", "reading_used": "5 (18.5%)"}.items():
        note[key] = value
    notes = pd.concat([study.editorial_notes, note.to_frame().T], ignore_index=True)
    failures = compare_exhibit(altered(study, editorial_notes=notes), "table_1").failures
    (failure,) = named(failures, "table_1", *place.values())
    assert "no such difference" in failure


def test_a_note_whose_reading_is_no_longer_printed_is_refused(study):
    printed = study.published("table_1")
    index = printed.index[printed["printed"] == "13 (48.2%)"][0]
    other = altered(study, published_table_1=with_cell(printed, index, "printed", "13 (48.1%)"))
    failures = compare_exhibit(other, "table_1").failures
    assert len(named(failures, "table_1", "age/Age 31-40", "volunteers")) == len(failures) == 2
    assert "the note was written for the printed words “13 (48.2%)”" in failures[0]


@pytest.mark.parametrize("place", [("no-such-row", "context"), ("cherished", "no-such-column")])
def test_a_note_on_a_cell_that_does_not_exist_is_refused(study, place):
    note = study.editorial_notes[study.editorial_notes["exhibit"] == "table_2"].iloc[0].copy()
    note["row"], note["field"] = place
    notes = pd.concat([study.editorial_notes, note.to_frame().T], ignore_index=True)
    failures = compare_exhibit(altered(study, editorial_notes=notes), "table_2").failures
    assert len(failures) == 1
    (failure,) = named(failures, "table_2", *place)
    assert "a note on a cell that the exhibit does not have" in failure


def test_failures_are_raised_with_their_number(study):
    frame = study.interviews
    other = altered(study, interviews=with_cell(frame, 0, "mean", 38))
    with pytest.raises(
        UnexplainedError, match=r"(?s)interviews, row mothers, column mean.*1 unexpl"
    ):
        require_explained(compare_cells(other))


def test_without_published_files_nothing_is_counted(data_copy):
    shutil.rmtree(data_copy / "published")
    (data_copy / "editorial_notes.csv").unlink()
    settings = data_copy / "study.yml"
    text = settings.read_text("utf-8")
    settings.write_text(re.sub(r"( +)chapter: .*\n", r"\g<0>\1published: false\n", text), "utf-8")
    comparisons = compare_cells(load_study(data_copy))
    for key, comparison in comparisons.items():
        assert comparison.cells, key
        assert comparison.values.empty, key
        assert comparison.failures == (), key
    require_explained(comparisons)


def fill_figure(folder, study, change=None):
    """Write what a reader of the printed figure might type: the cells of its configurations."""
    rows = []
    shown = study.configurations.query("final == 'yes' and valence == 'positive'")
    for row in shown.to_dict("records"):
        rows += [[row["configuration"], stage, row[stage], "Figure 1"] for stage in STAGES]
    if change:
        rows = [[a, b, change(a, b, text), d] for a, b, text, d in rows]
    with (folder / "published" / "figure_1.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([row for row in rows if row[2]])
    return {(row[0], row[1]) for row in rows if row[2]}


def test_a_filled_figure_is_compared(study, data_copy):
    filled = fill_figure(data_copy, study)
    comparison = compare_exhibit(load_study(data_copy), "figure_1")
    verdicts = comparison.values.set_index(["row", "column"])["verdict"]
    assert {place for place, verdict in verdicts.items() if verdict == TRANSCRIBED} == filled
    assert len(filled) == 45
    # What the source lacks needs a note as soon as the figure is said to have been read.
    assert sorted(comparison.failures) == [
        f"figure_1, row {row}, column outcome: empty, without a note that says why"
        for row in ("gains-perspective", "new-strategies", "others-recovered")
    ]


def test_a_filled_figure_that_differs_is_named(study, data_copy):
    fill_figure(
        data_copy,
        study,
        lambda row, stage, text: "Other" if (row, stage) == ("cherished", "outcome") else text,
    )
    failures = compare_exhibit(load_study(data_copy), "figure_1").failures
    (failure,) = named(failures, "figure_1", "cherished", "outcome")
    assert "rebuilt “Feels cherished”, printed “Other”" in failure


def test_the_published_side_is_read_by_no_rebuilt_table(study):
    text = normalise(
        study.published("table_1").set_index("row").loc["age/Age 31-40", "printed"].iloc[0]
    )
    cells = compare_exhibit(study, "table_1").values
    assert text == "13 (48.2%)"
    assert "48.2" not in set(cells["rebuilt"])
