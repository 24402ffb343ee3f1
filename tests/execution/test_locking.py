"""The lock: two builds never write into one folder, and no lock outlives its build."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts.execution.locking import BusyError, hold_lock
from tests import ROOT

HOLD = """
import sys, time
from pathlib import Path
from scripts.execution.locking import hold_lock
with hold_lock(Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(3000)
"""


def test_a_second_build_waits_and_in_the_end_gives_up(tmp_path):
    reports = []
    with (
        hold_lock(tmp_path, reports.append),
        pytest.raises(BusyError, match="another build is at work"),
        hold_lock(tmp_path, reports.append, patience=0.3),
    ):
        pytest.fail("two builds in one folder")
    assert reports == ["another build is at work in this folder; waiting for it to end"]


def test_the_lock_is_free_after_a_build_that_failed(tmp_path):
    with pytest.raises(ZeroDivisionError), hold_lock(tmp_path, pytest.fail):
        raise ZeroDivisionError
    with hold_lock(tmp_path, pytest.fail, patience=0):
        pass


def test_a_killed_build_leaves_no_lock(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(BusyError), hold_lock(tmp_path, lambda line: None, patience=0):
            pytest.fail("two builds in one folder")
        process.kill()
        process.wait()
        with hold_lock(tmp_path, lambda line: None, patience=60):
            pass


def test_the_folder_is_made_where_there_is_none(tmp_path):
    with hold_lock(tmp_path / "a" / "b", pytest.fail):
        assert (tmp_path / "a" / "b").is_dir()
