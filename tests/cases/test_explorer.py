"""The explorer's list: whole without a script, from any study, with text as text."""

import pytest
from bs4 import BeautifulSoup

from scripts.cases.explorer import show_explorer
from scripts.cases.facets import is_filterable
from tests.change_models import add_status
from tests.studies import make_study

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)> \" ' & [a](javascript:x) =cmd"
GROUPS = (
    {"group": "clients", "label": EVIL, "n": 8, "code": "C"},
    {"group": "nurses", "label": "Nurses", "n": 3},
)


def read(study, configurations=None):
    """Return the explorer of a study, or of some of its configurations, parsed."""
    frame = add_status(study, study.configurations if configurations is None else configurations)
    return BeautifulSoup(show_explorer(study, frame).data, "html.parser")


def read_facets(soup):
    """Return the filters: the label of each option by its value, by the key of the filter."""
    return {
        field["data-facet"]: {
            label.input["value"]: label.find(dir="auto").get_text()
            for label in field.find_all("label")
        }
        for field in soup.find_all("fieldset")
    }


def read_texts(soup, selector):
    """Return the text of each element that a selector finds, in one line."""
    return [" ".join(tag.get_text().split()) for tag in soup.select(selector)]


def make_rich(folder, text):
    """Return a study with every table, and this text in every cell that is free."""
    return make_study(
        folder / "data",
        groups=GROUPS,
        theories=("first", "last"),
        configurations=[
            {
                "configuration": name,
                **dict.fromkeys(("context", "mechanism", "outcome"), text),
                "first": "yes",
                "last": last,
                "valence": "good",
            }
            for name, last in (("one", "yes"), ("two", "no"))
        ],
        quotations=[
            {"configuration": "one", "speaker": text, "speaker_group": "clients", "text": text}
        ],
        passages=[
            {
                "passage": "p",
                "configuration": "one",
                "relation": "supports",
                **dict.fromkeys(("place", "text", "note"), text),
            }
        ],
        exhibits=[{"exhibit": "table", "kind": "configurations", "label": text}],
        published={"table": {("one", "context"): text}},
        notes=[
            {
                "exhibit": "table",
                "row": "one",
                "field": "context",
                "kind": "inferred",
                "source_reading": text,
                "reading_used": text,
                "reason": text,
                "evidence": text,
                "confidence": "low",
            }
        ],
    )


def test_text_of_a_cell_stays_text(tmp_path):
    soup = read(make_rich(tmp_path, EVIL))
    assert soup.find(["script", "img"]) is None
    assert not [tag for tag in soup.find_all(True) if any(k.startswith("on") for k in tag.attrs)]
    row = soup.select_one(".explorer-rows > li")
    assert [tag.get_text() for tag in row.select(".case-words")] == [EVIL] * 3
    assert row.select_one(".case-quotation p").get_text() == f"‘{EVIL}’"
    assert row.select_one(".case-quotation footer").get_text() == f"{EVIL} ({EVIL})"
    assert row.select_one(".case-passage q").get_text() == EVIL
    assert EVIL in row.select_one(".case-note").get_text()
    facets = read_facets(soup)
    assert EVIL in facets["context"].values()
    assert EVIL in facets["speaker-group"].values()


def test_a_row_carries_the_values_that_it_is_filtered_by(tmp_path):
    soup = read(make_rich(tmp_path, "word"))
    facets = read_facets(soup)
    assert list(facets) == [
        *("context", "mechanism", "outcome", "in-theory"),
        *("valence", "theory-status", "speaker-group"),
    ]
    one, two = soup.select(".explorer-rows > li")
    assert facets["theory-status"][one["data-filter-theory-status"]] == "retained"
    assert facets["theory-status"][two["data-filter-theory-status"]] == "dropped"
    assert (one["data-filter-in-theory"], two["data-filter-in-theory"]) == ("first last", "first")
    assert "data-filter-speaker-group" in one.attrs
    assert "data-filter-speaker-group" not in two.attrs


def test_the_last_theory_is_chosen_at_first(tmp_path):
    chosen = read(make_rich(tmp_path, "word")).find_all("input", checked=True)
    assert [(box["name"], box["value"]) for box in chosen] == [("in-theory", "last")]


