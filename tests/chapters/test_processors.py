"""The processors that may be used are counted, and no others."""

import os

from scripts.chapters.executor import count_processors


def test_only_processors_that_may_be_used_are_counted(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {3, 5}, raising=False)
    assert count_processors() == 2


def test_a_machine_that_knows_no_limit_has_none(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert count_processors() == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert count_processors() == 1
