"""What an archive is and holds, in the words of RO-Crate 1.1, for catalogues and archives.

Written directly, as the rocrate package puts the clock into what it writes; the tests read
it with that package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

METADATA = "ro-crate-metadata.json"
VERSION = "https://w3id.org/ro/crate/1.1"
# What a system knows of types differs from machine to machine; these are the same on all.
TYPES = {
    **{".csv": "text/csv", ".json": "application/json", ".md": "text/markdown"},
    **{".ipynb": "application/x-ipynb+json", ".py": "text/x-python", ".html": "text/html"},
    **{".yml": "application/yaml", ".yaml": "application/yaml", ".cff": "application/yaml"},
    **{".toml": "application/toml", ".bib": "application/x-bibtex", ".txt": "text/plain"},
    **{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"},
    **{".png": "image/png", ".pdf": "application/pdf", ".zip": "application/zip"},
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "MIT": "https://spdx.org/licenses/MIT",
}
# Of the site, whose files lie together, the first page stands for the rest.
SITE, FIRST_PAGE = "site/", "site/index.html"


def find_type(name: str) -> str:
    """Return the media type of a file by its name, the same on every machine."""
    return TYPES.get(PurePosixPath(name).suffix.lower(), "text/plain")


def build_crate(about: Mapping, names: Iterable[str]) -> bytes:
    """Return the metadata file of an archive.

    Parameters
    ----------
    about : mapping
        As from `scripts.book.archive.read_about`.
    names : iterable of str
        The files of the archive.
    """
    names = sorted(name for name in names if name != METADATA)
    shown = [n for n in names if not n.startswith(SITE) or n == FIRST_PAGE]
    parts = [
        {
            "@id": quote(name),
            "@type": "File",
            "name": PurePosixPath(name).name,
            "encodingFormat": find_type(name),
        }
        for name in shown
    ]
    pages = sum(name.startswith(SITE) and name.endswith(".html") for name in names)
    parts.append(
        {
            "@id": SITE,
            "@type": "Dataset",
            "name": "The built site",
            "description": f"{pages} pages that open in a browser without installation.",
            "hasPart": [{"@id": FIRST_PAGE}],
        }
    )
    authors = [
        {"@id": f"#author-{i}", "@type": _kind(author), "name": author}
        for i, author in enumerate(about["authors"], start=1)
    ]
    licences = [
        {
            "@id": LICENCES.get(name, f"https://spdx.org/licenses/{quote(name)}"),
            "@type": "CreativeWork",
            "name": name,
        }
        for name in about["licences"]
    ]
    python = {
        "@id": "https://www.python.org/",
        "@type": "SoftwareApplication",
        "name": "Python",
        "url": "https://www.python.org/",
        "softwareVersion": about["python"],
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": about["title"],
        "description": " ".join(about["description"].split()),
        "datePublished": about["date"],
        "version": about["version"],
        "license": _refer(licences),
        "author": _refer(authors),
        "softwareRequirements": _refer([python]),
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    paper, writers = _describe_paper(about["paper"])
    if paper:
        root["citation"] = _refer([paper])
    metadata = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": VERSION},
        "about": {"@id": "./"},
    }
    others = [paper] if paper else []
    graph = [metadata, root, *parts, *authors, *licences, python, *others, *writers]
    graph = [{k: v for k, v in entity.items() if v not in ("", [])} for entity in graph]
    content = {"@context": f"{VERSION}/context", "@graph": graph}
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _refer(entities: Iterable[Mapping]) -> list[dict] | dict:
    """Return references to entities; a single one stands alone."""
    found = [{"@id": entity["@id"]} for entity in entities]
    return found[0] if len(found) == 1 else found


def _kind(author: str) -> str:
    """Return whether a name is that of a person; of several people together it has an article."""
    return "Organization" if author.casefold().startswith("the ") else "Person"


def _describe_paper(facts: Mapping) -> tuple[dict | None, list[dict]]:
    """Return the paper that the study comes from and its authors; None if there is none."""
    if not facts.get("citation") and not facts.get("doi"):
        return None, []
    writers = [
        {
            "@id": f"#paper-author-{i}",
            "@type": "Person",
            "name": f"{author.get('given', '')} {author['family']}".strip(),
        }
        for i, author in enumerate(facts.get("authors") or (), start=1)
    ]
    paper = {
        "@id": f"https://doi.org/{facts['doi']}" if facts.get("doi") else "#paper",
        "@type": "ScholarlyArticle",
        "name": facts.get("title", ""),
        "author": _refer(writers),
        "datePublished": str(facts.get("year", "")),
        "identifier": f"https://doi.org/{facts['doi']}" if facts.get("doi") else "",
        "description": facts.get("citation", ""),
        "isPartOf": facts.get("journal", ""),
    }
    return paper, writers
