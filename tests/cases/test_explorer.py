"""The explorer's table: whole without a script, from any study, with text as text."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from scripts.cases.explorer import show_explorer
from tests.studies import make_study

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)> \" ' & [a](javascript:x) =cmd"
GROUPS = (
    {"group": "clients", "label": EVIL, "n": 8, "code": "C"},
    {"group": "nurses", "label": "Nurses", "n": 3},
)


def read(study):
    """Return the explorer of a study, parsed."""
    return BeautifulSoup(show_explorer(study).data, "html.parser")


def facets_of(soup):
    """Return the filters: the options of each by its key."""
    listed = json.loads(soup.table["data-facets"])
    return {key: dict(map(tuple, options)) for key, _, options in listed}


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
        exhibits=[{"exhibit": "table", "kind": "configurations", "label": text}],
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


def test_text_of_a_cell_is_no_markup(tmp_path):
    soup = read(make_rich(tmp_path, EVIL))
    assert soup.find(["script", "img"]) is None
    assert not [tag for tag in soup.find_all(True) if any(k.startswith("on") for k in tag.attrs)]
    cells = soup.select("tbody tr")[0].find_all("td")
    assert [cell.get_text() for cell in cells[:3]] == [EVIL] * 3
    assert cells[5].get_text() == f"‘{EVIL}’ {EVIL} ({EVIL})"
    assert EVIL in cells[6].get_text()
    assert EVIL in facets_of(soup)["context"].values()
    assert EVIL in facets_of(soup)["speaker-group"].values()


def test_a_row_is_filtered_by_what_it_has(tmp_path):
    soup = read(make_rich(tmp_path, "word"))
    facets = facets_of(soup)
    assert list(facets) == [
        *("context", "mechanism", "outcome", "valence"),
        *("theory-status", "speaker-group"),
    ]
    one, two = soup.select("tbody tr")
    assert facets["theory-status"][one["data-filter-theory-status"]] == "retained"
    assert facets["theory-status"][two["data-filter-theory-status"]] == "dropped"
    assert "data-filter-speaker-group" in one.attrs
    assert "data-filter-speaker-group" not in two.attrs


def test_what_a_study_lacks_leaves_no_column(tmp_path):
    soup = read(make_study(tmp_path / "data"))
    heads = [th.get_text() for th in soup.select("thead th")]
    assert heads == ["No.", "Context", "Mechanism", "Outcome"]
    (row,) = soup.select("tbody tr")
    assert [cell.get_text() for cell in row.find_all("td")] == [
        "A context",
        "Not in the source text",
        "Not in the source text",
    ]
    assert facets_of(soup)["mechanism"] == {"-": "Not in the source text"}


def test_the_table_has_a_caption_and_headings_with_a_scope(tmp_path):
    soup = read(make_rich(tmp_path, "word"))
    assert soup.caption.get_text()
    assert {th.get("scope") for th in soup.select("thead th")} == {"col"}
    assert {th.get("scope") for th in soup.select("tbody th")} == {"row"}


@pytest.mark.parametrize("name", ["../../x", "A/B", "con<b>", "x" * 100])
def test_no_name_leads_out_of_its_folder(tmp_path, name):
    rows = [{"configuration": name, "context": "c"}]
    soup = read(make_study(tmp_path / "data", configurations=rows))
    address = soup.select_one("tbody th a")["href"]
    folder, _, file = address.rpartition("/")
    assert folder == "../configurations"
    assert set(file.removesuffix(".html")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(file) < 200


def test_two_texts_have_two_values_of_a_filter(tmp_path):
    rows = [{"configuration": f"c-{i}", "context": text} for i, text in enumerate(("A!", "a?"))]
    options = facets_of(read(make_study(tmp_path / "data", configurations=rows)))["context"]
    assert options == {"a": "A!", "a-2": "a?"}


def test_words_from_right_to_left_have_a_direction_of_their_own(tmp_path):
    rows = [{"configuration": "one", "context": "שלום"}]
    soup = read(make_study(tmp_path / "data", configurations=rows))
    assert soup.find("td", string="שלום")["dir"] == "auto"


def test_each_line_of_a_cell_is_a_filter_of_its_own(tmp_path):
    rows = [
        {"configuration": "a", "context": "Comes\nTalks"},
        {"configuration": "b", "context": "Talks"},
    ]
    soup = read(make_study(tmp_path / "data", configurations=rows))
    assert facets_of(soup)["context"] == {"comes": "Comes", "talks": "Talks"}
    one, two = soup.select("tbody tr")
    assert (one["data-filter-context"], two["data-filter-context"]) == ("comes talks", "talks")
    assert [item.get_text() for item in one.select("td ul li")] == ["Comes", "Talks"]
    # The search reads the text of a cell as it stands.
    assert one.find("td").get_text().split() == ["Comes", "Talks"]
    assert two.find("td").find("ul") is None
