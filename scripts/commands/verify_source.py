"""The command ``verify-source``: the words of the data, looked up in the text of the paper."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.published.source_check import check_source
from scripts.study.study import find_data, load_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument("paper", type=Path, help="the text of the paper, as a file in UTF-8")
    parser.add_argument("--all", action="store_true", help="list what was found, too")


def run(options: argparse.Namespace) -> int:
    """Print which words of the data the text of the paper lacks, and how many it has."""
    study, paper = load_study(find_data()), options.paper
    try:
        findings = check_source(study, paper.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        print(f"{paper}: {reason}. Give the text of the paper.", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"{paper}: not UTF-8. Give the paper as plain text in UTF-8.", file=sys.stderr)
        return 1
    for cell in findings:
        if options.all or not cell.found:
            where = f"{cell.file}, row {cell.row}, column {cell.column}: “{cell.words}”"
            there = f" ({cell.place})" if cell.place else ""
            print(f"line {cell.line}: {where}" if cell.found else f"missing: {where}{there}")
    found = sum(cell.found for cell in findings)
    print(f"{found} of {len(findings)} values found in {paper}.")
    return 0 if found == len(findings) else 1
