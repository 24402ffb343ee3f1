"""Whether the tests of a room notice small changes of its code, and what tries that."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from tests import ROOT
from tests.edition import code_mutants, code_record

CODE = '''"""A module."""

LIMIT = 5


def is_few(count, limit=4):
    """Say whether a count is small."""
    if 0 < count <= limit:
        return True
    raise ValueError(f"{count} people", "not so few")


class Group:
    """A group."""

    def name(self):
        return sorted("b,a".split(","), key=lambda word: word.lower())
'''
# Tries the first changes of a function by some tests after others, and writes for each of these
# how many were noticed.
TRY = """
import collections, json, sys
from tests import ROOT
from tests.edition.code_mutants import choose_mutants
from tests.edition.code_trials import try_mutants
mutants = [m for m in choose_mutants("scripts/files/paths.py", 999) if m.function == "make_slug"]
said = []
for name in sys.argv[1:]:
    trials = try_mutants(mutants[:12], [ROOT / name])
    said.append([collections.Counter(outcome for _, outcome in trials.outcomes), trials.broken])
sys.__stdout__.write("\\n" + json.dumps(said))
"""
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A small module in a house of its own."""
    monkeypatch.setattr(code_mutants, "ROOT", tmp_path)
    (tmp_path / "small.py").write_text(CODE, encoding="utf-8")
    for function in (code_mutants._parse, code_mutants.build_mutants):
        function.cache_clear()
    yield "small.py"
    for function in (code_mutants._parse, code_mutants.build_mutants):
        function.cache_clear()


def test_bodies_of_functions_are_changed_and_neither_defaults_nor_words_for_people(module):
    changes = {(m.function, m.before, m.after) for m in code_mutants.build_mutants(module)}
    assert {
        ("is_few", "0", "1"),
        ("is_few", "< count", "<= count"),
        ("is_few", "True", "False"),
        ("Group.name", '","', '"XX,XX"'),
        ("Group.name", "word.lower()", "word.upper()"),
    } <= changes
    written = " ".join(before + after for _, before, after in changes)
    assert "people" not in written
    assert "not so few" not in written
    assert not [b for _, b, _ in changes if b in ("4", "5")]


def test_each_change_gives_other_code_that_can_be_run(module):
    mutants = code_mutants.build_mutants(module)
    codes = [code_mutants.compile_mutant(mutant) for mutant in mutants]
    assert all(
        code.co_qualname == mutant.function for code, mutant in zip(codes, mutants, strict=True)
    )
    assert len(set(codes)) == len(codes) > 10


def test_the_changes_that_are_chosen_are_always_the_same(module):
    chosen = code_mutants.choose_mutants(module, 5)
    assert chosen == code_mutants.choose_mutants(module, 9)[:5]
    assert len(set(chosen)) == 5


@pytest.mark.parametrize(
    ("old", "new", "is_other"),
    [
        ("    if 0 <", "    # Why.\n    if 0 <", False),
        ("Say whether", "Tell whether", False),
        ("0 < count", "0 <= count", True),
        ("LIMIT = 5", "LIMIT = 6", True),
    ],
)
def test_a_module_has_changed_if_its_code_has(module, tmp_path, old, new, is_other):
    before = code_mutants.hash_module(module)
    (tmp_path / module).write_text(CODE.replace(old, new), encoding="utf-8")
    assert (code_mutants.hash_module(module) != before) == is_other


@needs_fork
def test_a_change_is_noticed_by_tests_that_reach_it_and_by_no_others():
    names = ("tests/files/test_plain_yaml.py", "tests/files/test_slugs.py")
    command = [sys.executable, "-c", TRY, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    others, own = json.loads(done.stdout.splitlines()[-1])
    assert others[1] == own[1] == []
    assert others[0].get("killed", 0) <= 4
    assert others[0]["survived"] > 8
    assert own[0]["killed"] > 8


def test_every_module_is_in_the_record_and_its_room_notices_nine_of_ten():
    modules = [m for room in code_mutants.ROOMS for m in code_mutants.list_modules(room)]
    record = code_record.read_record()
    assert [m for m in modules if m not in record] == [], "renew it: make code-mutants"
    tried, killed = Counter(), Counter()
    for name, row in record.items():
        tried[code_record.find_room(name)] += int(row["tried"])
        killed[code_record.find_room(name)] += int(row["killed"])
    assert set(tried) == set(code_mutants.ROOMS)
    assert [r for r in tried if killed[r] < code_record.LEAST * tried[r]] == []


def test_each_change_that_was_not_noticed_has_its_reason():
    survivors = code_record.read_survivors()
    assert [row for row in survivors if not row["reason"]] == []
    counts = Counter(row["module"] for row in survivors)
    record = code_record.read_record()
    assert {
        m: int(row["survived"]) for m, row in record.items() if row["survived"] != "0"
    } == counts


@needs_fork
@pytest.mark.long
@pytest.mark.night
def test_code_that_has_changed_is_held_by_the_tests_of_its_room():
    command = [sys.executable, "-m", "tests.edition.code_record", "--night"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
