"""What the search of the site finds, read from the pages."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from scripts.site.passages import Passage, drop_repeated, list_synonyms, read_passages


def read(html):
    """Return the passages of a page."""
    return list(read_passages(BeautifulSoup(html, "html.parser")))


PAGE = """<html><body><nav><p>Contents here</p></nav><article><section id="top"><h1>Tea</h1>
<p>Why it <b>helps</b></p>
<div class="cell"><details class="edition-code"><pre>import pandas</pre></details>
<svg><text>Boxes of tea</text></svg></div>
<p class="edition-downloads">Download <a href="x.csv">CSV</a></p>
<table><thead><tr><th>Outcome</th></tr></thead><tbody>
<tr id="row-1"><th data-label="No.">12</th><td data-label="Outcome">Feels calm
<a class="verdict-mark">t</a></td>
<td data-label="Words"><div class="quotation">‘I slept’ Ann</div></td></tr></tbody></table>
<ul><li><p>Short walk</p></li></ul></section></article></body></html>"""


def test_prose_cells_and_quotations_are_read_and_code_labels_and_downloads_are_not():
    assert read(PAGE) == [
        Passage("top", "heading", "", "Tea"),
        Passage("top", "text", "", "Why it helps"),
        Passage("row-1", "cell", "Outcome", "Feels calm"),
        Passage("row-1", "quotation", "", "‘I slept’ Ann"),
        Passage("row-1", "text", "", "Short walk"),
    ]


@pytest.mark.parametrize("html", ["", "<p>No article</p>", "<article></article>"])
def test_a_page_without_an_article_has_no_passages(html):
    assert read(html) == []


def test_words_of_several_pages_are_found_on_the_first_in_the_order():
    pages = drop_repeated({name: read(PAGE.replace("Tea", name * 3)) for name in ("b", "a")})
    assert [(name, title, len(found)) for name, title, found in pages] == [
        ("b", "bbb", 5),
        ("a", "aaa", 1),
    ]


def test_the_search_of_the_site_takes_single_words_for_each_other():
    rows = [("lonely", "", "loneliness"), ("tips", "", "good ideas"), ("helps", "valence", "good")]
    synonyms = pd.DataFrame(rows, columns=["term", "column", "finds"])
    assert list_synonyms(synonyms) == [["lonely", "loneliness"]]
