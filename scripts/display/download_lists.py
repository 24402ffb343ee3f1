"""Links to the files of an exhibit, and the list of all files, as a page shows them."""

from __future__ import annotations

from html import escape

from IPython.display import HTML

from scripts.book.book_pdf import BOOK, FOLDER
from scripts.exports.downloads import (
    WHOLE,
    Download,
    find_downloads,
    list_downloads,
)
from scripts.study.study import Study

# From a chapter to the downloads, which stand beside the folder of the chapters.
UP = "../"


def show_downloads(study: Study, key: str) -> HTML:
    """Return a line of links to the files of a table, figure or chart; nothing if it has none.

    Parameters
    ----------
    study : Study
        The study.
    key : str
        Key of the exhibit in ``study.yml``, or the name of what is none, as
        `scripts.exports.downloads.find_downloads` takes it.
    """
    found = find_downloads(study, key)
    if not found:
        return HTML("")
    parts = [
        f'<span class="edition-files">{escape(d.shape)}{": " if d.shape and d.files else ""}'
        f"{_format_links(d, ', '.join(filter(None, (d.label, d.shape))))}</span>"
        for d in found
    ]
    words = f"<b>Download:</b> {escape(found[0].label)}"
    return HTML(f'<p class="edition-downloads"><span>{words}</span>\n' + "\n".join(parts) + "</p>")


def show_all_downloads(study: Study) -> HTML:
    """Return the list of everything that can be downloaded, under its headings."""
    sections: dict[str, list[Download]] = {}
    for download in list_downloads(study):
        sections.setdefault(download.section, []).append(download)
    lines = ['<div class="edition-all-downloads">']
    names = {
        name: "downloads-" + name.lower().replace(" ", "-")
        for name in sorted(sections, key=lambda name: name != WHOLE)
    }
    # The contents beside a page know only headings that stand in its prose.
    lines.append('<nav aria-label="Kinds of files"><ul class="edition-sections">')
    lines += [f'<li><a href="#{id_}">{escape(name)}</a></li>' for name, id_ in names.items()]
    lines.append("</ul></nav>")
    for name, identifier in names.items():
        lines.append(f'<h2 id="{identifier}">{escape(name)}</h2>')
        lines.append('<dl class="edition-downloads">')
        for download in sections[name]:
            lines.append(f"<dt>{escape(download.title)}</dt>")
            links = _format_links(download, download.title)
            lines.append(f"<dd>{links or escape(download.shape)}</dd>")
        lines.append("</dl>")
    return HTML("\n".join([*lines, "</div>"]))


def _format_links(download: Download, what: str) -> str:
    """Return a link to each file of a download."""
    return " ".join(
        f'<a class="{"book-file" if file == BOOK else "file"}" href="{UP}{FOLDER}/'
        f'{escape(file, quote=True)}" aria-label="{escape(f"{words}: {what}", quote=True)}">'
        f"{escape(words)}</a>"
        for words, file in download.files
    )
