"""The printed book: every page, every word, nothing cut, no clock, and no trace of a machine."""

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import matplotlib
import pypdfium2
import pytest
from bs4 import BeautifulSoup, SoupStrainer
from pypdf import PdfReader

from scripts.book import printed_pages, printing
from scripts.book.build import build_book
from scripts.book.printed_pages import build_document
from scripts.book.printing import (
    INSTALL,
    add_books,
    find_chromium,
    print_book,
    remove_traces,
)
from scripts.chapters.contents import list_pages
from scripts.chapters.notebooks import read_yaml
from scripts.chapters.results import Results, load_all_results
from scripts.exports.downloads import BOOK, BOOKS, FOLDER
from scripts.files.problems import RefusalError
from scripts.study.elements import split_cell
from tests import ROOT
from tests.book.conftest import PICTURE

pytestmark = pytest.mark.long

# What holds text of its own.
BLOCKS = ["p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "caption", "figcaption"]
BLOCKS += ["summary", "pre", "text"]
# Points along each edge of the paper that printers leave white.
UNPRINTED = 14
# Points, in a figure.
SMALLEST_TEXT = 6.5
NEEDS_CHROMIUM = pytest.mark.skipif(
    find_chromium() is None, reason=f"Chromium is missing: {INSTALL}"
)


@pytest.fixture(scope="module")
def printed():
    """The book of this project: its reader, and the text of each page in one line."""
    if find_chromium() is None:
        pytest.skip(f"Chromium is missing: {INSTALL}")
    site = build_book(ROOT, lambda line: None)
    return site, PdfReader(site / FOLDER / BOOK), read_texts(site / FOLDER / BOOK)


def squeeze(text: str) -> str:
    """Return text without blanks, hyphens and what a line may break at."""
    return re.sub(r"[\s\u00ad\u2010\u2011\ufffe\x02-]", "", text)


def flatten(outline, depth=0):
    """Return depth, title and destination of each bookmark."""
    for entry in outline:
        if isinstance(entry, list):
            yield from flatten(entry, depth + 1)
        else:
            yield depth, entry.title, entry


@pytest.fixture(scope="module")
def articles(printed):
    """The pages of the contents, parsed, in order."""
    names = [path.relative_to(ROOT).with_suffix(".html") for path in list_pages(ROOT)]
    texts = [(printed[0] / name).read_text("utf-8") for name in names]
    return [BeautifulSoup(t, "html.parser", parse_only=SoupStrainer("article")) for t in texts]


@pytest.fixture(scope="module")
def titles(articles):
    """The titles of the pages of the contents."""
    return [article.h1.get_text().removesuffix("#").strip() for article in articles]


@pytest.fixture
def faceless(monkeypatch):
    """No letters are cut out of the face of the book, which takes a second each time."""
    monkeypatch.setattr(printed_pages, "build_sheet", lambda letters: "")


def test_every_chapter_is_in_the_book_and_its_bookmarks(printed, titles):
    _, reader, texts = printed
    marks = list(flatten(reader.outline))
    tops = [title for depth, title, _ in marks if depth == 0]
    assert tops[:2] == [str(read_yaml(ROOT / "_config.yml")["title"]), "Contents"]
    assert tops[2 : 2 + len(titles)] == titles
    assert sum(depth == 1 for depth, *_ in marks) > len(titles)
    pages = [reader.get_destination_page_number(entry) for _, _, entry in marks]
    assert pages == sorted(pages)
    for (_, title, _), number in zip(marks, pages, strict=True):
        assert squeeze(title) in texts[number], title


def test_words_of_every_configuration_are_there_whole(study, printed):
    _, _, texts = printed
    whole = "".join(texts)
    for row in study.configurations.to_dict("records"):
        for stage in study.settings.stages:
            for line in split_cell(row[stage.stage], stage.split_at):
                assert squeeze(line) in whole, (row["configuration"], stage.stage)
    for text in study.quotations["text"]:
        # A quotation may run over the end of a page, where head and foot stand between.
        parts = squeeze(text)
        assert parts in whole or (parts[:60] in whole and parts[-60:] in whole), text[:60]


def test_every_caption_of_a_table_or_figure_is_there(printed, articles):
    _, _, texts = printed
    whole = "".join(texts)
    captions = [
        caption.get_text()
        for article in articles
        for caption in article.find_all(["caption", "figcaption"])
    ]
    assert captions
    for caption in captions:
        assert squeeze(caption) in whole, caption


def test_the_contents_name_the_pages(printed, titles):
    _, _, texts = printed
    contents = texts[1] + texts[2]
    for title in titles:
        found = re.search(re.escape(squeeze(title)) + r"(\d+)", contents)
        assert found, title
        assert any(
            squeeze(title) in texts[int(number) - 1]
            for number in (found[1], found[1][:3], found[1][:2], found[1][:1])
            if 0 < int(number) <= len(texts)
        ), title


def find_beyond(path):
    """Return the text that stands beyond what a printer can print, and the shapes of the pages.

    A place is asked for as it is on the page: drawings turn and scale their text.
    """
    found, shapes = [], set()
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            shapes.add(width > height)
            text = page.get_textpage()
            count = text.count_rects()
            assert count, f"page {number} is empty"
            for left, bottom, right, top in map(text.get_rect, range(count)):
                inside = left >= UNPRINTED and right <= width - UNPRINTED
                if not (inside and bottom >= UNPRINTED and top <= height - UNPRINTED):
                    words = text.get_text_bounded(left, bottom, right, top)
                    found.append(f"page {number}: {words!r} from {left:.0f} to {right:.0f}")
    return found, shapes


def read_texts(path):
    """Return the text of each page in one line."""
    with pypdfium2.PdfDocument(path) as document:
        return [squeeze(page.get_textpage().get_text_range()) for page in document]


def join_pages(texts, head):
    """Return the text of all pages in one line, without head and number of each."""
    return "".join(text.removeprefix(f"{head}{n}") for n, text in enumerate(texts, start=1))


def write_document(site, study):
    """Return the document of the book of this project."""
    return build_document(ROOT, site, study, load_all_results(ROOT, ROOT / "data"))


def find_lost(site, study, texts, besides=()):
    """Return the paragraphs, cells and labels that stand fewer times in a PDF than on the site.

    `texts` has the text of each page of the PDF.

    What lies beyond the edge of the paper is not there: Chromium leaves it out.
    `besides` are elements whose text need not be there.
    """
    page = BeautifulSoup(write_document(site, study), "html.parser").body
    for unseen in page.find_all(["title", "desc", "style", *besides]):
        if not unseen.decomposed:
            unseen.decompose()
    there, whole = squeeze(page.get_text()), join_pages(texts, squeeze(page.h1.get_text()))
    innermost = (e for e in page.find_all(BLOCKS) if e.find(BLOCKS) is None)
    lost = []
    for text in {squeeze(element.get_text()) for element in innermost}:
        # Fewer letters also stand where two other texts meet.
        if len(text) > 3 and whole.count(text) < there.count(text):
            # In the midst of a cell that goes on overleaf the head of its table is repeated.
            parts = [text[i : i + 20] for i in range(0, len(text), 20)]
            if len(parts) < 3 or sum(whole.count(p) < there.count(p) for p in parts) > 2:
                lost.append(text)
    return lost


def test_text_stays_whole_on_its_page(study, printed):
    site, _, texts = printed
    assert find_beyond(site / FOLDER / BOOK) == ([], {True, False})
    assert find_lost(site, study, texts) == []


@NEEDS_CHROMIUM
@pytest.mark.skipif(sys.platform != "linux", reason="other systems choose fonts in another way")
@pytest.mark.night
def test_the_book_has_its_own_face_on_a_machine_with_other_fonts(
    printed, study, tmp_path, monkeypatch
):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for path in Path(matplotlib.get_data_path(), "fonts", "ttf").glob("DejaVuSansMono*.ttf"):
        shutil.copyfile(path, fonts / path.name)
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    path = print_book(write_document(printed[0], study), tmp_path / "book.pdf")
    used = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in PdfReader(path).pages
        for font in page["/Resources"]["/Font"].values()
    }
    # Code is set in the machine's own letters of one width.
    assert all(name.startswith(("EditionSans", "DejaVuSansMono")) for name in used)
    assert any(name.startswith("EditionSans") for name in used)
    assert find_beyond(path) == ([], {True, False})
    assert find_lost(printed[0], study, read_texts(path), besides=["svg"]) == []


