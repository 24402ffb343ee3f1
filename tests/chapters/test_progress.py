"""Words on long work: moving ones for a person at a terminal, plain lines for all others."""

import io
import re
import time

import pytest

from scripts.chapters import progress
from scripts.chapters.progress import ERASE, Progress, show_running


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def work(stream, monkeypatch, **environment) -> str:
    """Return what is printed of some work, that lasts for some looks at it."""
    for name in ("CI", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(progress, "PAUSE", 0.01)
    report = Progress(stream)
    report("begun")
    with show_running(report, lambda: "1 of 3 executed; running: two"):
        end = time.monotonic() + (60 if report.is_watched else 0.2)
        while "running: two" not in stream.getvalue() and time.monotonic() < end:
            time.sleep(0.02)
        report("  two (0.1 s)")
    report("done")
    return stream.getvalue()


def test_a_person_at_a_terminal_sees_what_is_running_and_how_long(monkeypatch):
    said = work(Terminal(), monkeypatch)
    assert re.search(rf"{re.escape(ERASE)}1 of 3 executed; running: two \(\d+ s\)", said)
    assert said.endswith(f"{ERASE}done\n"), "what was running is still shown at the end"
    assert f"{ERASE}  two (0.1 s)\n" in said


@pytest.mark.parametrize("environment", [{"CI": "true"}, {"TERM": "dumb"}])
def test_plain_lines_where_nobody_watches_a_terminal(monkeypatch, environment):
    assert work(Terminal(), monkeypatch, **environment) == "begun\n  two (0.1 s)\ndone\n"


def test_plain_lines_in_a_file(monkeypatch):
    assert work(io.StringIO(), monkeypatch) == "begun\n  two (0.1 s)\ndone\n"


def test_a_line_longer_than_the_terminal_does_not_break(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    Progress(stream).show("x" * 100)
    assert stream.getvalue() == ERASE + "x" * 19


def test_work_that_fails_stops_the_moving_line(monkeypatch):
    monkeypatch.setattr(progress, "PAUSE", 0.01)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with pytest.raises(ZeroDivisionError), show_running(Progress(stream), lambda: "running"):
        raise ZeroDivisionError
    said = stream.getvalue()
    time.sleep(0.1)
    assert stream.getvalue() == said
