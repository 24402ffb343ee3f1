"""A whole book of harmful texts: nothing runs, nothing leads out, every text is there as text."""

import csv
import json
import re

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from scripts.book.printing import INSTALL, find_chromium
from scripts.display.citations import list_works
from scripts.display.front_page import show_how_to_cite
from scripts.exports.downloads import BOOK
from scripts.study.study import load_study
from tests.browser import open_page, serve
from tests.spoiled_book import MARK, SPOILED, STAGES, build_spoiled_book, make_spoiled_book

# A book is made and built, which takes a minute.
pytestmark = [pytest.mark.long, pytest.mark.night]
# What a reader's browser made of a page.
LOOK = """() => {
  const all = [...document.querySelectorAll("*")];
  const tell = (elements) => elements.map((e) => e.outerHTML.slice(0, 200));
  const addresses = ["href", "xlink:href", "src", "action", "formaction", "data", "srcset"];
  const leads = /^\\s*javascript:|^https?:\\/\\/MARK/i;
  return {
    ran: typeof window.MARK,
    handlers: tell(all.filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name)))),
    links: tell(all.filter((e) => addresses.some((n) => leads.test(e.getAttribute(n) || "")))),
    scripts: tell([...document.scripts].filter(
      (e) => e.type !== "application/ld+json" && e.textContent.includes("MARK"))),
    others: tell([...document.querySelectorAll("img[src*=MARK], iframe, object, embed, base")]),
    stopped: window.stopped,
  };
}""".replace("MARK", MARK)
LISTEN = """
window.stopped = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.stopped.push(`${event.effectiveDirective} stopped ${event.blockedURI || event.sample}`));
"""
CLEAN = {name: [] for name in ("handlers", "links", "scripts", "others", "stopped")}
# A cell of a CSV file that a spreadsheet program would compute.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    """The study of the book, and its built site."""
    folder = make_spoiled_book(tmp_path_factory.mktemp("spoiled") / "book")
    return load_study(folder / "data"), build_spoiled_book(folder)


def squeeze(text):
    """Return text without blanks and what a line may break at."""
    return re.sub(r"[\s\u00ad\u2010\u2011\ufffe\x02-]+", "", text)


def list_scripts(site):
    """Return the files that scripts of a site come from, and what its inline scripts begin with."""
    found = set()
    for page in site.rglob("*.html"):
        for script in BeautifulSoup(page.read_text("utf-8"), "html.parser").find_all("script"):
            name = script.get("src", "").partition("?")[0].rpartition("/")[2]
            found.add((script.get("type"), name or script.get_text().strip()[:20]))
    return found


def test_no_page_has_a_script_that_the_pages_of_other_books_do_not_have(spoiled, site):
    assert list_scripts(spoiled[1]) <= list_scripts(site)


def test_no_text_runs_or_leads_somewhere_in_a_browser(spoiled, chromium):
    _, built = spoiled
    found = {}
    with open_page(chromium, fresh=True) as (page, watch):
        page.add_init_script(LISTEN)
        for path in sorted(built.rglob("*.html")):
            page.goto(path.as_uri())
            # Behind all that the page itself has put off for a moment.
            page.evaluate("new Promise((done) => setTimeout(done, 60))")
            seen = page.evaluate(LOOK)
            if seen != CLEAN | {"ran": "undefined"} or watch.complaints or watch.list_outside():
                found[path.name] = seen, [*watch.complaints], watch.list_outside()
            watch.complaints.clear()
    assert found == {}


def test_no_text_runs_once_a_reader_searches_filters_or_opens_it(spoiled, chromium):
    _, built = spoiled
    with serve(built) as address, open_page(chromium, fresh=True) as (page, watch):
        page.add_init_script(LISTEN)
        page.goto(f"{address}search.html?q={MARK}")
        page.wait_for_selector("#search-results li p")
        assert page.evaluate(LOOK) == CLEAN | {"ran": "undefined"}
        page.locator("#search-results li a").first.click()
        page.wait_for_url(lambda address: "search.html" not in address)
        assert page.evaluate(LOOK) == CLEAN | {"ran": "undefined"}
        page.goto(f"{address}chapters/explorer.html")
        page.wait_for_selector(".explorer.is-ready")
        page.evaluate("document.querySelectorAll('.explorer details').forEach(row => row.open = 1)")
        page.locator(".explorer input[type=search]").fill("onerror")
        expect(page.locator(".explorer mark").first).to_contain_text("onerror")
        found = page.locator(".explorer-status")
        expect(found).not_to_contain_text(f"{len(SPOILED)} of")
        assert page.evaluate(LOOK) == CLEAN | {"ran": "undefined"}
        assert watch.complaints == watch.list_outside() == []


