"""The commands ``new`` and ``upgrade``: a book for another evaluation, and its newer scripts."""

import shutil
from pathlib import Path

from scripts.adapt.new_evaluation import write_evaluation
from scripts.adapt.plans import BookPlan, plan_example, plan_import, read_groups, read_stages
from scripts.adapt.upgrade import plan_upgrade, upgrade_book
from scripts.files.problems import RefusalError
from scripts.look.markup import render

TITLE, ANY_TITLE = "A community garden (invented example)", "A realist evaluation"
GROUPS = "Gardeners=48,Organisers=18"
STAGES = "context,mechanism,outcome"
# Names of columns that no stage may have.
TAKEN = ("configuration", "position", "initial", "final", "valence", "quotations")
MOST_NAMES = 12


def make_new(folder: Path, title: str, from_table: Path | None, groups: str, stages: str) -> int:
    """Make a book, complete from the first minute, and say what to do next."""
    if from_table:
        plan = _plan_from_table(from_table, title, groups, stages)
    else:
        plan = plan_new(title, groups, stages)
    write_evaluation(folder, plan, finish)
    print(render("commands/new.txt", folder=folder, is_from_table=from_table), end="")
    return 0


def plan_new(title: str = "", groups: str = "", stages: str = "") -> BookPlan:
    """Return the plan of a book about the invented example, or what is given of another."""
    return plan_example(
        title or TITLE, read_groups(groups or GROUPS), read_stages(stages or STAGES, TAKEN)
    )


def _plan_from_table(path: Path, title: str, groups: str, stages: str) -> BookPlan:
    """Return the plan of a book made from a table, after saying what was found in it."""
    from scripts.importer.importing import import_table

    if stages:
        raise RefusalError("--stages: the headings of the table say what the stages are.")
    found = import_table(path)
    print("\n".join([f"Found in {path.name}:", *(f"  {words}" for words in found.report)]))
    if not groups:
        print("  No groups of participants are named yet; data/study.yml has a place for them")
    return plan_import(found, title or ANY_TITLE, read_groups(groups) if groups else ())


def finish(book: Path) -> None:
    """Execute the chapters of a new book, so that it has nothing to catch up with.

    Where the data are not in order yet, the chapters wait for ``make refresh``.
    """
    from scripts.chapters.executor import refresh_chapters
    from scripts.study.study import check_study

    problems = check_study(book / "data")
    if problems:
        print(f"The data need {len(problems)} corrections: make check names them.")
        return
    refresh_chapters(book, lambda line: print(line, flush=True))
    shutil.rmtree(book / "_build")


def upgrade(book: Path, replace: bool, dry_run: bool) -> int:
    """Give an older book the newest scripts and tests, and say what changed."""
    plan = plan_upgrade(book)
    if plan.is_empty:
        print(f"{book} has the newest scripts and tests already.")
        return 0
    if not dry_run:
        upgrade_book(book, plan, replace)
    files = {
        "new": plan.added,
        "renewed": plan.renewed,
        "removed": plan.removed,
        "changed in the book, kept as .orig": plan.kept,
    }
    about = {"files": files, "chapters": plan.chapters, "most": MOST_NAMES, "is_dry": dry_run}
    print(render("commands/upgrade.txt", **about), end="")
    return 0
