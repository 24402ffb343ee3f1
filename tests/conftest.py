import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

from tests import ROOT

DATA = ROOT / "data"
_settings = tempfile.TemporaryDirectory(prefix="ipython-", ignore_cleanup_errors=True)

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
    os.environ["IPYTHONDIR"] = _settings.name
    # IPython warns where the environment of another project is activated.
    os.environ.pop("VIRTUAL_ENV", None)
    if config.pluginmanager.has_plugin("nbval"):
        # Imported here, as what follows is: a few tests of one room start without all that.
        from tests import notebooks

        notebooks.prepare(config)
        config.pluginmanager.register(notebooks)


@cache
def check_data():
    """Return the study of this edition; raise an error that lists all that is wrong with it."""
    from scripts.study.study import load_study

    return load_study(DATA)


def pytest_collection_modifyitems(items):
    """Begin with the files that take long: one that came last would keep one process waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def study():
    """The study of this edition, checked."""
    return check_data()


@pytest.fixture
def data_copy(tmp_path):
    """A copy of the data folder that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def small_books(monkeypatch):
    """Copy next to nothing of the framework into new books: their data are what counts."""
    monkeypatch.setattr(
        "scripts.adapt.new_evaluation.list_framework_files", lambda root: ["Makefile"]
    )


@pytest.fixture
def app(tmp_path):
    """What the extension needs to know of Sphinx, in a copy of the project's data."""
    for name in ("data", "chapters"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("_toc.yml", "_config.yml", "index.ipynb"):
        shutil.copy(ROOT / name, tmp_path)
    output = tmp_path / "html"
    (output / "_static").mkdir(parents=True)
    builder = SimpleNamespace(format="html", use_index=True)
    config = SimpleNamespace(html_use_index=True, html_static_path=[], html_context={})
    return SimpleNamespace(
        srcdir=str(tmp_path),
        outdir=str(output),
        builder=builder,
        config=config,
        connect=lambda *args, **more: None,
    )


@pytest.fixture(scope="session")
def site():
    """The site, built by what `make book` runs. A build locks: other processes wait for it."""
    from scripts.book.build import build_book

    return build_book(ROOT, lambda line: None)


@pytest.fixture(scope="session")
def pages(site):
    """Every page of the site, parsed."""
    from bs4 import BeautifulSoup

    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in site.rglob("*.html")
    }


@pytest.fixture(scope="session")
def anchors(pages):
    """The anchors of every page."""
    return {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}


# Not for a session: Playwright keeps an event loop running in this thread, which the
# notebooks that are executed by other tests of this process would find in their way. The
# site comes first for the same reason: to build it may take executing notebooks.
@pytest.fixture(scope="module")
def chromium(site):
    """A Chromium without network; tests/browser.py has what opens pages in it."""
    from tests.browser import start_browser

    with start_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(site):
    """The address of the site, served on this machine. It ends with a slash."""
    from tests.browser import serve

    with serve(site) as address:
        yield address


def pytest_terminal_summary(terminalreporter):
    """Say it so that nobody overlooks it when the tests in a browser were left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    from tests.browser import MISSING, name_install_command

    count = sum(MISSING in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.section("NOT TESTED IN A BROWSER", sep="!", red=True, bold=True)
        terminalreporter.line(f"{count} tests were skipped: {MISSING}. To install it, type")
        terminalreporter.line(f"    {name_install_command()}")
