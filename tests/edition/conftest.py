"""What several tests of this edition need."""

import contextlib
import os
from pathlib import Path

import pytest

from scripts.book.printing import NAMES


@contextlib.contextmanager
def hide_chromium(tools: Path):
    """Let no Chromium be found, so that no test waits for PDFs that it does not look at."""
    tools.mkdir()
    for folder in reversed(os.environ["PATH"].split(os.pathsep)):
        for program in Path(folder).glob("*"):
            if program.name not in NAMES:
                (tools / program.name).unlink(missing_ok=True)
                (tools / program.name).symlink_to(program)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tools))
        yield


@pytest.fixture(scope="module")
def unprinted(tmp_path_factory):
    """No book is printed meanwhile."""
    with hide_chromium(tmp_path_factory.mktemp("path") / "tools"):
        yield
