"""The command ``check``: everything that is wrong with the data, in one report."""

from __future__ import annotations

import argparse
from pathlib import Path

from scripts.problems import format_problems
from scripts.study import check_study, find_data


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument("directory", nargs="?", type=Path, help="the data folder")


def run(options: argparse.Namespace) -> int:
    """Print every problem of a data folder, then what differs unexplained."""
    directory = options.directory or find_data()
    problems = check_study(directory)
    print(format_problems(problems))
    if problems:
        return 1
    from scripts.published import compare_all
    from scripts.study import load_study

    comparisons = compare_all(load_study(directory))
    failures = [line for comparison in comparisons.values() for line in comparison.failures]
    for line in failures:
        print(line)
    print(f"{len(failures)} unexplained difference{'' if len(failures) == 1 else 's'} found.")
    return 1 if failures else 0
