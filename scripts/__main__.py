"""The command line: ``python -m scripts COMMAND``; ``commands/commands.json`` lists them."""

import argparse
import importlib
import io
import json
import sys
from importlib.resources import files
from pathlib import Path

from scripts.files.problems import RefusalError


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 for success, 1 for any problem."""
    for stream in (sys.stdout, sys.stderr):
        # An old terminal shows a question mark for a letter that it lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    commands = json.loads(files("scripts.commands").joinpath("commands.json").read_text("utf-8"))
    options = vars(_build_parser(commands).parse_args(arguments))
    command = commands[options.pop("command")]
    module, _, function = command["function"].partition(".")
    try:
        # Only this one is imported: the check, which people run all day, need not wait.
        return getattr(importlib.import_module(f"scripts.commands.{module}"), function)(**options)
    except KeyboardInterrupt:
        status, said = 130, "\nStopped."
    except RefusalError as error:
        status, said = 1, str(error).strip()
    except OSError as error:
        status, said = 1, _describe(error)
    unchanged = command.get("unchanged", "").format(**options)
    print(f"{said}\n{unchanged}".strip("\n"), file=sys.stderr)
    return status


def _build_parser(commands: dict) -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m scripts")
    parsers = parser.add_subparsers(dest="command", required=True)
    for name, about in commands.items():
        does = about["does"]
        command = parsers.add_parser(name, help=does, description=f"{does.capitalize()}.")
        command.register("type", "path", Path)
        for option, details in about.get("options", {}).items():
            command.add_argument(option, **details)
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
