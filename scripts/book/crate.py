"""What an archive is and holds, in the words of RO-Crate 1.1, for catalogues and archives.

Written directly, as the rocrate package puts the clock into what it writes; the tests read
it with that package.
"""

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import quote

METADATA = "ro-crate-metadata.json"
VERSION = "https://w3id.org/ro/crate/1.1"
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "MIT": "https://spdx.org/licenses/MIT",
}
# Of the site, whose files lie together, the first page stands for the rest.
SITE, FIRST_PAGE = "site/", "site/index.html"
PYTHON = "https://www.python.org/"


def build_crate(about: Mapping, names: Iterable[str]) -> bytes:
    """Return the metadata file of an archive with these files.

    `about` is what `scripts.book.archive.read_about` returns.
    """
    parts = _describe_files(sorted(name for name in names if name != METADATA))
    authors = _describe_people("author", about["authors"])
    licences = [
        {
            "@id": LICENCES.get(name, f"https://spdx.org/licenses/{quote(name)}"),
            "@type": "CreativeWork",
            "name": name,
        }
        for name in about["licences"]
    ]
    paper, *writers = _describe_paper(about["paper"]) or [{}]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": about["title"],
        "description": " ".join(about["description"].split()),
        "datePublished": about["date"],
        "version": about["version"],
        "license": _refer(licences),
        "author": _refer(authors),
        "softwareRequirements": {"@id": PYTHON},
        "hasPart": [{"@id": part["@id"]} for part in parts],
        "citation": _refer([paper] if paper else []),
    }
    metadata = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": VERSION},
        "about": {"@id": "./"},
    }
    python = {
        "@id": PYTHON,
        "@type": "SoftwareApplication",
        "name": "Python",
        "url": PYTHON,
        "softwareVersion": about["python"],
    }
    graph = [metadata, root, *parts, *authors, *licences, python, paper, *writers]
    graph = [{k: v for k, v in entity.items() if v not in ("", [])} for entity in graph if entity]
    content = {"@context": f"{VERSION}/context", "@graph": graph}
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _describe_files(names: list[str]) -> list[dict]:
    """Return the files, of the site the first page, and the site itself."""
    # What a system knows of types differs from machine to machine; these are the same on all.
    types = json.loads(files("scripts.book").joinpath("media_types.json").read_text("utf-8"))
    pages = sum(name.startswith(SITE) and name.endswith(".html") for name in names)
    return [
        {
            "@id": quote(name),
            "@type": "File",
            "name": PurePosixPath(name).name,
            "encodingFormat": types.get(PurePosixPath(name).suffix.lower(), "text/plain"),
        }
        for name in names
        if not name.startswith(SITE) or name == FIRST_PAGE
    ] + [
        {
            "@id": SITE,
            "@type": "Dataset",
            "name": "The built site",
            "description": f"{pages} pages that open in a browser without installation.",
            "hasPart": [{"@id": FIRST_PAGE}],
        }
    ]


def _describe_people(role: str, names: Iterable[str]) -> list[dict]:
    """Return people by their names; what has an article is several people together."""
    return [
        {
            "@id": f"#{role}-{i}",
            "@type": "Organization" if name.casefold().startswith("the ") else "Person",
            "name": name,
        }
        for i, name in enumerate(names, start=1)
    ]


def _describe_paper(facts: Mapping) -> list[dict]:
    """Return the paper that the study comes from and its authors; nothing if there is none."""
    if not facts.get("citation") and not facts.get("doi"):
        return []
    names = [f"{a.get('given', '')} {a['family']}".strip() for a in facts.get("authors") or ()]
    writers = _describe_people("paper-author", names)
    address = f"https://doi.org/{facts['doi']}" if facts.get("doi") else ""
    paper = {
        "@id": address or "#paper",
        "@type": "ScholarlyArticle",
        "name": facts.get("title", ""),
        "author": _refer(writers),
        "datePublished": str(facts.get("year", "")),
        "identifier": address,
        "description": facts.get("citation", ""),
        "isPartOf": facts.get("journal", ""),
    }
    return [paper, *writers]


def _refer(entities: Iterable[Mapping]) -> list[dict] | dict:
    """Return references to entities; a single one stands alone."""
    found = [{"@id": entity["@id"]} for entity in entities]
    return found[0] if len(found) == 1 else found
