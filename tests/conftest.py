import os
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import nbval.kernel
import pytest
from hypothesis import HealthCheck, settings
from nbval.plugin import IPyNbCell

from scripts.book.book import build_book
from scripts.execution.kernels import CAN_COPY, use_copied_kernels
from scripts.study.study import CHECKED, load_study
from tests import ROOT
from tests.browser import MISSING, name_install_command, serve, start_browser

DATA = ROOT / "data"
# Seconds for a kernel that begins to answer, or to say what it shows, on a busy machine.
PATIENCE = 600
_Manager = nbval.kernel.KernelManager
_await_reply = nbval.kernel.RunningKernel.await_reply
_sockets = tempfile.TemporaryDirectory(prefix="kernels-", ignore_cleanup_errors=True)
_numbers = count(1)


def _start_copied(**options):
    """Return the manager of a kernel that need not load the libraries for itself.

    Its sockets are files: ports could be taken by another kernel.
    """
    manager = _Manager(transport="ipc", ip=f"{_sockets.name}/{next(_numbers)}", **options)
    if CAN_COPY:
        use_copied_kernels(manager)
    # Kernels of several processes would write their history into one file, and tell of it in
    # what a cell shows when they cannot.
    spec = manager.kernel_spec
    spec.argv = [*spec.argv, "--HistoryManager.enabled=False"]
    # As in a build: the data are checked before the chapters, and not again by each of them.
    _check_data()
    spec.env = {**spec.env, CHECKED: str(DATA)}
    return manager


@cache
def _check_data():
    """Raise an error that lists all that is wrong with the data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(CHECKED, raising=False)
        return load_study(DATA)


def _await_patiently(kernel, msg_id, timeout=None):
    """Wait for the answer of a kernel, and longer than the few seconds that nbval would."""
    return _await_reply(kernel, msg_id, timeout and max(timeout, PATIENCE))


# How long an example takes says how busy a machine is. The examples are the same each time,
# so that what fails fails always; `make fuzz` tries others.
settings.register_profile(
    "patient",
    deadline=None,
    derandomize=os.environ.get("FUZZING") != "new",
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("patient")


def pytest_configure(config):
    # Whatever settings this person has, and whether or not their folder may be written.
    os.environ["IPYTHONDIR"] = _sockets.name
    # IPython warns where the environment of another project is activated.
    os.environ.pop("VIRTUAL_ENV", None)
    nbval.kernel.RunningKernel.await_reply = _await_patiently
    config.option.nbval_kernel_startup_timeout = PATIENCE
    if os.name != "nt":
        nbval.kernel.KernelManager = _start_copied


def pytest_collection_modifyitems(items):
    """Begin with the files that take long: one that came last would keep one process waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        if isinstance(item, IPyNbCell):
            item.output_timeout = PATIENCE


@pytest.fixture(scope="session")
def study():
    """The study of this edition, checked."""
    return _check_data()


@pytest.fixture
def data_copy(tmp_path):
    """A copy of the data folder that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def site():
    """The site, built by what `make book` runs. A build locks: other processes wait for it."""
    return build_book(ROOT, lambda line: None)


# Not for a session: Playwright keeps an event loop running in this thread, which the
# notebooks that are executed by other tests of this process would find in their way. The
# site comes first for the same reason: to build it may take executing notebooks.
@pytest.fixture(scope="module")
def chromium(site):
    """A Chromium without network; tests/browser.py has what opens pages in it."""
    with start_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(site):
    """The address of the site, served on this machine. It ends with a slash."""
    with serve(site) as address:
        yield address


def pytest_terminal_summary(terminalreporter):
    """Say it so that nobody overlooks it when the tests in a browser were left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(MISSING in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.section("NOT TESTED IN A BROWSER", sep="!", red=True, bold=True)
        terminalreporter.line(f"{count} tests were skipped: {MISSING}. To install it, type")
        terminalreporter.line(f"    {name_install_command()}")
