"""The printed books, a short one and the full record: PDF, by Chromium from the built pages."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.chapters.executor import count_processors
from scripts.chapters.results import Results
from scripts.chapters.workspace import make_if_changed
from scripts.exports.downloads import BOOKS, FOLDER, READING
from scripts.files.problems import RefusalError
from scripts.study.study import Study

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "sudo apt-get install chromium"
# Seconds that one printing may take, on a machine that is busy with other work as well.
LIMIT = 1200
# A browser that asks nobody anything.
OPTIONS = (
    *("--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-first-run", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND"),
    # It names the maker of the file.
    *("--user-agent=Chromium", "--no-pdf-header-footer"),
)
# For readers who hear the book, and bookmarks; to count the pages takes neither.
FINISH = ("--generate-pdf-document-outline",)
DRAFT = ("--disable-pdf-tagging",)
# How programs run whose words are only told if they fail.
LISTENING = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "encoding": "utf-8",
    "errors": "replace",
}
DATE = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)")
# What tags of the file call each other: (node00000012).
NODE = re.compile(rb"(?<=\(node)\d{8}(?=\))")


def find_chromium() -> str | None:
    """Return the program that prints, or None where none is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def add_books(
    root: Path, site: Path, study: Study, results: Results, report: Callable[[str], None]
) -> None:
    """Put the PDFs into the downloads of a site; say how, where they cannot be made.

    They are kept under ``_build``, and only printed again when they would have other pages.
    """
    if find_chromium() is None:
        names = " and ".join(BOOKS)
        report(f"left out: {names} (Chromium is missing; {INSTALL}, then build again)")
        _explain_missing_books(site)
        return
    # Imported here: a build with nothing to print need not.
    from scripts.book.printed_pages import build_document

    def add_edition(file: str) -> None:
        document = build_document(root, site, study, results, is_short=file == READING)

        def print_edition(folder: Path) -> None:
            report(f"printing {file}")
            print_book(document, folder / file)

        kept = root / "_build" / "printed" / Path(file).stem
        make_if_changed(kept, hashlib.sha256(document.encode()).hexdigest(), print_edition)
        shutil.copyfile(kept / file, site / FOLDER / file)

    (site / FOLDER).mkdir(exist_ok=True)
    # Each is mostly the work of a browser of its own.
    with ThreadPoolExecutor(count_processors()) as pool:
        list(pool.map(add_edition, BOOKS))


def print_book(document: str, path: Path) -> Path:
    """Print a document as PDF and return its path.

    It is printed twice, since only then the contents know their page numbers. The same
    document gives the same bytes with the same Chromium and the same fonts.
    """
    from pypdf import PdfReader

    from scripts.book.printed_pages import PLACE, number_contents

    print_pages(number_contents(document, {}), path, DRAFT)
    reader = PdfReader(path)
    places = {name.lstrip("/"): place for name, place in reader.named_destinations.items()}
    numbers = {
        name: reader.get_destination_page_number(places[name]) + 1
        for name in PLACE.findall(document)
        if name in places
    }
    # Numbers take no room of their own, so the second printing has the pages of the first.
    print_pages(number_contents(document, numbers), path, FINISH)
    return path


def print_pages(html: str, path: Path, options: Sequence[str]) -> None:
    """Print a document that needs nothing but itself, once."""
    program = find_chromium()
    with tempfile.TemporaryDirectory(
        dir=path.parent, prefix="print-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name).resolve()
        (folder / "book.html").write_text(html, "utf-8")
        output = folder / "book.pdf"
        command = [program, *OPTIONS, *options, f"--user-data-dir={folder / 'profile'}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Its own safeguard does not work for this user; the document holds no script.
            command.append("--no-sandbox")
        command += [f"--print-to-pdf={output}", (folder / "book.html").as_uri()]
        said = _run(command)
        if not output.is_file():
            raise RefusalError(f"{program} did not print the book\n{said.strip()[-600:]}")
        content = output.read_bytes()
        if b"%%EOF" not in content[-32:]:
            raise RefusalError(f"{program} printed only a part of the book; is the disk full?")
        path.write_bytes(remove_traces(content))


def _run(command: list[str]) -> str:
    """Run Chromium with all that it starts, and return what it said."""
    process = subprocess.Popen(
        command,
        **LISTENING,
        env=os.environ | {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
        start_new_session=True,
    )
    try:
        return process.communicate(timeout=LIMIT)[0]
    except subprocess.TimeoutExpired as error:
        raise RefusalError(f"{command[0]} did not print the book in {LIMIT} seconds") from error
    finally:
        if process.poll() is None:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def remove_traces(content: bytes) -> bytes:
    """Return a PDF without the dates of its making, whose tags are numbered from 1 on.

    Chromium counts tags from where it happens to be, which is one more in a printing now and
    then. Every other byte stays in its place.
    """
    content = DATE.sub(lambda match: b" " * len(match[0]), content)
    names = sorted({*NODE.findall(content)})
    numbers = {name: str(i).zfill(len(name)).encode() for i, name in enumerate(names, start=1)}
    return NODE.sub(lambda match: numbers[match[0]], content)


def _explain_missing_books(site: Path) -> None:
    """Put the reason and the way out where pages would lead to a file that is not there."""
    words = (
        f'<span class="edition-missing">not made: Chromium was missing when this site was '
        f"built. <code>{INSTALL}</code>, then build again.</span>"
    )
    names = "|".join(map(re.escape, BOOKS))
    link = re.compile(rf'<a [^>]*href="[^"]*{FOLDER}/({names})"[^>]*>[^<]*</a>')
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        if link.search(text):
            path.write_text(link.sub(words, text), "utf-8", newline="\n")
