"""What a build that was killed leaves behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT
from tests.browser import wait_for
from tests.chapters.test_executor import write_chapter
from tests.studies import write_study

RUN = (
    "from pathlib import Path; from scripts.chapters.executor import execute_chapters; "
    "root = Path.cwd(); execute_chapters(root)"
)


@pytest.mark.skipif(os.name == "nt", reason="kernels are other processes there")
def test_a_build_that_is_killed_leaves_nothing_in_the_temporary_folder(tmp_path):
    book, own = tmp_path / "book", tmp_path / "t"
    own.mkdir()
    write_study(book / "data")
    shutil.copytree(ROOT / "scripts", book / "scripts")
    (book / "_config.yml").write_text("execute: {timeout: 300}\n")
    (book / "_toc.yml").write_text("format: jb-book\nroot: one\n")
    (book / "requirements.txt").write_text("")
    started = tmp_path / "started"
    code = f"from pathlib import Path\nPath({str(started)!r}).touch()\nimport time\ntime.sleep(900)"
    write_chapter(book / "one.ipynb", "# One", code)
    build = subprocess.Popen(
        [sys.executable, "-c", RUN],
        cwd=book,
        env=os.environ | {"TMPDIR": str(own), "PYTHONPATH": str(book)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(started.exists)
        assert list(own.glob("kernel-*"))
    finally:
        build.kill()
        build.wait()

    def is_clean():
        return not [*own.glob("kernel-*"), *own.glob("tmp*.json"), *Path(own).glob("kernel*.json")]

    wait_for(is_clean)
