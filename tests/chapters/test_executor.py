"""Chapters: executed when they must be and only then, and never half written."""

import asyncio
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from scripts.chapters import executor
from scripts.chapters.executor import execute_chapters, list_chapters, refresh_chapters
from scripts.chapters.notebooks import ChapterError, canonical_text, read_chapter
from scripts.files.problems import StudyError
from tests import ROOT
from tests.studies import write_study

READ_COUNTS = """from scripts.study import load_study
len(load_study().demographics) > 0"""


TAKE_MUCH = "hoard = []\nwhile True: hoard += [b'x' * 10**7]"
# Down to the last byte, so that nothing is left to tell of it with.
TAKE_ALL = """hoard, size = [], 10**7
while size:
    try:
        hoard.append(bytes(size))
    except MemoryError:
        size //= 2
hoard.append(bytes(10**7))"""


def write_chapter(path: Path, *cells: str, tags: tuple[str, ...] = ()) -> Path:
    """Write a notebook; a cell that begins with # is prose."""
    notebook = nbformat.v4.new_notebook()
    for source in cells:
        prose = source.startswith("#")
        make = nbformat.v4.new_markdown_cell if prose else nbformat.v4.new_code_cell
        notebook.cells.append(make(source, metadata={} if prose else {"tags": list(tags)}))
    path.write_text(canonical_text(notebook), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def book(tmp_path) -> Path:
    """A folder with two small chapters, an invented study and the real package."""
    ignore = shutil.ignore_patterns("__pycache__")
    write_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[{"characteristic": "age", "level": "any", "group": "clients", "count": 8}],
        interviews=[{"group": "clients", "interviewees": 8}],
    )
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=ignore)
    (tmp_path / "requirements.txt").write_text("pins\n")
    (tmp_path / "_config.yml").write_text("execute: {timeout: 300}\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: one\nchapters: [{file: two}]\n")
    write_chapter(tmp_path / "one.ipynb", "# One", "1 + 1")
    write_chapter(tmp_path / "two.ipynb", "# Two", "1 + 2")
    return tmp_path


def execute(book: Path) -> tuple[dict[str, list], list[str]]:
    """Return the outputs of each chapter, and what the build reported."""
    reports: list[str] = []
    done = execute_chapters(book, reports.append)
    outputs = {
        path.stem: [
            output.data["text/plain"] if "data" in output else output.text
            for cell in notebook.cells
            if cell.cell_type == "code"
            for output in cell.outputs
        ]
        for path, notebook in done.items()
    }
    return outputs, reports


def executed(reports: list[str]) -> set[str]:
    """Return the names of the chapters that were executed."""
    return {line.split()[0] for line in reports if line.startswith("  ")}


def add_line(path: Path) -> None:
    """Change a file without changing what it says."""
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


class TestFailures:
    """A chapter that fails stops the build, and says where."""

    def test_failing_cells_of_all_chapters_are_named_with_their_errors(self, book):
        write_chapter(book / "one.ipynb", "# One", "1 + 1", "1 / 0")
        write_chapter(book / "two.ipynb", "{}['walkers']")
        with pytest.raises(ChapterError) as failure:
            execute(book)
        assert str(failure.value).splitlines() == [
            "one.ipynb, cell 3 failed",
            "ZeroDivisionError: division by zero",
            "two.ipynb, cell 1 failed",
            "KeyError: 'walkers'",
        ]

    def test_a_cell_that_never_ends_is_stopped(self, book):
        (book / "_config.yml").write_text("execute: {timeout: 1}\n")
        write_chapter(book / "one.ipynb", "# One", "while True: pass")
        with pytest.raises(ChapterError, match=r"^one.ipynb, cell 2 ran for more than 1 seconds"):
            execute(book)

    @pytest.mark.parametrize("code", [TAKE_MUCH, TAKE_ALL])
    def test_a_chapter_that_takes_too_much_memory_is_stopped_and_named(self, book, code):
        (book / "_config.yml").write_text("execute: {timeout: 300, memory: 0.6}\n")
        write_chapter(book / "one.ipynb", "# One", code)
        # Where a thread of the kernel meets the limit before the cell does, the kernel dies of it.
        died = "(: the kernel died; perhaps it)?" if code == TAKE_ALL else ""
        message = rf"^one.ipynb, cell 2{died} used more than 0.6 gigabytes of memory"
        with pytest.raises(ChapterError, match=message):
            execute(book)

    def test_a_kernel_that_dies_is_named(self, book):
        write_chapter(book / "two.ipynb", "import os", "os._exit(1)")
        with pytest.raises(ChapterError, match=r"^two.ipynb, cell 2: the kernel died"):
            execute(book)

    def test_a_kernel_that_does_not_start_is_named(self, book):
        # A file of the reader's own that is taken for a module of Python.
        (book / "code.py").write_text("1 / 0\n")
        with pytest.raises(ChapterError, match=r"(?s)^one.ipynb, before its first cell.*died"):
            execute(book)

    def test_a_warning_counts_as_a_failure(self, book):
        write_chapter(book / "one.ipynb", "import warnings\nwarnings.warn('old', stacklevel=1)")
        with pytest.raises(ChapterError, match=r"^one.ipynb, cell 1: a warning was written"):
            execute(book)

    @pytest.mark.parametrize("tag", ["raises-exception", "skip-execution"])
    def test_no_tag_can_hide_an_error(self, book, tag):
        write_chapter(book / "one.ipynb", "1 / 0", tags=(tag,))
        with pytest.raises(ChapterError, match="ZeroDivisionError"):
            execute(book)

    def test_what_a_cell_shows_is_kept_where_it_comes_late(self, book, monkeypatch):
        listen = NotebookClient._async_poll_output_msg

        async def listen_late(*arguments):
            await asyncio.sleep(5)
            await listen(*arguments)

        monkeypatch.setattr(NotebookClient, "_async_poll_output_msg", listen_late)
        assert execute(book)[0] == {"one": ["2"], "two": ["3"]}

    def test_a_failure_is_not_remembered_as_a_result(self, book):
        write_chapter(book / "one.ipynb", "open('../there')")
        with pytest.raises(ChapterError):
            execute(book)
        (book.parent / "there").touch()
        assert "one.ipynb" in executed(execute(book)[1])


