"""The command line: ``python -m scripts COMMAND``."""

import argparse
import importlib
import io
import sys
from pathlib import Path
from typing import NamedTuple

from scripts.files.problems import RefusalError


class Command(NamedTuple):
    """A command: what it does, its function, its options, and what a failure leaves unchanged."""

    words: str
    function: str
    options: dict[str, dict]
    unchanged: str = ""


def _flag(words: str) -> dict:
    return {"action": "store_true", "help": words}


def _path(words: str, **more: object) -> dict:
    return {"type": Path, "help": words, **more}


COMMANDS = {
    "check": Command(
        "say everything that is wrong with the data",
        "check.check",
        {
            "directory": _path("the data folder", nargs="?"),
            "--json": _flag("print the report for programs"),
        },
    ),
    "book": Command(
        "check, execute, and build the site into _build/html",
        "book.build",
        {},
        "Nothing was changed in _build/html.",
    ),
    "test": Command(
        "check everything, down to each value and each stored output",
        "book.test",
        {"--all": _flag("also what may take a night")},
    ),
    "refresh": Command(
        "execute the chapters and store their outputs",
        "book.refresh",
        {},
        "Nothing was changed in the chapters.",
    ),
    "verify-source": Command(
        "look the printed values up in the paper",
        "check.verify_source",
        {
            "paper": _path("the text of the paper, as a file in UTF-8"),
            "--all": _flag("list what was found, too"),
        },
    ),
    "new": Command(
        "make a book for another evaluation in a new folder",
        "adapt.make_new",
        {
            "folder": _path("the folder to make; it must not hold anything"),
            "--title": {"default": "", "help": "title of the evaluation"},
            "--from-table": _path("begin with a table of configurations: Excel, CSV or Word"),
            "--groups": {"default": "", "help": "such as Gardeners=48,Organisers=18"},
            "--stages": {
                "default": "",
                "help": "in causal order, with a slash behind a common head; "
                "by default context,mechanism,outcome",
            },
        },
        "Nothing was written.",
    ),
    "upgrade": Command(
        "bring a book made earlier to these scripts and tests",
        "adapt.upgrade",
        {
            "book": _path("the folder of the book to bring to this framework"),
            "--replace": _flag("replace files changed there; keep them as .orig"),
            "--dry-run": _flag("say what would change, and stop"),
        },
        "Nothing was changed in {book}.",
    ),
    "export": Command(
        "write every table, figure and chart as files, and the data as a zip",
        "export.export",
        {
            "folder": _path("where to; _build/exports by default", nargs="?"),
            "--workbook": _path(
                "write all data tables as one Excel workbook; _build/exports/study.xlsx by default",
                nargs="?",
                const=Path(),
            ),
            "--swap": _flag("put the workbook in the place of the CSV files of the data, or back"),
            "--forms": _flag("write empty forms for what a paper prints, into the folder forms"),
        },
    ),
    "archive": Command(
        "write one zip to deposit: source, data, site, verdicts and metadata",
        "book.archive",
        {
            "file": _path("where to; _build/archive.zip by default", nargs="?"),
            "--with-small-counts": _flag("put in the counts that are hidden to protect people"),
        },
        "Nothing was changed in the archive.",
    ),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 for success, 1 for any problem."""
    for stream in (sys.stdout, sys.stderr):
        # An old terminal shows a question mark for a letter that it lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = vars(_build_parser().parse_args(arguments))
    command = COMMANDS[options.pop("command")]
    module, _, function = command.function.partition(".")
    try:
        # Only this one is imported: the check, which people run all day, need not wait.
        return getattr(importlib.import_module(f"scripts.commands.{module}"), function)(**options)
    except KeyboardInterrupt:
        status, said = 130, "\nStopped."
    except RefusalError as error:
        status, said = 1, str(error).strip()
    except OSError as error:
        status, said = 1, _describe(error)
    print(f"{said}\n{command.unchanged.format(**options)}".strip("\n"), file=sys.stderr)
    return status


def _build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m scripts")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        subparser = commands.add_parser(
            name, help=command.words, description=f"{command.words.capitalize()}."
        )
        for option, about in command.options.items():
            subparser.add_argument(option, **about)
    return parser


def _describe(error: OSError) -> str:
    """Return in words what the file system did not let a command do."""
    if error.errno is None:
        return f"{error}. Go to the folder of the project first."
    return (
        f"{error.filename or 'a file'}: {error.strerror}. The command reads or writes here: check "
        "that the file or folder exists and may be written."
    )


if __name__ == "__main__":
    sys.exit(main())
