"""What holds for the study of this edition alone: sphinx ext."""

from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from scripts.site import extension


def test_an_unexplained_difference_does_not_pass_the_gate(app):
    printed = Path(app.srcdir) / "data/published/table_1.csv"
    text = printed.read_text("utf-8")
    printed.write_text(text.replace("15 (55.6%)", "15 (55.5%)"), "utf-8")
    with pytest.raises(ExtensionError, match="White British"):
        extension.open_book(app)
