"""What a chapter shows: safe, with ids of its own, and the same bytes at every run."""

import hashlib
import os
import subprocess
import sys

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from scripts.display import exhibits
from scripts.files import mime_types
from scripts.study.study import load_study
from scripts.tables import edition_tables
from tests import ROOT
from tests.comparisons import compare_exhibit
from tests.exhibits import REBUILT, rebuild_table, show_chapter
from tests.studies import make_study

EVIL = '<script>alert(\'x\')</script> & "so" <b onclick="y">z</b> {curly} $m$'
# What shows names of files and keys only.
WITHOUT_WORDS = tuple(f"build_{n}_table" for n in ("files", "dictionary"))


def has_rows(study, exhibit):
    """Return whether a study has what an exhibit shows."""
    table = "configurations" if exhibit.kind == "diagram" else exhibit.kind
    return not study.frame(table).empty


def show_everything(study):
    """Return all that the chapters of the exhibits show of a study, as HTML by name."""
    pieces = {}
    for exhibit in study.settings.exhibits:
        # A chapter whose table has no rows yet is left out of a book.
        if exhibit.kind in REBUILT and has_rows(study, exhibit):
            for number, shown in enumerate(show_chapter(study, exhibit.exhibit), 1):
                pieces[f"{exhibit.exhibit} {number}"] = shown.html
    for build in (
        edition_tables.build_notes_table,
        edition_tables.build_files_table,
        edition_tables.build_dictionary_table,
    ):
        pieces[build.__name__] = exhibits.show(build(study)).html
    return pieces


def digest(shown):
    """Return one digest for all that is shown of a study."""
    return hashlib.sha256("\0".join(shown.values()).encode()).hexdigest()


@pytest.fixture(scope="module")
def shown(study):
    return show_everything(study)


@pytest.fixture
def hostile(tmp_path):
    """Return an invented study with code in every text that it can have."""
    groups = [{"group": g, "label": f"{g} {EVIL}", "n": 8, "code": "<i>"} for g in ("g", "h")]
    row = {"configuration": "a", "context": EVIL, "initial": "yes", "final": "yes"}
    note = {"exhibit": "table", "row": "a", "field": "outcome", "kind": "missing"}
    names = {"people": "demographics", "talks": "interviews", "table": "configurations"}
    shown = {"label": EVIL, "caption": EVIL, "cannot_compare": EVIL}
    return make_study(
        tmp_path / "data",
        groups=groups,
        stages=[{"stage": "context", "label": EVIL, "spanner": EVIL, "as_clause": EVIL}, "outcome"],
        theories=["initial", "final"],
        configurations=[{**row, "valence": EVIL}],
        characteristics=[{"characteristic": "a", "label": EVIL, "responses": "multiple"}],
        demographics=[
            {"characteristic": "a", "level": EVIL, "group": g, "count": n}
            for g, n in (("g", 3), ("h", ""))
        ],
        interviews=[{"group": "g", "mean": 3}, {"group": "h", "minimum": 1, "maximum": 2}],
        quotations=[{"configuration": "a", "speaker": EVIL, "speaker_group": "g", "text": EVIL}],
        elements=[{"element": EVIL, "stage": "context", "label": EVIL, "definition": EVIL}],
        codings=[{"configuration": "a", "stage": "context", "element": EVIL, "phrase": EVIL}],
        notes=[{**note, "reason": EVIL, "evidence": EVIL, "confidence": EVIL}],
        exhibits=[
            *(
                {"exhibit": n, "kind": kind, "groups": ["g", "h"], **shown}
                for n, kind in names.items()
            ),
            {"exhibit": "figure", "kind": "diagram", **shown},
        ],
        not_available=EVIL,
        not_in_source=EVIL,
        quotations_label=EVIL,
        group_heading="{label} (n = {n})",
    )


def test_words_of_the_data_never_become_code_of_the_page(hostile):
    pieces = show_everything(hostile)
    assert len(pieces) == 9
    for name, html in pieces.items():
        assert "<script" not in html, name
        soup = BeautifulSoup(html, "html.parser")
        assert soup.find("script") is None, name
        assert not [tag for tag in soup.find_all(True) if tag.get("onclick")], name
        assert soup.find("b", string="z") is None, name
        if name not in WITHOUT_WORDS:
            text = "".join(soup.get_text().split())
            attributes = "".join(
                str(value) for tag in soup.find_all(True) for value in tag.attrs.values()
            )
            assert "".join(EVIL.split()) in text + "".join(attributes.split()), name


