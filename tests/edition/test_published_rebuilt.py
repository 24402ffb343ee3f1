"""The comparator: a change of any one rebuilt value is found and named."""

from dataclasses import replace

import pandas as pd
import pytest

from scripts.published.printed_cells import QUOTATIONS
from tests.alterations import (
    FLIPPED,
    STAGES,
    altered,
    change_word,
    compare_cells,
    named,
    with_cell,
)
from tests.comparisons import compare_exhibit


@pytest.fixture(scope="module")
def notes(study):
    return {(n.exhibit, n.row, n.field): n for n in study.editorial_notes.itertuples()}


def test_a_changed_count_is_named(study):
    frame = study.demographics
    for index, row in frame.dropna(subset=["count"]).iterrows():
        other = altered(study, demographics=with_cell(frame, index, "count", row["count"] + 1))
        failures = compare_exhibit(other, "table_1").failures
        assert named(failures, "table_1", f"{row['characteristic']}/{row['level']}", row["group"])


def test_a_count_that_is_lost_is_named(study):
    frame = study.demographics
    index = frame.index[frame["level"] == "Depression"][0]
    failures = compare_exhibit(
        altered(study, demographics=with_cell(frame, index, "count", pd.NA)), "table_1"
    ).failures
    assert named(failures, "table_1", "mental_health_experience/Depression", "volunteers")


def test_a_changed_group_size_is_named(study):
    groups = tuple(replace(group, n=group.n + 1) for group in study.settings.groups)
    other = altered(study, settings=replace(study.settings, groups=groups))
    failures = compare_exhibit(other, "table_1").failures
    for group in ("volunteers", "mothers"):
        assert named(failures, "table_1", "heading", group)
    assert [line for line in failures if ", percent:" in line]


@pytest.mark.parametrize("column", ["interviewees", "mean", "minimum", "maximum"])
def test_a_changed_length_is_named(study, column):
    frame = study.interviews
    for index, group in frame["group"].items():
        other = with_cell(frame, index, column, frame.loc[index, column] + 1)
        failures = compare_exhibit(altered(study, interviews=other), "interviews").failures
        assert len(failures) == 1
        assert named(failures, "interviews", group, column)


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_changed_cell_of_a_configuration_is_named(study, which):
    frame = study.configurations.copy()
    for stage in STAGES:
        frame[stage] = [change_word(text, which) if text else "stray" for text in frame[stage]]
    failures = compare_exhibit(altered(study, configurations=frame), "table_2").failures
    for row in frame["configuration"]:
        for stage in STAGES:
            assert named(failures, "table_2", row, stage), (row, stage)


@pytest.mark.parametrize("theory", ["initial", "final"])
@pytest.mark.parametrize("value", ["flipped", ""])
def test_a_changed_tick_is_named(study, notes, theory, value):
    frame = study.configurations.copy()
    known = frame[theory] != ""
    frame.loc[known, theory] = [FLIPPED[v] if value else "" for v in frame.loc[known, theory]]
    failures = compare_exhibit(altered(study, configurations=frame), "table_2").failures
    for row in frame.loc[known, "configuration"]:
        assert named(failures, "table_2", row, theory), row


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_changed_word_of_a_quotation_is_named(study, notes, which):
    frame = study.quotations
    for index, row in frame.iterrows():
        if ("table_2", row["configuration"], QUOTATIONS) in notes:
            continue
        other = with_cell(frame, index, "text", change_word(row["text"], which))
        failures = compare_exhibit(altered(study, quotations=other), "table_2").failures
        assert len(failures) == 1
        assert named(failures, "table_2", row["configuration"], QUOTATIONS)


def test_a_changed_word_of_a_quotation_is_named_where_another_has_slid(study, notes):
    frame = study.quotations
    passed = []
    for index, row in frame.iterrows():
        if ("table_2", row["configuration"], QUOTATIONS) in notes:
            other = with_cell(frame, index, "text", change_word(row["text"], "middle"))
            failures = compare_exhibit(altered(study, quotations=other), "table_2").failures
            if not named(failures, "table_2", row["configuration"], QUOTATIONS):
                passed.append((row["configuration"], row["speaker"]))
    assert passed == []


@pytest.mark.parametrize(
    "change", [{"speaker": "Zoe"}, {"speaker_group": "staff"}, {"position": 9}]
)
def test_a_changed_speaker_or_order_is_named(study, change):
    frame = study.quotations.copy()
    slid = study.editorial_notes.query("field == @QUOTATIONS and kind == 'slid'")["row"]
    free = ~frame["configuration"].isin(slid)
    first = ~frame.duplicated("configuration") & free
    if "position" in change:
        first &= frame.duplicated("configuration", keep=False)
    for column, value in change.items():
        frame.loc[first, column] = value
    frame = frame.sort_values(["configuration", "position"], ignore_index=True)
    failures = compare_exhibit(altered(study, quotations=frame), "table_2").failures
    assert first.sum() > 2
    for row in study.quotations.loc[first, "configuration"]:
        assert named(failures, "table_2", row, QUOTATIONS), row


def test_a_quotation_that_is_lost_or_added_is_named(study):
    frame = study.quotations
    lost = frame.drop(index=frame.index[frame["configuration"] == "cherished"][0])
    failures = compare_exhibit(altered(study, quotations=lost), "table_2").failures
    assert named(failures, "table_2", "cherished", QUOTATIONS)
    stray = ["practical-help", 1, "Zoe", "mothers", "Not in the paper"]
    more = pd.concat([frame, pd.DataFrame([stray], columns=frame.columns)], ignore_index=True)
    failures = compare_exhibit(altered(study, quotations=more), "table_2").failures
    assert named(failures, "table_2", "practical-help", QUOTATIONS)


def test_a_changed_heading_or_caption_is_named(study):
    settings = study.settings
    other = replace(
        settings,
        stages=tuple(
            replace(s, label=s.label + "s", spanner=s.spanner and s.spanner + "s")
            for s in settings.stages
        ),
        theories=tuple(replace(t, label=t.label + "s") for t in settings.theories),
        exhibits=tuple(replace(e, caption=e.caption + "s") for e in settings.exhibits),
        quotations_label=settings.quotations_label + "s",
    )
    labels = study.characteristics.assign(label=study.characteristics["label"] + "s")
    comparisons = compare_cells(altered(study, settings=other, characteristics=labels))
    for column in (*STAGES, "initial", "final", QUOTATIONS, "mechanism"):
        assert named(comparisons["table_2"].failures, "table_2", "heading", column), column
    for row in study.characteristics["characteristic"]:
        assert named(comparisons["table_1"].failures, "table_1", row, "label"), row
    for key in ("table_1", "table_2", "figure_1", "figure_2"):
        assert named(comparisons[key].failures, key, "caption", "caption"), key


def test_a_configuration_that_is_lost_is_named(study):
    frame = study.configurations
    left = frame[frame["configuration"] != "cherished"]
    failures = compare_exhibit(altered(study, configurations=left), "table_2").failures
    for column in (*STAGES, "initial", "final", QUOTATIONS):
        assert named(failures, "table_2", "cherished", column), column
