"""The browser of the tests: it is found or its absence is loud, and it sees what goes wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT, browser
from tests.browser import MISSING, REQUIRED, Watch, open_page, serve, wait_for


def run_without_browser(tmp_path: Path, required: str) -> str:
    """Return what pytest says of a test in a browser on a machine that has none."""
    (tmp_path / "conftest.py").write_text(
        "import pytest\n"
        "from tests import browser\n"
        "browser.find_browser = lambda own='': None\n"
        "from tests.conftest import chromium, pytest_terminal_summary\n"
        "site = pytest.fixture(lambda: None, scope='session')\n"
    )
    (tmp_path / "test_page.py").write_text("def test_page(chromium):\n    pass\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), REQUIRED: required},
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{done.stdout}\nstatus {done.returncode}"


def test_a_missing_browser_is_told_of(tmp_path):
    said = run_without_browser(tmp_path, "")
    assert "1 skipped" in said
    assert "status 0" in said
    assert "NOT TESTED IN A BROWSER" in said
    assert browser.name_install_command() in said


def test_a_missing_browser_fails_where_it_is_required(tmp_path):
    said = run_without_browser(tmp_path, "1")
    assert "1 error" in said
    assert MISSING in said
    assert "status 1" in said


def test_playwrights_own_browser_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    own = tmp_path / "chrome"
    assert browser.find_browser(str(own)) is None
    own.touch()
    assert browser.find_browser(str(own)) == str(own)


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ("<script>throw new Error('broken')</script>", "broken"),
        ("<script>console.error('bad theme')</script>", "bad theme"),
        ("<img src='none.png' alt=''>", "none.png"),
        ("<script src='https://cdn.example/x.js'></script>", "cdn.example"),
    ],
)
def test_what_goes_wrong_in_a_page_is_seen(chromium, tmp_path, markup, complaint):
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><title>x</title><body>{markup}")
    with open_page(chromium, page.as_uri()) as (shown, watch):
        # Whoever asks the page for anything hears what it has said before.
        wait_for(
            lambda: bool(shown.evaluate("1") and [c for c in watch.complaints if complaint in c])
        )
    assert bool(watch.list_outside()) == ("cdn" in markup)


@pytest.fixture
def loading(chromium, tmp_path):
    """A page whose picture is on its way and never comes, what fails there, and the watch."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>x</title><img src='slow.png' alt=''>")
    (tmp_path / "other.html").write_text("<!doctype html><title>y</title>")
    with open_page(chromium, fresh=True) as (shown, watch):
        failed = []
        shown.on("requestfailed", lambda request: failed.append(request.url))
        shown.route("**/slow.png", lambda route: None)
        shown.goto(page.as_uri(), wait_until="commit")
        wait_for(lambda: bool(shown.evaluate("1") and watch.requests[1:]))
        yield shown, watch, failed


def test_what_a_page_gives_up_as_it_is_left_is_excused(loading):
    shown, watch, failed = loading
    shown.goto(shown.url.replace("page.html", "other.html"))
    wait_for(lambda: bool(shown.evaluate("1") and failed))
    assert watch.complaints == []


def test_what_a_page_gives_up_while_it_stays_is_seen(loading):
    shown, watch, failed = loading
    shown.evaluate("stop()")
    wait_for(lambda: bool(shown.evaluate("1") and failed))
    assert len(watch.complaints) == 1
    assert "slow.png" in watch.complaints[0]


def test_a_watch_does_not_complain_of_what_began_before_it(loading):
    shown, _, failed = loading
    late = Watch()
    with late.attach(shown):
        shown.evaluate("stop()")
        wait_for(lambda: bool(shown.evaluate("1") and failed))
    assert late.complaints == []


@pytest.mark.parametrize("fresh", [False, True])
def test_the_theme_and_the_width_are_those_asked_for(chromium, served, fresh):
    view = {"width": 320, "theme": "dark", "reduced_motion": "reduce", "fresh": fresh}
    with open_page(chromium, reduced_motion="reduce"):
        pass
    with open_page(chromium, f"{served}index.html", **view) as (page, _):
        seen = page.evaluate(
            "[innerWidth, ...['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)']"
            ".map((query) => matchMedia(query).matches)]"
        )
    assert seen == [320, True, True]


DO = """() => {
  localStorage.setItem("choice", "dark");
  sessionStorage.setItem("choice", "dark");
  document.cookie = "choice=dark";
  open("index.html");
}"""
LOOK = "[localStorage.length, sessionStorage.length, document.cookie]"


@pytest.mark.parametrize("fresh", [False, True])
def test_no_test_finds_what_another_has_done_in_a_window(chromium, tmp_path, fresh):
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><p>Text")
    with serve(tmp_path) as address:
        with open_page(chromium, f"{address}index.html") as (first, earlier):
            first.evaluate(DO)
            assert first.evaluate(LOOK) == [1, 1, "choice=dark"]
            wait_for(lambda: first.evaluate("1") and len(first.context.pages), 2)
        with open_page(chromium, f"{address}index.html", fresh=fresh) as (page, watch):
            assert (page is first) != fresh
            page.evaluate("console.error('late')")
            wait_for(lambda: page.evaluate("1") and "error: late" in watch.complaints)
            assert page.evaluate(LOOK) == [0, 0, ""]
            assert len(page.context.pages) == 1
    assert "error: late" not in earlier.complaints


def test_no_window_in_which_a_test_failed_is_used_again(chromium):
    with pytest.raises(ZeroDivisionError), open_page(chromium) as (failed, _):
        raise ZeroDivisionError
    with open_page(chromium) as (page, _):
        assert page is not failed
    assert failed.is_closed()


def test_no_two_tests_have_the_same_window(chromium):
    with open_page(chromium) as (page, _), open_page(chromium) as (other, _):
        assert page is not other
