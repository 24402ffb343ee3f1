"""What holds for the study of this edition alone: sphinx ext."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from scripts.site import extension
from tests import ROOT


@pytest.fixture
def app(tmp_path):
    """What the extension needs to know of Sphinx, in a copy of the project's data."""
    for name in ("data", "chapters"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("_toc.yml", "_config.yml", "index.ipynb"):
        shutil.copy(ROOT / name, tmp_path)
    output = tmp_path / "html"
    (output / "_static").mkdir(parents=True)
    builder = SimpleNamespace(format="html", use_index=True)
    config = SimpleNamespace(html_use_index=True)
    return SimpleNamespace(srcdir=str(tmp_path), outdir=str(output), builder=builder, config=config)


def test_an_unexplained_difference_does_not_pass_the_gate(app):
    printed = Path(app.srcdir) / "data/published/table_1.csv"
    text = printed.read_text("utf-8")
    printed.write_text(text.replace("15 (55.6%)", "15 (55.5%)"), "utf-8")
    with pytest.raises(ExtensionError, match="White British"):
        extension.check_before_building(app)
