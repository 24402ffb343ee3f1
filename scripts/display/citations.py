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
TEX = {mark: f"\\{mark}" for mark in "&%$#_{}"}
TEX |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Work:
    """What is to be cited; a text is empty where it is not known.

    `kind` is what BibTeX calls it, such as article, `key` its key there, `container` the
    journal. Authors have family and given names; a name that is not a person's has no given
    name.
    """

    kind: str
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


def read_evaluation(facts: Mapping[str, object]) -> Work:
    """Return the evaluation itself, from the facts of ``study.yml``."""
    people = facts.get("authors") or ()
    journal = str(facts.get("journal") or "")
    return Work(
        "article" if journal else "misc",
        str(facts.get("citation_key") or "evaluation"),
        tuple((str(p.get("family", "")), str(p.get("given", ""))) for p in people),
        str(facts.get("title") or facts.get("short_title") or ""),
        str(facts.get("year") or ""),
        journal,
        doi=str(facts.get("doi") or ""),
        licence=str(facts.get("licence") or ""),
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
    licences = [licences] if isinstance(licences, str) else licences
    authors = tuple(
        (str(a.get("family-names") or a.get("name") or ""), str(a.get("given-names") or ""))
        for a in content.get("authors") or ()
    )
    words = make_slug(str(content.get("title", "edition")).replace("'", "")).split("-")
    return Work(
        "misc",
        "-".join([*words[:3], "edition"]),
        authors,
        str(content.get("title") or ""),
        str(content.get("date-released") or "")[:4],
        version=str(content.get("version") or ""),
        doi=str(content.get("doi") or ""),
        address=str(content.get("url") or content.get("repository-code") or ""),
        licence=", ".join(map(str, licences)),
        summary=" ".join(str(content.get("abstract") or "").split()),
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
    names = [
        f"{_escape(family)}, {_escape(given)}" if given else f"{{{_escape(family)}}}"
        for family, given in work.authors
    ]
    fields = {
        "author": " and ".join(names),
        "title": f"{{{_escape(work.title)}}}" if work.title else "",
        "journal": _escape(work.container),
        "year": _escape(work.year),
        "version": _escape(work.version),
        "doi": _keep(work.doi),
        "url": _keep(work.address) if not work.doi else "",
        "note": f"Licence: {_escape(work.licence)}" if work.licence else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    # Nothing that cannot stand in the key of an entry.
    key = re.sub(r"[^\w:.+/-]+", "-", work.key, flags=re.ASCII).strip("-") or "edition"
    return f"@{work.kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _keep(address: str) -> str:
    """Return an address as it is, but for what would end the field or begin another."""
    return "".join(f"%{ord(c):02X}" if c in '{}"\\' or not c.isprintable() else c for c in address)


def _escape(text: str) -> str:
    """Return text in which nothing is an instruction to TeX."""
    return "".join(TEX.get(mark, mark) for mark in text)
