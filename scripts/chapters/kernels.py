"""Kernels, each a process of its own, copied from one that has loaded the libraries already.

Loading pandas, matplotlib and the like takes longer than most chapters do. On Linux one
process loads them once and is copied (forked) for each kernel, before it has run
anything. A kernel therefore begins in the same state as a fresh one. Elsewhere each
kernel loads for itself.
"""

import multiprocessing
import multiprocessing.forkserver
import os
import runpy
import sys
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

PROGRAM = Path(str(files("scripts.chapters"))) / "kernel_program.py"
# Libraries only: a module of the book is loaded by the chapters that need it.
LIBRARIES = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "IPython.display"),
    *("pandas", "numpy", "matplotlib.figure", "matplotlib.textpath", "matplotlib.font_manager"),
    *("matplotlib.backends.backend_svg", "matplotlib_inline.backend_inline", "seaborn"),
    *("jinja2", "igraph", "bs4", "yaml", "jsonschema", "nbformat", "nbformat.v4"),
)
# As a kernel sets them for itself; they must be set when the libraries are loaded. No
# library may start threads of its own: a copy would lack them.
SETTINGS = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
NAME = "copied"
CAN_COPY = sys.platform == "linux"
CONTEXT = multiprocessing.get_context("forkserver" if CAN_COPY else "spawn")
if CAN_COPY:
    CONTEXT.set_forkserver_preload(list(LIBRARIES))


def prepare_kernels() -> None:
    """Begin to load the libraries, so that they are there when the first kernel starts."""
    if CAN_COPY:
        with _set_environment():
            multiprocessing.forkserver.ensure_running()


@contextmanager
def _set_environment():
    """Set the environment for the process that loads the libraries.

    The program that asks for kernels is hidden meanwhile: each copy would run its file.
    """
    before, program = dict(os.environ), sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ.update({name: before.get(name, value) for name, value in SETTINGS.items()})
    try:
        yield
    finally:
        sys.modules["__main__"] = program
        os.environ.clear()
        os.environ.update(before)


class CopiedProcess:
    """A process started by copying, with what a provisioner uses of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, order: dict, program: Path):
        target, values = runpy.run_path, (str(program), {"order": order}, "__main__")
        self._process = CONTEXT.Process(target=target, args=values, daemon=True)
        with _set_environment():
            self._process.start()
        self.pid = self._process.pid
        self.kill, self.terminate = self._process.kill, self._process.terminate

    def poll(self) -> int | None:
        """Return the exit status, or None while the process runs."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for the end of the process and return its exit status."""
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        if self.poll() is None:
            os.kill(self.pid, number)


class CopiedKernel(LocalProvisioner):
    """Starts kernels by copying; for what it needs, see `use_copied_kernels`."""

    async def launch_kernel(self, cmd: list[str], **options) -> dict:
        """Start a kernel and return how to connect to it."""
        order = {
            "arguments": ["ipykernel_launcher.py", *cmd[cmd.index("ipykernel_launcher") + 1 :]],
            "folder": str(options.get("cwd") or Path.cwd()),
            "environment": dict(options.get("env") or os.environ),
        }
        self.process = CopiedProcess(order, PROGRAM)
        self.pid, self.pgid = self.process.pid, None
        return self.connection_info


def use_copied_kernels(manager) -> None:
    """Let a manager start its kernel by copying, before it has started one."""
    value = f"{__name__}:{CopiedKernel.__name__}"
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(NAME, value, "jupyter_client.kernel_provisioners")
    spec = manager.kernel_spec
    # This very Python, whatever other kernels of the same name the machine has.
    spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.metadata = {"kernel_provisioner": {"provisioner_name": NAME}}
