"""The file ``codecheck.yml``, held against those rules of CODECHECK that a file can answer.

The rules, their identifiers and their severity are those of the register of CODECHECK for
version 2.0 of its specification (rules-2.0.yml, 9 September 2026). Each is a JSON Schema in
``codecheck_rules.json``, for what stands `at` a place; where nothing stands there, it has
nothing to hold. It `says` what is wrong where the value alone would not. Whatever needs the
network, an archive or an outside checker is not tried here. What the table of standards says
of a rule has to agree with what is found.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from scripts.files.plain_yaml import parse_yaml, read_own
from scripts.files.problems import Problem, quote
from scripts.study.study import Study

FILE = "codecheck.yml"
STANDARD = "CODECHECK 2.0"
# Place and schema of each rule by its identifier, and what schemas refer to.
RULES = read_own(__package__, "codecheck_rules.json")
ORCID = re.compile(r"(\d{4}-){3}\d{3}[\dX]")


def is_orcid(text: str) -> bool:
    """Return whether a text is a plain ORCID with the right last sign (ISO 7064, 11-2)."""
    digits = [10 if sign == "X" else int(sign) for sign in re.findall(r"[\dX]", text)]
    total = sum(digit * 2**power for power, digit in enumerate(reversed(digits)))
    return ORCID.fullmatch(text) is not None and total % 11 == 1


def find_broken(root: Path, text: str, content: Mapping) -> dict[str, str | None]:
    """Return what is wrong by each rule: nothing where it is kept, None where it holds nothing.

    `text` and `content` are the words of ``codecheck.yml`` in the folder, and what they say.
    """
    formats = FormatChecker(())
    formats.checks("orcid")(lambda value: is_orcid(str(value)))
    formats.checks("file of the bundle")(lambda value: (root / str(value)).is_file())
    names = [path.name for path in root.iterdir()]
    bundle = {"text": text, "content": content, "folder": names}
    validator = Draft202012Validator(RULES, format_checker=formats)
    found: dict[str, str | None] = {}
    for rule, about in RULES["rules"].items():
        part: object = bundle
        for name in about["at"]:
            part = part.get(name) if isinstance(part, Mapping) else None
        found[rule] = "" if part else None
        error = next(validator.evolve(schema=about["schema"]).iter_errors(part), None)
        if part and error is not None:
            found[rule] = about.get("says") or _describe(error, about["at"])
    return found


def _describe(error: ValidationError, at: list[str]) -> str:
    """Return in words what breaks a rule, and where."""
    steps = [*at[1:], *error.absolute_path]
    where = ", ".join(f"entry {step + 1}" if isinstance(step, int) else step for step in steps)
    if error.validator == "required":
        # One error comes for each name; it stands between the first two quotation marks.
        what = f"no {error.message.split(chr(39))[1]}"
    else:
        what = quote(error.instance)
    return f"{what} in {where}" if where else what


def check_codecheck(root: Path, study: Study) -> Iterator[Problem]:
    """Yield where ``codecheck.yml`` breaks a rule, or the table of standards says otherwise.

    A rule that the table says is not met, or open, may be broken; one that it says is met
    may not, nor may one that the table does not name. A folder without the file has none.
    """
    path = root / FILE
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8-sig")
    document, problems = parse_yaml(FILE, text)
    yield from problems
    if problems:
        return
    content = document.content
    if not isinstance(content, Mapping):
        yield Problem(FILE, None, None, "no entries", "entries such as manifest", "Fill it.")
        return
    table = study.frame("standards")
    rows = table[table["standard"] == STANDARD]
    answers = dict(zip(rows["item"], rows["answer"], strict=True))
    lines = dict(zip(rows["item"], rows.index + 2, strict=True))
    for rule, found in find_broken(root, text, content).items():
        answer = answers.get(rule, "met")
        if found and answer == "met":
            fix = "Mend it, or say in standards.csv that the rule is not met, and why."
            yield Problem(FILE, None, rule, found, f"what rule {rule} of CODECHECK asks for", fix)
        if found == "" and answer in ("partly", "not met", "open"):
            file, fix = study.tables["standards"].path, "Correct the answer."
            yield Problem(file, int(lines[rule]), "answer", quote(answer), "met, as it is", fix)
