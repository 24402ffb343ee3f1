"""A small book to print."""

from pathlib import Path

import pytest

from scripts.book.printed_pages import build_document
from scripts.chapters.results import Results
from tests.export_study import make_export_study

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
PAGES = {
    "index": '<h1>The start<a class="headerlink" href="#x">#</a></h1><script>alert(1)</script>'
    '<p id="x">See <a href="chapters/two.html#row">the row</a>, <a href="chapters/two.html">'
    'all</a>, <a href="downloads/book.pdf">the file</a>, <a href="https://example.org/">out</a>, '
    '<a href="javascript:alert(1)">bad</a>, <a href="file:///etc/passwd">worse</a>.</p>'
    '<p class="edition-downloads"><a href="downloads/t.docx">Word</a></p>'
    '<div class="edition-all-downloads"><h2>Files</h2><dl><dt>A table</dt></dl></div>'
    '<p><img alt="here" src="_images/a%20b.svg"><img alt="gone" src="_images/gone.png">'
    '<img alt="outside" src="../secret.png"></p>',
    "chapters/two": '<h1>Two</h1><details class="edition-code" id="code-1">'
    "<summary>Show</summary><pre>code</pre></details><h2>A &lt;b&gt; part</h2>"
    '<div class="edition-scroll" tabindex="0">'
    '<table class="edition-table edition-table-wide"><caption>A table</caption>'
    '<thead><tr><th id="h1" scope="col">Head</th></tr></thead>'
    '<tbody><tr id="row"><td headers="h1" onclick="x()" data-label="q">Cell</td></tr></tbody>'
    "</table></div><details><summary>More</summary><p>Hidden words</p></details>"
    '<form><input value="search"><button>Go</button></form>',
    "chapters/three": '<h1>Three</h1><figure class="edition-figure" id="f"><svg id="d" '
    'aria-labelledby="t" viewBox="0 0 900 1200"><style>#d{--ink:#d0d0d0}#d .frame{fill:#fff}'
    '</style><title id="t">T</title><clipPath id="c"></clipPath><g clip-path="url(#c)"></g>'
    '<use xlink:href="#c"></use></svg></figure><p><a href="../index.html">start</a> '
    '<a href="two.html#context=x">filtered</a> <a href="../configurations/one.html">one</a></p>',
    "configurations/one": "<h1>Configuration 1</h1><h2>The chain</h2><p>Words of one</p>",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A project with a site of a few pages, written by hand."""
    root = tmp_path_factory.mktemp("root")
    study = make_export_study(root / "data")
    (root / "_toc.yml").write_text(
        "root: index\nparts:\n- caption: Read & <see>\n  chapters:\n  - file: chapters/two\n"
        "  - file: chapters/three\n"
    )
    (root / "_config.yml").write_text('title: "A \\"book\\" </style><script>"\nauthor: <i>Me</i>\n')
    for name, body in PAGES.items():
        if not name.startswith("configurations"):
            (root / name).parent.mkdir(exist_ok=True)
            (root / f"{name}.md").touch()
        path = root / "site" / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            '<html><body><nav>menu</nav><article class="bd-article">'
            f'<section id="x-{Path(name).stem}">{body}</section></article></body></html>'
        )
    (root / "site" / "_images").mkdir()
    (root / "site" / "_images" / "a b.svg").write_bytes(PICTURE)
    (root / "secret.png").write_bytes(b"secret")
    return root, study, build_document(root, root / "site", study, Results())
