"""One zip to deposit: source, data, executed chapters, site, verdicts, environment, metadata."""

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd

from scripts.book.build import build_book
from scripts.book.crate import METADATA, build_crate
from scripts.chapters.executor import execute_chapters
from scripts.chapters.notebooks import canonical_text
from scripts.chapters.results import read_results
from scripts.chapters.workspace import FOLDER as WORK
from scripts.display.citations import read_citation
from scripts.exports.text_formats import guard_text
from scripts.files.paths import leads_out, make_slug, write_zip
from scripts.files.problems import RefusalError
from scripts.look.markup import render
from scripts.privacy.confidentiality import PRIVATE
from scripts.privacy.suppression import mark_suppressed
from scripts.published.comparison import Comparison
from scripts.study.study import Study, load_study

PROJECT, SITE, REPORT = "project", "site", "report"
# A requirement of the pins: name, version, and for which systems it is.
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+))?", re.M)


def write_archive(
    root: Path, path: Path, report: Callable[[str], None], with_small_counts: bool = False
) -> Path:
    """Write everything that a deposit needs as one zip file, and return its path.

    The site is built first, so that it, the outputs of the chapters and the verdicts come
    from the data in the archive. The same project gives the same bytes. An older archive is
    replaced once the new one is complete. Counts that the book hides, so that nobody can be
    recognised, are put in only if that is asked for.
    """
    study = load_study(root / "data")
    hidden = int(mark_suppressed(study).astype(bool).sum()) if len(study.demographics) else 0
    if hidden and not with_small_counts:
        raise RefusalError(
            f"The book hides {hidden} counts, but the data in the archive would show them. "
            "Archive with --with-small-counts if whoever will hold the archive may see them."
        )
    site = build_book(root, report)
    entries = {}
    for name in list_source(root):
        if _is_private(name, study):
            report(f"left out: {name}, which nothing loads")
        else:
            entries[f"{PROJECT}/{name}"] = (root / name).read_bytes()
    # They have been executed there for the site.
    work = root / "_build" / WORK
    executed = execute_chapters(work, report)
    chapters = {path.relative_to(work).as_posix(): nb for path, nb in executed.items()}
    for name, notebook in chapters.items():
        entries[f"{PROJECT}/{name}"] = canonical_text(notebook).encode()
    for file in site.rglob("*"):
        if file.is_file():
            entries[f"{SITE}/{file.relative_to(site).as_posix()}"] = file.read_bytes()
    about = read_about(root, study)
    entries |= build_report(read_results(chapters, study.settings).comparisons)
    entries |= build_environment(root, about["python"])
    entries["README.md"] = render("book/about.md", **about).encode()
    entries[METADATA] = build_crate(about, entries)
    path.parent.mkdir(parents=True, exist_ok=True)
    coming = path.with_name(f"{path.name}.part")
    write_zip(coming, {f"{about['name']}/{name}": content for name, content in entries.items()})
    coming.replace(path)
    return path


def _is_private(name: str, study: Study) -> bool:
    """Return whether a file is a note of an import, or lies among the data and is none."""
    folder, _, file = name.partition("/")
    return folder == PRIVATE or (folder == "data" and file not in study.files)


def list_source(root: Path) -> list[str]:
    """Return the files of the project by name: what Git keeps, or else what it would.

    What a link leads to outside of the project is none of them. Without Git, as after
    unpacking an archive, that is all but what ``.gitignore`` names.
    """
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
        names = done.stdout.decode("utf-8").split("\0") if not done.returncode else []
    except OSError:
        names = []
    if not any(names):
        names = _walk(root)
    files = (name for name in names if name and (root / name).is_file())
    return sorted(name for name in files if not leads_out(root, root / name))


def _walk(root: Path) -> list[str]:
    """Return the files below a folder, without those that ``.gitignore`` leaves out.

    What is ignored is not looked into: a build may be changing it.
    """
    file = root / ".gitignore"
    lines = file.read_text("utf-8").split() if file.is_file() else []
    ignored = [".git", *(line.strip("/") for line in lines if not line.startswith("#"))]

    def is_kept(name: str) -> bool:
        return not any(fnmatch(name, pattern) for pattern in ignored)

    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = filter(is_kept, folders)
        found += [Path(folder) / name for name in names if is_kept(name)]
    return [path.relative_to(root).as_posix() for path in found]


def read_about(root: Path, study: Study) -> dict:
    """Return what the archive says of itself, from the project's own files.

    Title, version, authors, licences and date are those of ``CITATION.cff``, or where it
    is silent those of ``datapackage.json`` and ``study.yml``. No clock is asked.
    """
    cited = read_citation(root)
    package = json.loads((study.directory / "datapackage.json").read_text("utf-8-sig"))
    facts = study.settings.facts
    licences = cited.get("license") or [entry["name"] for entry in package.get("licenses", ())]
    date = cited.get("date-released") or package.get("created") or facts.get("year")
    title = cited.get("title") or package.get("title") or facts["title"]
    authors = cited.get("authors") or facts.get("authors") or [{"name": "The authors"}]
    project = root / "pyproject.toml"
    settings = tomllib.loads(project.read_text("utf-8")) if project.is_file() else {}
    return {
        "name": make_slug(str(package.get("name") or title)) or "evaluation",
        "title": title,
        "description": cited.get("abstract") or package.get("description") or title,
        "version": str(cited.get("version") or package.get("version") or ""),
        "date": str(date or ""),
        "licences": [licences] if isinstance(licences, str) else list(licences),
        "authors": [_name_author(author) for author in authors],
        "paper": dict(facts),
        "python": settings.get("project", {}).get("requires-python", ""),
    }


def _name_author(author: Mapping) -> str:
    """Return the name of an author of ``CITATION.cff`` or ``study.yml``."""
    given = author.get("given-names") or author.get("given") or ""
    family = author.get("family-names") or author.get("family") or author.get("name") or ""
    return f"{given} {family}".strip()


def build_environment(root: Path, python: str) -> dict[str, bytes]:
    """Return the description of the environment, the same on every machine."""
    file = root / "requirements.txt"
    packages = [
        {name: (found or "").strip() for name, found in match.groupdict().items()}
        for match in PIN.finditer(file.read_text("utf-8") if file.is_file() else "")
    ]
    content = {"python": python, "packages": packages}
    return {
        "environment.md": render("book/environment.md", **content).encode(),
        "environment.json": _format_json(content),
    }


def build_report(comparisons: Mapping[str, Comparison]) -> dict[str, bytes]:
    """Return the verdict on every value as CSV, as JSON, and in words."""
    frames = [c.values.fillna("").astype(str).assign(exhibit=k) for k, c in comparisons.items()]
    values = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"exhibit": []})
    values.insert(0, "exhibit", values.pop("exhibit"))
    values = values.fillna("")
    table = values.map(guard_text).to_csv(index=False, lineterminator="\n")
    words = render("book/verdicts.md", comparisons=comparisons.values(), plain=_plain)
    return {
        f"{REPORT}/verdicts.csv": ("\ufeff" + table).encode(),
        f"{REPORT}/verdicts.json": _format_json(values.to_dict("records")),
        f"{REPORT}/verdicts.md": words.encode(),
    }


def _plain(text: str) -> str:
    """Return text on one line that Markdown takes for words."""
    return re.sub(r"([\\`*_<>\[\]|#])", r"\\\1", " ".join(text.split()))


def _format_json(content: object) -> bytes:
    """Return content as JSON that people can read."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
