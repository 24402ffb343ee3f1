"""A chapter that runs without a kernel, too, takes no more time and memory than it may."""

import signal
import sys
import time

import pytest

from scripts.chapters.in_process import ChapterStoppedError, parse_cell, run_cells
from scripts.chapters.limits import Limits, read_limits
from scripts.chapters.notebooks import ChapterError
from tests.studies import make_study

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="this system has no alarm for processes"
)
ENDLESS = """
while True:
    try:
        pass
    except Exception:
        pass
"""
HOARD = "hoard = []\nwhile True: hoard.append(bytes(10**7))"


def run(folder, source, limits):
    return run_cells([parse_cell("own.ipynb", 7, source)], make_study(folder / "data"), limits)


@pytest.mark.parametrize("value", ["never", "-1", "0", "true", "[1]", ".nan", ".inf", "1e30"])
def test_a_limit_that_is_no_number_above_zero_is_refused_with_its_place(tmp_path, value):
    (tmp_path / "_config.yml").write_text(f"execute: {{timeout: {value}}}\n")
    with pytest.raises(ChapterError, match=r"_config.yml, execute, timeout: found .*: 300 then"):
        read_limits(tmp_path)


def test_the_limits_of_a_book_are_read(tmp_path):
    (tmp_path / "_config.yml").write_text("execute: {timeout: 12.5}\n")
    assert read_limits(tmp_path) == Limits(timeout=12.5, memory=4)


def test_a_cell_that_never_ends_is_stopped_and_named(tmp_path):
    start = time.monotonic()
    with pytest.raises(ChapterStoppedError) as stopped:
        run(tmp_path, ENDLESS, Limits(timeout=0.3))
    assert str(stopped.value) == "own.ipynb, cell 7 ran for more than 0.3 seconds and was stopped"
    assert time.monotonic() - start < 30


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds data to a limit")
def test_a_cell_that_takes_all_memory_is_stopped_and_named(tmp_path):
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(ChapterStoppedError, match=r"own\.ipynb, cell 7 used more than 2 gigabytes"):
        run(tmp_path, HOARD, Limits(memory=2))
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_what_stays_within_its_limits_is_let_alone_afterwards(tmp_path):
    handler = signal.getsignal(signal.SIGALRM)
    run(tmp_path, "x = 1", Limits(timeout=0.2))
    assert signal.getsignal(signal.SIGALRM) == handler
    time.sleep(0.3)
