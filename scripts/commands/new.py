"""The command ``new``: a book for another evaluation, complete from the first minute."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from scripts.adapt.new_evaluation import (
    BookPlan,
    NewBookError,
    plan_example,
    read_groups,
    read_stages,
    write_evaluation,
)
from scripts.chapters.notebooks import ChapterError
from scripts.importer.source_tables import TableError

TITLE = "A community garden (invented example)"
GROUPS = "Gardeners=48,Organisers=18"
STAGES = "context,mechanism,outcome"
# Names of columns that no stage may have.
TAKEN = ("configuration", "position", "initial", "final", "valence", "quotations")
NEXT = """\
Made {folder}.
Next:
  1. cd {folder}
     make book
     and open _build/html/index.html in a browser.
  2. Put your own rows into the files of data/; make check says what does not fit yet.
{more}  3. Write the prose: make book lists what is still to be written, with file and cell.
README.md there says more, also for Windows.
"""
FROM_TABLE = """\
     What is printed above stands in import/notes.txt, with all other text of the file. These
     notes are never published. Groups go into data/study.yml, who took part into
     characteristics.csv and demographics.csv.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument("folder", type=Path, help="the folder to make; it must not hold anything")
    parser.add_argument("--title", default="", help="title of the evaluation")
    parser.add_argument(
        "--from-table",
        type=Path,
        metavar="FILE",
        help="begin with the table of configurations in an Excel, CSV or Word file",
    )
    parser.add_argument("--groups", help=f"groups and their numbers of people; by default {GROUPS}")
    parser.add_argument(
        "--stages",
        help=f"stages in causal order, with a slash behind a common head; by default {STAGES}",
    )


def run(options: argparse.Namespace) -> int:
    """Make the book, execute its chapters, and say what to do next."""
    try:
        plan = make_plan(options)
        write_evaluation(options.folder, plan, finish)
    except (NewBookError, TableError, ChapterError) as error:
        print(f"{error}\nNothing was written.", file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or options.folder
        print(f"{where}: {error.strerror}.\nNothing was written.", file=sys.stderr)
        return 1
    more = FROM_TABLE if options.from_table else ""
    print(NEXT.format(folder=options.folder, more=more), end="")
    return 0


def make_plan(options: argparse.Namespace) -> BookPlan:
    """Return what the options ask for."""
    if options.from_table:
        return _plan_from_table(options)
    groups = read_groups(options.groups or GROUPS)
    stages = read_stages(options.stages or STAGES, TAKEN)
    return plan_example(options.title or TITLE, groups, stages)


def _plan_from_table(options: argparse.Namespace) -> BookPlan:
    """Return the plan of a book made from a table, after saying what was found in it."""
    from scripts.adapt.table_planning import TITLE as ANY_TITLE
    from scripts.adapt.table_planning import plan_import
    from scripts.importer.importing import import_table

    if options.stages:
        raise NewBookError("--stages: the headings of the table say what the stages are.")
    found = import_table(options.from_table)
    print("\n".join([f"Found in {options.from_table.name}:", *(f"  {w}" for w in found.report)]))
    groups = read_groups(options.groups) if options.groups else ()
    if not groups:
        print("  No groups of participants are named yet; data/study.yml has a place for them")
    return plan_import(found, options.title or ANY_TITLE, groups)


def finish(book: Path) -> None:
    """Execute the chapters of a new book, so that it has nothing to catch up with.

    Where the data are not in order yet, the chapters wait for ``make refresh``.
    """
    from scripts.execution.executor import refresh_chapters
    from scripts.study.study import check_study

    problems = check_study(book / "data")
    if problems:
        print(f"The data need {len(problems)} corrections: make check names them.")
        return
    refresh_chapters(book, lambda line: print(line, flush=True))
    shutil.rmtree(book / "_build")
