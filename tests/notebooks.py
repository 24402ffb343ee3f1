"""How the cells of the chapters are executed as tests, where nbval is asked for."""

import os
import tempfile
from itertools import count

import nbval.kernel
from nbval.plugin import IPyNbCell

from scripts.chapters.kernels import CAN_COPY, use_copied_kernels
from tests.conftest import check_data

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
    check_data()
    return manager


def _await_patiently(kernel, msg_id, timeout=None):
    """Wait for the answer of a kernel, and longer than the few seconds that nbval would."""
    return _await_reply(kernel, msg_id, timeout and max(timeout, PATIENCE))


def prepare(config):
    """Have cells executed by copied kernels, with patience."""
    nbval.kernel.RunningKernel.await_reply = _await_patiently
    config.option.nbval_kernel_startup_timeout = PATIENCE
    if os.name != "nt":
        nbval.kernel.KernelManager = _start_copied


def pytest_collection_modifyitems(items):
    for item in items:
        if isinstance(item, IPyNbCell):
            item.output_timeout = PATIENCE
