"""How time and memory grow with the number of configurations, four quotations each.

The study is invented for this purpose. Each step runs in a process of its own, so that
its peak of memory is its own. Run it from the folder of the project:

    .venv/bin/python -m benchmarks.growth [--sizes 10,100,1000,10000] [--steps check,build]
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10, 100, 1000, 10_000)
QUOTATIONS = 4  # of each configuration
LIMIT = 1800  # seconds for one step
TEMPLATE = ROOT / "scripts/adapt/template/chapters"
INDEX = "# An invented study\n\nMade to measure how fast this book is built."
CHAPTERS = ("configurations", "explorer")
CONFIG = """title: An invented study
only_build_toc_files: true
exclude_patterns: [_build]
execute: {execute_notebooks: force, timeout: 900}
sphinx:
  extra_extensions: [scripts.site.extension]
  config: {nb_execution_raise_on_error: true, language: en, html_last_updated_fmt: null}
"""


@dataclass(frozen=True)
class Measure:
    """Seconds and peak of memory (megabytes) of one step with so many configurations."""

    step: str
    configurations: int
    seconds: float
    megabytes: float


def check(data: Path) -> None:
    """Read and check the data."""
    from scripts.study.study import check_study

    problems = check_study(data)
    if problems:
        raise SystemExit("\n".join(map(str, problems[:5])))


def chapters(data: Path) -> None:
    """Execute the chapters with the table of all configurations and with the explorer."""
    from scripts.chapters.executor import execute_chapters

    execute_chapters(data.parent)


def diagram(data: Path) -> None:
    """Draw the change model of all configurations, split where it is too tall."""
    from scripts.analysis import list_elements
    from scripts.display import show_diagram
    from scripts.study.study import open_study

    study = open_study(data)
    numbers = study.configurations[["configuration", "position"]]
    boxes = numbers.merge(list_elements(study), on="configuration")
    links = boxes.merge(boxes, on="configuration", suffixes=("_from", "_to"))
    links = links.query("order_to == order_from + 1")
    show_diagram(boxes, links, study, "figure", "An invented change model")


def pages(data: Path) -> None:
    """Make the page of each configuration."""
    from scripts.cases.configuration_pages import build_pages
    from scripts.study.study import open_study

    for _ in build_pages(open_study(data)):
        pass


def build(data: Path) -> None:
    """Build the book from nothing, with all pages and downloads."""
    from scripts.book.build import build_book

    build_book(data.parent, lambda line: None)


STEPS: dict[str, Callable[[Path], None]] = {
    step.__name__: step for step in (check, chapters, diagram, pages, build)
}


def make_book(folder: Path, configurations: int) -> Path:
    """Make a book around an invented study and return its data folder."""
    from benchmarks.explorer import make_synthetic_study
    from scripts.chapters.notebooks import canonical_text

    (folder / "chapters").mkdir(parents=True)
    make_synthetic_study(folder / "data", configurations, QUOTATIONS)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=ignore)
    shutil.copy(ROOT / "requirements.txt", folder)
    (folder / "_config.yml").write_text(CONFIG, "utf-8")
    names = "".join(f"- file: chapters/{name}\n" for name in CHAPTERS)
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{names}", "utf-8")
    index = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(INDEX), nbformat.v4.new_code_cell("1 + 1")]
    )
    (folder / "index.ipynb").write_text(canonical_text(index), "utf-8")
    for name in CHAPTERS:
        shutil.copy(TEMPLATE / f"{name}.ipynb", folder / "chapters")
    return folder / "data"


def run_step(step: str, data: Path) -> None:
    """Run a step in this process and print what it took."""
    start = time.perf_counter()
    STEPS[step](data)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, measure_peak()]))


def measure_peak() -> float:
    """Return the most memory that this process, or one that it waited for, had; megabytes."""
    unit = 1024**2 if sys.platform == "darwin" else 1024
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    try:
        # Linux counts for a process what the one that started it had before.
        status = Path("/proc/self/status").read_text("utf-8")
        own = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return max(own, others)


def measure_growth(
    sizes: Iterable[int] = SIZES,
    steps: Iterable[str] = tuple(STEPS),
    report: Callable[[str], None] = print,
) -> list[Measure]:
    """Return what each step took at each size."""
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data = make_book(Path(folder) / "book", size)
            for step in steps:
                command = [sys.executable, "-m", "benchmarks.growth", "--run", step, str(data)]
                try:
                    done = subprocess.run(
                        command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT
                    )
                except subprocess.TimeoutExpired:
                    report(f"{size:6} {step:10} more than {LIMIT} s")
                    continue
                if done.returncode:
                    report(f"{size:6} {step:10} failed: {done.stderr.strip()[-600:]}")
                    continue
                seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
                found.append(Measure(step, size, seconds, megabytes))
                report(f"{size:6} {step:10} {seconds:8.2f} s {megabytes:8.0f} MB")
    return found


def fit_exponent(points: Iterable[tuple[float, float]]) -> float:
    """Return the slope of a line through points on logarithmic axes, by least squares."""
    places = [(log(x), log(y)) for x, y in points]
    middle_x = sum(x for x, _ in places) / len(places)
    middle_y = sum(y for _, y in places) / len(places)
    above = sum((x - middle_x) * (y - middle_y) for x, y in places)
    return above / sum((x - middle_x) ** 2 for x, _ in places)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--steps", default=",".join(STEPS))
    parser.add_argument("--run", nargs=2, metavar=("STEP", "DATA"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run_step(options.run[0], Path(options.run[1]))
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    found = measure_growth(sizes, options.steps.split(","))
    for step in options.steps.split(","):
        points = [(m.configurations, m.seconds) for m in found if m.step == step]
        if len(points) > 1:
            print(f"{step}: time grows with the power {fit_exponent(points[-2:]):.2f}")


if __name__ == "__main__":
    main()
