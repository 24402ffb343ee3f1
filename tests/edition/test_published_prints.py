"""The comparator: a change of any one printed value is found and named."""

import pandas as pd
import pytest

from scripts.published.comparison import (
    DIFFERS,
)
from scripts.published.printed_cells import QUOTATIONS, split_quotations
from tests.alterations import (
    FLIPPED,
    TABLES,
    altered,
    change_word,
    named,
    with_cell,
)
from tests.comparisons import compare_exhibit


@pytest.fixture(scope="module")
def notes(study):
    return {(n.exhibit, n.row, n.field): n for n in study.editorial_notes.itertuples()}


@pytest.mark.parametrize("which", ["first", "middle", "last"])
@pytest.mark.parametrize("key", TABLES)
def test_a_changed_word_in_print_is_named(study, key, which):
    printed = study.published(key).copy()
    quoted = printed["column"].eq(QUOTATIONS) & printed["row"].ne("heading")
    # The last word of a quotation cell is a speaker, and an empty one has no word.
    spared = quoted & (printed["printed"].eq("") | (which == "last"))
    printed = printed.assign(
        printed=[
            text if spare else FLIPPED.get(text) or (change_word(text, which) if text else "stray")
            for text, spare in zip(printed["printed"], spared, strict=True)
        ]
    )
    comparison = compare_exhibit(altered(study, **{f"published_{key}": printed}), key)
    for row in printed[~spared].itertuples():
        assert named(comparison.failures, key, row.row, row.column), (row.row, row.column)


@pytest.mark.parametrize(
    ("row", "text"), [("practical-help", "{}‘Stray’"), ("cherished", "{} ‘Stray’")]
)
def test_printed_words_without_a_speaker_are_named(study, row, text):
    printed = study.published("table_2")
    (index,) = printed.index[printed["row"].eq(row) & printed["column"].eq(QUOTATIONS)]
    text = text.format(printed.loc[index, "printed"])
    other = altered(study, published_table_2=with_cell(printed, index, "printed", text))
    assert named(compare_exhibit(other, "table_2").failures, "table_2", row, QUOTATIONS)


@pytest.mark.parametrize("part", ["count", "percent"])
def test_a_changed_number_in_print_is_named(study, notes, part):
    printed = study.published("table_1")
    shares = printed[printed["printed"].str.match(r"\d")]
    assert len(shares) == 33
    for row in shares.itertuples():
        number, *rest = row.printed.split(" (")
        share = rest[0] if rest else ""
        if part == "count":
            text = f"{int(number) + 1} ({share}" if share else str(int(number) + 1)
        elif share:
            text = f"{number} ({float(share[:-2]) + 0.1:.1f}%)"
        else:
            continue
        other = altered(study, published_table_1=with_cell(printed, row.Index, "printed", text))
        failures = compare_exhibit(other, "table_1").failures
        assert len(failures) == 1
        assert named(failures, "table_1", row.row, row.column)
        if ("table_1", row.row, row.column) not in notes:
            assert f", {part}:" in failures[0]


def test_a_changed_speaker_in_print_is_named(study):
    printed = study.published("table_2").copy()
    cells = (
        printed["column"].eq(QUOTATIONS) & printed["row"].ne("heading") & printed["printed"].ne("")
    )
    for index in printed.index[cells]:
        text = printed.loc[index, "printed"]
        name = split_quotations(text, study.settings)[-1][1].split(" ")[0]
        printed.loc[index, "printed"] = (
            text[: text.rindex(name)] + "Zoe" + text[text.rindex(name) + len(name) :]
        )
    failures = compare_exhibit(altered(study, published_table_2=printed), "table_2").failures
    assert cells.sum() == 27
    for row in printed[cells].itertuples():
        assert named(failures, "table_2", row.row, QUOTATIONS), row.row


@pytest.mark.parametrize("key", TABLES)
def test_a_cell_that_is_no_longer_in_print_is_named(study, notes, key):
    printed = study.published(key)
    lost = printed[printed["printed"].ne("") & printed["row"].ne("caption")].iloc[::7]
    left = printed.drop(index=lost.index)
    failures = compare_exhibit(altered(study, **{f"published_{key}": left}), key).failures
    for row in lost.itertuples():
        assert named(failures, key, row.row, row.column), (row.row, row.column)


@pytest.mark.parametrize("place", [("no-such-row", "context"), ("cherished", "no-such-column")])
def test_a_printed_cell_that_is_not_rebuilt_is_named(study, place):
    stray = pd.DataFrame([[*place, "stray", "p. 1"]], columns=["row", "column", "printed", "place"])
    printed = pd.concat([study.published("table_2"), stray], ignore_index=True)
    comparison = compare_exhibit(altered(study, published_table_2=printed), "table_2")
    assert comparison.failures == (
        f"table_2, row {place[0]}, column {place[1]}: printed but not rebuilt",
    )
    assert comparison.values.iloc[-1]["verdict"] == DIFFERS
