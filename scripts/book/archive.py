"""One zip to deposit: source, data, executed chapters, site, verdicts, environment, metadata."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path

from scripts.book.archive_crate import METADATA, build_crate
from scripts.book.build import build_book
from scripts.chapters.contents import list_chapters
from scripts.chapters.notebooks import canonical_text
from scripts.chapters.results import read_results
from scripts.display.citations import read_citation
from scripts.execution.executor import execute_chapters
from scripts.exports.text_formats import guard_text
from scripts.files.paths import leads_out
from scripts.files.problems import RefusalError
from scripts.files.slugs import make_slug
from scripts.files.zipping import write_zip
from scripts.privacy.confidentiality import PRIVATE
from scripts.privacy.suppression import mark_suppressed
from scripts.published.comparison import Comparison
from scripts.study.study import Study, load_study

PROJECT, SITE, REPORT = "project", "site", "report"
# A requirement of the pins: name, version, and for which systems it is.
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+))?", re.M)
ABOUT = """# {title}

{description}

| what | where |
| --- | --- |
| the site: open `site/index.html` in a browser; nothing has to be installed | `site/` |
| the project: data, chapters with their outputs, code and tests | `project/` |
| the verdict on every value, for people and for programs | `report/` |
| Python and the exact version of every package | `environment.md`, `environment.json` |
| what this archive is, for catalogues (RO-Crate 1.1) | `ro-crate-metadata.json` |

To build the site and to check everything again, go to the folder `project` and type `make book`, \
then `make test`; `project/README.md` says what you need, and what to type on Windows.

