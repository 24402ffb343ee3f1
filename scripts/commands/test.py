"""The command ``test``: everything checked, down to each value and each stored output."""

from __future__ import annotations

import argparse
import subprocess
import sys

from scripts.study.study import find_data

# Chapters are tests as well: each cell has to give the outputs that are stored with it.
CHAPTERS = ("-p", "nbval", "--nbval", "--nbval-current-env")
# Three processes for two processors: 681 s, against 706 s with two, as measured.
WORKERS = ("--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder")
BY_DAY = ("-m", "not night")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument("--all", action="store_true", help="also what may take a night")


def run(options: argparse.Namespace) -> int:
    """Run the tests in the folder of the book, chapters included."""
    command = [sys.executable, "-m", "pytest", *CHAPTERS, *WORKERS]
    command += [] if options.all else BY_DAY
    return subprocess.run(command, cwd=find_data().parent, check=False).returncode
