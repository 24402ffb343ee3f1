"""Environments, updates of the pins, and the matrix, without installing anything."""

from types import SimpleNamespace

import pytest

from scripts.book import environments
from scripts.book.environments import PackagesError
from scripts.commands import update as command_update
from tests import matrix

OLD = "# note\nalpha==1.0 \\\n    --hash=sha256:a\nbeta==2 ; sys_platform == 'win32' \\\n"
NEW = OLD.replace("alpha==1.0", "alpha==1.1")
SAME = {"verdicts": {"a": "reproduced: 1"}, "outputs": {"x": "1"}, "pictures": {}}
OTHER = {"verdicts": {"a": "differs: 2"}, "outputs": {"x": "2"}, "pictures": {}}


def test_a_changed_a_new_or_a_lost_package_is_not_told():
    assert list(environments.describe_packages(OLD, NEW)) == ["alpha: 1.0 -> 1.1"]
    assert list(environments.describe_packages(OLD, "")) == [
        "alpha: 1.0 -> nothing",
        "beta: 2 -> nothing",
    ]


def test_a_failing_command_ends_in_a_traceback():
    with pytest.raises(PackagesError, match="uv failed"):
        environments.run_uv("no-such-command")


def test_a_copy_of_the_project_takes_what_was_built_with_it(tmp_path):
    root = tmp_path / "a b"
    for name in ("data/x.csv", "_build/y", ".gitignore"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("_build/", "utf-8")
    copy = environments.copy_project(root, tmp_path / "copy")
    assert {p.name for p in copy.rglob("*") if p.is_file()} == {"x.csv", ".gitignore"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with old pins, for which uv finds newer ones, and what each of them gives."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "study.yml").write_text("title: x", "utf-8")
    (tmp_path / "requirements.txt").write_text(OLD, "utf-8")
    monkeypatch.chdir(tmp_path)
    given = SimpleNamespace(pins=NEW, old=SAME, new=SAME, error=None)

    def find(python, project):
        if python == "new" and given.error:
            raise given.error
        return given.new if python == "new" else given.old

    for name, stand_in in {
        "lock_packages": lambda root, target: target.write_text(given.pins, "utf-8"),
        "make_environment": lambda folder, python, pins, verified: folder.name,
        "copy_project": lambda root, folder: folder,
        "find_results": find,
    }.items():
        monkeypatch.setattr(command_update, name, stand_in)
    return tmp_path / "requirements.txt", given


def update(take=False):
    return command_update.run(SimpleNamespace(take=take))


def test_pins_that_change_nothing_are_not_taken(project, capsys):
    pins, _ = project
    assert update() == 0
    assert pins.read_text("utf-8") == NEW
    words = capsys.readouterr().out
    assert "alpha: 1.0 -> 1.1" in words
    assert "verdicts that change: 0" in words


def test_pins_that_change_a_verdict_are_taken_unasked(project, capsys):
    pins, given = project
    given.new = OTHER
    assert update() == 0
    assert pins.read_text("utf-8") == OLD
    words = capsys.readouterr().out
    assert "a: was “reproduced: 1”, is “differs: 2”" in words
    assert "TAKE=1" in words
    assert update(take=True) == 0
    assert pins.read_text("utf-8") == NEW
    assert (pins.parent / "_build/update/requirements.before.txt").read_text("utf-8") == OLD


def test_pins_with_which_a_chapter_fails_are_taken(project, capsys):
    pins, given = project
    given.error = PackagesError("executing the chapters failed: no")
    assert update(take=True) == 1
    assert pins.read_text("utf-8") == OLD
    assert "is as it was" in capsys.readouterr().err


def test_nothing_newer_is_said_to_be_something(project, capsys):
    _, given = project
    given.pins = OLD
    assert update() == 0
    assert "newest version" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "part", "right"),
    [
        ("pinned", "verdicts", False),
        ("pinned", "outputs", False),
        ("pinned", "pictures", False),
        ("oldest", "verdicts", False),
        ("newest", "outputs", True),
        ("oldest", "pictures", True),
    ],
)
def test_the_matrix_lets_a_difference_pass_or_stops_at_one_that_may_be(kind, part, right):
    differences = {"verdicts": [], "outputs": [], "pictures": []} | {part: ["x"]}
    assert matrix.judge(kind, differences) is right


def test_the_matrix_ends_well_although_an_environment_fails(monkeypatch, capsys):
    def fail(*_, **__):
        raise PackagesError("uv failed: no")

    monkeypatch.setattr(matrix, "make_environment", fail)
    assert matrix.main(["pinned"]) == 1
    assert "0 of 3 environments" in capsys.readouterr().out