def test_text_of_figures_can_be_read(study, printed):
    _, reader, texts = printed
    for exhibit in (e for e in study.exhibits if e.kind == "diagram"):
        caption = squeeze(f"{exhibit.label}. {exhibit.caption}")
        number = next(i for i, text in enumerate(texts) if caption in squeeze(text))
        sizes = []

        def note(text, matrix, own, _font, size, sizes=sizes):
            sizes.append(abs(size * own[3] * matrix[3]) if text.strip() else SMALLEST_TEXT)

        reader.pages[number].extract_text(visitor_text=note)
        assert min(sizes) >= SMALLEST_TEXT, (exhibit.label, min(sizes))


def test_fonts_are_embedded_and_the_file_is_tagged(printed):
    _, reader, _ = printed
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert "/StructTreeRoot" in root
    fonts = {}
    for page in reader.pages:
        for name, font in (page["/Resources"].get("/Font") or {}).items():
            fonts[font.idnum if hasattr(font, "idnum") else name] = font.get_object()
    assert fonts
    for font in fonts.values():
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        if font["/Subtype"] != "/Type3":
            assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].keys()
        assert "/ToUnicode" in font


def test_no_link_leads_to_this_machine_or_nowhere(printed):
    site, reader, _ = printed
    names = {name.lstrip("/") for name in reader.named_destinations}
    within = 0
    for page in reader.pages:
        for link in page.get("/Annots") or ():
            link = link.get_object()
            if "/Dest" in link:
                within += 1
                assert str(link["/Dest"]).lstrip("/") in names
            else:
                assert str(link["/A"]["/URI"]).startswith(("https://", "http://", "mailto:"))
    assert within > 100
    content = (site / FOLDER / BOOK).read_bytes()
    assert b"file:" not in content
    assert b"CreationDate" not in content


