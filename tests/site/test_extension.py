"""The book's extension: what it refuses, and what it keeps out of the pages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from scripts.site import extension
from tests import ROOT


def test_invalid_data_do_not_pass_the_gate(app):
    (Path(app.srcdir) / "data/interviews.csv").write_text("nonsense\n")
    with pytest.raises(ExtensionError, match=r"interviews\.csv"):
        extension.open_book(app)


def test_a_plain_jupyter_book_build_meets_the_gate_too(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    shutil.copy(ROOT / "references.bib", tmp_path)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (tmp_path / "index.md").write_text("# A book\n")
    (tmp_path / "data/interviews.csv").write_text("nonsense\n")
    done = subprocess.run(
        [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "interviews.csv" in done.stdout + done.stderr
    assert not (tmp_path / "_build/html/index.html").exists()


@pytest.mark.parametrize(
    ("entries", "is_written"), [({}, False), ({"index": []}, False), ({"index": ["word"]}, True)]
)
def test_an_index_page_is_written_only_if_something_is_indexed(app, entries, is_written):
    env = SimpleNamespace(get_domain=lambda name: SimpleNamespace(entries=entries))
    extension.drop_empty_index(app, env)
    assert app.builder.use_index == app.config.html_use_index == is_written