class TestFreshness:
    """What is shown belongs to the data and code of this moment; nothing is done twice."""

    def test_each_kind_of_change_executes_what_it_must_and_no_more(self, book):
        both = {"one.ipynb", "two.ipynb"}
        outputs, reports = execute(book)
        assert outputs == {"one": ["2"], "two": ["3"]}
        assert executed(reports) == both
        assert execute(book) == (outputs, []), "nothing changed, yet something was executed"

        write_chapter(book / "one.ipynb", "# Another title", "1 + 1")
        assert execute(book)[1] == [], "a change of prose executed a chapter"

        write_chapter(book / "one.ipynb", "# One", "1 + 5")
        outputs, reports = execute(book)
        assert executed(reports) == {"one.ipynb"}
        assert outputs["one"] == ["6"]

        write_chapter(book / "one.ipynb", "# One", "1 + 1")
        assert execute(book)[1] == [], "going back to earlier code executed it again"

        add_line(book / "requirements.txt")
        assert executed(execute(book)[1]) == both, "a change of the pins went unnoticed"

    def test_a_change_of_data_package_or_settings_executes_all_and_no_other_does(self, book):
        write_chapter(book / "one.ipynb", READ_COUNTS)
        (book / "README.md").write_text("About this book.\n")
        (book / "data/~$study.xlsx").write_text("")
        execute(book)
        both = {"one.ipynb", "two.ipynb"}
        for changed, chapters in {
            "data/demographics.csv": both,
            "data/study.yml": both,
            "data/datapackage.json": both,
            "scripts/study/study.py": both,
            "scripts/study/study.schema.json": both,
            "scripts/__init__.py": both,
            "_toc.yml": both,
            "_config.yml": both,
            "README.md": set(),
            "data/~$study.xlsx": set(),
        }.items():
            add_line(book / changed)
            assert executed(execute(book)[1]) == chapters, changed

    def test_a_file_that_was_looked_for_and_comes_later_executes_the_chapter(self, book):
        look = (
            "try:\n    found = open('data/later.txt').read()\nexcept OSError:\n    found = 'none'\n"
        )
        write_chapter(book / "one.ipynb", look + "found")
        assert execute(book)[0]["one"] == ["'none'"]
        (book / "data/later.txt").write_text("some")
        assert execute(book)[0]["one"] == ["'some'"]
        (book / "data/later.txt").unlink()
        assert execute(book) == ({"one": ["'none'"], "two": ["3"]}, []), "the first was forgotten"

    def test_a_new_file_of_the_data_executes_all(self, book):
        (book / "data/more").mkdir()
        write_chapter(book / "one.ipynb", "import os\nsorted(os.listdir('data/more'))")
        assert execute(book)[0]["one"] == ["[]"]
        (book / "data/more/new.txt").touch()
        assert execute(book)[0]["one"] == ["['new.txt']"]

    def test_a_chapter_that_sums_up_others_is_executed_with_their_code_not_their_prose(self, book):
        sum_up = "from scripts.chapters import load_results\nsorted(load_results().titles.values())"
        write_chapter(book / "one.ipynb", sum_up)
        write_chapter(book / "two.ipynb", "# Two", "1 + 2")
        outputs, reports = execute(book)
        assert outputs["one"] == ["['Two']"]
        write_chapter(book / "two.ipynb", "# Two\nOther words.", "1 + 2")
        assert executed(execute(book)[1]) == set()
        write_chapter(book / "two.ipynb", "# Two", "1 + 3")
        _, reports = execute(book)
        assert executed(reports) == {"one.ipynb", "two.ipynb"}
        first, last = (line.split()[0] for line in reports if line.startswith("  "))
        assert (first, last) == ("two.ipynb", "one.ipynb")

    def test_a_module_that_could_be_taken_for_another_executes_all(self, book):
        write_chapter(book / "one.ipynb", "import igraph\nigraph.__name__")
        execute(book)
        (book / "colorsys.py").write_text("")
        assert executed(execute(book)[1]) == {"one.ipynb", "two.ipynb"}

    def test_a_file_that_changes_meanwhile_gives_an_error_and_no_result(self, book):
        write_chapter(
            book / "one.ipynb",
            "text = open('data/interviews.csv').read()\n"
            "open('data/interviews.csv', 'a').write(' ')",
        )
        with pytest.raises(ChapterError, match=r"^the data, the scripts or the pins changed"):
            execute(book)
        assert not list((book / "_build/executed").glob("*.json"))

    def test_a_damaged_result_is_made_anew(self, book):
        outputs, _ = execute(book)
        for stored in (book / "_build/executed").glob("*.json"):
            text = stored.read_text("utf-8")
            stored.write_text(text.replace('"3"', '"4"').replace('"2"', '"4"'), "utf-8")
        assert execute(book)[0] == outputs
        for stored in (book / "_build/executed").glob("*.json"):
            stored.write_text("", "utf-8")
        assert execute(book)[0] == outputs

    def test_the_package_beside_the_data_is_the_one_that_runs(self, book):
        write_chapter(book / "one.ipynb", "import scripts\nscripts.__file__")
        assert execute(book)[0]["one"] == [repr(str(book / "scripts" / "__init__.py"))]

    def test_a_reader_s_own_ipython_settings_change_nothing(self, book, monkeypatch):
        startup = book / "home/profile_default/startup"
        startup.mkdir(parents=True)
        (startup / "mine.py").write_text("print('hello')")
        monkeypatch.setenv("IPYTHONDIR", str(book / "home"))
        assert execute(book)[0]["one"] == ["2"]


