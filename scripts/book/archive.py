"""One zip to deposit: source, data, executed chapters, site, verdicts, environment, metadata."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from scripts.book.build import build_book
from scripts.chapters.executor import execute_chapters
from scripts.chapters.notebooks import canonical_text
from scripts.chapters.results import Results, read_results
from scripts.chapters.workspace import FOLDER as WORK
from scripts.display.citations import read_citation
from scripts.exports.text_formats import escape_markdown, guard_text
from scripts.files.paths import leads_out, make_slug, write_zip
from scripts.files.plain_yaml import read_own
from scripts.files.problems import RefusalError
from scripts.look.markup import render
from scripts.privacy.confidentiality import PRIVATE
from scripts.privacy.suppression import mark_suppressed
from scripts.study.study import Study, load_study

PROJECT, SITE, REPORT = "project", "site", "report"
METADATA = "ro-crate-metadata.json"
LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}
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
    entries = _read_source(root, study, report)
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
    entries |= build_verdict_report(read_results(chapters, study.settings))
    entries |= build_environment(root, about["python"])
    entries["README.md"] = render("book/about.md", **about).encode()
    entries[METADATA] = build_crate(about, entries)
    path.parent.mkdir(parents=True, exist_ok=True)
    coming = path.with_name(f"{path.name}.part")
    write_zip(coming, {f"{about['name']}/{name}": content for name, content in entries.items()})
    coming.replace(path)
    return path


def _read_source(root: Path, study: Study, report: Callable[[str], None]) -> dict[str, bytes]:
    """Return the files of the project, but for notes of an import and data that nothing loads."""
    entries = {}
    for name in list_source(root):
        folder, _, file = name.partition("/")
        if folder == PRIVATE or (folder == "data" and file not in study.files):
            report(f"left out: {name}, which nothing loads")
        else:
            entries[f"{PROJECT}/{name}"] = (root / name).read_bytes()
    return entries


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
    select, found = shutil.ignore_patterns(*ignored), []
    for folder, folders, names in os.walk(root):
        left_out = select(folder, [*folders, *names])
        folders[:] = set(folders) - left_out
        found += [Path(folder, name) for name in set(names) - left_out]
    return [path.relative_to(root).as_posix() for path in found]


def read_about(root: Path, study: Study) -> dict:
    """Return what the archive says of itself, from the project's own files.

    Title, version, authors, licences and date are those of ``CITATION.cff``, or where it
    is silent those of ``datapackage.json`` and ``study.yml``. No clock is asked.
    """
    facts, cited = study.settings.facts, read_citation(root)
    package = json.loads((study.directory / "datapackage.json").read_text("utf-8-sig"))
    said = {k: v for source in (facts, package, cited) for k, v in source.items() if v}
    licences = said.get("license") or [entry["name"] for entry in said.get("licenses", ())]
    project = root / "pyproject.toml"
    settings = tomllib.loads(project.read_text("utf-8")) if project.is_file() else {}
    return {
        "name": make_slug(str(package.get("name") or said["title"])) or "evaluation",
        "title": said["title"],
        "description": said.get("abstract") or said.get("description") or said["title"],
        "version": str(said.get("version", "")),
        "date": str(said.get("date-released") or said.get("created") or said.get("year", "")),
        "licences": [licences] if isinstance(licences, str) else licences,
        "authors": [_name_author(author) for author in said.get("authors", ())] or ["The authors"],
        "paper": facts,
        "python": settings.get("project", {}).get("requires-python", ""),
    }


def _name_author(author: Mapping) -> str:
    """Return the name of an author of ``CITATION.cff`` or ``study.yml``."""
    given = author.get("given-names") or author.get("given") or ""
    family = author.get("family-names") or author.get("family") or author.get("name") or ""
    return f"{given} {family}".strip()


def build_crate(about: Mapping, names: Collection[str]) -> bytes:
    """Return the file that tells catalogues what an archive is and holds, in terms of RO-Crate.

    `about` is what `read_about` returns. It is not made by the rocrate package, which puts the
    clock into what it writes; the tests read it with that package.
    """
    # What a system knows of types differs from machine to machine; these are the same on all.
    types = read_own(__package__, "media_types.json")
    # Of the site, whose files lie together, the first page stands for the rest.
    of_site = [name for name in names if name.startswith(f"{SITE}/")]
    told = map(PurePosixPath, sorted({*names}.difference(of_site) | {f"{SITE}/index.html"}))
    paper, licences = about["paper"], about["licences"]
    address = f"https://doi.org/{paper['doi']}" if paper.get("doi") else ""
    paper_id = address or ("#paper" if paper.get("citation") else "")
    writers = map(_name_author, paper.get("authors", ())) if paper_id else ()
    described = about | {
        "licences": {LICENCES.get(n, f"https://spdx.org/licenses/{quote(n)}"): n for n in licences},
        "authors": {f"#author-{i}": name for i, name in enumerate(about["authors"], start=1)},
        "writers": {f"#paper-author-{i}": name for i, name in enumerate(writers, start=1)},
        "files": {quote(str(n)): (n.name, types.get(n.suffix.lower(), "text/plain")) for n in told},
        "pages": sum(name.endswith(".html") for name in of_site),
        "paper_id": paper_id,
    }
    crate = json.loads(render("book/crate.json", **described))
    crate["@graph"] = [
        {name: value for name, value in entity.items() if value not in ("", [])}
        for entity in crate["@graph"]
    ]
    return _format_json(crate)


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


def build_verdict_report(results: Results) -> dict[str, bytes]:
    """Return the verdict on every value as CSV, as JSON, and in words."""
    values = results.values
    order = ["exhibit", *values.columns.drop("exhibit", errors="ignore")]
    values = values.reindex(columns=order).fillna("")
    table = values.map(guard_text).to_csv(index=False, lineterminator="\n")
    words = render("book/verdicts.md", comparisons=results.comparisons.values(), md=escape_markdown)
    return {
        f"{REPORT}/verdicts.csv": ("\ufeff" + table).encode(),
        f"{REPORT}/verdicts.json": _format_json(values.to_dict("records")),
        f"{REPORT}/verdicts.md": words.encode(),
    }


def _format_json(content: object) -> bytes:
    """Return content as JSON that people can read."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
