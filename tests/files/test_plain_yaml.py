import pytest

from scripts.files.plain_yaml import Document, parse_yaml


def read(text):
    document, problems = parse_yaml("a.yml", text)
    assert problems == []
    return document.content


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("012", "012"),
        ("1:30", "1:30"),
        ("2024-05-31", "2024-05-31"),
        ("1e3", "1e3"),
        ("12", 12),
        ("-1.5", -1.5),
        ("true", True),
        ("", None),
    ],
)
def test_only_what_looks_like_a_number_to_people_is_one(text, value):
    assert read(f"a: {text}\n") == {"a": value}


@pytest.mark.parametrize(
    ("text", "row", "found"),
    [
        ("a: 1\nb: [\n", 3, "text that cannot be read as YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "the entry “a” twice"),
        ("a: {b: 1, b: 2}\n", 1, "the entry “b” twice"),
        ("a: &x 1\nb: *x\n", 2, "an entry that refers to another one by *"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_row(text, row, found):
    document, problems = parse_yaml("a.yml", text)
    assert document == Document("a.yml")
    assert [(p.file, p.row) for p in problems] == [("a.yml", row)]
    assert problems[0].found.startswith(found)


def test_an_entry_is_found_by_the_key_of_its_list_and_by_its_row():
    text = "groups:\n  - {group: a, n: 1}\n  - group: b\n    n: 2\n  - 7\n"
    document, _ = parse_yaml("a.yml", text)

    def place(path):
        problem = document.refuse(path, "found", "allowed", "fix")
        return problem.column, problem.row

    assert place(["groups", 0, "n"]) == ("groups, a, n", 2)
    assert place(["groups", 1, "n"]) == ("groups, b, n", 4)
    assert place(["groups", 2]) == ("groups, entry 3", 5)
    assert place([]) == (None, None)
