"""Copied kernels: as clean as fresh ones, and gone with the build that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.chapters import kernels
from scripts.chapters.kernels import CAN_COPY, CopiedProcess
from tests import ROOT


@pytest.fixture
def run(tmp_path):
    """Run code in a copy of the process that has loaded the libraries; return what it wrote."""

    def run(code: str, status: int = 0) -> str:
        program, written = tmp_path / "program.py", tmp_path / "written"
        program.write_text(f"def say(x): open({str(written)!r}, 'a').write(str(x))\n{code}")
        process = CopiedProcess({}, program)
        assert process.wait() == status
        assert process.poll() == status
        return written.read_text() if written.exists() else ""

    return run


def test_nothing_that_one_kernel_does_is_seen_by_another(run):
    spoil = "import os, sys, pandas\npandas.read_csv = None\nos.environ['SPOILT'] = 'yes'\n"
    run(spoil + "sys.modules['scripts'] = None")
    look = "import os, sys, pandas\nsay([pandas.read_csv is None, 'SPOILT' in os.environ"
    assert run(look + ", sys.modules.get('scripts', 0) is None])") == "[False, False, False]"


@pytest.mark.skipif(not CAN_COPY, reason="kernels are copied on Linux only")
def test_libraries_are_there_and_no_module_of_the_book_is(run):
    libraries = [name for name in kernels.LIBRARIES if "." not in name]
    code = f"import sys\nsay([n for n in {libraries} if n not in sys.modules])"
    assert run(code + "\nsay([n for n in sys.modules if n.startswith('scripts')])") == "[][]"


@pytest.mark.skipif(not CAN_COPY, reason="kernels are copied on Linux only")
def test_the_process_that_is_copied_has_no_other_threads(run):
    assert run("import os\nsay(len(os.listdir('/proc/%d/task' % os.getppid())))") == "1"


def test_random_numbers_are_not_the_same_in_each(run):
    code = "import random\nsay(f'{random.random()} ')"
    run(code)
    one, two = run(code).split()
    assert one != two


def test_an_exit_status_and_a_signal_are_told(run):
    run("import os; os._exit(7)", status=7)
    if sys.platform != "win32":
        run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", status=-signal.SIGKILL)


def test_a_process_that_has_ended_may_be_ended_again(tmp_path):
    (tmp_path / "program.py").write_text("import time; time.sleep(3000)")
    process = CopiedProcess({}, tmp_path / "program.py")
    assert process.poll() is None
    process.kill()
    assert process.wait() != 0
    for end in (process.kill, process.terminate):
        end()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_kernels_end_with_the_build_that_started_them(tmp_path):
    written = tmp_path / "pid"
    (tmp_path / "program.py").write_text(
        f"import os, sys, time\nsys.path.insert(0, {str(ROOT)!r})\n"
        "import ipykernel.kernelapp as app\nfrom scripts.chapters import kernel_program\n"
        f"app.launch_new_instance = lambda: (open({str(written)!r}, 'w').write(str(os.getpid())),"
        " time.sleep(3000))\nkernel_program.start(order)\n"
    )
    order = {"environment": dict(os.environ), "folder": str(tmp_path), "arguments": ["kernel"]}
    code = "from pathlib import Path\nfrom scripts.chapters.kernels import CopiedProcess\n"
    code += f"CopiedProcess({order!r}, Path({str(tmp_path / 'program.py')!r})).wait()"
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as build:
        wait_until(lambda: written.exists() and written.read_text())
        assert is_alive(int(written.read_text()))
        build.kill()
    wait_until(lambda: not is_alive(int(written.read_text())))


def test_a_program_that_asks_for_kernels_is_not_run_by_each(tmp_path):
    (tmp_path / "program.py").write_text("")
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys\nfrom pathlib import Path\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from scripts.chapters.kernels import CopiedProcess\nprint('run')\n"
        f"assert CopiedProcess({{}}, Path({str(tmp_path / 'program.py')!r})).wait() == 0\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=600
    )
    assert (done.returncode, done.stdout) == (0, "run\n"), done.stderr


def wait_until(holds, seconds: float = 300) -> None:
    """Wait for something to hold; fail if it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Return whether a process is there and does not only wait to be forgotten."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return not Path("/proc").is_dir()
