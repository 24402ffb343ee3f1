"""Changes of the code tried by the tests of the same room, each in a process of its own.

Pytest collects the tests of a room once. A first process runs them all and notes which lines
each runs, and for how long. Then, for each change, a process is forked in which one function has
the changed code; it runs the tests that reach the change, quickest first, until one fails.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import tempfile
import types
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import coverage
import pytest

from tests import ROOT
from tests.edition.code_mutants import CodeMutant, compile_mutant

# Seconds of tests for one change: what is not noticed until then counts as unnoticed. All
# seconds here are those of the processor, since others may be at work on the machine.
PATIENCE = 25
# A test that takes so many times as long as usual, and some seconds, goes round in circles.
SLOWER, GRACE = 10, 5
# A test that waits for ever takes no seconds of the processor: so many times of those of a clock.
IDLE, IDLE_GRACE = 40, 60
MEMORY = 6 * 2**30
KILLED, SURVIVED, NO_CHANGE = "killed", "survived", "no change"


class Trials:
    """A plugin of pytest that tries changes in the place of running tests once."""

    def __init__(
        self, mutants: Iterable[CodeMutant], tell: Callable[[CodeMutant, str], None]
    ) -> None:
        self.mutants = list(mutants)
        self.tell = tell
        self.outcomes: list[tuple[CodeMutant, str]] = []
        # The test that noticed each change.
        self.noticed: dict[CodeMutant, str] = {}
        self.broken: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the changes."""
        # A module that a test imports only when it runs must be there to be changed.
        for name in sorted({mutant.module for mutant in self.mutants}):
            importlib.import_module(name.removesuffix(".py").replace("/", "."))
        gc.unfreeze()  # The functions of an earlier run are looked for as well.
        self._functions = _find_functions()
        gc.freeze()  # What stands now is shared with the processes that are forked.
        self._survey(session)
        quick: dict[str, list[int]] = defaultdict(list)
        for mutant in self.mutants:
            first = quick[mutant.module + mutant.function]
            outcome, noticed = self._try(session, mutant, first)
            self.outcomes.append((mutant, outcome))
            self.tell(mutant, outcome)
            if noticed is not None:
                self.noticed[mutant] = session.items[noticed].nodeid
                quick[mutant.module + mutant.function] = [
                    noticed,
                    *(each for each in first if each != noticed),
                ]
        return True

    def _survey(self, session: pytest.Session) -> None:
        """Run every test once, unchanged, and note its lines and its seconds."""
        files = sorted({str(ROOT / mutant.module) for mutant in self.mutants})

        def run() -> tuple:
            broken, seconds = [], []
            measured = coverage.Coverage(data_file=None, config_file=False, include=files)
            # Where no test runs a line of the module, every change of it goes unnoticed.
            measured.set_option("run:disable_warnings", ["no-data-collected"])
            measured.start()
            for number in range(len(session.items)):
                measured.switch_context(str(number))
                start = _count_seconds()
                if not _run_item(session, number):
                    broken.append(number)
                seconds.append(_count_seconds() - start)
            measured.stop()
            data = measured.get_data()
            return broken, seconds, {path: data.contexts_by_lineno(path) for path in files}

        found, is_whole = _fork(run)
        if not is_whole:
            raise RuntimeError("the tests did not come to their end without any change")
        broken, self._seconds, reached = found
        self.broken = [session.items[number].nodeid for number in broken]
        # A test that fails without any change notices none.
        self._reached = {
            (path, int(line)): {int(number) for number in numbers if number} - set(broken)
            for path, lines in reached.items()
            for line, numbers in lines.items()
        }

    def _try(
        self, session: pytest.Session, mutant: CodeMutant, first: list[int]
    ) -> tuple[str, int | None]:
        """Return what became of a change, and the number of the test that noticed it."""
        path = str(ROOT / mutant.module)
        reaching = {n for line in mutant.lines for n in self._reached.get((path, line), ())}
        own = f"test_{Path(path).name}"

        def rank(number: int) -> tuple:
            # Of what everything reaches, such as the settings, its own tests know most.
            is_own = session.items[number].path.name == own
            return number not in first, not is_own, self._seconds[number]

        order, budget = [], float(PATIENCE)
        for number in sorted(reaching, key=rank):
            budget -= self._seconds[number]
            if budget > 0:
                order.append(number)
        functions = self._functions.get((path, mutant.function), [])
        code = compile_mutant(mutant)
        if code is None:
            return NO_CHANGE, None
        if not functions or not order:
            return SURVIVED, None

        def run() -> int | None:
            for function in functions:
                function.__code__ = code
            for position, number in enumerate(order):
                # Nobody handles these signals: they end the process.
                seconds = self._seconds[number]
                signal.setitimer(signal.ITIMER_PROF, GRACE + SLOWER * seconds)
                signal.setitimer(signal.ITIMER_REAL, IDLE_GRACE + IDLE * seconds)
                following = order[position + 1] if position + 1 < len(order) else None
                if not _run_item(session, number, following):
                    return number
            return None

        noticed, is_whole = _fork(run)
        return (KILLED if noticed is not None or not is_whole else SURVIVED), noticed


def _run_item(session: pytest.Session, number: int, following: int | None = None) -> bool:
    """Run one test; return whether it passed."""
    before = session.testsfailed
    item = session.items[number]
    after = session.items[following] if following is not None else None
    item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
    return session.testsfailed == before


def _count_seconds() -> float:
    """Return how long the processor has worked for this process and those it has started."""
    return sum(os.times()[:4])


def _find_functions() -> dict[tuple[str, str], list[types.FunctionType]]:
    """Return every function that is loaded, by its file and its full name."""
    found = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType):
            found[thing.__code__.co_filename, thing.__code__.co_qualname].append(thing)
    return found


def _fork(run: Callable[[], object]) -> tuple[object, bool]:
    """Return what a function gives in a process of its own, and whether that came to its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        os.setpgid(0, 0)
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            with os.fdopen(writing, "w") as stream:
                stream.write(json.dumps(run()))
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.close(writing)
    try:
        with os.fdopen(reading) as stream:
            text = stream.read()
        _, status = os.waitpid(child, 0)
    finally:
        # What it has started and left behind; and itself, if this was stopped meanwhile.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    return (json.loads(text) if text else None), status == 0


def try_mutants(
    mutants: Iterable[CodeMutant],
    tests: Iterable[Path],
    tell: Callable[[CodeMutant, str], None] = lambda mutant, outcome: None,
) -> Trials:
    """Try changes of the code by some tests, files or folders; tell what became of each."""
    trials = Trials(mutants, tell)
    with tempfile.TemporaryDirectory(prefix="trials-") as folder:
        plain = ("-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:xdist")
        options = ("--capture=no", f"--basetemp={folder}/pytest", "-m", "not night")
        status = pytest.main([*plain, *options, *map(str, tests)], plugins=[trials])
    if len(trials.outcomes) < len(trials.mutants):
        raise RuntimeError(f"pytest stopped with {status!r} before all was tried")
    return trials
