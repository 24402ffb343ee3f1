"""The command ``export``: the exhibits as files for a manuscript."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.print_figures import write_exhibit_figures
from scripts.study import find_data, load_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument("folder", nargs="?", type=Path, help="where to; _build/exports by default")


def run(options: argparse.Namespace) -> int:
    """Write the diagrams for print, and print where each is."""
    directory = find_data()
    folder = options.folder or directory.parent / "_build" / "exports"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = write_exhibit_figures(load_study(directory), folder)
    except OSError as error:
        print(f"{folder}: {error.strerror}. Give a folder that can be written to.", file=sys.stderr)
        return 1
    for path in paths:
        print(path)
    return 0
