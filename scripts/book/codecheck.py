"""The file ``codecheck.yml``, held against those rules of CODECHECK that a file can answer.

The rules, their identifiers and their severity are those of the register of CODECHECK for
version 2.0 of its specification (rules-2.0.yml, 9 September 2026). Whatever needs the
network, an archive or an outside checker is not tried here. What the table of standards
says of a rule has to agree with what is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scripts.files.plain_yaml import parse_yaml
from scripts.files.problems import Problem, quote
from scripts.study.study import Study

FILE = "codecheck.yml"
STANDARD = "CODECHECK 2.0"
VERSIONS = tuple(f"https://codecheck.org.uk/spec/config/{version}" for version in ("1.0", "2.0"))
PLACEHOLDER = re.compile(r"FIXME|TODO|XXXXX", re.IGNORECASE)
ORCID = re.compile(r"(\d{4}-){3}\d{3}[\dX]")


@dataclass(frozen=True)
class Bundle:
    """What is checked: the folder, the words of its ``codecheck.yml``, and their content."""

    root: Path
    text: str
    content: Mapping

    def entry(self, *path: str) -> object:
        """Return what stands below some names, or None."""
        found: object = self.content
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def entries(self, *path: str) -> list[Mapping]:
        """Return the mappings of a list below some names."""
        found = self.entry(*path)
        return [e for e in found if isinstance(e, Mapping)] if isinstance(found, list) else []

    def words(self, *path: str) -> str:
        """Return the text below some names, without blanks around it."""
        found = self.entry(*path)
        return "" if found is None or isinstance(found, (Mapping, list)) else str(found).strip()


def is_orcid(text: str) -> bool:
    """Return whether a text is a plain ORCID with the right last sign (ISO 7064, 11-2)."""
    if not ORCID.fullmatch(text):
        return False
    total = 0
    for digit in text.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return text[-1] == "0123456789X"[(12 - total % 11) % 11]


def _lacks(*path: str) -> Callable[[Bundle], str]:
    """Return a rule that asks for words below some names."""
    return lambda b: "" if b.words(*path) else f"no {'.'.join(path)}"


def _lists(*path: str) -> Callable[[Bundle], str]:
    """Return a rule that asks for a list of entries below some names."""
    return lambda b: "" if b.entries(*path) else f"no list {'.'.join(path)}"


def _each(name: str, *path: str) -> Callable[[Bundle], str | None]:
    """Return a rule that asks each entry of a list for one of its parts."""

    def look(bundle: Bundle) -> str | None:
        entries = bundle.entries(*path)
        lacking = [i for i, e in enumerate(entries, start=1) if not str(e.get(name) or "").strip()]
        if not entries:
            return None
        return f"no {name} in {path[-1]}, entry {lacking[0]}" if lacking else ""

    return look


def _tell(found: Sequence[str]) -> str:
    """Return the first of the things that are wrong."""
    return quote(found[0]) if found else ""


def _files(bundle: Bundle) -> list[str]:
    return [str(entry["file"]) for entry in bundle.entries("manifest") if entry.get("file")]


def _people(bundle: Bundle) -> list[Mapping]:
    return bundle.entries("paper", "authors") + bundle.entries("codechecker")


def _orcids(bundle: Bundle) -> list[str]:
    return [str(person["ORCID"]) for person in _people(bundle) if person.get("ORCID")]


def _is_url(text: str) -> bool:
    return bool(re.fullmatch(r"https?://\S+", text))


def _reference(bundle: Bundle, is_right: Callable[[str], object]) -> str | None:
    words = bundle.words("paper", "reference")
    return None if not words else "" if is_right(words) else quote(words)


def _is_known_version(bundle: Bundle) -> str | None:
    words = bundle.words("version")
    return None if not words else "" if words.rstrip("/") in VERSIONS else quote(words)


def _others(bundle: Bundle, is_right: Callable[[object], object]) -> str | None:
    if "reference-other" not in bundle.content:
        return None
    return "" if is_right(bundle.content["reference-other"]) else "reference-other of another form"


def _certificate(bundle: Bundle) -> str | None:
    words = bundle.words("certificate")
    return None if not words else "" if re.fullmatch(r"\d{4}-\d{3}", words) else quote(words)


def _report(bundle: Bundle, is_right: Callable[[str], object]) -> str | None:
    words = bundle.words("report")
    return None if not words else "" if is_right(words) else quote(words)


def _has_file(bundle: Bundle, *patterns: str) -> bool:
    return any(path for pattern in patterns for path in bundle.root.glob(pattern))


# Each rule says what is wrong, nothing where it is kept, and None where there is nothing to hold.
RULES: Mapping[str, Callable[[Bundle], str | None]] = {
    "CC-CFG-002": lambda b: "" if b.text.startswith("---\n") else "no --- on the first line",
    "CC-CFG-004": _lists("manifest"),
    "CC-CFG-005": _each("file", "manifest"),
    "CC-CFG-006": lambda b: _tell(
        [f for f in _files(b) if PurePosixPath(f).is_absolute() or ".." in PurePosixPath(f).parts]
    ),
    "CC-CFG-007": _each("comment", "manifest"),
    "CC-CFG-008": _lists("codechecker"),
    "CC-CFG-009": _each("name", "codechecker"),
    "CC-CFG-010": _each("ORCID", "codechecker"),
    "CC-CFG-011": _lacks("report"),
    "CC-CFG-012": lambda b: _report(b, _is_url),
    "CC-CFG-013": lambda b: _report(b, lambda words: not PLACEHOLDER.search(words)),
    "CC-CFG-014": _lacks("version"),
    "CC-CFG-015": _is_known_version,
    "CC-CFG-016": lambda b: "" if isinstance(b.entry("paper"), Mapping) else "no paper",
    "CC-CFG-017": _lacks("paper", "title"),
    "CC-CFG-018": _lists("paper", "authors"),
    "CC-CFG-019": _each("name", "paper", "authors"),
    "CC-CFG-020": _each("ORCID", "paper", "authors"),
    "CC-CFG-021": _lacks("paper", "reference"),
    "CC-CFG-022": lambda b: _reference(b, lambda words: not words.lower().endswith(".pdf")),
    "CC-CFG-023": lambda b: _tell(PLACEHOLDER.findall(b.text)),
    "CC-CFG-024": _lacks("summary"),
    "CC-CFG-025": _lacks("certificate"),
    "CC-CFG-026": _certificate,
    "CC-CFG-027": lambda b: _reference(b, _is_url),
    "CC-CFG-028": lambda b: _reference(b, lambda words: "://doi.org/10." in words),
    "CC-CFG-029": lambda b: _others(b, lambda found: isinstance(found, list)),
    "CC-CFG-030": lambda b: _others(
        b, lambda found: isinstance(found, list) and all(_is_url(str(each)) for each in found)
    ),
    "CC-MET-001": lambda b: _tell([orcid for orcid in _orcids(b) if not is_orcid(orcid)]),
    "CC-BUN-001": lambda b: _tell([f for f in _files(b) if not (b.root / f).is_file()]),
    "CC-BUN-002": lambda b: "" if _has_file(b, "codecheck/", ".codecheck/") else "no codecheck/",
    "CC-BUN-005": lambda b: "" if _has_file(b, "LICENSE*", "LICENCE*") else "no licence",
}


def check_codecheck(root: Path, study: Study) -> Iterator[Problem]:
    """Yield where ``codecheck.yml`` breaks a rule, or the table of standards says otherwise.

    A rule that the table says is not met, or open, may be broken; one that it says is met
    may not, nor may one that the table does not name. A folder without the file has none.
    """
    path = root / FILE
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8-sig")
    content, _, problems = parse_yaml(FILE, text)
    yield from problems
    if problems:
        return
    if not isinstance(content, Mapping):
        yield Problem(FILE, None, None, "no entries", "entries such as manifest", "Fill it.")
        return
    bundle, table = Bundle(root, text, content), study.frame("standards")
    rows = table[table["standard"] == STANDARD]
    answers = dict(zip(rows["item"], rows["answer"], strict=True))
    lines = dict(zip(rows["item"], rows.index + 2, strict=True))
    for rule, look in RULES.items():
        found, answer = look(bundle), answers.get(rule, "met")
        if found and answer == "met":
            fix = "Mend it, or say in standards.csv that the rule is not met, and why."
            yield Problem(FILE, None, rule, found, f"what rule {rule} of CODECHECK asks for", fix)
        if found == "" and answer in ("partly", "not met", "open"):
            file, fix = study.tables["standards"].path, "Correct the answer."
            yield Problem(file, int(lines[rule]), "answer", quote(answer), "met, as it is", fix)