The licences are in `project/LICENSE`.
"""


class ArchiveError(RefusalError):
    """Raised when the archive cannot or should not be made."""


def write_archive(
    root: Path, path: Path, report: Callable[[str], None], with_small_counts: bool = False
) -> Path:
    """Write everything that a deposit needs as one zip file, and return its path.

    The site is built first, so that it, the outputs of the chapters and the verdicts come
    from the data in the archive. The same project gives the same bytes.

    Parameters
    ----------
    root : Path
        Folder of the project.
    path : Path
        Where to write; an older file there is replaced once the new one is complete.
    report : callable
        Is told what is being done.
    with_small_counts : bool
        Whether counts that the book hides, so that nobody can be recognised, are put in.

    Raises
    ------
    ArchiveError
        If the data hold counts that the book hides, and nothing was said of them.
    BookError, StudyError, UnexplainedError, ChapterError
        If the site cannot be built.
    """
    study = load_study(root / "data")
    hidden = int(mark_suppressed(study).astype(bool).sum()) if len(study.demographics) else 0
    if hidden and not with_small_counts:
        raise ArchiveError(
            f"The book hides {hidden} counts, but the data in the archive would show them. "
            "Archive with --with-small-counts if whoever will hold the archive may see them."
        )
    site = build_book(root, report)
    names = list_source(root)
    private = [name for name in names if _is_private(name, study)]
    for name in private:
        report(f"left out: {name}, which nothing loads")
    kept = [name for name in names if name not in private]
    entries = {f"{PROJECT}/{name}": (root / name).read_bytes() for name in kept}
    chapters = {
        path.relative_to(root).as_posix(): notebook
        for path, notebook in execute_chapters(root, list_chapters(root), report).items()
    }
    for name, notebook in chapters.items():
        entries[f"{PROJECT}/{name}"] = canonical_text(notebook).encode()
    for file in site.rglob("*"):
        if file.is_file():
            entries[f"{SITE}/{file.relative_to(site).as_posix()}"] = file.read_bytes()
    entries |= build_report(read_results(chapters, study.settings).comparisons)
    entries |= build_environment(root)
    about = read_about(root, study)
    entries["README.md"] = ABOUT.format(**about).encode()
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
        names = _walk(root, _read_ignored(root))
    files = (name for name in names if name and (root / name).is_file())
    return sorted(name for name in files if not leads_out(root, root / name))


def _read_ignored(root: Path) -> list[str]:
    """Return the names that ``.gitignore`` leaves out, one pattern for each."""
    file = root / ".gitignore"
    lines = file.read_text("utf-8").split() if file.is_file() else []
    return [".git", *(line.strip("/") for line in lines if not line.startswith("#"))]


def _walk(root: Path, ignored: Iterable[str]) -> list[str]:
    """Return the files below a folder, without those that are ignored.

    What is ignored is not looked into: a build may be changing it.
    """
    patterns = list(ignored)
    found = []
    for folder, folders, files in os.walk(root):
        place = Path(folder).relative_to(root)
        kept = [
            [name for name in names if not any(fnmatch(name, pattern) for pattern in patterns)]
            for names in (folders, files)
        ]
        folders[:] = kept[0]
        found += [(place / name).as_posix() for name in kept[1]]
    return found


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
    name = make_slug(str(package.get("name") or title))
    authors = cited.get("authors") or facts.get("authors") or [{"name": "The authors"}]
    return {
        "name": name or "evaluation",
        "title": title,
        "description": cited.get("abstract") or package.get("description") or title,
        "version": str(cited.get("version") or package.get("version") or ""),
        "date": str(date or ""),
        "licences": [licences] if isinstance(licences, str) else list(licences),
        "authors": [_name_author(author) for author in authors],
        "paper": dict(facts),
        "python": _read_python(root),
    }


def _name_author(author: Mapping) -> str:
    """Return the name of an author of ``CITATION.cff`` or ``study.yml``."""
    given = author.get("given-names") or author.get("given") or ""
    family = author.get("family-names") or author.get("family") or author.get("name") or ""
    return f"{given} {family}".strip()


def _read_python(root: Path) -> str:
    """Return which Python the project needs, such as ``>=3.11``."""
    file = root / "pyproject.toml"
    content = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    return content.get("project", {}).get("requires-python", "")


def build_environment(root: Path) -> dict[str, bytes]:
    """Return the description of the environment, the same on every machine."""
    file = root / "requirements.txt"
    pins = [
        {key: (match[key] or "").strip() for key in ("name", "version", "marker")}
        for match in PIN.finditer(file.read_text("utf-8") if file.is_file() else "")
    ]
    python = _read_python(root)
    lines = [
        "# Environment",
        "",
        f"Python {python or 'of any version'}. `project/requirements.txt` holds these versions "
        "with the hashes of their files, for Linux, macOS and Windows.",
        "",
        "| package | version | only where |",
        "| --- | --- | --- |",
        *(f"| {p['name']} | {p['version']} | {p['marker'].replace('|', '')} |" for p in pins),
    ]
    content = {"python": python, "packages": pins}
    return {
        "environment.md": ("\n".join(lines) + "\n").encode(),
        "environment.json": _format_json(content),
    }


def build_report(comparisons: Mapping[str, Comparison]) -> dict[str, bytes]:
    """Return the verdict on every value as CSV, as JSON, and in words."""
    records = [record for key in comparisons for record in _list_verdicts(key, comparisons[key])]
    names = list(dict.fromkeys(name for record in records for name in record))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([guard_text(record.get(name, "")) for name in names] for record in records)
    return {
        f"{REPORT}/verdicts.csv": ("\ufeff" + stream.getvalue()).encode(),
        f"{REPORT}/verdicts.json": _format_json(records),
        f"{REPORT}/verdicts.md": _format_report(comparisons).encode(),
    }


def _list_verdicts(key: str, comparison: Comparison) -> list[dict[str, str]]:
    """Return the values of an exhibit, each with the name of the exhibit, as text."""
    rows = comparison.values.fillna("").to_dict("records")
    return [{"exhibit": key, **{n: str(value) for n, value in row.items()}} for row in rows]


def _format_report(comparisons: Mapping[str, Comparison]) -> str:
    """Return the verdicts counted, and each value that differs with its reason."""
    lines = ["# Verdicts", ""]
    for comparison in comparisons.values():
        label = _plain(comparison.exhibit.label)
        lines += [f"## {label}", "", f"{len(comparison.values)} values.", ""]
        counts = comparison.counts().items()
        lines += [f"- {verdict}: {n} of {whole}" for verdict, (n, whole) in counts if n]
        for row in comparison.values.to_dict("records"):
            if row["verdict"] == "differs":
                where = f"{_plain(row['row'])}, {_plain(row['column'])}"
                rebuilt, printed = _plain(row["rebuilt"]), _plain(row["printed"])
                reason = _plain(row["reason"])
                lines.append(f"  - {where}: here “{rebuilt}”, printed “{printed}”. {reason}")
        lines.append("")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Return text on one line that Markdown takes for words."""
    return re.sub(r"([\\`*_<>\[\]|#])", r"\\\1", " ".join(text.split()))


def _format_json(content: object) -> bytes:
    """Return content as JSON that people can read."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
