from collections import defaultdict
from dataclasses import replace
from itertools import product
from zipfile import ZipFile

import pytest

from scripts.analysis.formatting import format_counts
from scripts.exports.downloads import write_package
from scripts.privacy.suppression import (
    HIDDEN,
    SMALL,
    explain_suppression,
    find_suppressed,
    hide_small_counts,
    mark_block,
)
from scripts.published.comparison import CANNOT_COMPARE, compare
from scripts.study.settings import Group, Settings
from tests.exhibits import rebuild_table
from tests.studies import make_study

GROUPLESS = Settings(**dict.fromkeys(Settings.__dataclass_fields__, ()))
GROUPS = ({"group": "clients", "label": "Clients", "n": 20},)


LIMITS = (2, 3, 5)


@pytest.mark.parametrize(
    ("counts", "single", "marks"),
    [
        ((3, 17), True, (SMALL, HIDDEN)),
        ((0, 3, 17), True, ("", SMALL, HIDDEN)),
        ((5, 15), True, ("", "")),
        ((0, 20), True, ("", "")),
        ((3, 17), False, (SMALL, "")),
        ((3, None), True, (SMALL, "")),
        # Whoever has no known level is hidden with the small ones, so that fewer others need be.
        ((3, None, 10), True, (SMALL, "", HIDDEN)),
        # Enough may be hidden in the largest count alone.
        ((1, 5, 14), True, (SMALL, "", HIDDEN)),
        # Where the second is near to it, that it is the largest would tell something.
        ((3, 8, 9), True, (SMALL, HIDDEN, HIDDEN)),
        # Two small ones that add to eight can only be four and four.
        ((4, 4, 12), True, (SMALL, SMALL, HIDDEN)),
        ((1, 1, 18), True, (SMALL, SMALL, HIDDEN)),
        ((2, 3, 15), True, (SMALL, SMALL, "")),
    ],
)
def test_the_small_counts_and_just_enough_others_are_hidden(counts, single, marks):
    assert find_suppressed(counts, 20, 5, single) == list(marks)


@pytest.mark.parametrize("counts", [(1, 1, 0), (1, 1, 6), (1, 6), (3, 0, 0)])
def test_a_group_with_nothing_to_hide_behind_is_hidden_as_a_whole(counts):
    assert find_suppressed(counts, sum(counts), 5, True) == [HIDDEN] * len(counts)


def test_fewer_than_two_means_none_or_one():
    assert find_suppressed((1, 0, 19), 20, 2, False) == [SMALL, SMALL, ""]
    assert find_suppressed((1, 0, 19), 20, 2, True) == [SMALL, SMALL, ""]
    assert find_suppressed((1, 1, 18), 20, 2, True) == [SMALL, SMALL, HIDDEN]
    # One person who is all of the group can have the level or not.
    assert find_suppressed((1, 0), 1, 5, False) == [SMALL, SMALL]


def list_blocks(n, levels):
    """Yield every block of so many levels whose counts add to n."""
    if levels == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in list_blocks(n - first, levels - 1):
            yield (first, *rest)


def show(counts, n, smallest, single=True):
    """Return what a reader sees of a block."""
    marks = find_suppressed(counts, n, smallest, single)
    return tuple(mark or count for mark, count in zip(marks, counts, strict=True))


def find_given_away(blocks, n, smallest):
    """Return hidden counts that a reader who knows the rule can find, and those that are narrowed.

    Such a reader leaves out every block that would look otherwise.
    """
    alike = defaultdict(list)
    for counts in blocks:
        alike[show(counts, n, smallest)].append(counts)
    found, narrowed = [], []
    for seen, possible in alike.items():
        for i, shown in enumerate(seen):
            if shown not in (SMALL, HIDDEN):
                continue
            values = {counts[i] for counts in possible}
            small = set(range(1, min(smallest, n + 1)))
            found += [(seen, i)] if len(values) < 2 else []
            narrowed += [(seen, i)] if values & small and not small <= values else []
            assert shown != SMALL or max(values) < smallest
    return found, narrowed


@pytest.mark.parametrize("smallest", [2, 3, 4, 5, 7, 10])
@pytest.mark.parametrize("levels", [2, 3, 4])
def test_who_knows_the_rule_finds_no_count_of_any_block_of_up_to_thirty(smallest, levels):
    for n in range(1, 31):
        found, narrowed = find_given_away(list_blocks(n, levels), n, smallest)
        assert found == []
        # Not even the range of a small count is smaller than the limit says.
        assert narrowed == []


