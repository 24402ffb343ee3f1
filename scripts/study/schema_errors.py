"""What is wrong with the form of a file: a JSON Schema, and its errors in plain words.

What is allowed and what to do stand in the schema itself, beside the rule, under ``words``.
"""

import re
from collections.abc import Iterator

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from scripts.files.paths import make_slug
from scripts.files.plain_yaml import Document, read_own
from scripts.files.problems import Problem, did_you_mean, is_forbidden_name, one_of, quote

WORDS = read_own(__package__, "words.yml")
FORMATS = FormatChecker(formats=())
# A whole number is one that is written as such: 27, not 27.0.
_Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: type(value) is int
    ),
)


def find_errors(document: Document, schema: dict) -> Iterator[tuple[list, Problem]]:
    """Yield where a document breaks a schema, and the problem."""
    for error in _Validator(schema, format_checker=FORMATS).iter_errors(document.content):
        path = list(error.absolute_path)
        if error.validator == "additionalProperties":
            problems = _refuse_unknown(document, path, error)
        elif error.validator == "required":
            problems = _refuse_lacking(document, path, error)
        else:
            problems = [document.refuse(path, _describe(error.instance), *_describe_rule(error))]
        yield from ((path, problem) for problem in problems)


def _describe(value: object) -> str:
    """Return a value of the file in words."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "the bare word true or false"
    if isinstance(value, (str, int, float)):
        return quote(value) if str(value).strip() else "nothing but blanks"
    kinds = {dict: "a group of entries", list: "a list"}
    return kinds.get(type(value), "something of another kind")


def _describe_rule(error: ValidationError) -> tuple[str, str]:
    """Return what is allowed in the place of a value, and what to do."""
    rule, limit, value = error.validator, error.validator_value, error.instance
    if rule in error.schema.get("words", {}):
        allowed, fix = error.schema["words"][rule]
    elif rule == "type":
        return WORDS["types"][limit], _mend_type(limit, value)
    elif rule == "enum":
        return one_of(limit), "Change the value." + did_you_mean(value, limit)
    else:
        allowed, fix = WORDS["rules"][rule]
    if rule == "pattern":
        plain = make_slug(value, "_").strip("_0123456789")
        fix += f" Did you mean {quote(plain)}?" if re.search(limit, plain) else ""
    return allowed.format(limit), fix


def _mend_type(kind: str, value: object) -> str:
    """Return what to do with a value of another kind."""
    if kind == "string" and isinstance(value, (int, float)):
        return "Put the value in quotation marks."
    if value is None:
        return "Fill it in. Text that begins with # needs quotation marks."
    if kind == "integer" and isinstance(value, str) and value.strip().isdecimal():
        return f"Write it without quotation marks: {value.strip()}"
    return "Change the value."


def _refuse_unknown(document: Document, path: list, error: ValidationError) -> Iterator[Problem]:
    """Yield the entries of a group that the schema does not know."""
    known = list(error.schema["properties"])
    whole = f" of {error.schema['title']}" if "title" in error.schema else ""
    for name in [name for name in error.instance if name not in known]:
        found = f"the unknown entry {quote(name)}{whole}"
        fix = "Check the spelling, or take the entry out." + did_you_mean(name, known)
        yield document.refuse([*path, name], found, one_of(known), fix)


def _refuse_lacking(document: Document, path: list, error: ValidationError) -> Iterator[Problem]:
    """Yield the entry that a group lacks, unless it is there under a misspelt name."""
    # One error comes for each name; it stands between the first two quotation marks.
    name, known = error.message.split("'")[1], error.schema["properties"]
    is_told = error.schema.get("additionalProperties") is False
    hints = [did_you_mean(key, known) for key in error.instance if key not in known]
    if not is_told or quote(name) not in " ".join(hints):
        allowed = f"the entries {', '.join(error.validator_value)}, and others"
        yield document.refuse(path, f"no entry {quote(name)}", allowed, "Add the entry.")


@FORMATS.checks("file name")
def _is_allowed_name(value: object) -> bool:
    """Return whether every system allows each part of a path."""
    return not isinstance(value, str) or not any(map(is_forbidden_name, value.split("/")))


@FORMATS.checks("heading")
def _is_heading(value: object) -> bool:
    """Return whether a name can stand at the head of a column."""
    return not isinstance(value, str) or (value.isprintable() and value == value.strip() != "")


# A character, or a class of them, with how often it comes.
_CLASS = r"(?:\[\^?[^\[\]\\^]+\]|\\[dw.\-/]|[^\W_]|[ _/:,#%&=@;\"'-])"
_OFTEN = r"(?:[+*?]|\{\d{1,3}(?:,\d{0,3})?\})?"
_RUN = f"(?:{_CLASS}{_OFTEN})+"
_GROUP = re.compile(rf"\((?P<sign>[ _/:,.;-]|\\[.\-/])(?P<rest>{_RUN})\)(?P<often>[+*?]?)")
MOST_REPEATS = 3


@FORMATS.checks("quick pattern", raises=(re.error, RecursionError, OverflowError))
def is_quick(pattern: object) -> bool:
    """Return whether a pattern cannot take long, whatever it is held against.

    Where a repeated part holds another one, text can be divided in very many ways, and
    each is tried. In these forms it can be divided in one.
    """
    if not isinstance(pattern, str):
        return True
    re.compile(pattern)
    plain = pattern.removeprefix("^").removesuffix("$")
    for group in _GROUP.finditer(plain):
        sign = group["sign"].removeprefix("\\")
        classes = re.findall(_CLASS, group["rest"])
        if any(re.fullmatch(part, sign) for part in classes):
            return False
    runs = _GROUP.sub("", plain)
    repeats = len(re.findall(r"[+*?}]", plain))
    return repeats <= MOST_REPEATS and re.fullmatch(f"(?:{_RUN})?", runs) is not None