def test_words_of_a_verdict_that_differs_never_become_code(tmp_path):
    blocks = [{"characteristic": "a", "label": EVIL, "responses": "single"}]
    counts = [{"characteristic": "a", "level": EVIL, "group": "clients", "count": 8}]
    row, printed = f"a/{EVIL}", f"9 {EVIL}"
    note = {"exhibit": "people", "row": row, "field": "clients", "kind": "differs", "reason": EVIL}
    study = make_study(
        tmp_path / "data",
        characteristics=blocks,
        demographics=counts,
        exhibits=[{"exhibit": "people", "kind": "demographics", "groups": ["clients"]}],
        published={
            "people": {
                ("caption", "caption"): "The exhibit people.",
                ("heading", "clients"): "Clients (n = 8)",
                ("a", "label"): EVIL,
                (row, "clients"): printed,
            }
        },
        notes=[{**note, "source_reading": printed, "reading_used": "8 (100%)"}],
    )
    html = exhibits.show_verdict(compare_exhibit(study, "people")).html
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find("script") is None
    assert soup.find("b", string="z") is None
    (entry,) = soup.details.find_all("li")
    assert f"a: {EVIL}, clients: here “8 (100%)”, printed “9 {EVIL}”. {EVIL}" in entry.get_text()


def test_no_two_things_on_a_page_share_an_id(shown):
    page = BeautifulSoup("".join(shown.values()), "html.parser")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) > 100
    assert sorted(ids) == sorted(set(ids))
    assert not [name for name in ids if not name or any(letter.isspace() for letter in name)]


def test_a_reference_within_a_page_leads_somewhere(shown):
    for name, html in shown.items():
        soup = BeautifulSoup(html, "html.parser")
        ids = {tag["id"] for tag in soup.find_all(id=True)}
        for attribute in ("headers", "aria-labelledby", "aria-describedby"):
            for tag in soup.find_all(attrs={attribute: True}):
                value = tag[attribute]
                assert set(value.split() if isinstance(value, str) else value) <= ids, name
        links = [tag["href"] for tag in soup.find_all(href=True)]
        assert {link[1:] for link in links if link.startswith("#")} <= ids, name


def test_rows_of_any_name_have_ids_of_their_own(tmp_path):
    names = ["context", "-h1", "1", "2", "stub-1", "positive-a", "a"]
    study = make_study(
        tmp_path / "data",
        configurations=[{"configuration": n, "context": "C", "valence": "positive"} for n in names],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
    )
    page = exhibits.show(rebuild_table(study, "table")).html
    ids = [tag["id"] for tag in BeautifulSoup(page, "html.parser").find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


def test_the_same_study_is_shown_in_the_same_bytes(study, shown):
    again = show_everything(load_study(study.directory))
    assert {name for name in shown if shown[name] != again[name]} == set()


# By day the chapters say the same: each is executed again under a seed of its own.
@pytest.mark.night
def test_the_bytes_do_not_depend_on_the_seed_of_the_interpreter(study, shown):
    code = (
        "import sys\nfrom scripts.study.study import load_study\n"
        "from tests.display.test_exhibits import digest, show_everything\n"
        "print(digest(show_everything(load_study(sys.argv[1]))))"
    )
    # The interpreter of the tests has another seed, each time.
    other = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    done = subprocess.run(
        [sys.executable, "-c", code, str(study.directory)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": other},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest(shown)


def test_nothing_shown_carries_an_address_or_a_date(shown):
    for name, html in shown.items():
        assert " at 0x" not in html, name
        assert "style=" not in html or 'class="chart"' in html, name


def test_a_table_has_a_caption_and_stands_in_a_region_that_it_names(study):
    exhibit = next(e for e in study.settings.exhibits if e.kind == "configurations")
    table = rebuild_table(study, exhibit.exhibit)
    soup = BeautifulSoup(exhibits.show(table).html, "html.parser")
    region = soup.find(attrs={"role": "region"})
    assert region["aria-label"] == exhibit.label
    assert region["tabindex"] == "0"
    assert soup.table.find(True).name == "caption"
    assert all(head.get("scope") for head in soup.find_all("th"))


def test_a_number_is_glued_under_its_name(monkeypatch):
    published = []
    monkeypatch.setattr(
        "IPython.display.publish_display_data",
        lambda data, metadata: published.append((data, metadata)),
    )
    exhibits.glue(people=56)
    ((data, metadata),) = published
    assert data == {"application/papermill.record/text/plain": "56"}
    assert metadata["scrapbook"]["name"] == "people"


def test_a_changed_colour_of_a_chart_changes_the_page_and_the_drawing_to_take_away(study):
    import matplotlib.pyplot as plt

    def draw(colour):
        figure, axes = plt.subplots()
        axes.plot([1, 2], color=colour)
        return exhibits.show_chart(figure, "a-chart", "A chart. Of two numbers.")

    blue, green = draw("#1122cc"), draw("#11cc22")
    for shown, mine, other in ((blue, "#1122cc", "#11cc22"), (green, "#11cc22", "#1122cc")):
        (drawing,) = shown.forms[mime_types.FIGURE]["drawings"]
        for text in (shown.html, drawing["svg"]):
            assert mine in text
            assert other not in text
    assert draw("#1122cc") == blue


def test_a_frame_as_text_is_the_same_in_a_narrow_terminal(monkeypatch):
    wide = pd.DataFrame({f"a column of number {i}": [i] for i in range(3)})
    with pd.option_context("display.width", 80, "display.max_columns", 0):
        monkeypatch.setenv("COLUMNS", "41")
        assert "..." in repr(wide)
        exhibits.use_book_style()
        assert "..." not in repr(wide)
