"""Text files of any make, and what in a text cannot be seen, so that it would mislead a reader."""

import re
import unicodedata
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from scripts.files.problems import Problem, did_you_mean, quote

# Git's marks around two versions of the same rows.
CONFLICT = re.compile(r"(?:^|(?<=\r))(?:<{7}|>{7})(?=[ ,;\r\n]|\Z)", re.MULTILINE)
# Control characters and those that are no characters: nobody sees them, and no file of Word,
# Excel or SVG may hold them.
UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Of more of them than this, the first are named.
MOST_UNSEEN = 100
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# How files of other kinds begin that get the name of a text.
OTHER_FORMS = {
    b"%pdf": "a PDF",
    b"{\\rtf": "a document of a word processor (RTF)",
    b"<html": "a web page",
    b"<!doctype html": "a web page",
    b"pk\x03\x04": "a workbook of a spreadsheet program",
    b"\xd0\xcf\x11\xe0": "a workbook of a spreadsheet program",
}
SAVE_AS_TEXT = "In the text editor, save the file as plain text with the encoding UTF-8."
# Marks that turn the direction of what follows them, and those that end it.
ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
# Signs without any width: joiners, marks of direction, soft hyphens, variation selectors; and
# letters that are blank.
NO_WIDTH = re.compile(
    "[\u00ad\u2800\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Tags, of which flags of regions are made, and several selectors in a row can spell out anything.
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]{1,8}")
HIDDEN = re.compile("[\U000e0000-\U000e007f]|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2}")


class RefusedFileError(Exception):
    """Raised with what was found, what is allowed, what to do, and the text before the place."""

    def __init__(self, found: str, allowed: str, fix: str = "", before: str | None = None) -> None:
        super().__init__(found, allowed, fix, before)


def _find_line(before: str) -> tuple[int, None]:
    """Return the line of what follows some text."""
    return len(re.findall(r"\r\n|\r|\n", before)) + 1, None


def read_text(
    directory: Path,
    file: str,
    fix: str = SAVE_AS_TEXT,
    place: Callable[[str], tuple[int | None, str | None]] = _find_line,
) -> tuple[str | None, list[Problem]]:
    """Return the text of a file, or None and why it cannot be used.

    Accepted: UTF-8 with or without byte order mark, and UTF-16 with it. `fix` says how to save
    such a file, and `place` in which row and column something follows a text; by default, its line.
    """
    try:
        text = _decode(read_bytes(directory, file))
    except RefusedFileError as error:
        found, allowed, todo, before = error.args
        row, column = (None, None) if before is None else place(before)
        return None, [Problem(file, row, column, found, allowed, todo or fix)]
    unseen: dict[tuple[int | None, str | None], str] = {}
    matches = UNSEEN.finditer(text)
    for match in islice(matches, MOST_UNSEEN):
        unseen.setdefault(place(text[: match.start()]), find_invisible(match.group()))
    todo = "Type this place anew, or copy the text once more as plain text."
    problems = [Problem(file, *at, found, "plain text", todo) for at, found in unseen.items()]
    conflict = CONFLICT.search(text)
    if next(matches, None):
        many = f"more than {MOST_UNSEEN} characters that cannot be seen; the first are named"
        problems.append(Problem(file, None, None, many, "plain text", fix))
    elif conflict and not problems:
        found = "a merge conflict left by Git: " + quote(conflict.group())
        todo = "Keep the rows that are right and delete the lines of marks."
        row, _ = place(text[: conflict.start()])
        problems.append(Problem(file, row, None, found, "one version of these rows", todo))
    return None if problems else text, problems


def read_bytes(directory: Path, file: str) -> bytes:
    """Return what an ordinary file holds; anything else is a `RefusedFileError`."""
    path = directory / file
    try:
        if path.is_symlink():
            todo = "Put the file itself here: what a link leads to may not come with the book."
            raise RefusedFileError("a link to somewhere else", "a file", todo)
        if path.exists() and not path.is_file():
            kind = (
                "a folder of this name" if path.is_dir() else "something that is no ordinary file"
            )
            raise RefusedFileError(kind, "a file", "Move it away, and put the file here.")
        return path.read_bytes()
    except FileNotFoundError:
        names = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        todo = "Put the file back, or take what speaks of it out of the other files."
        # Editors put a second ending behind the one that they do not know.
        longer = [name for name in names if name.startswith(f"{path.name}.")]
        meant = did_you_mean(path.name, names, cutoff=0.85)
        todo += meant or (f" Did you mean {quote(longer[0])}?" if longer else "")
        allowed = f"a file of this name in {directory.name}/"
        raise RefusedFileError("no such file", allowed, todo) from None
    except OSError:
        todo = "Close it in other programs, and see to it that you may open it."
        found, allowed = "a file that cannot be opened", "a file that can be read"
        raise RefusedFileError(found, allowed, todo) from None


def _decode(raw: bytes) -> str:
    """Return bytes as text."""
    bare = raw.removeprefix(b"\xef\xbb\xbf").strip()
    if not bare:
        raise RefusedFileError("an empty file", "a file with content")
    for sign, form in OTHER_FORMS.items():
        if bare[:40].lower().startswith(sign):
            raise RefusedFileError(form, "plain text")
    allowed = "text in the encoding UTF-8"
    if raw.startswith(UTF_16):
        # What Excel calls "Unicode text"; its mark says beyond doubt what it is.
        try:
            return raw.decode("utf-16")
        except UnicodeError:
            found = "text in the encoding UTF-16 that is cut short"
            raise RefusedFileError(found, allowed) from None
    if raw[:400].count(0) > len(raw[:400]) / 3:
        raise RefusedFileError("text in the encoding UTF-16", allowed)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        letter = quote(raw[error.start : error.start + 1].decode("cp1252", "replace"))
        found = f"the letter {letter} in another encoding (probably Windows-1252)"
        raise RefusedFileError(found, allowed, before=before) from None


def drop_invisible(text: str) -> str:
    """Return text as it looks: without signs that have no width, composed, with plain blanks."""
    return " ".join(unicodedata.normalize("NFC", NO_WIDTH.sub("", text)).split())


def find_invisible(text: str) -> str:
    """Return what cannot be seen in a text and would mislead, in words; blank if nothing would.

    That is a control character, text of nothing else than signs without width, letters in such
    signs within it, a byte order mark, and a change of direction that is not ended before the end
    of its line.
    """
    control = UNSEEN.search(text)
    if control:
        code = ord(control.group())
        found = f"a control character that cannot be seen (U+{code:04X})"
        return found if code else "a null character"
    if text.isascii():
        return ""
    if text.strip() and not NO_WIDTH.sub("", text).strip():
        return "signs without any width and nothing else"
    if HIDDEN.search(FLAG.sub("", text)):
        return "text written in signs that cannot be seen"
    if "\ufeff" in text:
        return "a byte order mark (U+FEFF), which cannot be seen"
    for line in text.splitlines():
        open_ends: list[str] = []
        for sign in line:
            if sign in ENDS:
                open_ends.append(ENDS[sign])
            elif sign in ENDS.values() and open_ends and open_ends[-1] == sign:
                open_ends.pop()
        if open_ends:
            return "a change of the direction of text that is not ended, which cannot be seen"
    return ""