@NEEDS_CHROMIUM
@pytest.mark.night
def test_two_printings_are_the_same(book, tmp_path):
    places = [tmp_path / "a" / "one.pdf", tmp_path / "b é 'x'" / "other.pdf"]
    for path in places:
        path.parent.mkdir()
    one, other = (print_book(book[2], path) for path in places)
    assert one.read_bytes() == other.read_bytes()
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        *("one.pdf", "other.pdf")
    ]


def prepare(root, tmp_path):
    """Return a site with a page that leads to the book."""
    site = tmp_path / "site"
    (site / "chapters").mkdir(parents=True)
    (site / "chapters" / "d.html").write_text(
        '<p><a class="file" href="../downloads/x.zip">zip</a> <a class="book-file" '
        'href="../downloads/book.pdf" aria-label="PDF: x">PDF</a></p>'
    )
    return site


def test_without_chromium_no_page_leads_to_a_file_that_is_not_there(book, tmp_path, monkeypatch):
    root, study, _ = book
    site, said = prepare(root, tmp_path), []
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    add_books(root, site, study, Results(), said.append)
    page = (site / "chapters" / "d.html").read_text("utf-8")
    assert "book.pdf" not in page
    assert "x.zip" in page
    assert INSTALL in page
    assert INSTALL in said[0]


def test_a_chromium_that_fails_is_noticed(book, tmp_path, monkeypatch, faceless):
    root, study, _ = book
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho no display today\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(printing, "find_chromium", lambda: str(program))
    with pytest.raises(RefusalError, match="no display today"):
        add_books(root, prepare(root, tmp_path), study, Results(), lambda line: None)
    program.write_text("#!/bin/sh\nsleep 60\n")
    monkeypatch.setattr(printing, "LIMIT", 0.5)
    with pytest.raises(RefusalError, match=r"in 0\.5 seconds"):
        add_books(root, prepare(root, tmp_path / "again"), study, Results(), lambda line: None)


