"""The page of each configuration: from any study, with nothing that leads nowhere."""

from bs4 import BeautifulSoup

from scripts.cases.configuration_pages import build_pages
from tests.cases.test_explorer import EVIL, make_rich, read_texts
from tests.change_models import show_status
from tests.studies import make_study

FULL = {"chapters/explorer", "chapters/configurations", "chapters/editorial_notes"}


def read(page):
    """Return the body of a page, parsed."""
    return BeautifulSoup(page[1]["body"], "html.parser")


def make_pair(folder, **there):
    """Return the pages of two configurations: one of two words each, and another."""
    here = {"configuration": "here", "context": "Alone", "mechanism": "Talks", "outcome": "Calm"}
    rows = [here, {**here, "configuration": "there", **there}]
    study = make_study(folder / "data", configurations=rows)
    return [read(page) for page in build_pages(study, documents=FULL)]


def test_text_of_a_cell_stays_text(tmp_path):
    for page in build_pages(make_rich(tmp_path, EVIL), documents=FULL):
        soup = read(page)
        assert soup.find(["script", "img"]) is None
        assert EVIL in soup.get_text()
        for tag in soup.find_all(True):
            assert not [key for key in tag.attrs if key.startswith("on")]


def test_a_study_that_lacks_much_has_a_page_without_empty_sections(tmp_path):
    (page,) = build_pages(make_study(tmp_path / "data"))
    assert page[0] == "configurations/only"
    assert page[1]["title"] == "Configuration 1: only"
    assert read_texts(read(page), "h2") == ["The chain", "To cite it"]
    assert read(page).find("a") is None, "nothing to lead to"


def test_title_sentence_and_first_quotation_come_first(tmp_path):
    page, _ = build_pages(make_rich(tmp_path, "word"), documents=FULL)
    parts = read(page).find_all(["h1", "p", "blockquote", "h2"])
    first = [tag.name for tag in parts[: parts.index(read(page).find("h2")) + 1]]
    assert first == ["h1", "p", "p", "blockquote", "p", "h2"]


def test_a_page_leads_to_no_chapter_that_the_book_does_not_have(tmp_path):
    study = make_rich(tmp_path, "word")
    for documents in (FULL, {"chapters/explorer"}, ()):
        for page in build_pages(study, documents=documents):
            for link in read(page).find_all("a", href=True):
                target = link["href"].partition("#")[0].removesuffix(".html")
                if target.startswith("../"):
                    assert target.removeprefix("../") in documents


def test_a_page_leads_back_and_to_the_table(tmp_path):
    page, *_ = build_pages(make_rich(tmp_path, "word"), documents=FULL)
    links = {a.get_text(): a["href"] for a in read(page).find_all("a")}
    assert links["All configurations"] == "../chapters/explorer.html"
    (table,) = read(page).select(".case-number a")
    assert table["href"] == "../chapters/configurations.html#table-table_one"


def test_a_code_leads_to_all_that_share_it_even_if_the_last_theory_does_not_hold_it(tmp_path):
    held, dropped = (
        read(page) for page in build_pages(make_rich(tmp_path, "word"), documents=FULL)
    )
    address = "../chapters/explorer.html#context=word"
    assert held.select_one(".case-codes a")["href"] == address
    assert dropped.select_one(".case-codes a")["href"] == f"{address}&in-theory=any"


def test_a_page_says_what_is_in_the_data(tmp_path):
    study = make_rich(tmp_path, "word")
    one, two = (read(page) for page in build_pages(study, show_status(study), FULL))
    assert one.select_one("blockquote footer").get_text().startswith("word (")
    assert two.find("blockquote") is None
    assert "Supports: word" in " ".join(read_texts(one, ".case-passage"))
    assert "retained. It was in the first version" in " ".join(read_texts(one, ".case-facts"))
    assert "dropped. It was" in " ".join(read_texts(two, ".case-facts"))


def test_marks_of_theories_are_told_where_there_are_more_than_two(tmp_path):
    def tell(theories, name, **given):
        configuration = {"configuration": "only", "context": "Rain", **given}
        study = make_study(tmp_path / name, theories=theories, configurations=[configuration])
        (page,) = build_pages(study, show_status(study), FULL)
        return read(page).get_text()

    assert "✓" not in tell(("first", "last"), "two", first="yes", last="yes")
    marks = tell(("first", "middle", "last"), "three", first="yes", middle="no", last="yes")
    assert "First theory: ✓; Middle theory: ✗; Last theory: ✓" in marks


def test_neighbours_of_the_same_codes_are_the_same_and_others_share_some(tmp_path):
    here, there = make_pair(tmp_path, context="Alone\nTired", outcome="Worry")
    assert read_texts(here, ".case-neighbours dd") == [
        "shares 1 of 2 codes (Alone); only there: Tired",
        "the same",
        "there: Worry",
    ]
    assert read_texts(there, ".case-neighbours dd")[0] == (
        "shares 1 of 2 codes (Alone); only here: Tired"
    )
    assert here.select_one(".case-neighbours a")["href"] == "there.html"


def test_a_neighbour_with_a_gap_says_so(tmp_path):
    here, _ = make_pair(tmp_path, outcome="")
    assert read_texts(here, ".case-neighbours dd")[-1] == "there: not in the source text"


def test_the_full_address_is_cited_if_it_is_known(tmp_path):
    study = make_study(tmp_path / "data")
    for address, is_there in (("", False), ("https://example.org/", True)):
        (page,) = build_pages(study, book="A book", address=address)
        text = read(page).find(class_="case-citation").get_text()
        assert ("https://example.org/configurations/only.html" in text) == is_there
        assert text.startswith("only (configuration 1). In: A book.")


def test_a_conjecture_is_set_apart_from_the_cell(tmp_path):
    conjecture = {
        "configuration": "only",
        "stage": "outcome",
        "text": "Hope",
        "passage": "there was hope",
        "place": "Results",
        "confidence": "low",
    }
    (page,) = build_pages(make_study(tmp_path / "data", conjectures=[conjecture]))
    (fold,) = read(page).select("details.case-conjecture")
    assert "[Hope]" in fold.get_text()
    assert fold.q.get_text() == "there was hope"
    assert "Hope" not in " ".join(read_texts(read(page), ".case-words"))


def test_lines_of_a_cell_are_a_list(tmp_path):
    rows = [
        {"configuration": "a", "context": "Comes\nTalks"},
        {"configuration": "b", "context": "Talks"},
    ]
    one, two = build_pages(make_study(tmp_path / "data", configurations=rows), documents=FULL)
    assert read_texts(read(one), ".case-words ul li") == ["Comes", "Talks"]
    assert read(two).select(".case-words ul") == []


def test_a_title_does_not_say_its_number_twice(tmp_path):
    names = ("configuration-1", "1a", "configuration-9")
    rows = [{"configuration": name, "context": "Anywhere"} for name in names]
    pages = build_pages(make_study(tmp_path / "data", configurations=rows))
    assert [page["title"] for _, page in pages] == [
        *("Configuration 1", "Configuration 2: 1a", "Configuration 3: configuration 9"),
    ]
