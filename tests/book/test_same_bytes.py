"""The site depends on the project alone: not on when, where or on whose machine it is built."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.book.archive import list_source
from tests import ROOT

pytestmark = [pytest.mark.long, pytest.mark.night]

# Loaded by every Python that starts, the kernels of the chapters among them.
ODD_MACHINE = '''
"""A machine of one processor, where folders are listed in another order, in another year."""
import os
import shutil
import time

SHIFT = 500 * 86_400
_scandir, _listdir, _time = os.scandir, os.listdir, time.time
_localtime, _gmtime, _strftime = time.localtime, time.gmtime, time.strftime


def shuffle(values, name):
    """Another order than the usual one, and not the order of names either."""
    return sorted(values, key=lambda value: (name(value)[::-1], name(value)), reverse=True)


class Scan:
    """What os.scandir returns, in another order."""

    def __init__(self, found):
        with found:
            self.entries = iter(shuffle(found, lambda entry: os.fspath(entry.name)))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def close(self):
        return None


os.scandir = lambda path=".": Scan(_scandir(path))
os.listdir = lambda path=".": shuffle(_listdir(path), lambda name: name)
time.time = lambda: _time() + SHIFT
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.strftime = lambda form, moment=None: _strftime(form, moment or time.localtime())
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
'''
SURROUNDINGS = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "C",
    "LC_ALL": "C",
    "LANGUAGE": "tr",
    "PYTHONHASHSEED": "4242",
    "COLUMNS": "41",
    "LINES": "7",
    "TERM": "dumb",
    "USER": "somebody",
    "NO_COLOR": "1",
}


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def odd_machine(tmp_path_factory) -> dict[str, str]:
    """The environment of a machine where everything is otherwise."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "sitecustomize.py").write_text(ODD_MACHINE, "utf-8")
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "LC_CTYPE")}
    return kept | SURROUNDINGS | {"PYTHONPATH": str(folder)}


def test_the_odd_machine_is_like_this_one(odd_machine, tmp_path):
    """Or else the next test would try nothing."""
    for name in "abc":
        (tmp_path / name).touch()
    code = "import os, time, pathlib; print(*os.listdir(), *(p.name for p in os.scandir('.')), "
    code += "*(p.name for p in pathlib.Path('.').iterdir()), time.localtime().tm_zone, "
    code += "len(getattr(os, 'sched_getaffinity', lambda _: '1')(0)))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=odd_machine, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    *names, zone, processors = done.stdout.split()
    assert names == [*"cba"] * 3
    assert zone == "+14"
    assert processors == "1"


def copy_project(root: Path, folder: Path) -> Path:
    """Return a copy of the files of a project, without what was built or installed."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in list_source(root):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, folder / name)
    return folder


def test_the_site_is_the_same_elsewhere_and_at_another_time(site, odd_machine, tmp_path):
    project = copy_project(ROOT, tmp_path / "a copy, d’été")
    command = [sys.executable, "-m", "scripts", "book"]
    environment = odd_machine | {"PYTHONPATH": f"{project}{os.pathsep}{odd_machine['PYTHONPATH']}"}
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "are old" not in done.stdout
    here, there = read_files(site), read_files(project / "_build" / "html")
    assert sorted(here) == sorted(there)
    assert [name for name in here if here[name] != there[name]] == []
