"""What must hold of exhibits: their chapters, what they show, and what is published of them.

What a chapter's name leads to is executed. So it comes from the folder ``chapters/`` of the
book and stands in its table of contents; a data folder brings no code with it. That something
is published is said in ``study.yml``, and never concluded from a lacking file.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from scripts.files.paths import leads_out
from scripts.files.plain_yaml import parse_yaml
from scripts.files.problems import Problem, did_you_mean, one_of, quote
from scripts.files.spreadsheets import Sheet
from scripts.files.text_files import read_text
from scripts.study.dictionary import TableSchema
from scripts.study.settings import BY_GROUP, CLAIMS_TABLE, FILE, Settings

CONTENTS = "_toc.yml"
SUFFIXES = (".ipynb", ".md")
# A note of this kind holds even where nothing is printed.
MISSING = "missing"


def list_chapter_names(book: Path) -> list[str]:
    """Return the files below ``chapters/`` that the table of contents of a book names."""
    text, _ = read_text(book, CONTENTS)
    contents, _ = parse_yaml(CONTENTS, text or "")
    named = {
        name.removesuffix(".ipynb").removesuffix(".md")
        for name in list_named_files(contents.content)
    }
    # A link may lead elsewhere; one that goes round in a circle is no file.
    files = [p for p in sorted((book / "chapters").rglob("*")) if p.is_file()]
    names = [p.relative_to(book) for p in files if not leads_out(book / "chapters", p)]
    return [
        name.as_posix()
        for name in names
        if name.suffix in SUFFIXES and name.with_suffix("").as_posix() in named
    ]


def list_named_files(content: object) -> list[str]:
    """Return the files that a table of contents names, in its order."""
    names, parts = [], content if isinstance(content, list) else []
    if isinstance(content, dict):
        names += [str(content[key]) for key in ("root", "file") if key in content]
        parts = content.values()
    return names + [name for part in parts for name in list_named_files(part)]


def check_chapters(directory: Path, settings: Settings) -> Iterator[Problem]:
    """Yield exhibits whose chapter is none of the book around a data folder.

    Beside a data folder that lies in no book there is no table of contents, so its chapters
    cannot be checked; nothing is wrong with it for that.
    """
    book = directory.resolve().parent
    names = list_chapter_names(book) if (book / CONTENTS).is_file() else None
    for number, exhibit in enumerate(settings.exhibits if names is not None else ()):
        if exhibit.chapter not in names:
            path = ["exhibits", number, "chapter"]
            allowed = f"a notebook in the folder chapters/ of this book that {CONTENTS} names"
            fix = f"Correct the name, or add the notebook there and to {CONTENTS}."
            fix += did_you_mean(exhibit.chapter, names, cutoff=0.8)
            yield settings.document.refuse(path, quote(exhibit.chapter), allowed, fix)


def check_published(
    settings: Settings,
    tables: Mapping[str, TableSchema],
    sheets: Mapping[str, Sheet],
    absent: Collection[str],
) -> Iterator[Problem]:
    """Yield exhibits of which something should be published and is not, or the reverse.

    Nothing is said of tables that are not absent, but could not be read.
    """
    for number, exhibit in enumerate(settings.exhibits):
        name = exhibit.table
        table, sheet = tables.get(name), sheets.get(name)
        if sheet is None and table is not None and name not in absent:
            continue
        file = table.path if table else f"published/{name.removeprefix('published_')}.csv"
        if sheet is not None and _is_empty_form(sheet):
            # That nobody has filled it is said of the form itself.
            continue
        has_rows = sheet is not None and bool(sheet.rows)
        if exhibit.published and not has_rows:
            found = f"nothing published of {exhibit.label}: no rows of {file}"
            fix = f"Put {file} back. If the paper prints nothing of this exhibit, write the entry "
            fix += "“published: false” below it."
            allowed = "what the paper prints of it"
            yield settings.document.refuse(["exhibits", number], found, allowed, fix)
        elif not exhibit.published and has_rows:
            found = f"“published: false”, but rows of {file}"
            fix = "Take the entry “published: false” out, or the file."
            yield settings.document.refuse(["exhibits", number], found, "one of the two", fix)
    if "editorial_notes" in sheets:
        yield from _check_notes(sheets["editorial_notes"], settings)


def _is_empty_form(sheet: Sheet) -> bool:
    """Return whether a form for what is printed has rows, and nobody has filled one."""
    rows = [row for _, row in sheet.records()]
    return bool(rows) and not any(row.get("printed") for row in rows)


def _check_notes(sheet: Sheet, settings: Settings) -> Iterator[Problem]:
    """Yield notes on exhibits of which nothing is published, so that nothing can differ."""
    silent = {exhibit.exhibit for exhibit in settings.exhibits if not exhibit.published}
    for number, note in sheet.records():
        if note["exhibit"] in silent and note["kind"] != MISSING:
            found = f"a note of the kind {quote(note['kind'])} on {quote(note['exhibit'])}"
            allowed = "notes on exhibits of which study.yml does not say “published: false”"
            fix = "Put back what the paper prints of it, or delete the note; only one of the kind "
            fix += f"{MISSING} may stay."
            yield Problem(sheet.file, number, "exhibit", found, allowed, fix)


def check_exhibits(
    settings: Settings, sheets: Mapping[str, Sheet], absent: Collection[str]
) -> Iterator[Problem]:
    """Yield exhibits that show what no table has, and printed cells of no exhibit."""
    yield from _check_groups(settings, sheets)
    if "configurations" in sheets:
        yield from _check_shown(settings, sheets["configurations"])
    for number, exhibit in enumerate(settings.exhibits):
        if exhibit.kind in BY_GROUP and exhibit.kind in absent:
            found = f"the kind {quote(exhibit.kind)}, but no file {exhibit.kind}.csv"
            allowed = "an exhibit whose table is there"
            fix = "Add the file, or take the exhibit out."
            yield settings.document.refuse(["exhibits", number], found, allowed, fix)
    legal = [exhibit.exhibit for exhibit in settings.exhibits]
    for name in [name for name in sheets if name.startswith("published_")]:
        sheet, key = sheets[name], name.removeprefix("published_")
        if _is_empty_form(sheet):
            found, allowed = "a form that nobody has filled", "what the paper prints in each cell"
            fix = "Type it in, from the paper; or take this file out of the folder published."
            yield Problem(sheet.file, None, "printed", found, allowed, fix)
        if name != CLAIMS_TABLE and key not in legal:
            found = f"printed cells of {quote(key)}, which is no exhibit"
            fix = f"Add the exhibit to {FILE}, or take this file out." + did_you_mean(key, legal)
            yield Problem(sheet.file, None, None, found, one_of(legal), fix)


def _check_groups(settings: Settings, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Yield groups that an exhibit shows, but of which its table has no row."""
    known = {group.group for group in settings.groups}
    for number, exhibit in enumerate(settings.exhibits):
        if exhibit.kind not in sheets:
            continue
        file, held = sheets[exhibit.kind].file, defaultdict(set)
        for _, row in sheets[exhibit.kind].records():
            held[row.get("characteristic", "the interviews")].add(row.get("group"))
        needs = ((file, "group"), (file, "characteristic"))
        for block, groups in held.items():
            lacking = [key for key in exhibit.groups if key in known and key not in groups]
            for key in lacking if groups & set(exhibit.groups) else ():
                found = f"{quote(key)}, of whom {file} has no row for {block}"
                fix = "Add the rows there, or name the groups that this exhibit shows: "
                fix += f"groups: [{', '.join(sorted(groups))}]"
                path = ["exhibits", number]
                yield settings.document.refuse(path, found, one_of(sorted(groups)), fix, needs)


def _check_shown(settings: Settings, sheet: Sheet) -> Iterator[Problem]:
    """Yield columns and values of ``show`` that no configuration has."""
    rows = [row for _, row in sheet.records()]
    for number, exhibit in enumerate(settings.exhibits):
        for column, value in exhibit.show.items():
            path = ["exhibits", number, "show", column]
            values = [text for text in dict.fromkeys(row.get(column) for row in rows) if text]
            if column not in sheet.columns:
                allowed = f"a column of {sheet.file}: {', '.join(sheet.columns)}"
                fix = "Correct the name." + did_you_mean(column, sheet.columns)
                yield settings.document.refuse(path, quote(column), allowed, fix)
            elif value not in values:
                allowed = f"a value that some configuration has: {one_of(values)}"
                fix = "Correct the value, or take the exhibit out." + did_you_mean(value, values)
                needs = ((sheet.file, column),)
                yield settings.document.refuse(path, quote(value), allowed, fix, needs)
