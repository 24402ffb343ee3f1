"""How to cite the evaluation and this edition of it, made from the data and from CITATION.cff."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.chapters.notebooks import read_yaml
from scripts.files.paths import make_slug
from scripts.study.study import Study

FILE = "CITATION.cff"
# What TeX would take for an instruction.
TEX = str.maketrans(
    {mark: f"\\{mark}" for mark in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


@dataclass(frozen=True)
class Work:
    """What is to be cited; a text is empty where it is not known.

    `key` is what BibTeX finds it by, `container` the journal. Authors have family and given names;
    a name that is not a person's has no given name.
    """

    key: str
    authors: tuple[tuple[str, str], ...]
    title: str
    year: str = ""
    container: str = ""
    version: str = ""
    doi: str = ""
    address: str = ""
    licence: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()


def _read(content: Mapping[str, object], *names: str) -> str:
    """Return the first of some entries that says anything, in one line."""
    text = next(filter(None, map(content.get, names)), "")
    return " ".join(str(text).split())


def read_evaluation(facts: Mapping[str, object]) -> Work:
    """Return the evaluation itself, from the facts of ``study.yml``."""
    return Work(
        _read(facts, "citation_key") or "evaluation",
        tuple((_read(p, "family"), _read(p, "given")) for p in facts.get("authors") or ()),
        _read(facts, "title", "short_title"),
        _read(facts, "year"),
        _read(facts, "journal"),
        doi=_read(facts, "doi"),
        licence=_read(facts, "licence"),
    )


def read_citation(root: Path) -> dict:
    """Return what ``CITATION.cff`` says; nothing where a book has no such file."""
    path = root / FILE
    return read_yaml(path) if path.is_file() else {}


def read_edition(root: Path) -> Work | None:
    """Return this edition, from ``CITATION.cff``; None where a book has no such file."""
    content = read_citation(root)
    if not content:
        return None
    licences = content.get("license") or ()
    people = content.get("authors") or ()
    title = _read(content, "title")
    words = make_slug((title or "edition").replace("'", "")).split("-")
    return Work(
        "-".join([*words[:3], "edition"]),
        tuple((_read(p, "family-names", "name"), _read(p, "given-names")) for p in people),
        title,
        _read(content, "date-released")[:4],
        version=_read(content, "version"),
        doi=_read(content, "doi"),
        address=_read(content, "url", "repository-code"),
        licence=licences if isinstance(licences, str) else ", ".join(map(str, licences)),
        summary=_read(content, "abstract"),
        keywords=tuple(map(str, content.get("keywords") or ())),
    )


def list_works(study: Study) -> list[tuple[str, Work]]:
    """Return what is to be cited, each with when to cite it."""
    works = [("For the findings", read_evaluation(study.settings.facts))]
    edition = read_edition(study.directory.parent)
    return works + ([("For the data files, the code or the checks", edition)] if edition else [])


def format_reference(work: Work) -> str:
    """Return a work as it stands in a list of references, in plain text."""
    names = []
    for family, given in work.authors:
        initials = [f"{name[0]}." for name in re.split(r"[\s-]+", given.strip()) if name]
        names.append(f"{family}, {' '.join(initials)}" if given else family)
    people = " & ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    year = f" ({work.year})" if work.year else ""
    version = f" (Version {work.version})" if work.version else ""
    place = f"https://doi.org/{work.doi}" if work.doi else work.address
    parts = (f"{people}{year}".rstrip("."), f"{work.title}{version}", work.container, place)
    text = ". ".join(filter(None, parts))
    return text if place else f"{text}."


def format_bibtex(work: Work) -> str:
    """Return a work as an entry for BibTeX."""
    people = [(family.translate(TEX), given.translate(TEX)) for family, given in work.authors]
    names = [f"{family}, {given}" if given else f"{{{family}}}" for family, given in people]
    fields = {
        "author": " and ".join(names),
        "title": f"{{{work.title.translate(TEX)}}}" if work.title else "",
        "journal": work.container.translate(TEX),
        "year": work.year.translate(TEX),
        "version": work.version.translate(TEX),
        "doi": _keep(work.doi),
        "url": _keep(work.address) if not work.doi else "",
        "note": f"Licence: {work.licence.translate(TEX)}" if work.licence else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    # Nothing that cannot stand in the key of an entry.
    key = re.sub(r"[^\w:.+/-]+", "-", work.key, flags=re.ASCII).strip("-") or "edition"
    kind = "article" if work.container else "misc"
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _keep(address: str) -> str:
    """Return an address as it is, but for what would end the field or begin another."""
    return "".join(f"%{ord(c):02X}" if c in '{}"\\' or not c.isprintable() else c for c in address)