class TestRefresh:
    """Stored outputs are written all or none."""

    def test_it_writes_what_changes_and_then_nothing(self, book):
        assert [path.name for path in refresh_chapters(book, print)] == ["one.ipynb", "two.ipynb"]
        stored = read_chapter(book / "one.ipynb")
        assert stored.cells[1].outputs[0].data["text/plain"] == "2"
        assert stored.cells[1].execution_count == 1
        assert refresh_chapters(book, print) == []

    def test_nothing_is_written_when_one_chapter_fails(self, book):
        write_chapter(book / "two.ipynb", "1 / 0")
        before = [path.read_bytes() for path in list_chapters(book)]
        with pytest.raises(ChapterError, match=r"two.ipynb, cell 1 failed"):
            refresh_chapters(book, print)
        assert [path.read_bytes() for path in list_chapters(book)] == before

    def test_nothing_is_executed_on_invalid_data(self, book):
        (book / "data/interviews.csv").write_text("nonsense\n")
        with pytest.raises(StudyError, match=r"interviews\.csv"):
            refresh_chapters(book, lambda line: pytest.fail(line))

    def test_a_full_disk_leaves_the_old_chapter_whole(self, book, monkeypatch):
        before = (book / "one.ipynb").read_bytes()

        replace = executor.Path.replace

        def fail_to_replace(part, target):
            if target == book / "one.ipynb":
                raise OSError(28, "No space left on device", str(target))
            return replace(part, target)

        execute(book)
        monkeypatch.setattr(executor.Path, "replace", fail_to_replace)
        with pytest.raises(OSError, match="No space left on device"):
            refresh_chapters(book, print)
        assert (book / "one.ipynb").read_bytes() == before
        assert not list(book.glob(".*.part"))


@pytest.mark.parametrize("processors", [1, 2])
def test_as_many_chapters_run_at_once_as_there_are_processors(book, monkeypatch, processors):
    running: list[str] = []
    most = 0

    async def note(client, limits, cwd, env):
        nonlocal most
        own = env["IPYTHONDIR"]
        running.append(own)
        most = max(most, len(running))
        await asyncio.sleep(0.05)
        running.remove(own)
        return "ended here"

    monkeypatch.setattr(executor, "_execute", note)
    monkeypatch.setattr(executor, "count_processors", lambda: processors)
    with pytest.raises(ChapterError, match="ended here"):
        execute(book)
    assert most == processors


@pytest.mark.parametrize("name", ["study/rules.py", "study/study.schema.json"])
def test_only_what_these_very_modules_found_sound_is_not_compared_again(book, monkeypatch, name):
    compared = []
    monkeypatch.setattr(executor, "files", lambda name: book / name)
    monkeypatch.setattr(
        executor, "compare_exhibits", lambda study, root: compared.append(root) or {}
    )
    (book / "_build").mkdir()
    executor.require_sound_data(book, "inputs")
    executor.require_sound_data(book, "inputs")
    assert compared == [book]
    with (book / "scripts" / name).open("a") as file:
        file.write("\n")
    executor.require_sound_data(book, "inputs")
    assert compared == [book, book]
