"""Environments of other packages or another Python, made anew, and what a project gives there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from scripts.book.archive import list_source

PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)
LOCK = ("--extra", "dev", "--universal", "--python-version", "3.11", "--generate-hashes")
LOCK_NAME = ("--custom-compile-command", "make lock")


class PackagesError(RuntimeError):
    """Raised when an environment cannot be made, or the project does not run in it."""


def run_uv(*arguments: str | Path) -> str:
    """Run uv, which the environment of the project holds, and return what it says."""
    command = [sys.executable, "-m", "uv", *map(str, arguments)]
    return _run(command, "uv")


def _run(command: Sequence[str], what: str, **options: object) -> str:
    """Run a command and return its output; raise with its last lines where it fails."""
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, **options
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise PackagesError(f"{what} failed: " + "\n".join(lines[-15:]))
    return done.stdout


def lock_packages(root: Path, target: Path) -> Path:
    """Write the newest pins that the project's ranges allow, with hashes, and return the file."""
    source = root / "pyproject.toml"
    run_uv("pip", "compile", source, *LOCK, *LOCK_NAME, "--upgrade", "-q", "-o", target)
    # The name of the file that was asked for stands in the notes; the project's is meant.
    text = target.read_text("utf-8").replace(str(source), "pyproject.toml")
    target.write_text(text, "utf-8")
    return target


def resolve_packages(root: Path, python: str, resolution: str, target: Path) -> Path:
    """Write the packages that the project's ranges give for a Python, and return the file.

    Parameters
    ----------
    root : Path
        Folder of the project.
    python : str
        Version, such as ``3.12``.
    resolution : str
        ``lowest-direct`` for the oldest that the project names, ``highest`` for the newest.
    target : Path
        Where to write.
    """
    choice = ("--resolution", resolution, "--python-version", python, "--upgrade", "-q")
    run_uv("pip", "compile", root / "pyproject.toml", *choice, "-o", target)
    return target


def find_python(version: str) -> str:
    """Return the path of a Python that pyenv keeps, or else what was asked for."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = sorted(root.glob(f"versions/{version}.*/bin/python"))
    return str(found[-1]) if found else version


def make_environment(folder: Path, python: str, packages: Path, verified: bool) -> Path:
    """Return the Python of a new environment that holds some packages.

    Raises
    ------
    PackagesError
        If there is no such Python, or a package cannot be installed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    run_uv("venv", "--quiet", "--no-python-downloads", "--python", find_python(python), folder)
    name = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    hashes = ["--require-hashes"] if verified else []
    run_uv("pip", "install", "--quiet", "--python", folder / name, *hashes, "-r", packages)
    return folder / name


def copy_project(root: Path, folder: Path) -> Path:
    """Return a copy of the files of a project, without what was built or installed."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in list_source(root):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, folder / name)
    return folder


def find_results(python: Path, project: Path) -> dict[str, dict[str, str]]:
    """Return verdicts, outputs and pictures of a project as some Python gives them.

    Raises
    ------
    PackagesError
        If a chapter fails there.
    """
    target = project / "_build" / "results.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"PYTHONPATH": str(project)}
    command = [str(python), "-m", "scripts.book.results", str(target)]
    _run(command, "executing the chapters", cwd=project, env=environment)
    return json.loads(target.read_text("utf-8"))


def list_packages(text: str) -> dict[str, str]:
    """Return the versions of all packages that are pinned."""
    return dict(PIN.findall(text))


def describe_packages(old: str, new: str) -> Iterable[str]:
    """Yield a line for each package of which another version is pinned."""
    before, after = list_packages(old), list_packages(new)
    for name in sorted(before | after):
        was, now = before.get(name, "nothing"), after.get(name, "nothing")
        if was != now:
            yield f"{name}: {was} -> {now}"