def test_every_text_is_on_its_page_unchanged(spoiled):
    study, built = spoiled
    rows = study.configurations.to_dict("records")
    cells = [row[stage] for row in rows for stage in STAGES if row[stage]]
    quoted = [*study.quotations["text"], *study.quotations["speaker"]]
    notes, groups = study.editorial_notes, [group.label for group in study.settings.groups]
    standards = study.frame("reporting_standards")
    stages = [stage.label for stage in study.settings.stages]
    exhibits = [e.caption for e in study.settings.exhibits if e.exhibit == "table_2"]
    wanted = {
        "chapters/configurations": [*cells, *stages, *exhibits, *study.quotations["text"]],
        "chapters/explorer": [*cells, *quoted],
        "chapters/editorial_notes": [*notes["reason"], *notes["source_reading"]],
        "chapters/verdicts": list(notes["reason"]),
        "chapters/data_dictionary": [*study.elements["label"], *study.elements["definition"]],
        "chapters/participants": [
            *study.characteristics["label"],
            *study.demographics["level"],
            *groups,
        ],
        "chapters/reproduction_report": [*standards["topic"], *standards["remark"]],
    }
    for row in rows:
        wanted[f"configurations/{row['configuration']}"] = [row[s] for s in STAGES if row[s]]
    lost = {}
    for name, texts in wanted.items():
        page = BeautifulSoup((built / f"{name}.html").read_text("utf-8"), "html.parser")
        shown = squeeze(page.find("article").get_text())
        missing = [text for text in texts if squeeze(text) not in shown]
        if missing:
            lost[name] = missing
    assert lost == {}


def test_no_text_breaks_out_of_what_machines_read(spoiled):
    study, built = spoiled
    for path in built.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for script in page.find_all("script", type="application/ld+json"):
            graph = json.loads(script.get_text())["@graph"]
            assert study.settings.facts["title"] in [entry.get("name") for entry in graph]
        for meta in page.find_all("meta"):
            assert set(meta.attrs) <= {"charset", "content", "name", "property", "http-equiv"}
    passages = (built / "_static" / "passages.js").read_text("utf-8").partition(";\nwindow.")[0]
    assert "<" not in passages
    json.loads(passages.removeprefix("window.PASSAGES = "))
    assert list_works(study)
    cited = BeautifulSoup(show_how_to_cite(study).data, "html.parser")
    assert cited.find(["script", "img", "b", "svg"], string=re.compile(MARK)) is None
    assert study.settings.facts["title"] in cited.get_text()


def test_no_text_in_a_download_is_a_formula_a_command_or_markup(spoiled):
    study, built = spoiled
    row = study.configurations.iloc[0]
    suffixes = set()
    for path in sorted((built / "downloads").iterdir()):
        suffixes.add(path.suffix)
        if path.suffix == ".xlsx":
            for sheet in load_workbook(path):
                cells = [cell for line in sheet for cell in line]
                assert all(
                    c.data_type in ("s", "n", "inlineStr") and c.hyperlink is None for c in cells
                )
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                for line in csv.reader(file):
                    assert not any(c.startswith(FORMULA) and c[1:] for c in line), path.name
        elif path.suffix == ".tex":
            text = path.read_text("utf-8")
            assert not re.search(r"\\(input|write18)\b", text), path.name
        elif path.suffix == ".svg":
            drawing = BeautifulSoup(path.read_bytes(), "xml")
            assert drawing.find("svg"), path.name
            assert drawing.find(["script", "img", "foreignObject"]) is None
        elif path.suffix == ".docx":
            assert Document(path).tables, path.name
    assert suffixes >= {".xlsx", ".csv", ".tex", ".svg", ".docx", ".png", ".pdf", ".zip"}
    table = Document(built / "downloads" / "table_2.docx").tables[0]
    assert squeeze(row["context"]) in squeeze(" ".join(c.text for r in table.rows for c in r.cells))


@pytest.mark.skipif(find_chromium() is None, reason=f"Chromium is missing: {INSTALL}")
def test_every_text_is_in_the_printed_book(spoiled):
    study, built = spoiled
    with pypdfium2.PdfDocument(built / "downloads" / BOOK) as document:
        whole = squeeze("".join(page.get_textpage().get_text_range() for page in document))
    rows = study.configurations.to_dict("records")
    lost = [row[s] for row in rows for s in STAGES if squeeze(row[s]) not in whole]
    assert lost == []
