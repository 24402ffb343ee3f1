"""What the tests of this room share: an invented study to spoil, and problems that are whole."""

import shutil
from pathlib import Path

import pytest

from scripts.adapt.new_evaluation import write_evaluation
from scripts.adapt.plans import plan_example, read_groups, read_stages
from scripts.files.problems import Problem


@pytest.fixture(scope="session", autouse=True)
def _every_problem_is_whole():
    make = Problem.__init__

    def make_whole(self, *values, **named):
        make(self, *values, **named)
        texts = (self.file, self.found, self.allowed, self.fix)
        assert all(isinstance(text, str) and text for text in texts), self
        assert self.row is None or (type(self.row) is int and self.row > 0), self
        assert self.column is None or (isinstance(self.column, str) and self.column), self

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Problem, "__init__", make_whole)
        yield


@pytest.fixture(scope="session")
def _example_book(tmp_path_factory):
    groups, stages = read_groups("Walkers=20,Leaders=6"), read_stages("context,mechanism,outcome")
    folder = tmp_path_factory.mktemp("example") / "book"
    write_evaluation(folder, plan_example("An invented study", groups, stages))
    settings = folder / "data" / "study.yml"
    head, groups, tail = settings.read_text("utf-8").partition("\ngroups:\n")
    facts = "\nyear: 2024\njournal: Journal of Gardens\ncitation: key2024\nauthors:\n"
    people = "  - {family: Lee, given: Ann}\n  - {family: Bell, given: Bo}\n"
    settings.write_text(head + facts + people + groups + tail, "utf-8")
    return folder


@pytest.fixture
def example(_example_book, tmp_path):
    """The data folder of the invented study that every new book begins with, to be spoilt."""
    return Path(shutil.copytree(_example_book / "data", tmp_path / "example" / "data"))