@pytest.mark.parametrize("smallest", LIMITS)
@pytest.mark.parametrize("levels", [5, 6])
def test_nor_of_blocks_of_more_levels(smallest, levels):
    for n in range(1, 15):
        assert find_given_away(list_blocks(n, levels), n, smallest) == ([], [])


@pytest.mark.parametrize("smallest", LIMITS)
@pytest.mark.parametrize("levels", [2, 3])
def test_a_count_that_is_not_known_helps_nobody(smallest, levels):
    for n in range(1, 21):
        alike = defaultdict(list)
        for _, *known in list_blocks(n, levels + 1):
            alike[show((None, *known), n, smallest)].append(known)
        for (_, *seen), possible in alike.items():
            for i, shown in enumerate(seen):
                if shown in (SMALL, HIDDEN):
                    assert len({known[i] for known in possible}) > 1, (n, seen)


def list_partitions(n, most):
    """Yield the blocks of n people without the order of their levels, largest first."""
    if n == 0:
        yield ()
        return
    for first in range(min(n, most), 0, -1):
        for rest in list_partitions(n - first, first):
            yield (first, *rest)


def test_of_any_number_of_levels_another_block_looks_the_same():
    for n in range(1, 31):
        for counts in list_partitions(n, n):
            seen = show(counts, n, 5)
            hidden = [i for i, shown in enumerate(seen) if shown in (SMALL, HIDDEN)]
            for i in hidden if len(counts) > 1 else ():
                assert any(_move(counts, i, j, by, n, seen) for j in hidden for by in MOVES), counts


# The smallest first: most often one person is enough.
MOVES = (1, -1, 2, -2, 3, -3, 4, -4, 5, -5)


def _move(counts, i, j, by, n, seen):
    """Return whether a block looks the same after some people have changed their level."""
    other = list(counts)
    other[i] += by
    other[j] -= by
    return i != j and min(other) >= 0 and show(tuple(other), n, 5) == seen


@pytest.mark.parametrize("smallest", [3, 4])
@pytest.mark.parametrize("sizes", [(5, 4, 0), (6, 6, 0), (7, 2, 3), (3, 8, 1)])
def test_a_group_tells_nothing_of_its_parts(smallest, sizes):
    """Two groups, and a third that holds both and some others; three levels each."""
    first, second, others = sizes
    whole = {"all": sum(sizes), "first": first, "second": second}
    parts = [Group(k, k, n, part_of="" if k == "all" else "all") for k, n in whole.items()]
    settings_ = replace(GROUPLESS, groups=tuple(parts), smallest_count=smallest)
    alike = defaultdict(list)
    blocks = [list(list_blocks(n, 3)) for n in (first, second, others)]
    for one, two, rest in product(*blocks):
        everyone = tuple(sum(own) for own in zip(one, two, rest, strict=True))
        counts = {"first": one, "second": two, "all": everyone}
        marks = mark_block(counts, settings_, True)
        seen = tuple(
            mark or count for k in counts for mark, count in zip(marks[k], counts[k], strict=True)
        )
        alike[seen].append([count for k in counts for count in counts[k]])
    for seen, possible in alike.items():
        for i, shown in enumerate(seen):
            if shown in (SMALL, HIDDEN):
                assert len({counts[i] for counts in possible}) > 1, (seen, i)


def make(tmp_path, counts=None, **entries):
    levels = counts or {"young": 3, "old": 17}
    return make_study(
        tmp_path / "data",
        groups=GROUPS,
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": "clients", "count": count}
            for level, count in levels.items()
        ],
        exhibits=[{"exhibit": "people", "kind": "demographics", "groups": ["clients"]}],
        published={"people": {("age/young", "clients"): "3 (15%)"}},
        **entries,
    )


def build_shares(study):
    """Return what a chapter makes of the counts: share and text of each cell."""
    counts = hide_small_counts(study)
    shares = counts.assign(percent=100 * counts["count"] / counts["group"].map(study.groups["n"]))
    return shares.assign(
        cell=format_counts(shares, study),
        row=shares["characteristic"] + "/" + shares["level"],
        column=shares["group"],
    )