# A program that prints many pages to the folder of its argument.
PRINT = """
import sys
from pathlib import Path
from scripts.book import printed_pages, printing
words = " ".join(f"{i:x}" for i in range(10**15, 10**15 + 120_000))
folder = Path(sys.argv[1])
part = folder / "book.pdf"
try:
    printing.print_pages(f"<p>{words}</p>", part, printing.FINISH)
except (printing.RefusalError, OSError) as error:
    sys.exit(f"{type(error).__name__}: {error}; left: {[p.name for p in folder.iterdir()]}")
"""


@NEEDS_CHROMIUM
@pytest.mark.night
def test_a_disk_that_fills_while_the_book_is_printed_is_named(tmp_path):
    alone = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    place = shlex.quote(str(tmp_path))
    command = shlex.join([sys.executable, "-c", PRINT, str(tmp_path)])
    said = []
    # As long as there is too little room: for the pages, for the browser, for the file.
    for kilobytes in (64, *range(1500, 30_000, 1500)):
        mount = f"mount -t tmpfs -o size={kilobytes}k tmpfs {place}"
        if sys.platform != "linux" or subprocess.run([*alone, mount]).returncode:
            pytest.skip("this machine does not let a test mount anything")
        call = [*alone, f"{mount} && exec {command}"]
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
        if done.returncode == 0:
            break
        said.append(done.stderr)
    assert done.returncode == 0
    assert len(said) > 1
    for words in said:
        assert re.match("RefusalError: .*disk full|OSError: .*No space left", words), words
        assert "print-" not in words


def test_the_book_is_not_printed_again_if_nothing_changed(book, tmp_path, monkeypatch, faceless):
    root, study, _ = book
    site, printings = Path(shutil.copytree(root / "site", tmp_path / "site")), []

    def print_anything(document, path):
        printings.append(path.name)
        path.write_bytes(b"%PDF " + os.urandom(8))

    monkeypatch.setattr(printing, "print_book", print_anything)
    monkeypatch.setattr(printing, "find_chromium", lambda: "chromium")

    def list_printed():
        printings.clear()
        add_books(root, site, study, Results(), lambda line: None)
        assert all((site / FOLDER / name).read_bytes().startswith(b"%PDF") for name in BOOKS)
        return sorted(printings)

    assert list_printed() == sorted(BOOKS)
    assert list_printed() == []
    page = site / "chapters" / "two.html"
    page.write_text(page.read_text("utf-8").replace("Hidden words", "Other words"), "utf-8")
    # The short edition does not have this page.
    assert list_printed() == [BOOK]
    (site / "_images" / "a b.svg").write_bytes(PICTURE + b"<!-- another -->")
    assert list_printed() == sorted(BOOKS)
    (site / "searchindex.js").write_text("x")
    assert list_printed() == []
    for path in (root / "_build" / "printed").rglob("*.pdf"):
        path.write_bytes(b"damaged")
    assert list_printed() == sorted(BOOKS)


def test_tags_have_the_same_numbers_in_another_printing():
    names = [b"/ID (node00000%03d)", b"/Names [(node00000%03d) 9 0 R (node00000%03d) 8 0 R]"]
    places = [(97,), (95, 101)]
    one, other = (
        b"\n".join(
            name % tuple(n + shift for n in own) for name, own in zip(names, places, strict=True)
        )
        for shift in (0, 1)
    )
    assert one != other
    same = b"/ID (node00000002)\n/Names [(node00000001) 9 0 R (node00000003) 8 0 R]"
    assert remove_traces(one) == remove_traces(other) == same
    assert remove_traces(b"node00000097 (node97)") == b"node00000097 (node97)"


def test_taking_out_the_dates_moves_no_other_bytes():
    content = b"<</Title (D:x)\n/CreationDate (D:20261122223451+00'00')\n/ModDate (D:2026)>>"
    clean = remove_traces(content)
    assert len(clean) == len(content)
    assert clean.split() == [b"<</Title", b"(D:x)", b">>"]
