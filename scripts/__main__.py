"""The command line: ``python -m scripts COMMAND``.

Each command is a module of `scripts.commands`, under its own name, with two functions:
``add_arguments`` describes its options, and ``run`` does the work and returns the exit status.
"""

from __future__ import annotations

import argparse
import importlib
import io
import sys

from scripts.files.problems import StudyError

COMMANDS = {
    "check": "say everything that is wrong with the data",
    "book": "check, execute, and build the site into _build/html",
    "test": "check everything, down to each value and each stored output",
    "refresh": "execute the chapters and store their outputs",
    "verify-source": "look the printed values up in the paper",
    "new": "make a book for another evaluation in a new folder",
    "upgrade": "bring a book made earlier to these scripts and tests",
    "export": "write every table, figure and chart as files, and the data as a zip",
    "archive": "write one zip to deposit: source, data, site, verdicts and metadata",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 for success, 1 for any problem."""
    for stream in (sys.stdout, sys.stderr):
        # An old terminal shows a question mark for a letter that it lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    given = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="python -m scripts")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words.capitalize() + ".")
        if name in given[:1]:
            # Only this one is imported: the check, which people run all day, need not wait.
            _find_module(name).add_arguments(command)
    options = parser.parse_args(given)
    try:
        return _find_module(options.command).run(options)
    except StudyError as error:
        print(str(error).strip(), file=sys.stderr)
        return 1
    except FileNotFoundError as error:
        if error.errno is not None:
            raise
        print(f"{error}. Go to the folder of the project first.", file=sys.stderr)
        return 1
    except RuntimeError as error:
        # Imported here because most commands need no chapter.
        from scripts.chapters.notebooks import ChapterError

        if not isinstance(error, ChapterError):
            raise
        print(str(error).strip(), file=sys.stderr)
        return 1


def _find_module(command: str):
    """Return the module of a command."""
    return importlib.import_module(f"scripts.commands.{command.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