def compare_people(study):
    beside = build_shares(study).merge(study.published("people"), on=["row", "column"], how="left")
    return compare(beside, study, "people", typed=["count"], computed=["percent"])


def test_no_small_count_is_shown_nor_its_share(tmp_path):
    shares = build_shares(make(tmp_path, smallest_count=5))
    assert list(shares["cell"]) == ["<5", "Not shown"]
    assert shares[["count", "percent"]].isna().all(axis=None)


def test_a_table_says_what_is_not_shown_and_why(tmp_path):
    assert rebuild_table(make(tmp_path, smallest_count=5), "people").caption.endswith(
        ". Counts below 5 are shown as <5; “Not shown” stands where a count would give such a one "
        "away."
    )
    assert "shown" not in rebuild_table(make(tmp_path, smallest_count=1), "people").caption


def test_what_is_not_shown_cannot_be_compared_and_the_printed_count_is_not_repeated(tmp_path):
    values = compare_people(make(tmp_path, smallest_count=5)).values
    row = values[values["row"] == "age/young"].iloc[0]
    assert (row["verdict"], row["rebuilt"], row["printed"]) == (CANNOT_COMPARE, "<5", "")
    assert "might identify people" in row["reason"]


@pytest.mark.parametrize("entries", [{}, {"smallest_count": 1}, {"smallest_count": 3}])
def test_without_a_threshold_or_above_it_every_count_is_shown(tmp_path, entries):
    study = make(tmp_path, **entries)
    assert list(hide_small_counts(study)["count"]) == [3, 17]
    assert explain_suppression(hide_small_counts(study), study.settings) == ""


def test_the_words_for_hidden_counts_are_the_studys_own(tmp_path):
    study = make(tmp_path, smallest_count=5, small_cell="weniger als {smallest}", hidden_cell="—")
    assert list(build_shares(study)["cell"]) == ["weniger als 5", "—"]


def test_the_zip_of_the_data_hides_what_the_table_hides(tmp_path):
    study = make(tmp_path, smallest_count=5)
    with ZipFile(write_package(study, tmp_path / "data.zip")) as archive:
        rows = archive.read("data/demographics.csv").decode().splitlines()
    assert rows == [
        "characteristic,level,group,position,count",
        "age,young,clients,1,",
        "age,old,clients,2,",
    ]
    study = make(tmp_path, smallest_count=1)
    with ZipFile(write_package(study, tmp_path / "data.zip")) as archive:
        rows = archive.read("data/demographics.csv").decode().splitlines()
    assert rows[1:] == ["age,young,clients,1,3", "age,old,clients,2,17"]


def test_nor_does_what_a_paper_prints_in_the_zip(tmp_path):
    study = make(tmp_path, smallest_count=5)
    with ZipFile(write_package(study, tmp_path / "data.zip")) as archive:
        rows = archive.read("data/published/people.csv").decode().splitlines()
    assert rows == ["row,column,printed,place", "age/young,clients,,invented"]


def test_no_note_tells_a_count_that_is_hidden(tmp_path):
    note = {
        **{"exhibit": "people", "row": "age/young", "field": "clients", "kind": "inferred"},
        **{"source_reading": "3 (15%)", "reading_used": "<5", "reason": "It is 3."},
    }
    failures = compare_people(make(tmp_path, smallest_count=5, notes=[note])).failures
    assert any("a note on a count that is not shown" in failure for failure in failures)


def test_a_limit_of_two_hides_and_one_of_three_shows_zeros(tmp_path):
    study = make(tmp_path, smallest_count=2, counts={"young": 1, "old": 19})
    assert list(hide_small_counts(study)["suppressed"]) == [SMALL, HIDDEN]
    assert find_suppressed((0, 20), 20, 3, True) == ["", ""]
    assert find_suppressed((0, 2, 18), 20, 3, False) == ["", SMALL, ""]
    assert find_suppressed((2, 3), None, 3, True) == [SMALL, ""]


def test_where_all_is_hidden_the_sentence_begins_with_that(tmp_path):
    study = make(tmp_path, counts={"young": 3, "old": 17}, smallest_count=18)
    words = explain_suppression(hide_small_counts(study), study.settings)
    assert words == "“Not shown” stands where a count would give such a one away."
