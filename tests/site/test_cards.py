"""Cards: what a link leads to, read from the page where it stands."""

import pytest
from bs4 import BeautifulSoup

from scripts.published.printed_cells import QUOTATIONS
from scripts.site.cards import (
    DATA,
    HERE,
    LONGEST,
    PRINTED,
    build_cards,
    describe_origin,
    list_origins,
    list_targets,
)
from scripts.study.settings import Exhibit
from tests.alterations import compare_cells
from tests.studies import make_study

TABLE = """<article><table><tbody>
<tr id="row-1"><th data-label="Cell">a, b <a class="figure-link" href="x.html">Page</a></th>
<td data-label="Verdict">transcribed</td><td data-label="Note"></td></tr>
</tbody></table>
<div class="citation" id="id1"><span class="label">[X]</span><p>Roe. <em>On tea</em>.</p></div>
<details class="edition-code" id="code-1"><pre>x = 1
glue(
    n=x,
)
show_table(frame(x), "guests", "All guests")</pre></details>
<p><a class="edition-value value-n" href="#code-1">1</a></p>
<svg><g id="figure-no-1" data-name="tea"></g></svg>
<p id="words">Words</p></article>"""
ROWS = [{"configuration": name, "context": "A context"} for name in ("kept", "other")]
QUOTED = [
    {"configuration": "kept", "position": i, "speaker": "Ann", "text": f"Words {i}"} for i in (1, 2)
]
CASE = """<article><h1>Tea</h1><p class="case-number">Case 1 <span>good</span></p>
<p class="case-sentence">She drinks.</p>
<blockquote class="case-quotation"><p>‘Tea’</p><footer>Ann</footer></blockquote></article>"""


@pytest.fixture
def site(tmp_path):
    """A site of three pages, of which one leads to places of the others."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "configurations").mkdir()
    links = ("t.html#row-1", "t.html#id1", "t.html#figure-no-1", "t.html#words", "t.html#none")
    others = ("../configurations/tea.html", "https://else.example/x.html#row-1", "gone.html#x")
    page = "".join(f'<a class="m" href="{address}">x</a>' for address in (*links, *others))
    (tmp_path / "chapters/a.html").write_text(f"<article>{page}</article>", "utf-8")
    (tmp_path / "chapters/t.html").write_text(TABLE, "utf-8")
    (tmp_path / "configurations/tea.html").write_text(CASE, "utf-8")
    return tmp_path


def collect_cards(site, origins=()):
    """Return the cards of all pages, that of the configuration first."""
    pages = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}
    wanted, cards = list_targets(pages), {}
    for name in sorted(pages, reverse=True):
        document = BeautifulSoup(pages[name], "html.parser")
        cards |= build_cards(document, name, wanted.get(name, ()), cards, dict(origins))
    return cards


CASE_CARD = ("Case 1: Tea", [["", "She drinks."]], "‘Tea’ Ann")
CARDS = {
    "chapters/t.html#code-1:n": (
        "",
        [["Calculated by", "n = x", "code"], ["which rests on", "x = 1", "code"]],
        "",
    ),
    "chapters/t.html#figure-no-1": CASE_CARD,
    "chapters/t.html#id1": ("", [["", "Roe. On tea ."]], ""),
    "chapters/t.html#row-1": ("a, b", [["Verdict", "transcribed"]], ""),
    "chapters/t.html#table-guests": ("", [["Calculated by", "x = 1", "code"]], ""),
    "configurations/tea.html": CASE_CARD,
}


def test_rows_references_cases_numbers_and_tables_have_a_card_and_nothing_else_has(site):
    assert collect_cards(site) == CARDS


def test_a_card_of_a_row_has_what_is_known_of_its_cell(site):
    known = {"chapters/t.html#row-1": [["Printed", "3"], ["Rows of the data", "guests: a"]]}
    assert collect_cards(site, known)["chapters/t.html#row-1"][1] == [
        ["Printed", "3"],
        ["Verdict", "transcribed"],
        ["Rows of the data", "guests: a"],
    ]


def test_long_words_are_cut_between_words(site):
    page = site / "configurations/tea.html"
    page.write_text(CASE.replace("She drinks.", "word " * LONGEST), "utf-8")
    ((_, words),) = collect_cards(site)["configurations/tea.html"][1]
    assert len(words) <= LONGEST
    assert words.endswith("word…")


@pytest.mark.parametrize(
    ("kind", "row", "column", "said"),
    [
        ("configurations", "kept", "context", "configurations: kept, context"),
        ("configurations", "kept", QUOTATIONS, "quotations: kept (2 rows)"),
        ("configurations", "heading", "context", "study.yml"),
        ("demographics", "age", "label", "characteristics: age"),
        ("interviews", "clients", "mean", "interviews: clients, mean"),
    ],
)
def test_a_cell_names_its_rows_of_the_data(tmp_path, kind, row, column, said):
    study = make_study(tmp_path, configurations=ROWS, quotations=QUOTED)
    exhibit = Exhibit("shown", kind, "Shown", "What is shown.", "chapters/shown.ipynb")
    assert describe_origin(study, exhibit, row, column) == said


def test_a_share_names_its_count_and_its_group_and_tells_neither(tmp_path):
    exhibit = Exhibit("shown", "demographics", "Shown", "Shown.", "chapters/shown.ipynb")
    said = describe_origin(make_study(tmp_path), exhibit, "age/20 to 30", "clients")
    assert said == "demographics: age, 20 to 30, clients; groups of study.yml: clients"


def test_every_verdict_and_every_note_has_its_readings_and_its_rows(study):
    comparisons = compare_cells(study)
    origins = list_origins(study, comparisons)
    cells = sum(len(c.values.groupby(["row", "column"])) for c in comparisons.values())
    assert len(origins) == cells + len(study.editorial_notes)
    for address, rows in origins.items():
        *before, last = [label for label, _ in rows]
        assert last == DATA, address
        assert set(before) <= {HERE, PRINTED}, address
        assert all(words for _, words in rows), address
