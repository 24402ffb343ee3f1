"""The lock: two builds never write into one folder, and no lock outlives its build."""

import subprocess
import sys
import threading

import pytest

from scripts.chapters.workspace import hold_lock
from tests import ROOT
from tests.browser import wait_for

HOLD = """
import sys, time
from pathlib import Path
from scripts.chapters.workspace import hold_lock
with hold_lock(Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(3000)
"""


def take_from(folder, end):
    """Take a lock that another holds; `end` ends the other once the wait is told of."""
    reports = []

    def report(line):
        reports.append(line)
        end()

    with hold_lock(folder, report):
        assert len(reports) == 1


def test_a_second_build_says_so_and_waits(tmp_path):
    reports, order = [], []

    def wait():
        with hold_lock(tmp_path, reports.append):
            order.append("second")

    second = threading.Thread(target=wait)
    with hold_lock(tmp_path, pytest.fail):
        second.start()
        wait_for(lambda: len(reports), 1)
        order.append("first")
    second.join()
    assert order == ["first", "second"]
    assert reports == ["another build is at work in this folder; waiting for it to end"]


def test_the_lock_is_free_after_a_build_that_failed(tmp_path):
    with pytest.raises(ZeroDivisionError), hold_lock(tmp_path, pytest.fail):
        raise ZeroDivisionError
    with hold_lock(tmp_path, pytest.fail):
        pass


def test_a_killed_build_leaves_no_lock(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        take_from(tmp_path, process.kill)


def test_what_is_started_meanwhile_can_hold_the_lock_for_longer(tmp_path):
    """A build that is killed leaves its Sphinx at work in the folder for a while."""
    code = "import sys; sys.stdin.read()"
    with hold_lock(tmp_path, pytest.fail):
        other = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, close_fds=False
        )
    take_from(tmp_path, other.communicate)


def test_the_folder_is_made_where_there_is_none(tmp_path):
    with hold_lock(tmp_path / "a" / "b", pytest.fail):
        assert (tmp_path / "a" / "b").is_dir()