def test_what_a_study_lacks_leaves_no_filter_and_no_empty_part(tmp_path):
    soup = read(make_study(tmp_path / "data"))
    facets = read_facets(soup)
    assert list(facets) == ["context", "mechanism", "outcome"]
    assert facets["mechanism"] == {"-": "Not in the source text"}
    assert read_texts(soup, ".case-words") == [
        *("A context", "Not in the source text", "Not in the source text"),
    ]
    assert soup.select(".case-valence, .case-quotation, .case-passages, .case-note") == []
    assert soup.find("input", checked=True) is None


def test_rows_and_columns_of_the_frame_are_what_is_shown(tmp_path):
    rows = [{"configuration": name, "context": name.upper()} for name in ("a", "b", "c", "d")]
    study = make_study(tmp_path / "data", configurations=rows)
    frame = study.configurations.assign(number_of_words=["few", "few", "many", ""])
    soup = read(study, frame[frame["configuration"] != "b"].iloc[::-1])
    assert read_texts(soup, ".explorer-title") == ["d", "c", "a"]
    assert "further-number_of_words" not in read_facets(soup), "brings no two rows together"
    assert read_texts(soup, ".case-facts dt")[:1] == ["Number of words"]
    both = read_facets(read(study, frame))["further-number_of_words"]
    assert both == {"few": "few", "many": "many"}


@pytest.mark.parametrize("name", ["../../x", "A/B", "con<b>", "x" * 100])
def test_a_name_stays_in_its_folder(tmp_path, name):
    rows = [{"configuration": name, "context": "c"}]
    soup = read(make_study(tmp_path / "data", configurations=rows))
    address = soup.select_one(".explorer-detail > p > a")["href"]
    folder, _, file = address.rpartition("/")
    assert folder == "../configurations"
    assert set(file.removesuffix(".html")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(file) < 200


def test_two_texts_have_two_values_of_a_filter(tmp_path):
    rows = [{"configuration": f"c-{i}", "context": text} for i, text in enumerate(("A!", "a?"))]
    options = read_facets(read(make_study(tmp_path / "data", configurations=rows)))["context"]
    assert options == {"a": "A!", "a-2": "a?"}


def test_words_from_right_to_left_run_so(tmp_path):
    rows = [{"configuration": "one", "context": "שלום"}]
    soup = read(make_study(tmp_path / "data", configurations=rows))
    assert soup.select_one(".case-words")["dir"] == "auto"
    assert soup.select_one(".case-chip")["dir"] == "auto"


def test_each_line_of_a_cell_is_a_filter_of_its_own(tmp_path):
    rows = [
        {"configuration": "a", "context": "Comes\nTalks"},
        {"configuration": "b", "context": "Talks"},
    ]
    soup = read(make_study(tmp_path / "data", configurations=rows))
    assert read_facets(soup)["context"] == {"comes": "Comes", "talks": "Talks"}
    one, two = soup.select(".explorer-rows > li")
    assert (one["data-filter-context"], two["data-filter-context"]) == ("comes talks", "talks")
    assert [item.get_text() for item in one.select(".case-words ul li")] == ["Comes", "Talks"]
    assert two.select(".case-words ul") == []


def test_rows_can_be_filtered_by_the_level_of_a_stage(tmp_path):
    stages = [
        {"stage": "context", "label": "Context", "levels": ["person", "group", "place"]},
        {"stage": "outcome", "label": "Outcome", "levels": ["person"]},
    ]
    rows = [
        {"configuration": "a", "context": "Few <b>", "context_level": "place"},
        {"configuration": "b", "context": "Few <b>\nAlone", "context_level": "place\nperson"},
    ]
    soup = read(make_study(tmp_path / "data", stages=stages, configurations=rows))
    assert read_facets(soup)["context-level"] == {"person": "person", "place": "place"}
    assert "outcome-level" not in read_facets(soup), "no level is given"
    assert [row["data-filter-context-level"] for row in soup.select(".explorer-rows > li")] == [
        *("place", "person place"),
    ]
    assert read_texts(soup, "#explore-a .case-words")[0] == "place: Few <b>"


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("a", "a", "b", ""), True),
        (("a", "b", "c"), False),
        (("", ""), False),
        ((*map(str, range(40)), "1"), False),
    ],
)
def test_a_column_filters_only_if_it_brings_rows_together(texts, wanted):
    assert is_filterable(texts) == wanted
