import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

import nbval.kernel
import pytest

from scripts.study import CHECKED, load_study

_Manager = nbval.kernel.KernelManager
_sockets = tempfile.TemporaryDirectory(prefix="kernels-", ignore_cleanup_errors=True)
_numbers = count(1)


def _start_with_own_sockets(**options):
    """Return a kernel manager whose sockets are files: ports could be taken by another kernel."""
    return _Manager(transport="ipc", ip=f"{_sockets.name}/{next(_numbers)}", **options)


def pytest_configure():
    if os.name != "nt":
        nbval.kernel.KernelManager = _start_with_own_sockets


DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="session")
def study():
    """The study of this edition, checked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(CHECKED, raising=False)
        return load_study(DATA)


@pytest.fixture
def data_copy(tmp_path):
    """A copy of the data folder that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
